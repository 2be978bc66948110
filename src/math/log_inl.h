#pragma once
// Logarithms of lanes, without branches.
//
// x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), s = f / (2 + f), and
// log(1 + f) = 2 atanh(s) = f - f^2/2 + s (f^2/2 + s^2 P(s^2)), P of degree 7 with a relative error
// of the logarithm below 2^-65 (a Chebyshev fit in 60 digits). f is exact, and the terms are added
// from the smallest, so nearly all the rounding is that of the result.

#include <limits>

#include "math/exact_inl.h"
#include "math/exp_inl.h"

namespace jonbar::math {

/// A positive number as 2^exponent (1 + fraction), 1 + fraction in [sqrt(1/2), sqrt(2)).
template <class L>
struct SplitExponent {
    L exponent;
    L fraction;
};

/// Splits x, exactly.
/// Requires: x is positive and finite.
template <class L>
static inline SplitExponent<L> split_exponent(L x) {
    constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcdU;
    constexpr std::uint64_t kOne = 0x3ff0000000000000U;
    const auto subnormal = x < 0x1p-1022;
    const L normal = select(subnormal, x * 0x1p54, x);
    const Unsigned<L> shifted = to_bits(normal) + (kOne - kRootHalf);
    const L biased = from_bits<L>((shifted >> 52U) | 0x4330000000000000U);
    const L bias = select(subnormal, splat<L>(0x1p52 + 1077.0), splat<L>(0x1p52 + 1023.0));
    return {biased - bias, from_bits<L>((shifted & 0xfffffffffffffU) + kRootHalf) - 1.0};
}

/// Returns log(x) + correction, right to 1 ulp.
/// Requires: x is positive and finite, |correction| is at most 2^-51.
template <class L>
static inline L log_corrected(L x, L correction) {
    constexpr double kTerms[] = {0x1.5555555555555p-1, 0x1.9999999999a39p-2, 0x1.2492492476a1ap-2,
                                 0x1.c71c7201a55d7p-3, 0x1.745cf8e4bba1bp-3, 0x1.3b1c3c1c81c8fp-3,
                                 0x1.0fbde0f4ad17bp-3, 0x1.0c0aff044a970p-3};
    const auto [k, f] = split_exponent(x);
    const L s = f / (f + 2.0);
    const L z = s * s;
    const L half_square = f * 0.5 * f;
    const L small = s * (half_square + z * polynomial(z, kTerms)) + (k * kLog2Low + correction);
    return k * kLog2High - ((half_square - small) - f);
}

/// Returns log(x): -infinity for a zero of either sign, infinity for infinity, NaN below zero.
/// Error below 0.9 ulp.
template <class L>
static inline L log(L x) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const L finite = log_corrected(x, L{});
    const L special = select(x == 0.0, splat<L>(-kInfinity),
                             select(x == kInfinity, x, splat<L>(__builtin_nan(""))));
    return select((x > 0.0) & (x < kInfinity), finite, special);
}

/// Returns log(1 + x): -infinity for -1, infinity for infinity, NaN below -1, -0 for -0.
/// Error below 0.9 ulp.
template <class L>
static inline L log1p(L x) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const Pair<L> sum = exact_sum(splat<L>(1.0), x);
    const L finite = log_corrected(sum.high, sum.low / sum.high);
    const L special = select(x == -1.0, splat<L>(-kInfinity),
                             select(x == kInfinity, x, splat<L>(__builtin_nan(""))));
    const L inside = select(x == 0.0, x, finite);
    return select((x > -1.0) & (x < kInfinity), inside, special);
}

}  // namespace jonbar::math
