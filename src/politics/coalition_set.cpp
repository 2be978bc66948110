#include "politics/coalition_set.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

namespace jonbar::politics {
namespace {

using Mask = std::uint32_t;

constexpr std::size_t kWordVoters = 6;
constexpr Mask kPlaces = Mask{1} << kWordVoters;

/// The places of a word whose coalition has a voter.
constexpr std::array<std::uint64_t, kWordVoters> kWith = {0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc,
                                                          0xf0f0f0f0f0f0f0f0, 0xff00ff00ff00ff00,
                                                          0xffff0000ffff0000, 0xffffffff00000000};

/// The places whose coalition has each size.
constexpr std::array<std::uint64_t, kWordVoters + 1> kOfSize = [] {
    std::array<std::uint64_t, kWordVoters + 1> places{};
    for (Mask mask = 0; mask < kPlaces; ++mask)
        places[static_cast<std::size_t>(std::popcount(mask))] |= std::uint64_t{1} << mask;
    return places;
}();

std::size_t words_of(std::size_t voters) {
    return std::size_t{1} << (std::max(voters, kWordVoters) - kWordVoters);
}

/// The coalitions of a word's voters, from the lightest to the heaviest, and of each place in this
/// order the set of those from there on.
struct Ladder {
    std::vector<Mask> order;
    std::array<std::uint64_t, kPlaces + 1> from{};

    template <class Less>
    Ladder(std::size_t voters, const Less& less)
        : order(std::size_t{1} << std::min(voters, kWordVoters)) {
        std::iota(order.begin(), order.end(), Mask{0});
        std::stable_sort(order.begin(), order.end(), less);
        for (std::size_t i = order.size(); i-- > 0;)
            from[i] = from[i + 1] | std::uint64_t{1} << order[i];
    }

    /// The set of those for which `wins` holds, which it does from some place on.
    template <class Wins>
    [[nodiscard]] std::uint64_t winning(const Wins& wins) const {
        const auto first = std::partition_point(order.begin(), order.end(),
                                                [&](Mask mask) { return !wins(mask); });
        return from[static_cast<std::size_t>(first - order.begin())];
    }
};

template <class Number>
std::vector<Number> sums_of(std::span<const Number> weights) {
    std::vector<Number> sums(std::size_t{1} << weights.size(), Number{0});
    for (std::size_t mask = 1; mask < sums.size(); ++mask)
        sums[mask] =
            sums[mask & (mask - 1)] + weights[static_cast<std::size_t>(std::countr_zero(mask))];
    return sums;
}

template <class Number>
CoalitionSet winning_by_sums(std::span<const Number> weights, Number bar) {
    const std::size_t in_word = std::min(weights.size(), kWordVoters);
    const std::vector<Number> low = sums_of(weights.first(in_word));
    const std::vector<Number> high = sums_of(weights.subspan(in_word));
    const Ladder ladder(weights.size(), [&](Mask a, Mask b) { return low[a] < low[b]; });
    CoalitionSet set(words_of(weights.size()));
    for (std::size_t word = 0; word < set.size(); ++word) {
        const Number missing = bar - high[word];
        set[word] = ladder.winning([&](Mask mask) { return low[mask] >= missing; });
    }
    return set;
}

}  // namespace

CoalitionSet winning_set(std::span<const std::int64_t> weights, std::int64_t bar) {
    return winning_by_sums(weights, bar);
}

CoalitionSet winning_set(std::span<const Int128> weights, Int128 bar) {
    return winning_by_sums(weights, bar);
}

CoalitionSet winning_set(std::span<const double> weights, const FarBar& bar) {
    const bool majority = bar.denominator != 0;
    std::vector<WeightTerm> terms(weights.size() + 1);
    /// The sign of the left coalition's weight less the right one's, or less the bar.
    const auto compare = [&](Mask left, Mask right) {
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const auto in_left = static_cast<std::int64_t>((left >> i) & 1U);
            const auto in_right = static_cast<std::int64_t>((right >> i) & 1U);
            terms[i] = {weights[i], in_left - in_right};
        }
        terms.back() = {0, 0};
        return exact_sign(terms);
    };
    const auto wins = [&](Mask mask) {
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const auto inside = static_cast<std::int64_t>((mask >> i) & 1U);
            terms[i] = {weights[i], majority ? inside * bar.denominator - bar.numerator : inside};
        }
        terms.back() = {majority ? 0 : bar.quota, -1};
        const int sign = exact_sign(terms);
        return majority ? sign > 0 : sign >= 0;
    };
    const Ladder ladder(weights.size(), [&](Mask a, Mask b) { return compare(a, b) < 0; });
    CoalitionSet set(words_of(weights.size()));
    for (std::size_t word = 0; word < set.size(); ++word) {
        const Mask high = static_cast<Mask>(word) << kWordVoters;
        set[word] = ladder.winning([&](Mask mask) { return wins(mask | high); });
    }
    return set;
}

CoalitionSet minimal_set(const CoalitionSet& winning, std::size_t voters) {
    CoalitionSet minimal = winning;
    for (std::size_t word = 0; word < winning.size(); ++word) {
        std::uint64_t without = 0;  // coalitions that win without some member
        for (std::size_t i = 0; i < std::min(voters, kWordVoters); ++i)
            without |= (winning[word] << (std::size_t{1} << i)) & kWith[i];
        for (std::size_t rest = word; rest != 0; rest &= rest - 1)
            without |= winning[word ^ (rest & (~rest + 1))];
        minimal[word] &= ~without;
    }
    return minimal;
}

SizeCounts count_sizes(const CoalitionSet& set, std::size_t voters) {
    constexpr std::size_t kClasses = kWordVoters + 1;
    // Rows long enough for the classes of every word, of which those beyond the voters stay 0.
    const std::size_t sizes = std::max(voters, kWordVoters) + 1;
    SizeCounts counts{std::vector<std::uint64_t>(sizes, 0),
                      std::vector<std::vector<std::uint64_t>>(
                          std::max(voters, kWordVoters), std::vector<std::uint64_t>(sizes, 0))};
    for (std::size_t word = 0; word < set.size(); ++word) {
        const std::uint64_t bits = set[word];
        if (bits == 0) continue;
        const auto base = static_cast<std::size_t>(std::popcount(word));
        for (std::size_t size = 0; size < kClasses; ++size) {
            const std::uint64_t of_size = bits & kOfSize[size];
            const auto count = static_cast<std::uint64_t>(std::popcount(of_size));
            if (count == 0) continue;
            counts.all[base + size] += count;
            for (std::size_t i = 0; i < kWordVoters; ++i)
                counts.with[i][base + size] +=
                    static_cast<std::uint64_t>(std::popcount(of_size & kWith[i]));
            for (std::size_t rest = word; rest != 0; rest &= rest - 1)
                counts.with[kWordVoters + static_cast<std::size_t>(std::countr_zero(rest))]
                           [base + size] += count;
        }
    }
    counts.with.resize(voters);
    return counts;
}

std::vector<std::vector<std::uint64_t>> swings_by_size(const SizeCounts& winning) {
    // Of the winning coalitions with him, those that win without him are no swings.
    std::vector<std::vector<std::uint64_t>> swings;
    for (const std::vector<std::uint64_t>& with : winning.with) {
        std::vector<std::uint64_t> own(with.size(), 0);
        for (std::size_t size = 0; size + 1 < with.size(); ++size)
            own[size] = with[size + 1] - (winning.all[size] - with[size]);
        swings.push_back(std::move(own));
    }
    return swings;
}

}  // namespace jonbar::politics
