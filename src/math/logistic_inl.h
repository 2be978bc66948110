#pragma once
// The logistic function, its inverse, and the hyperbolic tangent, of lanes.
//
// Each is a quotient whose two halves are known as pairs, divided in a pair and rounded once.

#include "math/exp_inl.h"
#include "math/log_inl.h"

namespace jonbar::math {

/// Returns 1 / (1 + exp(-x)): 0 below about -745.13, 1 above about 36.7. Increasing, and
/// logistic(x) + logistic(-x) is 1 to within rounding.
/// Error below 0.7 ulp (1 ulp where the result is subnormal).
template <class L>
static inline L logistic(L x) {
    // With e = exp(-|x|) the value is 1 / (1 + e) or e / (1 + e), and nothing overflows.
    const L distance = abs(x);
    const Pair<L> e = exp_pair(-min(distance, splat<L>(700.0)));
    Pair<L> denominator = exact_sum_ordered(splat<L>(1.0), e.high);
    denominator.low += e.low;
    const auto negative = x < 0.0;
    const Pair<L> numerator = {select(negative, e.high, splat<L>(1.0)),
                               select(negative, e.low, L{})};
    const Pair<L> quotient = divide(numerator, denominator);
    const L inside = quotient.high + quotient.low;
    const auto far = x < -700.0;
    return any_lane(far) ? select(far, exp(x), inside) : inside;
}

/// Returns log(p / (1 - p)): -infinity at 0, infinity at 1, NaN outside [0, 1].
/// Error below 0.9 ulp.
template <class L>
static inline L logit(L p) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const Pair<L> rest = exact_sum_ordered(splat<L>(1.0), -p);
    const Pair<L> odds = divide({p, L{}}, rest);
    const L inside = log_corrected(odds.high, odds.low / odds.high);
    const L edge = select(p == 0.0, splat<L>(-kInfinity),
                          select(p == 1.0, splat<L>(kInfinity), splat<L>(__builtin_nan(""))));
    return select((p > 0.0) & (p < 1.0), inside, edge);
}

/// Returns the hyperbolic tangent: -0 for -0, -1 and 1 far out.
/// Error below 0.7 ulp.
template <class L>
static inline L tanh(L x) {
    // tanh |x| = -m / (2 + m) with m = exp(-2 |x|) - 1 in (-1, 0].
    const L distance = abs(x);
    const Pair<L> m = expm1_pair(-2.0 * min(distance, splat<L>(22.0)));
    Pair<L> denominator = exact_sum_ordered(splat<L>(2.0), m.high);
    denominator.low += m.low;
    const Pair<L> quotient = divide({-m.high, -m.low}, denominator);
    const L magnitude = select(distance < 0x1p-28, distance, quotient.high + quotient.low);
    return copy_sign(magnitude, x);
}

}  // namespace jonbar::math
