#include "politics/power.h"

#include <array>
#include <numeric>

#include "politics/coalition_set.h"
#include "politics/exact_weights.h"

namespace jonbar::politics {
namespace {

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

/// The winning coalitions of at most 20 voters.
CoalitionSet all_winning(std::span<const double> weights, const WinningRule& rule) {
    std::vector<double> numbers(weights.begin(), weights.end());
    const Majority share = rule.majority.value_or(Majority{0, 1});
    numbers.push_back(rule.majority ? 0.0 : rule.quota);
    const auto bar_of = [&](const auto& whole) {
        auto sum = whole.back();
        if (!rule.majority) return sum;
        for (const auto weight : whole) sum += weight;
        return sum * share.numerator / share.denominator + 1;
    };
    if (const auto whole = whole_weights(numbers, share.denominator))
        return winning_set(std::span(*whole).first(weights.size()), bar_of(*whole));
    if (const auto wide = wide_whole_weights(numbers, share.denominator))
        return winning_set(std::span(*wide).first(weights.size()), bar_of(*wide));
    if (rule.majority) return winning_set(weights, {0, share.numerator, share.denominator});
    return winning_set(weights, FarBar{rule.quota, 0, 0});
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
    const CoalitionSet winning = all_winning(positive, rule);
    const bool by_swings = index == PowerIndex::Banzhaf || index == PowerIndex::BanzhafAbsolute ||
                           index == PowerIndex::ShapleyShubik;
    const auto counts =
        by_swings ? swings_by_size(count_sizes(winning, positive.size()))
                  : count_sizes(minimal_set(winning, positive.size()), positive.size()).with;
    const auto factors = size_weights(index, positive.size());
    std::vector<std::uint64_t> shares(positive.size(), 0);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        for (std::size_t size = 0; size <= positive.size(); ++size)
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
