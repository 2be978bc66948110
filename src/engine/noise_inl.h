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
        // Below this many lanes, blocks of their own cost less than the blocks of all lanes.
        constexpr int kFew = 4;
        const std::uint64_t first = chunk_.first_history + tile * kWordLanes;
        if (!moves() && __builtin_popcountll(wanted) > kFew) {
            math::fill_words<L>({*keys_, chunk_.noise_step, number}, first, kWordLanes, out);
            return;
        }
        for (; wanted != 0; wanted &= wanted - 1) {
            const auto bit = static_cast<std::size_t>(__builtin_ctzll(wanted));
            out[bit] = word(tile * kWordLanes + bit, number);
        }
    }

    /// Returns the word number `number` of one lane.
    [[nodiscard]] std::uint32_t word(std::size_t lane, std::uint32_t number) const {
        return math::noise_word({key(lane), chunk_.noise_step, number},
                                chunk_.first_history + lane);
    }

  private:
    [[nodiscard]] bool moves() const { return input(o_, index_) != nullptr; }
    [[nodiscard]] std::uint64_t key(std::size_t lane) const {
        if (!moves()) {
            return *keys_;
        }
        const std::size_t i = index_below(NumberInOf<L>(o_, index_).at(lane), o_.count);
        return keys_[i < o_.count ? i * o_.stride : 0];
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
