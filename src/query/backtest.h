// Baselines of hidden facts, and mean scores over cases.
//
// A baseline is what one may foretell without the scenario. *uniform*: every contender and nobody
// alike; of a fate every value. *lever*, *incumbent*: the man with the strongest lever, or in the
// first place, at the start, held as likely as such men were in the other cases, (hits + 1) ÷
// (cases
// + 2), the rest shared evenly. *frequency*: of a fate each value as often as in the other cases'
// facts, (count + 1) ÷ (facts + values). So no baseline sees its own case.

#pragma once

#include <cstdint>
#include <vector>

#include "jonbar/backtest.h"

namespace jonbar {

/// Adds the baselines of all facts. Requires: cases with all else but the scores' summary.
void add_baselines(std::vector<BacktestCase>& cases);

/// Returns the mean scores of each group that has facts. Intervals are those of 4,000 resamplings
/// of the cases: key `backtest/cases`, t the place in the sample, the resampling as history.
std::vector<GroupSummary> summarise(const std::vector<BacktestCase>& cases, std::uint64_t seed);

}  // namespace jonbar
