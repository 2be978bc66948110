#pragma once
// Uniform numbers from words of noise.
//
// Words come as doubles of the same value (`load_words`), which holds them exactly. Everything is
// `static`; lanes.h says why.

#include "math/lanes.h"

namespace jonbar::math {

/// Returns (first * 2^32 + second + 1/2) / 2^64, correctly rounded, and 1 - 2^-53 where that would
/// be 1. So 2^-65 <= u < 1, with all 53 bits meaningful down to the smallest.
/// Requires: both are whole numbers in [0, 2^32).
template <class L>
static inline L uniform_of_words(L first, L second) {
    // Both terms are exact (32 and 33 bits), so their sum is rounded once.
    const L u = first * 0x1p-32 + (second + 0.5) * 0x1p-64;
    return select(u < 1.0, u, splat<L>(1.0 - 0x1p-53));
}

/// Returns (word + 1/2) / 2^32, exactly: the uniform of events, choices and votes.
/// Requires: a whole number in [0, 2^32).
template <class L>
static inline L uniform_of_word(L word) {
    return (word + 0.5) * 0x1p-32;
}

}  // namespace jonbar::math
