#include "cli/solve.h"

namespace jonbar {

void add_solve_cascade(CLI::App& solve, Request& request) {
    const auto [command, question] = add_subject<CascadeQuestion>(
        solve, request,
        {"cascade", "Say how many join when each waits for enough others",
         "jonbar solve cascade crowd.csv"},
        solve_cascade);
    command->add_flag("--shares", question->shares,
                      "thresholds are shares of the whole weight, from 0 to 1");
    command->add_flag("--all", request.all, "list every round and everybody (else 20)");
}

}  // namespace jonbar
