#include "politics/power_exact.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "politics/count_rows.h"
#include "politics/count_table.h"
#include "politics/residues.h"

namespace jonbar::politics {
namespace {

/// The voters that count, ascending by weight, and the lesser of the quota and that of the dual.
struct Game {
    explicit Game(const WeightedVote& vote) {
        std::int64_t sum = 0;
        for (const std::int64_t weight : vote.weights) {
            sum += weight;
            if (weight > 0) weights.push_back(static_cast<std::size_t>(weight));
        }
        std::sort(weights.begin(), weights.end());
        quota = static_cast<std::size_t>(std::min(vote.quota, sum - vote.quota + 1));
    }

    std::vector<std::size_t> weights;
    std::size_t quota = 1;
};

/// The different weights of voters, each with what is known of a voter of this weight.
template <class Known>
std::map<std::size_t, Known> by_weight(const Game& game) {
    std::map<std::size_t, Known> known;
    for (const std::size_t weight : game.weights) known[weight];
    return known;
}

/// L / (n (n - 1 over s)) for each size s of those who stand before a voter, L from
/// `multiple_of_all`.
std::vector<Natural> order_factors(std::size_t voters, const Natural& multiple) {
    std::vector<Natural> factors;
    Natural orders(voters);
    for (std::size_t size = 0; size < voters; ++size) {
        factors.push_back(quotient(multiple, orders));
        orders *= static_cast<std::uint32_t>(voters - 1 - size);
        orders.divide(static_cast<std::uint32_t>(size + 1));
    }
    return factors;
}

/// Swings of a voter by the size of the coalition he joins, times `factors`, summed.
/// `table` holds in row s at t how many coalitions of s voters weigh at most t.
std::uint32_t weighted_swings(CountTable& table, const JoiningOrder& order, std::size_t weight,
                              std::span<const std::uint32_t> factors, std::uint32_t prime) {
    // Without[j] is how many coalitions of s others weigh less than the quota less j times his
    // weight: those of all voters, less those with him, whose others are s - 1 and weigh less by
    // his weight.
    const std::size_t quota = order.limit(), voters = order.voters();
    const std::size_t last = std::min(order.size_max(), voters - 1);
    std::vector<std::uint32_t> without(last + 3, 0);
    std::uint32_t sum = 0;
    for (std::size_t size = 0; size <= last; ++size) {
        const auto row = table.row(size);
        const std::size_t least = order.window(voters, size).low;
        std::size_t j = 0;
        for (; j <= last - size + 1 && j * weight + least < quota; ++j)
            without[j] = minus(row[quota - 1 - j * weight], without[j + 1], prime);
        // Below the least weight of `size` voters there is nothing.
        std::fill(without.begin() + static_cast<std::ptrdiff_t>(j), without.end(), 0U);
        const std::uint32_t swings = minus(without[0], without[1], prime);
        sum = plus(sum, times(swings, factors[size], prime), prime);
    }
    return sum;
}

std::size_t bits_for_orders(std::size_t voters) { return multiple_of_all(voters).bits() + 1; }

double primes_count(std::size_t bits) { return static_cast<double>(bits / 31 + 1); }

}  // namespace

Natural multiple_of_all(std::size_t n) {
    Natural multiple(1);
    for (std::uint32_t factor = 2; factor <= n; ++factor) {
        std::uint32_t prime = 2;
        while (factor % prime != 0) ++prime;
        std::uint32_t rest = factor;
        while (rest % prime == 0) rest /= prime;
        if (rest == 1) multiple *= prime;  // a power of a prime
    }
    return multiple;
}

WeightedVote in_largest_unit(WeightedVote vote) {
    std::int64_t unit = 0;
    for (const std::int64_t weight : vote.weights) unit = std::gcd(unit, weight);
    for (std::int64_t& weight : vote.weights) weight /= unit;
    vote.quota = (vote.quota + unit - 1) / unit;
    return vote;
}

bool is_countable(const CountingCost& cost) {
    return cost.cells <= kCellsMax && cost.steps <= kStepsMax;
}

CountingCost banzhaf_cost(const WeightedVote& vote) {
    const Game game(vote);
    const auto voters = static_cast<double>(game.weights.size());
    const auto cells = static_cast<double>(game.quota);
    return {2 * cells, voters * cells * primes_count(game.weights.size())};
}

CountingCost shapley_shubik_cost(const WeightedVote& vote) {
    const Game game(vote);
    const JoiningOrder order(game.weights, game.quota);
    return {static_cast<double>(order.size_max() + 1) * static_cast<double>(game.quota),
            order.steps() * primes_count(bits_for_orders(game.weights.size()))};
}

std::vector<Natural> banzhaf_swings(const WeightedVote& vote) {
    const Game game(vote);
    const std::size_t voters = game.weights.size(), quota = game.quota;
    auto remainders = by_weight<std::vector<std::uint32_t>>(game);
    const std::vector<std::uint32_t> primes = primes_for(voters);
    std::vector<std::uint32_t> counts(quota), before(quota);
    for (const std::uint32_t prime : primes) {
        std::fill(counts.begin(), counts.end(), 0U);
        counts[0] = 1;
        std::size_t reach = 1;  // beyond all weights that occur
        for (const std::size_t weight : game.weights) {
            if (weight >= quota) break;
            const std::size_t moved = std::min(reach, quota - weight);
            std::copy_n(counts.begin(), moved, before.begin());
            count_rows().add(counts.data() + weight, before.data(), moved, prime);
            reach = std::min(reach + weight, quota);
        }
        for (std::size_t i = 1; i < quota; ++i) counts[i] = plus(counts[i], counts[i - 1], prime);
        for (auto& [weight, known] : remainders) {
            // Coalitions of the others below the quota, and below the quota less his weight: sums
            // of alternating sign over those of all (see weighted_swings).
            std::uint32_t below_less = 0;
            for (std::size_t j = (quota - 1) / weight; j > 0; --j)
                below_less = minus(counts[quota - 1 - j * weight], below_less, prime);
            const std::uint32_t below = minus(counts[quota - 1], below_less, prime);
            known.push_back(minus(below, below_less, prime));
        }
    }
    std::map<std::size_t, Natural> swings;
    const std::size_t dummies = vote.weights.size() - voters;
    for (const auto& [weight, known] : remainders) {
        Natural count = from_remainders(primes, known);
        count <<= dummies;  // each may join or not
        swings[weight] = count;
    }
    std::vector<Natural> out;
    for (const std::int64_t weight : vote.weights)
        out.push_back(weight > 0 ? swings[static_cast<std::size_t>(weight)] : Natural());
    return out;
}

std::vector<Ratio> shapley_shubik(const WeightedVote& vote) {
    const Game game(vote);
    const JoiningOrder order(game.weights, game.quota);
    const Natural multiple = multiple_of_all(game.weights.size());
    const std::vector<Natural> factors = order_factors(game.weights.size(), multiple);
    auto remainders = by_weight<std::vector<std::uint32_t>>(game);
    const std::vector<std::uint32_t> primes = primes_for(multiple.bits() + 1);
    CountTable table(order);
    for (const std::uint32_t prime : primes) {
        table.count_all(prime);
        for (std::size_t size = 0; size <= order.size_max(); ++size) {
            const auto row = table.row(size);
            for (std::size_t i = 1; i < row.size(); ++i) row[i] = plus(row[i], row[i - 1], prime);
        }
        std::vector<std::uint32_t> reduced;
        for (const Natural& factor : factors) reduced.push_back(factor.remainder(prime));
        for (auto& [weight, known] : remainders)
            known.push_back(weighted_swings(table, order, weight, reduced, prime));
    }
    std::map<std::size_t, Ratio> shares;
    for (const auto& [weight, known] : remainders)
        shares[weight] = ratio(from_remainders(primes, known), multiple);
    std::vector<Ratio> out;
    for (const std::int64_t weight : vote.weights)
        out.push_back(weight > 0 ? shares[static_cast<std::size_t>(weight)] : Ratio{});
    return out;
}

}  // namespace jonbar::politics
