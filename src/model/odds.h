// What a vote's members would do now: `odds(V)`.

#pragma once

#include "model/context.h"

namespace jonbar {

/// Reports votes whose own worths, or what else tells who votes and how, ask for their odds, and
/// odds within odds beyond a depth. Requires: all declarations are checked.
void check_odds(Context& context);

}  // namespace jonbar
