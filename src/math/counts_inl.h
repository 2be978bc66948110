#pragma once
// Quantiles of the binomial and the Poisson distribution where their means are small, of lanes.
//
// Probabilities are summed from 0 until they reach u. All lanes count together, so that the
// division by the count is one for all of them.

#include "math/functions_inl.h"

namespace jonbar::math {

constexpr double kSmallMean = 40;  // up to it probabilities are summed one by one

/// Returns, in the lanes `wanted`, the smallest count whose summed probability reaches u, given
/// that of 0 and `ratio_at(count, 1 / count)`, the ratio of each to the one before; `last` where
/// rounding keeps the sum from reaching it.
/// Requires: ratios that fall to 0, or `last` of few counts.
template <class L, class M, class RatioAt>
static inline L sum_counts(L probability, RatioAt ratio_at, L u, L last, M wanted) {
    L sum = probability;
    L reached{};
    auto active = wanted & (sum < u) & (last > 0.0);
    for (double count = 1; any_lane(active); count += 1) {
        reached = select(active, splat<L>(count), reached);
        probability = probability * ratio_at(count, 1 / count);
        sum = sum + probability;
        active = active & (sum < u) & (last > count);
        if (count > kSmallMean) active = active & (probability >= sum * 0x1p-60);
    }
    return reached;
}

/// Returns whether `rare_binomial_quantile` is for these: a mask.
template <class L>
static inline auto is_rare_binomial(L trials, L probability) {
    return (trials * probability <= kSmallMean) & (probability <= 0.5) & (trials >= 0.0) &
           (probability >= 0.0);
}

/// Returns, in the lanes `wanted`, the smallest k with P(X <= k) >= u for a binomial X.
/// Requires: 0 < u < 1, and is_rare_binomial, in those lanes.
template <class L, class M>
static inline L rare_binomial_quantile(L u, L trials, L probability, M wanted) {
    const L odds = probability / (1.0 - probability);
    const auto ratio_at = [=](double count, double inverse) {
        return (trials - (count - 1)) * (odds * inverse);
    };
    return sum_counts(exp(trials * log1p(-probability)), ratio_at, u, trials, wanted);
}

/// Returns, in the lanes `wanted`, the smallest k with P(X <= k) >= u for a Poisson X.
/// Requires: 0 < u < 1 and a mean in [0, kSmallMean], in those lanes.
template <class L, class M>
static inline L small_poisson_quantile(L u, L mean, M wanted) {
    const auto ratio_at = [=](double, double inverse) { return mean * inverse; };
    return sum_counts(exp(-mean), ratio_at, u, splat<L>(0x1p53), wanted);
}

}  // namespace jonbar::math
