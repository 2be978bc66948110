// Intervals of Monte Carlo error.

#pragma once

#include <cstdint>
#include <utility>

#include "jonbar/answers.h"

namespace jonbar {

/// The normal quantile of 0.975.
constexpr double kNormal975 = 1.959963984540054;

/// Returns Student's 0.975 quantile by the expansion of Cornish and Fisher (Abramowitz and Stegun
/// 26.7.5): within 0.1 % from 7 degrees of freedom on, 1 % from 3.
double student_975(double freedom);

/// Returns count / total with Wilson's 95 % score interval (Wilson 1927, JASA 22:209–212). 0 of 0
/// is 0 in [0, 1].
Estimate share_of(std::uint64_t count, std::uint64_t total);

/// Returns the mean with its 95 % interval: Student's t with count − 1 degrees of freedom, by the
/// expansion of Cornish and Fisher to the third term (within 0.1 % from 8 histories on). One
/// history gives the value alone.
Estimate mean_of(double mean, double sd, std::uint64_t count);

/// Returns the 0-based ranks of the order statistics that bound the `q` quantile of `count` values
/// with 95 % confidence: count·q ± 1.96 √(count·q·(1 − q)), within 0 .. count − 1. Requires: count
/// > 0, 0 < q < 1.
std::pair<std::uint64_t, std::uint64_t> quantile_ranks(double q, std::uint64_t count);

/// Returns the 0-based rank of the `q` quantile itself: the smallest value with at least q of all
/// at or below it.
std::uint64_t quantile_rank(double q, std::uint64_t count);

}  // namespace jonbar
