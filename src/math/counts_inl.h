#pragma once
// Quantiles of the binomial and the Poisson distribution where their means are small, of lanes.
//
// Probabilities are summed from 0 until they reach u. All lanes count together, so that the
// division by the count is one for all of them.

#include "math/functions_inl.h"

namespace jonbar::math {

constexpr double kSmallMean = 40;  // up to it probabilities are summed one by one

/// Several vectors of lanes that are summed together, so that one need not wait for another.
template <class L, std::size_t kCount>
struct Lanes {
    L of[kCount];
};

/// Returns, in the lanes where u is above 0, the smallest count whose summed probability reaches u,
/// given that of 0 and `ratio_at(i, count, 1 / count)`, the ratio of each to the one before in
/// vector i; `last` where rounding keeps the sum from reaching it. 0 in the other lanes.
/// Requires: ratios that fall to 0, or `last` of few counts.
template <class L, std::size_t kCount, class RatioAt>
static inline Lanes<L, kCount> sum_counts(Lanes<L, kCount> probability, RatioAt ratio_at,
                                          const Lanes<L, kCount>& u, const Lanes<L, kCount>& last) {
    Lanes<L, kCount> sum = probability;
    Lanes<L, kCount> reached{};
    // Sums only grow: what is not open any more stays so.
    const auto is_open = [&](std::size_t i, double count) {
        auto open = (sum.of[i] < u.of[i]) & (last.of[i] > count);
        if (count > kSmallMean) {
            open = open & (probability.of[i] >= sum.of[i] * 0x1p-60);
        }
        return open;
    };
    for (double count = 0;; count += 1) {
        auto any = is_open(0, count);
        for (std::size_t i = 0; i < kCount; ++i) {
            const auto open = is_open(i, count);
            reached.of[i] = select(open, splat<L>(count + 1), reached.of[i]);
            any = any | open;
        }
        if (!any_lane(any)) {
            return reached;
        }
        const double next = count + 1;
        for (std::size_t i = 0; i < kCount; ++i) {
            probability.of[i] = probability.of[i] * ratio_at(i, next, 1 / next);
            sum.of[i] = sum.of[i] + probability.of[i];
        }
    }
}

/// Returns whether `rare_binomial_quantile` is for these: a mask.
template <class L>
static inline auto is_rare_binomial(L trials, L probability) {
    return (trials * probability <= kSmallMean) & (probability <= 0.5) & (trials >= 0.0) &
           (probability >= 0.0);
}

/// What the binomials of one probability share.
template <class L>
struct Odds {
    L log_failure;  // log(1 - p)
    L odds;         // p / (1 - p)
};

template <class L>
static inline Odds<L> odds_of(L probability) {
    return {log1p(-probability), probability / (1.0 - probability)};
}

/// Returns P(X = 0) for a binomial X.
template <class L>
static inline L binomial_zero(L trials, Odds<L> odds) {
    return exp(trials * odds.log_failure);
}

/// Returns, in the lanes where u is above 0, the smallest k with P(X <= k) >= u for a binomial X,
/// given its `odds_of` and `binomial_zero`; 0 in the others.
/// Requires: u < 1, and is_rare_binomial, in those lanes.
template <class L, std::size_t kCount>
static inline Lanes<L, kCount> rare_binomial_quantile(const Lanes<L, kCount>& u,
                                                      const Lanes<L, kCount>& trials,
                                                      const Lanes<L, kCount>& odds,
                                                      const Lanes<L, kCount>& zero) {
    const auto ratio_at = [&](std::size_t i, double count, double inverse) {
        return (trials.of[i] - (count - 1)) * (odds.of[i] * inverse);
    };
    return sum_counts(zero, ratio_at, u, trials);
}

/// Returns P(X = 0) for a Poisson X.
template <class L>
static inline L poisson_zero(L mean) {
    return exp(-mean);
}

/// Returns, in the lanes where u is above 0, the smallest k with P(X <= k) >= u for a Poisson X,
/// given its `poisson_zero`; 0 in the others.
/// Requires: u < 1 and a mean in [0, kSmallMean], in those lanes.
template <class L, std::size_t kCount>
static inline Lanes<L, kCount> small_poisson_quantile(const Lanes<L, kCount>& u,
                                                      const Lanes<L, kCount>& mean,
                                                      const Lanes<L, kCount>& zero) {
    const auto ratio_at = [&](std::size_t i, double, double inverse) {
        return mean.of[i] * inverse;
    };
    Lanes<L, kCount> last;
    for (L& lanes : last.of) lanes = splat<L>(0x1p53);
    return sum_counts(zero, ratio_at, u, last);
}

}  // namespace jonbar::math
