#pragma once
// Lanes: a scalar double or a short vector of doubles, written alike.
//
// Every function of this folder that runs per history is one template over the lane type, made of
// + - * / sqrt, comparisons, selects and integer operations. Each of these is exact to IEEE 754 in
// every lane, and nothing is fused, so `double`, `Double2`, `Double4` and `Double8` give
// the same bits.
// A comparison of lanes gives a mask: a bool for a scalar, a vector of 0 and -1 for a vector. Masks
// combine with & | and !, and choose by `select`.
//
// This header and the `_inl.h` headers are included by files built for different instruction sets
// (`NAME_avx2.cpp` is built with -mavx2, `NAME_avx512.cpp` with -mavx512f and its kin). So that the
// linker can never take a function of the one file for that of the other, everything in them is
// `static`: a copy for each file. `WideLane` is the widest lane that the including file's
// instruction set holds in a register.

#include <bit>
#include <cstddef>
#include <cstdint>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace jonbar::math {

static_assert(std::endian::native == std::endian::little, "lanes of words are stored low first");

using Double2 = double __attribute__((vector_size(16)));
using Double4 = double __attribute__((vector_size(32)));
using Double8 = double __attribute__((vector_size(64)));

/// The types that go with a lane type: 64-bit integers of the same width, and 32-bit words.
template <class L>
struct Lane;

template <>
struct Lane<double> {
    static constexpr std::size_t kWidth = 1;
    using Unsigned = std::uint64_t;
    using Words = std::uint32_t;
};

template <>
struct Lane<Double2> {
    static constexpr std::size_t kWidth = 2;
    using Unsigned = std::uint64_t __attribute__((vector_size(16)));
    using Words = std::uint32_t __attribute__((vector_size(8)));
};

template <>
struct Lane<Double4> {
    static constexpr std::size_t kWidth = 4;
    using Unsigned = std::uint64_t __attribute__((vector_size(32)));
    using Words = std::uint32_t __attribute__((vector_size(16)));
};

template <>
struct Lane<Double8> {
    static constexpr std::size_t kWidth = 8;
    using Unsigned = std::uint64_t __attribute__((vector_size(64)));
    using Words = std::uint32_t __attribute__((vector_size(32)));
};

template <class L>
using Unsigned = typename Lane<L>::Unsigned;

// __AVX512DQ__ tells AVX-512 here: files are built with doublewords, quadwords and shorter vectors
// together, and no processor has the second without the others.
#if defined(__AVX512DQ__)
using WideLane = Double8;
#elif defined(__AVX2__)
using WideLane = Double4;
#else
using WideLane = Double2;
#endif

/// Returns `value` in every lane (its sign too where it is a zero).
template <class L>
static inline L splat(double value) {
    return value - L{};
}

/// Returns `yes` in the lanes where `mask` is set and `no` in the others.
template <class M, class L>
static inline L select(M mask, L yes, L no) {
    return mask ? yes : no;
}

/// Returns whether any lane of a mask is set.
template <class M>
static inline bool any_lane(M mask) {
#if defined(__AVX512DQ__)
    if constexpr (sizeof(M) == sizeof(Double8)) {
        return _mm512_movepi64_mask(__builtin_bit_cast(__m512i, mask)) != 0;
    }
#endif
    if constexpr (sizeof(M) <= sizeof(int)) {  // of a scalar
        return static_cast<bool>(mask);
    } else {
        auto any = mask[0];
        for (std::size_t lane = 1; lane < sizeof(M) / sizeof(any); ++lane) {
            any |= mask[lane];
        }
        return any != 0;
    }
}

template <class L>
static inline Unsigned<L> to_bits(L x) {
    return __builtin_bit_cast(Unsigned<L>, x);
}

template <class L>
static inline L from_bits(Unsigned<L> bits) {
    return __builtin_bit_cast(L, bits);
}

/// Reads as many doubles as a lane type holds, from any address.
template <class L>
static inline L load(const double* from) {
    L lanes;
    __builtin_memcpy(&lanes, from, sizeof(L));
    return lanes;
}

template <class T>
static inline void store(T lanes, void* to) {
    __builtin_memcpy(to, &lanes, sizeof(T));
}

/// Reads 32-bit words, from any address, as doubles of the same value.
template <class L>
static inline L load_words(const std::uint32_t* from) {
    typename Lane<L>::Words words;
    __builtin_memcpy(&words, from, sizeof(words));
    if constexpr (Lane<L>::kWidth == 1) {
        return static_cast<double>(words);
    } else {
        // A word in the low half of 2^52's pattern is 2^52 + word.
        const auto wide = __builtin_convertvector(words, Unsigned<L>) | 0x4330000000000000U;
        return from_bits<L>(wide) - 0x1p52;
    }
}

/// Returns, lane by lane, the whole 64-bit product of the low 32 bits of `left` and `right`.
static inline std::uint64_t multiply_low_words(std::uint64_t left, std::uint32_t right) {
    return (left & 0xffffffffU) * right;
}

static inline Unsigned<Double2> multiply_low_words(Unsigned<Double2> left, std::uint32_t right) {
#if defined(__SSE2__)
    const auto factor = _mm_set1_epi64x(static_cast<long long>(right));
    return __builtin_bit_cast(Unsigned<Double2>,
                              _mm_mul_epu32(__builtin_bit_cast(__m128i, left), factor));
#else
    return (left & 0xffffffffU) * right;
#endif
}

#if defined(__AVX2__)
static inline Unsigned<Double4> multiply_low_words(Unsigned<Double4> left, std::uint32_t right) {
    const auto factor = _mm256_set1_epi64x(static_cast<long long>(right));
    return __builtin_bit_cast(Unsigned<Double4>,
                              _mm256_mul_epu32(__builtin_bit_cast(__m256i, left), factor));
}
#endif

#if defined(__AVX512DQ__)
static inline Unsigned<Double8> multiply_low_words(Unsigned<Double8> left, std::uint32_t right) {
    const auto factor = _mm512_set1_epi64(static_cast<long long>(right));
    return __builtin_bit_cast(Unsigned<Double8>,
                              _mm512_mul_epu32(__builtin_bit_cast(__m512i, left), factor));
}
#endif

}  // namespace jonbar::math
