#pragma once
// Noise for kernels: the words of a draw site for 64 lanes at a time. Everything is `static`;
// math/lanes.h says why.

#include "engine/lane_loops_inl.h"
#include "math/philox.h"

namespace jonbar::engine {

/// The words of noise of 64 lanes.
using WordTile = std::uint32_t[kWordLanes];

/// The site that a key names, or the sites that an index, a column if it is there, moves the key
/// to. A template, so that each instruction set has its own.
template <class L>
class NoiseInOf {
  public:
    /// `key` is that of the first site; `index` is the number of the operand that moves it.
    NoiseInOf(const Operands& o, const std::uint64_t* key, std::size_t index)
        : keys_(key), o_(o), index_(index), chunk_(*o.chunk) {}

    /// Writes the words number `number` of the lanes of tile `tile` that are set in `wanted`; the
    /// other lanes may get anything.
    void fill(std::size_t tile, Word wanted, std::uint32_t number, WordTile out) const {
        if (!moves()) {
            const bool many = __builtin_popcountll(wanted) > kFew;
            fill_of(*keys_, tile, many ? ~Word{0} : wanted, number, out);
            return;
        }
        const std::uint64_t* keys[kWordLanes];
        for (Word left = wanted; left != 0; left &= left - 1) {
            const auto bit = static_cast<std::size_t>(__builtin_ctzll(left));
            keys[bit] = key(tile * kWordLanes + bit);
        }
        while (wanted != 0) {  // the lanes of one site after the other
            const std::uint64_t* const site = keys[__builtin_ctzll(wanted)];
            Word alike = 0;
            for (Word left = wanted; left != 0; left &= left - 1) {
                const int bit = __builtin_ctzll(left);
                alike |= keys[bit] == site ? Word{1} << bit : Word{0};
            }
            fill_of(*site, tile, alike, number, out);
            wanted &= ~alike;
        }
    }

    /// Returns the word number `number` of one lane.
    [[nodiscard]] std::uint32_t word(std::size_t lane, std::uint32_t number) const {
        return math::noise_word({*key(lane), chunk_.noise_step, number}, history(lane));
    }

  private:
    /// Up to so many lanes, blocks of their own cost less than the blocks of all lanes.
    static constexpr int kFew = 2 * math::Lane<L>::kWidth;

    [[nodiscard]] bool moves() const { return input(o_, index_) != nullptr; }
    [[nodiscard]] const std::uint64_t* key(std::size_t lane) const {
        if (!moves()) {
            return keys_;
        }
        const std::size_t i = index_below(NumberInOf<L>(o_, index_).at(lane), o_.count);
        return keys_ + (i < o_.count ? i * o_.stride : 0);
    }

    /// As `fill`, of one site; writes no other lanes.
    void fill_of(std::uint64_t site, std::size_t tile, Word wanted, std::uint32_t number,
                 WordTile out) const {
        const math::NoiseAddress address{site, chunk_.noise_step, number};
        if (wanted == ~Word{0}) {
            fill_all(address, tile, out);
            return;
        }
        if (__builtin_popcountll(wanted) > kFew) {
            WordTile all;
            fill_all(address, tile, all);
            for (; wanted != 0; wanted &= wanted - 1) {
                const int bit = __builtin_ctzll(wanted);
                out[bit] = all[bit];
            }
            return;
        }
        while (wanted != 0) {
            wanted = fill_some(address, tile, wanted, out);
        }
    }

    /// Writes the words at an address of the first lanes of `wanted`, as many as one run of the
    /// generator gives; returns the rest.
    Word fill_some(math::NoiseAddress address, std::size_t tile, Word wanted, WordTile out) const {
        constexpr std::size_t kBlocks = math::Lane<L>::kWidth;
        std::uint64_t blocks[kBlocks] = {};
        Word rest = wanted;
        for (std::size_t i = 0; i < kBlocks && rest != 0; ++i, rest &= rest - 1) {
            const auto bit = static_cast<std::size_t>(__builtin_ctzll(rest));
            blocks[i] = history(tile * kWordLanes + bit) / 4;
        }
        std::uint32_t words[4 * kBlocks];
        math::fill_blocks<L>(address, blocks, kBlocks, words);
        for (std::size_t i = 0; wanted != rest; ++i, wanted &= wanted - 1) {
            const auto bit = static_cast<std::size_t>(__builtin_ctzll(wanted));
            out[bit] = words[4 * i + history(tile * kWordLanes + bit) % 4];
        }
        return rest;
    }

    /// Writes the words at an address of all lanes of a tile.
    void fill_all(math::NoiseAddress address, std::size_t tile, WordTile out) const {
        if (chunk_.histories == nullptr) {
            const std::uint64_t first = chunk_.first_history + tile * kWordLanes;
            math::fill_words<L>(address, first, kWordLanes, out);
            return;
        }
        const HistoryTile& from = chunk_.tiles[tile];
        std::uint32_t words[4 * kWordLanes];
        math::fill_blocks<L>(address, from.blocks, from.block_count, words);
        for (std::size_t i = 0; i < kWordLanes; ++i) {
            out[i] = words[from.word_of[i]];
        }
    }

    [[nodiscard]] std::uint64_t history(std::size_t lane) const {
        return chunk_.histories == nullptr ? chunk_.first_history + lane : chunk_.histories[lane];
    }

    const std::uint64_t* keys_;
    const Operands& o_;
    std::size_t index_;
    const ChunkState& chunk_;
};
using NoiseIn = NoiseInOf<WideLane>;

/// The noise of an instruction whose a is a key and b what moves it.
static inline NoiseIn noise_of(const Operands& o) {
    return {o, static_cast<const std::uint64_t*>(input(o, 0)), 1};
}

}  // namespace jonbar::engine
