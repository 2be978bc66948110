// From the checked model to the vector program.
//
// Lowering writes loops and masks as plainly as it can; what makes the program fast are passes over
// the instructions (passes.h), each of which leaves every history as it was, bit for bit.

#pragma once

#include <cstddef>

#include "base/diagnostics.h"
#include "program/program.h"

namespace jonbar::program {

struct LowerOptions {
    bool optimise = true;
    bool tallies = true;  // count what happens: events, options, votes, branches
    bool trace = false;   // write the chronicle
    std::size_t instruction_count_max = 1U << 20U;  // more is an error: too much inlining
    std::size_t column_count_max = 1U << 20U;
};

/// Returns the program of a model. What exceeds a limit is reported and gives an empty program.
Program lower(const Model& model, const LowerOptions& options, Diagnostics& diagnostics);

}  // namespace jonbar::program
