#include "cli/solve.h"

namespace jonbar {

void add_solve_power(CLI::App& solve, Request& request) {
    const auto [command, options] = add_subject<PowerOptions>(
        solve, request,
        {"power", "Say how often each voter of a weighted vote turns the scale",
         "jonbar solve power council.csv --quota 12"},
        solve_power);
    CLI::Option* quota = command
                             ->add_option("--quota", options->quota,
                                          "weight at which a coalition wins; with several "
                                          "columns of weights one each, with commas")
                             ->type_name("W");
    command
        ->add_option("--majority", options->majority,
                     "share of all weights that it must exceed (default 1/2)")
        ->type_name("P/Q")
        ->excludes(quota);
    command->add_flag("--all", options->all,
                      "Deegan and Packel's index of many voters too, which may take a minute");
}

}  // namespace jonbar
