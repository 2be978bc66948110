#pragma once
// An approximation to log(-log(u)), u = (word + 1/2) / 2^32, for choices.
//
// Of the options of a choice only the order of their scores counts, and almost always an
// approximation settles it: the exact logarithms, ten times as dear, are computed only for the
// lanes in which two scores lie within `kGumbelSlack`. So no bit of the result depends on what is
// computed here. Floats, eight to a register of four doubles. Everything is `static`; math/lanes.h
// says why.

#include <cstdint>

#include "engine/floats_inl.h"

namespace jonbar::engine {

/// More than twice the largest error of `approximate_gumbel`, which is below 4e-6 (a test looks).
constexpr double kGumbelSlack = 2e-5;

/// x = (1 + fraction) 2^exponent, 1 + fraction between the square roots of 1/2 and 2.
template <class L>
struct FloatParts {
    typename Floats<L>::Float exponent, fraction;
};

template <class L>
static inline FloatParts<L> split_float(typename Floats<L>::Float x) {
    using Float = typename Floats<L>::Float;
    using Int = typename Floats<L>::Int;
    constexpr std::int32_t kRootOfHalf = 0x3f3504f3;
    const Int bits = __builtin_bit_cast(Int, x);
    const Int exponent = (bits - kRootOfHalf) >> 23;
    const auto mantissa = __builtin_bit_cast(Float, bits - exponent * (1 << 23));
    return {__builtin_convertvector(exponent, Float), mantissa - 1.0F};
}

/// Returns log(1 + f) to within 6e-8 of itself, for f between -0.2945 and 0.5.
template <class Float>
static inline Float approximate_log1p(Float f) {
    // Fitted at the Chebyshev nodes of that range.
    constexpr float kCoefficients[] = {0.999999954F,  -0.500000734F, 0.333346518F,
                                       -0.249947096F, 0.199359606F,  -0.167169021F,
                                       0.15307435F,   -0.134425186F, 0.0665341852F};
    Float sum = Float{} + kCoefficients[8];
    for (int i = 7; i >= 0; --i) {
        sum = sum * f + kCoefficients[i];
    }
    return f * sum;
}

/// Returns log(-log(u)) for words of noise, to within 4e-6.
template <class L>
static inline typename Floats<L>::Float approximate_gumbel(typename Floats<L>::Int word) {
    using Float = typename Floats<L>::Float;
    constexpr float kLog2 = 0.693147181F;
    // 2^32 u in the lower half, 2^32 (1 - u) in the upper: exact enough at both ends.
    const auto upper = word < 0;
    const Float end = __builtin_convertvector(upper ? ~word : word, Float) + 0.5F;
    const FloatParts<L> lower = split_float<L>(end);
    const Float rest = end * 0x1p-32F;
    const auto close = rest <= 0.25F;
    const Float fraction = upper ? (close ? -rest : 1.0F - 2.0F * rest) : lower.fraction;
    const Float halvings = upper ? (close ? Float{} : Float{} + 1.0F) : 32.0F - lower.exponent;
    const FloatParts<L> parts = split_float<L>(halvings * kLog2 - approximate_log1p(fraction));
    return parts.exponent * kLog2 + approximate_log1p(parts.fraction);
}

}  // namespace jonbar::engine
