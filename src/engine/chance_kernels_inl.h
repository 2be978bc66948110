#pragma once
// Kernels that draw.

#include <type_traits>

#include "engine/logistic_chance_inl.h"
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

/// Tells whether an event of probability `chance` happens, by the first word and, where that leaves
/// it open, by the second.
static inline bool happens_exactly(const NoiseIn& noise, std::size_t lane, double chance,
                                   std::uint32_t word) {
    const double bar = chance * 0x1p32;
    if (word + 1.0 <= bar) {
        return true;
    }
    return word < bar && noise.word(lane, 1) + 0.5 < (bar - word) * 0x1p32;
}

/// A number of lanes that the compiler knows.
template <std::size_t kCount>
struct LaneCount {};

/// Truth out = an event happens, `settle(words, lane, LaneCount<n>)` telling what the words of the
/// n lanes from `lane` on settle, and `chance_at(lane)` giving the probability.
template <class Settle, class ChanceAt>
static inline void decide_events(const Operands& o, Settle settle, ChanceAt chance_at) {
    const NoiseIn noise = noise_of(o);
    Word* out = truth_out(o);
    for (std::size_t tile = 0; tile < o.words; ++tile) {
        const Word wanted = mask(o)[tile] & o.chunk->active[tile];
        if (wanted == 0) {
            out[tile] = 0;
            continue;
        }
        WordTile words = {};
        noise.fill(tile, wanted, 0, words);
        Settled all;
        const auto settle_from = [&](std::size_t first, auto count) {
            const Settled some = settle(words + first, tile * kWordLanes + first, count);
            all.surely |= some.surely << first;
            all.perhaps |= some.perhaps << first;
        };
        if (static_cast<std::size_t>(__builtin_popcountll(wanted)) > kWordLanes / 2) {
            for (std::size_t first = 0; first < kWordLanes; first += 2 * kGroupLanes) {
                // Without a branch, so that groups overlap.
                settle_from(first, LaneCount<2 * kGroupLanes>{});
            }
        } else {
            for_each_group_of(
                wanted, [&](std::size_t first) { settle_from(first, LaneCount<kGroupLanes>{}); });
        }
        for (Word open = all.perhaps & ~all.surely & wanted; open != 0; open &= open - 1) {
            const auto bit = static_cast<std::size_t>(__builtin_ctzll(open));
            const std::size_t lane = tile * kWordLanes + bit;
            if (happens_exactly(noise, lane, chance_at(lane), words[bit])) {
                all.surely |= Word{1} << bit;
            }
        }
        out[tile] = all.surely;
    }
}

static inline void happens(const Operands& o) noexcept {
    const NumberIn chance(o, 2);
    decide_events(
        o,
        [&]<std::size_t kCount>(const std::uint32_t* words, std::size_t lane, LaneCount<kCount>) {
            Settled group;
            for (std::size_t i = 0; i < kCount; i += kWidth) {
                const WideLane word = math::load_words<WideLane>(words + i);
                const WideLane bar = chance.wide(lane + i) * 0x1p32;
                group.surely |= gather(word + 1.0 <= bar) << i;
                group.perhaps |= gather(word < bar) << i;
            }
            return group;
        },
        [&](std::size_t lane) { return chance.at(lane); });
}

/// Returns numbers as a vector of the floats of F.
template <class F, class L>
static inline typename Floats<F>::Float floats_at(const NumberInOf<L>& numbers, std::size_t lane) {
    using Float = typename Floats<F>::Float;
    constexpr std::size_t kFloats = sizeof(Float) / sizeof(float);
    if constexpr (kFloats == math::Lane<L>::kWidth) {
        return __builtin_convertvector(numbers.wide(lane), Float);
    } else if constexpr (kFloats == 2 * math::Lane<L>::kWidth) {
        return join(narrow(numbers.wide(lane)), narrow(numbers.wide(lane + kFloats / 2)));
    } else {
        float floats[kFloats];
        for (std::size_t i = 0; i < kFloats; i += math::Lane<L>::kWidth) {
            store_floats(numbers.wide(lane + i), floats + i);
        }
        Float all;
        __builtin_memcpy(&all, floats, sizeof(all));
        return all;
    }
}

/// The floats to work on so many lanes with.
#if defined(__AVX512DQ__)
template <std::size_t kLanes>
using FloatsFor = std::conditional_t<kLanes % 16 == 0, Sixteen, WideLane>;
#else
template <std::size_t kLanes>
using FloatsFor = WideLane;
#endif

static inline void happens_logistic(const Operands& o) noexcept {
    const NumberIn argument(o, 2);
    decide_events(
        o,
        [&]<std::size_t kCount>(const std::uint32_t* words, std::size_t lane, LaneCount<kCount>) {
            using Some = FloatsFor<kCount>;
            constexpr std::size_t kFloats = sizeof(typename Floats<Some>::Float) / sizeof(float);
            Settled group;
            for (std::size_t i = 0; i < kCount; i += kFloats) {
                const Settled open =
                    settle_logistic<Some>(words + i, floats_at<Some>(argument, lane + i));
                group.surely |= open.surely << i;
                group.perhaps |= open.perhaps << i;
            }
            return group;
        },
        [&](std::size_t lane) { return math::logistic(argument.at(lane)); });
}

}  // namespace jonbar::engine
