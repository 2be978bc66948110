#pragma once
// Noise: Philox 4x32-10, a function from an address to random words.
//
// Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011). A block is four words, a
// pure function of a 64-bit key and a 128-bit counter. The key is the site's (base/siphash.h); the
// counter is (history div 4 in 64 bits, step, word), low half first, so one block gives the same
// word of four consecutive histories, history h taking word h mod 4. Any chunk of histories sees
// the same noise. Everything is `static`; lanes.h says why.

#include <array>
#include <cstddef>
#include <cstdint>

#include "math/lanes.h"
#include "math/uniform.h"

namespace jonbar::math {

/// Where noise is read: a site's key, a step in whole steps since 0001-01-01 (modulo 2^32), and the
/// number of the word at that site.
struct NoiseAddress {
    std::uint64_t key = 0;
    std::uint32_t step = 0;
    std::uint32_t word = 0;
};

/// The four words of a block in the low halves of 64-bit lanes, a block a lane; what stands in the
/// high halves has no meaning.
template <class L>
struct PhiloxBlocks {
    Unsigned<L> x0, x1, x2, x3;
};

/// Applies the ten rounds under `key` to `kCount` vectors of counters at once: the products of one
/// wait for each other, those of several fill the time.
template <class L, std::size_t kCount>
static inline void philox(PhiloxBlocks<L> (&blocks)[kCount], std::uint64_t key) {
    auto key0 = static_cast<std::uint32_t>(key);
    auto key1 = static_cast<std::uint32_t>(key >> 32U);
    for (int round = 0; round < 10; ++round) {
        const Unsigned<L> keys0 = Unsigned<L>{} + key0;
        const Unsigned<L> keys1 = Unsigned<L>{} + key1;
        for (std::size_t i = 0; i < kCount; ++i) {
            auto& [x0, x1, x2, x3] = blocks[i];
            const Unsigned<L> product0 = multiply_low_words(x0, 0xD2511F53U);
            const Unsigned<L> product1 = multiply_low_words(x2, 0xCD9E8D57U);
            x0 = (product1 >> 32U) ^ x1 ^ keys0;
            x1 = product1;
            x2 = (product0 >> 32U) ^ x3 ^ keys1;
            x3 = product0;
        }
        key0 += 0x9E3779B9U;
        key1 += 0xBB67AE85U;
    }
}

/// Applies the ten rounds to `counter` under `key`.
template <class L>
static inline PhiloxBlocks<L> philox(PhiloxBlocks<L> counter, std::uint64_t key) {
    PhiloxBlocks<L> blocks[] = {counter};
    philox(blocks, key);
    return blocks[0];
}

/// The counter of the blocks with the numbers `block` (history div 4) at an address.
template <class L>
static inline PhiloxBlocks<L> noise_counter(NoiseAddress address, Unsigned<L> block) {
    const Unsigned<L> zero{};
    return {block, block >> 32U, zero + address.step, zero + address.word};
}

/// Returns the blocks with the numbers `block` at an address.
template <class L>
static inline PhiloxBlocks<L> noise_blocks(NoiseAddress address, Unsigned<L> block) {
    return philox<L>(noise_counter<L>(address, block), address.key);
}

/// Returns the word of one history.
static inline std::uint32_t noise_word(NoiseAddress address, std::uint64_t history) {
    const auto block = noise_blocks<double>(address, history / 4);
    const std::array<std::uint64_t, 4> words = {block.x0, block.x1, block.x2, block.x3};
    return static_cast<std::uint32_t>(words[history % 4]);
}

/// Returns the uniform of one history from the word at `address` and the next.
static inline double noise_uniform(NoiseAddress address, std::uint64_t history) {
    const NoiseAddress next{address.key, address.step, address.word + 1};
    return uniform_of_words(static_cast<double>(noise_word(address, history)),
                            static_cast<double>(noise_word(next, history)));
}

/// Writes the words of blocks, history after history.
static inline void store_blocks(PhiloxBlocks<double> blocks, std::uint32_t* out) {
    store((blocks.x0 & 0xffffffffU) | (blocks.x1 << 32U), out);
    store((blocks.x2 & 0xffffffffU) | (blocks.x3 << 32U), out + 2);
}

static inline void store_blocks(PhiloxBlocks<Double2> blocks, std::uint32_t* out) {
    const auto low = (blocks.x0 & 0xffffffffU) | (blocks.x1 << 32U);
    const auto high = (blocks.x2 & 0xffffffffU) | (blocks.x3 << 32U);
    store(__builtin_shufflevector(low, high, 0, 2), out);
    store(__builtin_shufflevector(low, high, 1, 3), out + 4);
}

#if defined(__AVX2__)
static inline void store_blocks(PhiloxBlocks<Double4> blocks, std::uint32_t* out) {
    const auto low = (blocks.x0 & 0xffffffffU) | (blocks.x1 << 32U);
    const auto high = (blocks.x2 & 0xffffffffU) | (blocks.x3 << 32U);
    store(__builtin_shufflevector(low, high, 0, 4, 1, 5), out);
    store(__builtin_shufflevector(low, high, 2, 6, 3, 7), out + 8);
}
#endif

#if defined(__AVX512DQ__)
static inline void store_blocks(PhiloxBlocks<Double8> blocks, std::uint32_t* out) {
    const auto low = (blocks.x0 & 0xffffffffU) | (blocks.x1 << 32U);
    const auto high = (blocks.x2 & 0xffffffffU) | (blocks.x3 << 32U);
    store(__builtin_shufflevector(low, high, 0, 8, 1, 9, 2, 10, 3, 11), out);
    store(__builtin_shufflevector(low, high, 4, 12, 5, 13, 6, 14, 7, 15), out + 16);
}
#endif

/// Writes the words of `count` consecutive histories, from any first one, to `out`.
template <class L>
static inline void fill_words(NoiseAddress address, std::uint64_t first_history, std::size_t count,
                              std::uint32_t* out) {
    constexpr std::size_t kWidth = Lane<L>::kWidth;
    std::size_t done = 0;
    for (; done < count && (first_history + done) % 4 != 0; ++done) {
        out[done] = noise_word(address, first_history + done);
    }
    Unsigned<L> block = Unsigned<L>{} + (first_history + done) / 4;
    if constexpr (kWidth > 1) {
        for (std::size_t lane = 0; lane < kWidth; ++lane) {
            block[lane] += lane;
        }
    }
    for (; done + 8 * kWidth <= count; done += 8 * kWidth) {
        PhiloxBlocks<L> blocks[] = {noise_counter<L>(address, block),
                                    noise_counter<L>(address, block + kWidth)};
        philox(blocks, address.key);
        store_blocks(blocks[0], out + done);
        store_blocks(blocks[1], out + done + 4 * kWidth);
        block += 2 * kWidth;
    }
    for (; done + 4 * kWidth <= count; done += 4 * kWidth) {
        store_blocks(noise_blocks<L>(address, block), out + done);
        block += kWidth;
    }
    for (; done < count; ++done) {
        out[done] = noise_word(address, first_history + done);
    }
}

/// Writes the four words of each of `count` blocks (history div 4) at an address to `out`.
/// Requires: `blocks` and `out` have room for a count rounded up to a whole vector.
template <class L>
static inline void fill_blocks(NoiseAddress address, const std::uint64_t* blocks, std::size_t count,
                               std::uint32_t* out) {
    for (std::size_t done = 0; done < count; done += Lane<L>::kWidth) {
        Unsigned<L> block;
        __builtin_memcpy(&block, blocks + done, sizeof(block));
        store_blocks(noise_blocks<L>(address, block), out + 4 * done);
    }
}

/// Writes the uniforms of `count` consecutive histories, each from the word at `address` and the
/// next.
template <class L>
static inline void fill_uniforms(NoiseAddress address, std::uint64_t first_history,
                                 std::size_t count, double* out) {
    constexpr std::size_t kTile = 64;
    std::uint32_t first[kTile];
    std::uint32_t second[kTile];
    const NoiseAddress next{address.key, address.step, address.word + 1};
    for (std::size_t start = 0; start < count; start += kTile) {
        const std::size_t tile = count - start < kTile ? count - start : kTile;
        fill_words<L>(address, first_history + start, tile, first);
        fill_words<L>(next, first_history + start, tile, second);
        std::size_t i = 0;
        for (; i + Lane<L>::kWidth <= tile; i += Lane<L>::kWidth) {
            store(uniform_of_words(load_words<L>(first + i), load_words<L>(second + i)),
                  out + start + i);
        }
        for (; i < tile; ++i) {
            out[start + i] =
                uniform_of_words(load_words<double>(first + i), load_words<double>(second + i));
        }
    }
}

}  // namespace jonbar::math
