// From the checked model to the vector program.
//
// Lowering writes loops and masks as plainly as it can; what makes the program fast are passes over
// the instructions (passes.h), each of which leaves every history as it was, bit for bit.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "program/program.h"

namespace jonbar::program {

/// What happens in the worlds that have it on.
struct Switch {
    std::string name;
    std::vector<Intervention> interventions;
};

/// An entity whose decisions are made from outside (Op::Pause).
struct Player {
    DomainId domain;
    std::uint32_t member = 0;
};

struct LowerOptions {
    bool optimise = true;
    bool tallies = true;  // count what happens: events, options, votes, branches
    bool trace = false;   // write the chronicle
    /// What is drawn at step 0 comes from Program::start_draws, and params stay readable.
    bool start_draws = false;
    /// Which of the model's facts weigh and are forced, by Model::facts; empty: none.
    std::vector<bool> facts{};
    bool force = true;  // false: facts of sites weigh as conditions do; the test of forcing
    std::vector<Switch> switches{};
    std::optional<Coupling> coupling{};  // of all decisions, whatever they say
    bool first_dates = false;            // Program::first_dates
    std::optional<Player> player{};
    bool keep_states = false;  // all state stays readable, but params and strengths
    std::size_t instruction_count_max = 1U << 20U;  // more is an error: too much inlining
    std::size_t column_count_max = 1U << 20U;
};

/// Returns the program of a model. What exceeds a limit is reported and gives an empty program.
Program lower(const Model& model, const LowerOptions& options, Diagnostics& diagnostics);

}  // namespace jonbar::program
