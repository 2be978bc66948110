// Sets of coalitions, a bit a coalition.
//
// Of up to 28 voters all coalitions can be listed: bit m mod 64 of word m / 64 is the coalition
// with mask m. The six lowest voters are told by the place in a word, so that 64 coalitions are
// handled at once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "politics/exact_weights.h"

namespace jonbar::politics {

inline constexpr std::size_t kListedVotersMax = 28;

using CoalitionSet = std::vector<std::uint64_t>;

/// Returns the coalitions that weigh at least `bar`.
/// Requires: at most 28 weights, at least 0; the sum and the bar below 2^62 (2^125).
CoalitionSet winning_set(std::span<const std::int64_t> weights, std::int64_t bar);
CoalitionSet winning_set(std::span<const Int128> weights, Int128 bar);

/// At least `quota`; or, if there is a denominator, more than numerator / denominator of the whole.
struct FarBar {
    double quota = 0;
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
};

/// As above, of weights too far apart for integers: as exact, and slower by far.
/// Requires: at most 28 weights from 0 to 2^900; terms of the fraction to 2^53.
CoalitionSet winning_set(std::span<const double> weights, const FarBar& bar);

/// Returns the coalitions of `winning` that are no longer in it without any one of their members.
/// Requires: with a coalition every greater one is in `winning`.
CoalitionSet minimal_set(const CoalitionSet& winning, std::size_t voters);

/// How many coalitions of a set have each size: of all, and of those with a voter.
struct SizeCounts {
    std::vector<std::uint64_t> all;
    std::vector<std::vector<std::uint64_t>> with;
};
SizeCounts count_sizes(const CoalitionSet& set, std::size_t voters);

/// Returns how many swings each voter has, by the size of the coalition that he joins. Requires:
/// `winning` is the count of winning coalitions, of which every greater one wins too.
std::vector<std::vector<std::uint64_t>> swings_by_size(const SizeCounts& winning);

}  // namespace jonbar::politics
