#pragma once
// Noise for kernels: the words of a draw site for 64 lanes at a time. Everything is `static`;
// math/lanes.h says why.

#include "engine/lane_loops_inl.h"
#include "math/philox.h"

namespace jonbar::engine {

/// The words of noise of 64 lanes.
using WordTile = std::uint32_t[kWordLanes];

/// The site of an instruction whose operand a is a key and b, if it is there, an index that moves
/// it. A template, so that each instruction set has its own.
template <class L>
class NoiseInOf {
  public:
    explicit NoiseInOf(const Operands& o)
        : keys_(static_cast<const std::uint64_t*>(input(o, 0))), o_(o), chunk_(*o.chunk) {}

    /// Writes the words number `number` of the lanes of tile `tile` that are set in `wanted`; the
    /// other lanes may get anything.
    void fill(std::size_t tile, Word wanted, std::uint32_t number, WordTile out) const {
        // Below this many lanes, blocks of their own cost less than the blocks of all lanes.
        constexpr int kFew = 4;
        const std::uint64_t first = chunk_.first_history + tile * kWordLanes;
        if (input(o_, 1) == nullptr && __builtin_popcountll(wanted) > kFew) {
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
    [[nodiscard]] std::uint64_t key(std::size_t lane) const {
        if (input(o_, 1) == nullptr) {
            return *keys_;
        }
        const std::size_t i = index_below(NumberInOf<L>(o_, 1).at(lane), o_.count);
        return keys_[i < o_.count ? i * o_.stride : 0];
    }

    const std::uint64_t* keys_;
    const Operands& o_;
    const ChunkState& chunk_;
};
using NoiseIn = NoiseInOf<WideLane>;

}  // namespace jonbar::engine
