#include "cli/solve.h"

namespace jonbar {

namespace {

/// An option that takes one of a few words; the question says which.
void word(CLI::App& command, const char* name, std::string& into, const char* what) {
    command.add_option(name, into, what)->type_name("WORD");
}

void expected_utility_options(CLI::App& command, BargainQuestion& question) {
    word(command, "--win", question.win, "program (default) or printed: probability of victory");
    word(command, "--range", question.range,
         "initial (default) or current: the range that positions are measured by");
    word(command, "--compromise", question.compromise,
         "lowest (default) or least-move: which compromise one takes");
    word(command, "--risk", question.risk,
         "mover (default), challenger or neutral: whose exponent values a challenge");
    command
        .add_option("--stay", question.stay,
                    "probability that an unchallenged question stays as it is (default 1)")
        ->type_name("Q");
    command.add_flag("--capitulation", question.capitulation,
                     "whoever has more to lose than the other to win gives in");
    command
        .add_option("--dimension", question.dimension,
                    "which dimension of a scenario to bargain over")
        ->type_name("N");
}

void spatial_options(CLI::App& command, BargainQuestion& question) {
    word(command, "--voting", question.voting,
         "proportional (default), binary, cubic, proportional-binary or proportional-cubic");
    word(command, "--victory", question.victory, "linear (default), square, quartic or octic");
    word(command, "--election", question.election,
         "conditional (default), markov-uniform or markov-incentive");
    word(command, "--risk-range", question.risk_range, "low, middle (default) or high");
    word(command, "--insight", question.insight,
         "none, third (default), half, two-thirds or full: into others' attitudes to risk");
    word(command, "--interpolation", question.interpolation,
         "linear, squared (default) or surplus: where proposals lie");
    word(command, "--proposer", question.proposer, "initiator (default), both or power-weighted");
    word(command, "--resolution", question.resolution, "most-likely (default) or drawn");
    command.add_option("--seed", question.seed, "of drawn proposals (default 1)")->type_name("N");
    command.add_option("--scale", question.scale, "ends of the scale of positions")
        ->type_name("LOW:HIGH");
    command.add_flag("--no-third-parties", question.no_third_parties,
                     "others stay out of a challenge");
}

}  // namespace

void add_solve_bargain(CLI::App& solve, Request& request) {
    const auto [command, question] = add_subject<BargainQuestion>(
        solve, request,
        {"bargain", "Say where positions on a policy end by challenge and compromise",
         "jonbar solve bargain emissions.csv --rounds 9"},
        solve_bargain);
    word(*command, "--model", question->model,
         "expected-utility (default), or spatial (default for KTAB's scenarios)");
    command
        ->add_option("--rounds", question->rounds,
                     "how many (default 10); in the spatial model at most how many (default 100)")
        ->type_name("N");
    expected_utility_options(*command, *question);
    spatial_options(*command, *question);
    command->add_flag("--all", request.all, "list every round");
}

}  // namespace jonbar
