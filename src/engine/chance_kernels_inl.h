#pragma once
// Kernels that draw.

#include "engine/noise_inl.h"
#include "math/functions_inl.h"
#include "math/uniform.h"

namespace jonbar::engine {

/// Number out = f(word) of word `detail` of the noise
template <class F>
static inline void draw_from_word(const Operands& o, std::uint32_t number, F f) {
    const NoiseIn noise = noise_of(o);
    double* out = number_out(o);
    for (std::size_t tile = 0; tile < o.words; ++tile) {
        const Word wanted = o.chunk->active[tile];
        if (wanted == 0) {
            continue;
        }
        WordTile words = {};
        noise.fill(tile, wanted, number, words);
        for_each_group_of(wanted, [&](std::size_t first) {
            for (std::size_t i = first; i < first + kGroupLanes; i += kWidth) {
                store(f(math::load_words<WideLane>(words + i)), out + tile * kWordLanes + i);
            }
        });
    }
}

static inline void draw_word(const Operands& o) noexcept {
    draw_from_word(o, o.detail, [](auto word) { return math::uniform_of_word(word); });
}

static inline void draw_uniform(const Operands& o) noexcept {
    const NoiseIn noise = noise_of(o);
    double* out = number_out(o);
    for (std::size_t tile = 0; tile < o.words; ++tile) {
        const Word wanted = o.chunk->active[tile];
        if (wanted == 0) {
            continue;
        }
        WordTile high = {};
        WordTile low = {};
        noise.fill(tile, wanted, o.detail, high);
        noise.fill(tile, wanted, o.detail + 1, low);
        for_each_group_of(wanted, [&](std::size_t first) {
            for (std::size_t i = first; i < first + kGroupLanes; i += kWidth) {
                store(math::uniform_of_words(math::load_words<WideLane>(high + i),
                                             math::load_words<WideLane>(low + i)),
                      out + tile * kWordLanes + i);
            }
        });
    }
}

static inline void happens(const Operands& o) noexcept {
    const NoiseIn noise = noise_of(o);
    const NumberIn chance(o, 2);
    Word* out = truth_out(o);
    for (std::size_t tile = 0; tile < o.words; ++tile) {
        const Word wanted = mask(o)[tile] & o.chunk->active[tile];
        if (wanted == 0) {
            out[tile] = 0;
            continue;
        }
        WordTile words = {};
        noise.fill(tile, wanted, 0, words);
        Word surely = 0;
        Word perhaps = 0;
        for_each_group_of(wanted, [&](std::size_t first) {
            for (std::size_t i = first; i < first + kGroupLanes; i += kWidth) {
                const WideLane word = math::load_words<WideLane>(words + i);
                const WideLane bar = chance.wide(tile * kWordLanes + i) * 0x1p32;
                surely |= gather(word + 1.0 <= bar) << i;
                perhaps |= gather(word < bar) << i;
            }
        });
        for (Word ties = perhaps & ~surely & wanted; ties != 0; ties &= ties - 1) {
            const auto bit = static_cast<std::size_t>(__builtin_ctzll(ties));
            const std::size_t lane = tile * kWordLanes + bit;
            const double rest = (chance.at(lane) * 0x1p32 - words[bit]) * 0x1p32;
            if (noise.word(lane, 1) + 0.5 < rest) {
                surely |= Word{1} << bit;
            }
        }
        out[tile] = surely;
    }
}

}  // namespace jonbar::engine
