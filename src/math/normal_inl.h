#pragma once
// The normal distribution's quantile, of lanes.
//
// Wichura, "Algorithm AS 241: the percentage points of the normal distribution" (1988), PPND16:
// a rational function of degree 7 in each of three regions. Every lane computes the two regions
// that occur and takes its own; the third (p below about 1.4e-11 from either end) only where a lane
// is in it.

#include "math/exact_inl.h"
#include "math/log_inl.h"
#include "math/rounding_inl.h"

namespace jonbar::math {

/// Returns the x with normal_cdf(x) = p: -infinity at 0, infinity at 1, NaN outside [0, 1].
/// Increasing in p to within its error; normal_quantile(1 - p) = -normal_quantile(p) where 1 - p is
/// exact.
/// Error below 8 ulp.
template <class L>
static inline L normal_quantile(L p) {
    constexpr double kMiddleAbove[] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                       1.9715909503065514427e3, 1.3731693765509461125e4,
                                       4.5921953931549871457e4, 6.7265770927008700853e4,
                                       3.3430575583588128105e4, 2.5090809287301226727e3};
    constexpr double kMiddleBelow[] = {1.0,
                                       4.2313330701600911252e1,
                                       6.8718700749205790830e2,
                                       5.3941960214247511077e3,
                                       2.1213794301586595867e4,
                                       3.9307895800092710610e4,
                                       2.8729085735721942674e4,
                                       5.2264952788528545610e3};
    constexpr double kTailAbove[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                     5.76949722146069140550e0,  3.64784832476320460504e0,
                                     1.27045825245236838258e0,  2.41780725177450611770e-1,
                                     2.27238449892691845833e-2, 7.74545014278341407640e-4};
    constexpr double kTailBelow[] = {1.0,
                                     2.05319162663775882187e0,
                                     1.67638483018380384940e0,
                                     6.89767334985100004550e-1,
                                     1.48103976427480074590e-1,
                                     1.51986665636164571966e-2,
                                     5.47593808499534494600e-4,
                                     1.05075007164441684324e-9};
    constexpr double kFarAbove[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                    1.78482653991729133580e0,  2.96560571828504891230e-1,
                                    2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                    2.71155556874348757815e-5, 2.01033439929228813265e-7};
    constexpr double kFarBelow[] = {1.0,
                                    5.99832206555887937690e-1,
                                    1.36929880922735805310e-1,
                                    1.48753612908506148525e-2,
                                    7.86869131145613259100e-4,
                                    1.84631831751005468180e-5,
                                    1.42151175831644588870e-7,
                                    2.04426310338993978564e-15};
    const L offset = p - 0.5;
    const auto middle = abs(offset) <= 0.425;
    const L r_middle = 0.180625 - offset * offset;

    const L tail = select(offset < 0.0, p, 1.0 - p);
    const L depth = sqrt(-log(tail));
    const auto far = depth > 5.0;
    const L r_tail = depth - 1.6;
    L above =
        select(middle, offset * polynomial(r_middle, kMiddleAbove), polynomial(r_tail, kTailAbove));
    L below = select(middle, polynomial(r_middle, kMiddleBelow), polynomial(r_tail, kTailBelow));
    if (any_lane(far)) {
        const L r_far = depth - 5.0;
        above = select(far, polynomial(r_far, kFarAbove), above);
        below = select(far, polynomial(r_far, kFarBelow), below);
    }
    const L size = above / below;
    const L inside = select(middle | (offset > 0.0), size, -size);
    const L infinite = copy_sign(splat<L>(std::numeric_limits<double>::infinity()), offset);
    return select((p == 0.0) | (p == 1.0), infinite, inside);
}

}  // namespace jonbar::math
