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

#if defined(__AVX512DQ__)
/// Stands for a whole register of floats: the lanes of two groups.
struct Sixteen;
template <>
struct Floats<Sixteen> {
    using Float = float __attribute__((vector_size(64)));
    using Int = std::int32_t __attribute__((vector_size(64)));
};
#endif

/// Reads as many floats as a vector of doubles holds, as doubles.
template <class L>
static inline L load_floats(const float* from) {
    typename Floats<L>::Half floats;
    __builtin_memcpy(&floats, from, sizeof(floats));
    return __builtin_convertvector(floats, L);
}

/// Returns doubles as floats.
template <class L>
static inline typename Floats<L>::Half narrow(L numbers) {
    return __builtin_convertvector(numbers, typename Floats<L>::Half);
}

static inline Floats<math::Double2>::Float join(Floats<math::Double2>::Half low,
                                                Floats<math::Double2>::Half high) {
    return __builtin_shufflevector(low, high, 0, 1, 2, 3);
}

#if defined(__AVX2__)
static inline Floats<math::Double4>::Float join(Floats<math::Double4>::Half low,
                                                Floats<math::Double4>::Half high) {
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}
#endif

#if defined(__AVX512DQ__)
static inline Floats<Sixteen>::Float join(Floats<math::Double8>::Half low,
                                          Floats<math::Double8>::Half high) {
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}
#endif

/// Writes doubles as floats.
template <class L>
static inline void store_floats(L numbers, float* to) {
    const auto floats = narrow(numbers);
    __builtin_memcpy(to, &floats, sizeof(floats));
}

/// Returns a comparison of floats as the lowest bits of a word.
template <class Int>
static inline Word gather_floats(Int lanes) {
#if defined(__AVX512DQ__)
    if constexpr (sizeof(Int) == sizeof(__m512i))
        return _mm512_movepi32_mask(__builtin_bit_cast(__m512i, lanes));
#endif
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
