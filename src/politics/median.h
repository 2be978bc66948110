// The weighted median of positions, as the median-voter theorems mean it.
#pragma once

#include <span>

namespace jonbar::politics {

/// Returns the smallest position at which the weight up to and including it is at least half of the
/// whole, compared exactly. Requires: as many weights as positions, at least one; weights at least
/// 0 and below 2^900.
double weighted_median(std::span<const double> positions, std::span<const double> weights);

}  // namespace jonbar::politics
