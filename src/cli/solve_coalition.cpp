#include "cli/solve.h"

namespace jonbar {

void add_solve_coalition(CLI::App& solve, Request& request) {
    const auto [command, options] = add_subject<CoalitionOptions>(
        solve, request,
        {"coalition", "Say which coalition comes to rule, and cannot be overthrown from within",
         "jonbar solve coalition politburo.csv --majority 2/3"},
        solve_coalition);
    command
        ->add_option("--majority", options->majority,
                     "share of the power that a coalition must exceed (default 1/2)")
        ->type_name("P/Q");
    command->add_flag("--all", request.all,
                      "list every answer where powers tie (to 10,000; else 20)");
}

}  // namespace jonbar
