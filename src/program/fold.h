// What is known of an instruction before any history.

#pragma once

#include <optional>

#include "program/draft.h"

namespace jonbar::program {

/// Returns what a pure instruction gives if that is a constant or one of its operands; otherwise
/// nothing. Every identity used is exact, also for NaN, infinities and -0.
std::optional<Operand> simplify(Draft& draft, const Instruction& instruction);

/// Returns the table of what an instruction on numbers gives in each step, if it is the same in all
/// histories; otherwise nothing. Requires: an instruction of the step program.
std::optional<Operand> simplify_steps(Draft& draft, const Instruction& instruction);

/// Returns whether a comparison holds between two numbers. Requires: Equal, NotEqual, Less or
/// LessEqual.
bool compares(Op op, double a, double b);

/// Tells whether a check cannot fail.
bool is_met(const Draft& draft, const Instruction& check);

}  // namespace jonbar::program
