// How much a program has to do: what is known of its time before it runs.

#pragma once

#include <vector>

#include "program/instructions.h"

namespace jonbar::program {

/// Returns how many instructions run where no jump is taken and every loop has all its turns; a
/// number, since nested loops go beyond any integer.
double instructions_run(const std::vector<Instruction>& code);

/// So many may run before the first step and in it, as lowered. A run can be stopped between steps
/// only, and these take one history many seconds.
inline constexpr double kRunMax = 1e9;

}  // namespace jonbar::program
