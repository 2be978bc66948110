#include "cli/solve.h"

namespace jonbar {

void add_solve(CLI::App& parser, Request& request) {
    CLI::App* solve =
        parser.add_subcommand("solve", "Ask a formal model of politics of a table of numbers");
    solve->footer("Example:\n  jonbar solve coalition politburo.csv --majority 2/3");
    solve->require_subcommand(1);
    add_solve_alignment(*solve, request);
    add_solve_bargain(*solve, request);
    add_solve_campaign(*solve, request);
    add_solve_cascade(*solve, request);
    add_solve_coalition(*solve, request);
    add_solve_opinion(*solve, request);
    add_solve_power(*solve, request);
}

}  // namespace jonbar
