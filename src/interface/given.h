// `run --given`: the posterior beside the prior.

#pragma once

#include "interface/parts.h"

namespace jonbar {

/// Runs islands of particles given the record of the scenario, and histories without it. Throws
/// what Scenario::run throws.
Answers run_given(const Scenario::Parts& parts, const RunOptions& options);

}  // namespace jonbar
