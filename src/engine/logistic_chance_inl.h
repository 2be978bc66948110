#pragma once
// An approximation to the logistic function, for events whose probability it gives.
//
// Whether u < 1 / (1 + exp(-x)) is almost always told by u (1 + exp(-x)) and an approximation to
// the exponential; the exact function, seven times as dear, is computed only for lanes within
// `kLogisticSlack` of the edge. So no bit of the result depends on what is computed here. Floats,
// eight to a register of four doubles. Everything is `static`; math/lanes.h says why.

#include <cstdint>

#include "engine/floats_inl.h"

namespace jonbar::engine {

/// Three times the largest relative error of `approximate_exp` of a double rounded to a float (a
/// test looks).
constexpr float kLogisticSlack = 4e-5F;

/// Returns exp(x) to within 1.3e-5 of itself, x being a float rounded from the number that is
/// meant; below -80 and above 80 as there.
template <class L>
static inline typename Floats<L>::Float approximate_exp(typename Floats<L>::Float x) {
    using Float = typename Floats<L>::Float;
    using Int = typename Floats<L>::Int;
    constexpr float kToWhole = 0x1.8p23F;  // adding it leaves a whole number in the low bits
    constexpr float kLog2High = 0.693359375F;
    constexpr float kLog2Low = -2.12194440e-4F;
    const Float low = x < -80.0F ? Float{} - 80.0F : x;
    const Float within = low > 80.0F ? Float{} + 80.0F : low;
    const Float shifted = within * 1.44269504F + kToWhole;
    const Float exponent = shifted - kToWhole;
    const Float r = (within - exponent * kLog2High) - exponent * kLog2Low;
    // Of Taylor's series, the last term moved to the middle of what is left out.
    Float sum = Float{} + 0.00836F;
    sum = sum * r + 0.0416666667F;
    sum = sum * r + 0.166666667F;
    sum = sum * r + 0.5F;
    sum = sum * r + 1.0F;
    sum = sum * r + 1.0F;
    const Int power = (__builtin_bit_cast(Int, shifted) << 23) + (127 << 23);
    return sum * __builtin_bit_cast(Float, power);
}

/// Lanes in which the first word settles that an event happens, and those it may happen in.
struct Settled {
    Word surely = 0, perhaps = 0;
};

/// Settles events of probability logistic(x) for as many words as a vector has.
template <class L>
static inline Settled settle_logistic(const std::uint32_t* words, typename Floats<L>::Float x) {
    using Float = typename Floats<L>::Float;
    using Int = typename Floats<L>::Int;
    Int word;
    __builtin_memcpy(&word, words, sizeof(word));
    // The leading 24 bits: 2^24 u lies between `low` and `low` + 1, and both are floats.
    const Float low = __builtin_convertvector((word >> 8) & 0xffffff, Float);
    const Float odds = 1.0F + approximate_exp<L>(-x);
    const Int surely = (low + 1.0F) * odds <= 0x1p24F * (1.0F - kLogisticSlack);
    const Int perhaps = low * odds < 0x1p24F * (1.0F + kLogisticSlack);
    return {gather_floats(surely), gather_floats(perhaps)};
}

}  // namespace jonbar::engine
