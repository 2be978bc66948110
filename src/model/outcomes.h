// Outcomes: what is asked of every history.

#pragma once

#include "model/context.h"

namespace jonbar {

/// Checks the outcomes of all modules.
void check_outcomes(Context& context);

}  // namespace jonbar
