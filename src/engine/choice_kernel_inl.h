#pragma once
// The kernel of choices: one option contends with the one standing.

#include "engine/gumbel_inl.h"
#include "engine/noise_inl.h"
#include "math/functions_inl.h"
#include "math/uniform.h"

namespace jonbar::engine {

/// Returns worth - log(-log(u)) of a word.
static inline double exact_score(double worth, std::uint32_t word) {
    return worth - math::log(-math::log(math::uniform_of_word(static_cast<double>(word))));
}

/// Returns whether the option `slot` of `worth` beats the one standing, in one lane, by exact
/// scores.
static inline bool beats_exactly(const Operands& o, std::size_t lane, std::size_t slot,
                                 double worth, std::size_t standing_slot, double standing_worth) {
    const auto* keys = static_cast<const std::uint64_t*>(input(o, 2));
    const NoiseIn own(o, keys + slot, 3);
    const NoiseIn standing(o, keys + standing_slot, 3);
    const double score = exact_score(worth, own.word(lane, 0));
    const double other = exact_score(standing_worth, standing.word(lane, 0));
    return other < score || (other == score && own.word(lane, 1) > standing.word(lane, 1));
}

/// Writes approximations to log(-log(u)) of the words of a group.
static inline void approximate_gumbels(const std::uint32_t* words, float* out) {
    using Int = Floats<WideLane>::Int;
    for (std::size_t i = 0; i < kGroupLanes; i += sizeof(Int) / sizeof(std::int32_t)) {
        Int word;
        __builtin_memcpy(&word, words + i, sizeof(word));
        store(approximate_gumbel<WideLane>(word), out + i);
    }
}

static inline void compete(const Operands& o) noexcept {
    const NumberIn worth(o, 0);
    const double slot = NumberIn(o, 1).at(0);
    const auto slot_number = static_cast<std::size_t>(slot);
    const NoiseIn noise(o, static_cast<const std::uint64_t*>(input(o, 2)) + slot_number, 3);
    double* standing_score = number_out(o);
    double* standing_worth = standing_score + o.lanes;
    double* standing_slot = number_out2(o);
    for (std::size_t tile = 0; tile < o.words; ++tile) {
        const Word wanted = mask(o)[tile] & o.chunk->active[tile];
        if (wanted == 0) {
            continue;
        }
        WordTile words = {};
        float gumbels[kWordLanes];
        noise.fill(tile, wanted, 0, words);
        Word close = 0;
        for_each_group_of(wanted, [&](std::size_t first) {
            approximate_gumbels(words + first, gumbels + first);
            for (std::size_t i = first; i < first + kGroupLanes; i += kWidth) {
                const std::size_t lane = tile * kWordLanes + i;
                const WideLane own_worth = worth.wide(lane);
                const WideLane score = own_worth - load_floats<WideLane>(gumbels + i);
                const auto old_score = load<WideLane>(standing_score + lane);
                const auto old_slot = load<WideLane>(standing_slot + lane);
                // The second term bounds how the exact scores are rounded.
                const WideLane slack =
                    kGumbelSlack + 0x1p-48 * (math::abs(score) + math::abs(old_score));
                const auto wants = spread<WideLane>(wanted >> i);
                const auto vacant = old_slot == splat<WideLane>(-1);
                const auto wins = vacant | (score - old_score > slack);
                const auto loses = old_score - score > slack;
                close |= gather(wants & ~(wins | loses)) << i;
                const auto takes = wants & wins;
                store(select(takes, score, old_score), standing_score + lane);
                store(select(takes, own_worth, load<WideLane>(standing_worth + lane)),
                      standing_worth + lane);
                store(select(takes, splat<WideLane>(slot), old_slot), standing_slot + lane);
            }
        });
        for (; close != 0; close &= close - 1) {
            const auto bit = static_cast<std::size_t>(__builtin_ctzll(close));
            const std::size_t lane = tile * kWordLanes + bit;
            if (beats_exactly(o, lane, slot_number, worth.at(lane),
                              static_cast<std::size_t>(standing_slot[lane]),
                              standing_worth[lane])) {
                standing_score[lane] = worth.at(lane) - static_cast<double>(gumbels[bit]);
                standing_worth[lane] = worth.at(lane);
                standing_slot[lane] = slot;
            }
        }
    }
}

}  // namespace jonbar::engine
