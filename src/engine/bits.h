#pragma once
// Truths of a chunk: one bit a lane, 64 lanes a word, lane i of a word in its bit i.
//
// A comparison of vector lanes gives all-ones or all-zeros per lane; `gather` packs that into bits,
// and `spread` unpacks bits into what `math::select` takes. Everything is `static`; math/lanes.h
// says why.

#include <cstddef>
#include <cstdint>

#include "math/lanes.h"

namespace jonbar::engine {

using Word = std::uint64_t;
constexpr std::size_t kWordLanes = 64;

/// The result of a comparison of lanes.
template <class L>
using LaneMask = decltype(L{} < L{});

/// Returns the lanes whose bits are set in the low bits of `bits`; higher bits are ignored.
template <class L>
static inline LaneMask<L> spread(Word bits) {
    if constexpr (math::Lane<L>::kWidth == 1) {
        return (bits & 1U) != 0;
#if defined(__AVX512DQ__)
    } else if constexpr (math::Lane<L>::kWidth == 8) {
        return __builtin_bit_cast(LaneMask<L>, _mm512_movm_epi64(static_cast<__mmask8>(bits)));
#endif
    } else {
        LaneMask<L> single{};
        for (std::size_t lane = 0; lane < math::Lane<L>::kWidth; ++lane) {
            single[lane] = static_cast<std::int64_t>(1U << lane);
        }
        const LaneMask<L> all = LaneMask<L>{} + static_cast<std::int64_t>(bits);
        return (all & single) == single;
    }
}

/// Returns `yes` in the lanes whose bits are set in the low bits of `bits` and `no` in the others.
template <class L>
static inline L select_bits(Word bits, L yes, L no) {
#if defined(__AVX512DQ__)
    if constexpr (math::Lane<L>::kWidth == 8) {
        return __builtin_bit_cast(
            L, _mm512_mask_blend_pd(static_cast<__mmask8>(bits), __builtin_bit_cast(__m512d, no),
                                    __builtin_bit_cast(__m512d, yes)));
    }
#endif
    return math::select(spread<L>(bits), yes, no);
}

/// Returns the lanes of a mask as the low bits of a word.
static inline Word gather(bool mask) { return mask ? 1U : 0U; }

static inline Word gather(LaneMask<math::Double2> mask) {
#if defined(__SSE2__)
    return static_cast<Word>(_mm_movemask_pd(__builtin_bit_cast(__m128d, mask)));
#else
    return (static_cast<Word>(mask[0]) & 1U) | (static_cast<Word>(mask[1]) & 2U);
#endif
}

#if defined(__AVX2__)
static inline Word gather(LaneMask<math::Double4> mask) {
    return static_cast<Word>(_mm256_movemask_pd(__builtin_bit_cast(__m256d, mask)));
}
#endif

#if defined(__AVX512DQ__)
static inline Word gather(LaneMask<math::Double8> mask) {
    return static_cast<Word>(_mm512_movepi64_mask(__builtin_bit_cast(__m512i, mask)));
}
#endif

/// Returns a word with its lowest `count` bits set.
static inline Word low_bits(std::size_t count) {
    return count >= kWordLanes ? ~Word{0} : (Word{1} << count) - 1;
}

/// Calls `visit(lane)` for each set bit, from the lowest lane up.
template <class Visit>
static inline void for_each_lane(const Word* mask, std::size_t words, Visit visit) {
    for (std::size_t word = 0; word < words; ++word) {
        for (Word bits = mask[word]; bits != 0; bits &= bits - 1) {
            visit(word * kWordLanes + static_cast<std::size_t>(__builtin_ctzll(bits)));
        }
    }
}

}  // namespace jonbar::engine
