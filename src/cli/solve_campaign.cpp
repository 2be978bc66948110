#include "cli/solve.h"

namespace jonbar {

void add_solve_campaign(CLI::App& solve, Request& request) {
    const auto [command, question] = add_subject<CampaignQuestion>(
        solve, request,
        {"campaign", "Say what two sides have left after fights in a row or beside each other",
         "jonbar solve campaign trafalgar.csv --x British --y allies"},
        solve_campaign);
    command->add_option("--x", question->x, "what side x is called")->type_name("NAME");
    command->add_option("--y", question->y, "what side y is called")->type_name("NAME");
    command
        ->add_option("--histories", question->histories,
                     "fight so many campaigns of whole men who fall by chance")
        ->type_name("N");
    command->add_option("--seed", question->seed, "of these (default 1)")->type_name("N");
}

}  // namespace jonbar
