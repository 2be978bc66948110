// Power indices of few voters, all coalitions listed.
#include <algorithm>

#include "politics/coalition_set.h"
#include "politics/power_exact.h"

namespace jonbar::politics {
namespace {

using Counts = std::vector<std::vector<std::uint64_t>>;

/// The least common multiple of 1 to 28: times any count of coalitions it stays below 2^64.
constexpr std::uint64_t kMultiple = 80'313'433'200;

/// Sums the counts of each voter, each size times a factor.
template <class Factor>
std::vector<Natural> weighted(const Counts& counts, const Factor& factor) {
    std::vector<Natural> sums;
    for (const std::vector<std::uint64_t>& own : counts) {
        std::uint64_t sum = 0;
        for (std::size_t size = 0; size < own.size(); ++size) {
            if (own[size] != 0) sum += own[size] * factor(size);
        }
        sums.emplace_back(sum);
    }
    return sums;
}

std::vector<Ratio> shares(const std::vector<Natural>& parts, const Natural& whole) {
    std::vector<Ratio> out;
    out.reserve(parts.size());
    for (const Natural& part : parts) out.push_back(ratio(part, whole));
    return out;
}

}  // namespace

ListedPower list_power(std::span<const WeightedVote> rules) {
    const std::size_t voters = rules.front().weights.size();
    CoalitionSet winning = winning_set(rules.front().weights, rules.front().quota);
    for (const WeightedVote& rule : rules.subspan(1)) {
        const CoalitionSet other = winning_set(rule.weights, rule.quota);
        for (std::size_t i = 0; i < winning.size(); ++i) winning[i] &= other[i];
    }
    const auto once = [](std::size_t) { return std::uint64_t{1}; };
    const Counts swings = swings_by_size(count_sizes(winning, voters));
    std::vector<std::uint64_t> orders = {voters};  // n times (n - 1 over s)
    for (std::size_t size = 0; size + 1 < voters; ++size)
        orders.push_back(orders.back() * (voters - 1 - size) / (size + 1));
    ListedPower out;
    out.swings = weighted(swings, once);
    out.shapley_shubik =
        shares(weighted(swings, [&](std::size_t size) { return kMultiple / orders[size]; }),
               Natural(kMultiple));
    const SizeCounts minimal = count_sizes(minimal_set(winning, voters), voters);
    std::uint64_t coalitions = 0;
    for (const std::uint64_t count : minimal.all) coalitions += count;
    out.minimal = {Natural(coalitions), weighted(minimal.with, once)};
    if (coalitions > 0) {
        out.deegan_packel =
            shares(weighted(minimal.with, [](std::size_t size) { return kMultiple / size; }),
                   product(Natural(coalitions), Natural(kMultiple)));
    }
    return out;
}

}  // namespace jonbar::politics
