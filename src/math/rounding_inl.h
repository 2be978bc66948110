#pragma once
// Functions of lanes that are exact: signs, square roots, whole numbers, the smaller and the
// larger.

#include "math/lanes.h"

namespace jonbar::math {

/// Returns x without its sign.
template <class L>
static inline L abs(L x) {
    return from_bits<L>(to_bits(x) & 0x7fffffffffffffffU);
}

/// Returns |magnitude| with the sign of `sign`.
template <class L>
static inline L copy_sign(L magnitude, L sign) {
    return from_bits<L>((to_bits(magnitude) & 0x7fffffffffffffffU) |
                        (to_bits(sign) & 0x8000000000000000U));
}

/// Returns the correctly rounded square root; NaN below zero, -0 for -0.
static inline double sqrt(double x) { return __builtin_sqrt(x); }

#if defined(__SSE2__)
static inline Double2 sqrt(Double2 x) {
    return __builtin_bit_cast(Double2, _mm_sqrt_pd(__builtin_bit_cast(__m128d, x)));
}
#else
static inline Double2 sqrt(Double2 x) { return Double2{sqrt(x[0]), sqrt(x[1])}; }
#endif

#if defined(__AVX2__)
static inline Double4 sqrt(Double4 x) {
    return __builtin_bit_cast(Double4, _mm256_sqrt_pd(__builtin_bit_cast(__m256d, x)));
}
#endif

#if defined(__AVX512DQ__)
static inline Double8 sqrt(Double8 x) {
    return __builtin_bit_cast(Double8, _mm512_sqrt_pd(__builtin_bit_cast(__m512d, x)));
}
#endif

/// Returns the smaller; `left` of two equals, zeros of either sign included; NaN if either is NaN.
template <class L>
static inline L min(L left, L right) {
    return select((right < left) | (right != right), right, left);
}

/// Returns the larger; `left` of two equals, zeros of either sign included; NaN if either is NaN.
template <class L>
static inline L max(L left, L right) {
    return select((right > left) | (right != right), right, left);
}

/// Returns the whole number nearest to x, the even one of two; its sign is that of x.
template <class L>
static inline L round_half_even(L x) {
    const L size = abs(x);
    const L rounded = (size + 0x1p52) - 0x1p52;
    return copy_sign(select(size < 0x1p52, rounded, size), x);
}

/// Returns the largest whole number not above x; its sign is that of x where it is zero.
template <class L>
static inline L floor(L x) {
    const L near = round_half_even(x);
    return select(near > x, near - 1.0, near);
}

/// Returns the smallest whole number not below x; its sign is that of x where it is zero.
template <class L>
static inline L ceil(L x) {
    const L near = round_half_even(x);
    return select(near < x, copy_sign(near + 1.0, x), near);
}

/// Returns the whole number nearest to x, of two the one further from zero; its sign is that of x.
template <class L>
static inline L round(L x) {
    const L size = abs(x);
    const L near = round_half_even(size);
    return copy_sign(select(size - near == 0.5, near + 1.0, near), x);
}

}  // namespace jonbar::math
