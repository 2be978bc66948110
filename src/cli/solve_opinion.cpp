#include "cli/solve.h"

namespace jonbar {

void add_solve_opinion(CLI::App& solve, Request& request) {
    const auto [command, question] = add_subject<OpinionQuestion>(
        solve, request,
        {"opinion", "Say where opinions go when people listen to each other",
         "jonbar solve opinion group.csv --model friedkin-johnsen"},
        solve_opinion);
    command
        ->add_option("--model", question->model,
                     "degroot (default), friedkin-johnsen or hegselmann-krause")
        ->type_name("WORD");
    command
        ->add_option("--eps", question->eps,
                     "hegselmann-krause: how far another's opinion may be to be heard")
        ->type_name("DISTANCE");
    command->add_option("--steps", question->steps, "at most so many steps (default 100)")
        ->type_name("N");
    command->add_flag("--all", request.all, "list everybody (else 20)");
}

}  // namespace jonbar
