#pragma once
// The normal distribution of lanes: its distribution function and its quantile.
//
// The distribution function is the density times Mills' ratio, which is smooth: a polynomial in
// (z - 5) / (z + 5) over all z >= 0 (a Chebyshev fit in 50 digits, relative error below 2^-56).
// The quantile is Wichura, "Algorithm AS 241: the percentage points of the normal distribution"
// (1988), PPND16: a rational function of degree 7 in each of three regions. Every lane computes the
// two regions that occur and takes its own; the third (p below about 1.4e-11 from either end) only
// where a lane is in it.

#include "math/exact_inl.h"
#include "math/log_inl.h"
#include "math/rounding_inl.h"

namespace jonbar::math {

/// Returns the probability that a standard normal number is at most x: 0 below about -38.5.
/// Error below 6 ulp (where the result is subnormal, below 2^-1070).
template <class L>
static inline L normal_cdf(L x) {
    constexpr double kMills[] = {
        0x1.89d3abe1f95aep-1,   -0x1.54ad03f27ca19p-1,  0x1.fb31653876f89p-2,
        -0x1.410ed5f8758d4p-2,  0x1.51f6329f01ba0p-3,   -0x1.1b1c254ca7b40p-4,
        0x1.54b4d4f48bf3fp-6,   -0x1.88590e916f3c3p-9,  -0x1.a250377aaec7fp-11,
        0x1.1daf19f8887a9p-11,  -0x1.f214921df50b8p-15, -0x1.a16fc7d385410p-15,
        0x1.17df1355db688p-16,  0x1.0b0cceb69c16ep-18,  -0x1.73e1b901846e3p-19,
        -0x1.6620b712fb8efp-22, 0x1.d498e06b752c4p-22,  0x1.4b3a7dd63ad7ep-25,
        -0x1.2ec02989fa8b3p-24, -0x1.dc6ca46b46f2fp-28, 0x1.84b35ab131230p-27,
        0x1.5c99b106bb2cfp-30,  -0x1.ad4223edde281p-30, -0x1.23866b1263775p-33,
        0x1.1c765d2dcba2fp-33};
    // Near the middle: 1/2 + x Q(x^2), relative error of Q below 2^-60.
    constexpr double kMiddle[] = {
        0x1.9884533d43651p-2,   -0x1.1058377e2cedfp-4,  0x1.46d0429769010p-7,
        -0x1.37403f6b93143p-10, 0x1.e42b0d4b14d39p-14,  -0x1.3ce8f9bacee1ep-17,
        0x1.6589f17ce2693p-21,  -0x1.621cc567a99f7p-25, 0x1.380b151d37375p-29,
        -0x1.e69d43072e1f8p-34, 0x1.1eb48cc19cdecp-38};
    const L z = min(abs(x), splat<L>(40.0));
    const Pair<L> square = exact_product(z, z);
    const L density = exp(square.high * -0.5) * (1.0 - square.low * 0.5);
    const L tail = density * polynomial((z - 5.0) / (z + 5.0), kMills) / (z + 5.0);
    const L middle = 0.5 + x * polynomial(x * x, kMiddle);
    return select(z <= 1.0, middle, select(x > 0.0, 1.0 - tail, tail));
}

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
    if (!any_lane(!middle)) {
        return offset * polynomial(r_middle, kMiddleAbove) / polynomial(r_middle, kMiddleBelow);
    }

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
