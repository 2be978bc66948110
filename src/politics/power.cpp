#include "politics/power.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "politics/exact_weights.h"

namespace jonbar::politics {
namespace {

using Mask = std::uint32_t;

/// Which coalitions win, a byte a mask.
using Winning = std::vector<std::uint8_t>;

/// Whether the sum of `inside` less the bar is at least 0, or above it for a majority.
bool reaches(std::vector<WeightTerm> terms, std::span<const double> weights,
             const WinningRule& rule) {
    if (!rule.majority) {
        terms.push_back({rule.quota, -1});
        return exact_sign(terms) >= 0;
    }
    for (WeightTerm& term : terms) term.factor *= rule.majority->denominator;
    for (const double weight : weights) terms.push_back({weight, -rule.majority->numerator});
    return exact_sign(terms) > 0;
}

/// All coalitions of voters whose weights and quota are whole in a common unit.
Winning winning_by_sums(std::span<const std::int64_t> weights, std::int64_t bar) {
    std::vector<std::int64_t> sums(std::size_t{1} << weights.size(), 0);
    Winning wins(sums.size(), 0);
    for (std::size_t mask = 0; mask < sums.size(); ++mask) {
        if (mask != 0) {
            const auto voter = static_cast<std::size_t>(std::countr_zero(mask));
            sums[mask] = sums[mask & (mask - 1)] + weights[voter];
        }
        wins[mask] = sums[mask] >= bar ? 1 : 0;
    }
    return wins;
}

Winning winning_exactly(std::span<const double> weights, const WinningRule& rule) {
    Winning wins(std::size_t{1} << weights.size(), 0);
    for (std::size_t mask = 0; mask < wins.size(); ++mask) {
        std::vector<WeightTerm> terms;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (((mask >> i) & 1U) != 0) terms.push_back({weights[i], 1});
        }
        wins[mask] = reaches(std::move(terms), weights, rule) ? 1 : 0;
    }
    return wins;
}

Winning all_winning(std::span<const double> weights, const WinningRule& rule) {
    std::vector<double> numbers(weights.begin(), weights.end());
    numbers.push_back(rule.majority ? 0.0 : rule.quota);
    const auto whole = whole_weights(numbers, 1);
    if (!whole) return winning_exactly(weights, rule);
    const auto voters = std::span<const std::int64_t>(*whole).first(weights.size());
    const std::int64_t sum = std::accumulate(voters.begin(), voters.end(), std::int64_t{0});
    return winning_by_sums(voters,
                           rule.majority ? least_above(sum, *rule.majority) : whole->back());
}

/// Counts by voter and size of a coalition.
using Counts = std::vector<std::array<std::uint64_t, kCountedVotersMax + 1>>;

/// Swings of each voter by the size of the coalition he joins.
Counts swings(const Winning& wins, std::size_t voters) {
    Counts counts(voters);
    for (Mask mask = 0; mask < wins.size(); ++mask) {
        if (wins[mask] != 0) continue;
        const auto size = static_cast<std::size_t>(std::popcount(mask));
        for (std::size_t i = 0; i < voters; ++i) counts[i][size] += wins[mask | (Mask{1} << i)];
    }
    return counts;
}

/// Minimal winning coalitions of each voter by their size.
Counts minimal(const Winning& wins, std::size_t voters) {
    Counts counts(voters);
    for (Mask mask = 1; mask < wins.size(); ++mask) {
        if (wins[mask] == 0) continue;
        bool is_minimal = true;
        for (Mask rest = mask; rest != 0; rest &= rest - 1)
            is_minimal = is_minimal && wins[mask ^ (rest & (~rest + 1))] == 0;
        if (!is_minimal) continue;
        const auto size = static_cast<std::size_t>(std::popcount(mask));
        for (Mask rest = mask; rest != 0; rest &= rest - 1)
            ++counts[static_cast<std::size_t>(std::countr_zero(rest))][size];
    }
    return counts;
}

/// What a coalition of each size adds to an index, as integers over a common divisor.
std::array<std::uint64_t, kCountedVotersMax + 1> size_weights(PowerIndex index,
                                                              std::size_t voters) {
    constexpr std::uint64_t kMultiple = 232'792'560;  // the least of 1 to 20
    std::array<std::uint64_t, kCountedVotersMax + 1> factors{};
    std::uint64_t orders = voters;  // n times (n - 1 over s)
    for (std::size_t size = 0; size <= voters; ++size) {
        switch (index) {
            case PowerIndex::Banzhaf:
            case PowerIndex::BanzhafAbsolute:
            case PowerIndex::Holler:
                factors[size] = 1;
                break;
            case PowerIndex::ShapleyShubik:
                if (size >= voters) break;
                factors[size] = kMultiple / orders;
                orders = orders * (voters - 1 - size) / (size + 1);
                break;
            case PowerIndex::DeeganPackel:
                factors[size] = size == 0 ? 0 : kMultiple / size;
                break;
        }
    }
    return factors;
}

}  // namespace

std::optional<std::vector<double>> power_index(PowerIndex index, std::span<const double> weights,
                                               const WinningRule& rule) {
    std::vector<double> positive;
    std::vector<std::size_t> owners;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] <= 0) continue;
        positive.push_back(weights[i]);
        owners.push_back(i);
    }
    if (positive.size() > kCountedVotersMax) return std::nullopt;
    const Winning wins = all_winning(positive, rule);
    const bool by_swings = index == PowerIndex::Banzhaf || index == PowerIndex::BanzhafAbsolute ||
                           index == PowerIndex::ShapleyShubik;
    const Counts counts =
        by_swings ? swings(wins, positive.size()) : minimal(wins, positive.size());
    const auto factors = size_weights(index, positive.size());
    std::vector<std::uint64_t> shares(positive.size(), 0);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        for (std::size_t size = 0; size < factors.size(); ++size)
            shares[i] += counts[i][size] * factors[size];
    }
    std::uint64_t whole = std::accumulate(shares.begin(), shares.end(), std::uint64_t{0});
    if (index == PowerIndex::BanzhafAbsolute && !positive.empty())
        whole = std::uint64_t{1} << (positive.size() - 1);
    std::vector<double> out(weights.size(), 0.0);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (shares[i] != 0)
            out[owners[i]] = static_cast<double>(shares[i]) / static_cast<double>(whole);
    }
    return out;
}

bool is_winning(std::span<const double> weights, std::span<const std::uint8_t> inside,
                const WinningRule& rule) {
    std::vector<WeightTerm> terms;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (inside[i] != 0) terms.push_back({weights[i], 1});
    }
    return reaches(std::move(terms), weights, rule);
}

bool is_minimal_winning(std::span<const double> weights, std::span<const std::uint8_t> inside,
                        const WinningRule& rule) {
    if (!is_winning(weights, inside, rule)) return false;
    // The lightest is missed least: if they lose without him, they lose without any other.
    std::optional<std::size_t> lightest;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (inside[i] != 0 && (!lightest || weights[i] < weights[*lightest])) lightest = i;
    }
    if (!lightest) return false;
    std::vector<std::uint8_t> without(inside.begin(), inside.end());
    without[*lightest] = 0;
    return !is_winning(weights, without, rule);
}

}  // namespace jonbar::politics
