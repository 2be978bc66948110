#pragma once
// Gumbels in logarithms: sums of exponentials that do not overflow, and what lies below the
// highest.

#include <limits>

#include "math/functions_inl.h"

namespace jonbar::engine {

/// Returns log(exp(a) + exp(b)).
inline double log_sum(double a, double b) {
    const double high = math::max(a, b);
    return high == -std::numeric_limits<double>::infinity()
               ? high
               : high + math::log1p(math::exp(math::min(a, b) - high));
}

/// Returns the double before any.
inline double double_before(double x) {
    return x > 0   ? math::from_bits<double>(math::to_bits(x) - 1)
           : x < 0 ? math::from_bits<double>(math::to_bits(x) + 1)
                   : -0x1p-1074;
}

/// Returns a score that is known to lie below the highest, `top`: `wait` is log(-log(u)) less the
/// log of the option's probability.
inline double score_below(double top, double wait) {
    return math::min(-log_sum(-top, wait), double_before(top));
}

}  // namespace jonbar::engine
