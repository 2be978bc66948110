#pragma once
// Exponentials of lanes, without branches.
//
// x = k log 2 + r with a whole k and |r| <= log(2)/2, so exp(x) = 2^k exp(r). r is kept as
// high - low (the product of k and the 42 leading bits of log 2 is exact), and
// exp(r) = 1 + r + r^2/2 + r^3 P(r), P of degree 9 with a relative error of exp below 2^-60
// (a Chebyshev fit in 60 digits). The leading sum is exact in a pair, so what is rounded is the
// small terms and, once, the whole.

#include "math/exact_inl.h"
#include "math/rounding_inl.h"

namespace jonbar::math {

static constexpr double kLog2High = 0x1.62e42fefa3800p-1;  // 42 bits of log 2
static constexpr double kLog2Low = 0x1.ef35793c76730p-45;  // the rest

/// x = exponent * log 2 + (high - low), and small = exp(high - low) - 1 - high.
template <class L>
struct ExpReduction {
    L exponent;
    L high;
    L small;
};

template <class L>
static inline ExpReduction<L> reduce_exp(L x) {
    constexpr double kTerms[] = {
        0x1.5555555555556p-3,  0x1.5555555555555p-5,  0x1.11111111109a6p-7,  0x1.6c16c16c167dap-10,
        0x1.a01a01a7cebcdp-13, 0x1.a01a01a48116fp-16, 0x1.71de0d85293b8p-19, 0x1.27e4e1dcf773bp-22,
        0x1.af390ba7e6f47p-26, 0x1.1f6717774d5e0p-29};
    constexpr double kToWhole = 0x1.8p52;  // adding and subtracting it rounds to a whole number
    const L exponent = (x * 0x1.71547652b82fep+0 + kToWhole) - kToWhole;
    const L high = x - exponent * kLog2High;
    const L low = exponent * kLog2Low;
    const L r = high - low;
    const L square = r * r;
    return {exponent, high, (square * 0.5 + square * r * polynomial(r, kTerms)) - low};
}

/// Returns 2^k.
/// Requires: a whole number in [-1022, 1023].
template <class L>
static inline L power_of_two(L k) {
    return from_bits<L>((to_bits(k + 0x1.8p52) + 1023U) << 52U);
}

/// Returns x * 2^k, rounded once.
/// Requires: a whole number in [-2044, 2046].
template <class L>
static inline L scale(L x, L k) {
    const L half = (k * 0.5 + 0x1.8p52) - 0x1.8p52;
    return (x * power_of_two(half)) * power_of_two(k - half);
}

/// Returns exp(x) as a pair.
/// Requires: -708 <= x <= 709 for the low part to mean anything.
template <class L>
static inline Pair<L> exp_pair(L x) {
    const ExpReduction<L> reduced = reduce_exp(x);
    const Pair<L> leading = exact_sum_ordered(splat<L>(1.0), reduced.high);
    const Pair<L> sum = exact_sum_ordered(leading.high, leading.low + reduced.small);
    return {scale(sum.high, reduced.exponent), scale(sum.low, reduced.exponent)};
}

/// Returns exp(x): 0 below about -745.13, infinity above about 709.78.
/// Error below 0.7 ulp (1 ulp where the result is subnormal).
template <class L>
static inline L exp(L x) {
    L within = select(x > 710.0, splat<L>(710.0), x);
    within = select(within < -746.0, splat<L>(-746.0), within);
    const ExpReduction<L> reduced = reduce_exp(within);
    const Pair<L> leading = exact_sum_ordered(splat<L>(1.0), reduced.high);
    return scale(leading.high + (leading.low + reduced.small), reduced.exponent);
}

/// Returns exp(x) - 1 as a pair.
/// Requires: -50 <= x <= 709.
template <class L>
static inline Pair<L> expm1_pair(L x) {
    const ExpReduction<L> reduced = reduce_exp(x);
    // exp(x) - 1 = 2^k ((1 - 2^-k) + (exp(r) - 1)); beyond 2^100 the one no longer counts.
    const L one = power_of_two(-min(reduced.exponent, splat<L>(100.0)));
    const Pair<L> one_less = exact_sum(splat<L>(1.0), -one);
    const Pair<L> leading = exact_sum_ordered(one_less.high, reduced.high);
    const Pair<L> sum =
        exact_sum_ordered(leading.high, leading.low + (one_less.low + reduced.small));
    return {scale(sum.high, reduced.exponent), scale(sum.low, reduced.exponent)};
}

/// Returns exp(x) - 1: -1 below about -37.5, infinity above about 709.78, -0 for -0.
/// Error below 0.9 ulp.
template <class L>
static inline L expm1(L x) {
    L within = select(x > 710.0, splat<L>(710.0), x);
    within = select(within < -50.0, splat<L>(-50.0), within);
    return select(x == 0.0, x, expm1_pair(within).high);
}

}  // namespace jonbar::math
