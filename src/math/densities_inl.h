#pragma once
// Densities of lanes.

#include <limits>

#include "math/functions_inl.h"

namespace jonbar::math {

static constexpr double kLogRootTwoPi = 0x1.d67f1c864beb5p-1;  // log(sqrt(2 pi))

/// Returns the logarithm of the normal density at x; of a constant, where sd is 0, 0 there and
/// minus infinity elsewhere.
template <class L>
static inline L log_normal_density(L x, L mean, L sd) {
    const L z = (x - mean) / sd;
    const L inside = -0.5 * z * z - log(sd) - kLogRootTwoPi;
    const L constant = select(x == mean, L{}, splat<L>(-std::numeric_limits<double>::infinity()));
    return select((sd == 0.0) & (x == x), constant, select(sd == 0.0, x, inside));
}

}  // namespace jonbar::math
