#pragma once
// Vectors of floats beside those of doubles, for approximations. Everything is `static`;
// math/lanes.h says why.

#include <cstdint>

#include "engine/bits.h"
#include "math/lanes.h"

namespace jonbar::engine {

/// Vectors of floats as wide as a vector of doubles, and the integers that go with them.
template <class L>
struct Floats;

template <>
struct Floats<math::Double2> {
    using Float = float __attribute__((vector_size(16)));
    using Int = std::int32_t __attribute__((vector_size(16)));
    using Half = float __attribute__((vector_size(8)));
};

template <>
struct Floats<math::Double4> {
    using Float = float __attribute__((vector_size(32)));
    using Int = std::int32_t __attribute__((vector_size(32)));
    using Half = float __attribute__((vector_size(16)));
};

template <>
struct Floats<math::Double8> {  // but half a register: a group has eight lanes
    using Float = float __attribute__((vector_size(32)));
    using Int = std::int32_t __attribute__((vector_size(32)));
    using Half = float __attribute__((vector_size(32)));
};

/// Reads as many floats as a vector of doubles holds, as doubles.
template <class L>
static inline L load_floats(const float* from) {
    typename Floats<L>::Half floats;
    __builtin_memcpy(&floats, from, sizeof(floats));
    return __builtin_convertvector(floats, L);
}

/// Writes doubles as floats.
template <class L>
static inline void store_floats(L numbers, float* to) {
    const auto floats = __builtin_convertvector(numbers, typename Floats<L>::Half);
    __builtin_memcpy(to, &floats, sizeof(floats));
}

/// Returns a comparison of floats as the lowest bits of a word.
template <class Int>
static inline Word gather_floats(Int lanes) {
#if defined(__AVX2__)
    if constexpr (sizeof(Int) == sizeof(__m256i))
        return static_cast<unsigned>(_mm256_movemask_ps(__builtin_bit_cast(__m256, lanes)));
#endif
    Word bits = 0;
    for (std::size_t i = 0; i < sizeof(Int) / sizeof(std::int32_t); ++i)
        bits |= lanes[i] != 0 ? Word{1} << i : Word{0};
    return bits;
}

}  // namespace jonbar::engine
