#include "cli/solve.h"

namespace jonbar {

void add_solve_alignment(CLI::App& solve, Request& request) {
    const auto [command, question] = add_subject<AlignmentQuestion>(
        solve, request,
        {"alignment", "Say into which two camps actors fall, from every start or from one",
         "jonbar solve alignment powers.csv --from Britain,France"},
        solve_alignment);
    command
        ->add_option("--from", question->from,
                     "one camp at the start, against all others (default: every start)")
        ->type_name("NAMES");
    command->add_flag("--all", request.all, "list every stable alignment (to 10,000; else 20)");
}

}  // namespace jonbar
