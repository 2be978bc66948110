#include "politics/power.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <numeric>
#include <vector>

#include "math/philox.h"
#include "politics/power_exact.h"
#include "politics/residues.h"

namespace jonbar::politics {
namespace {

using Weights = std::vector<std::int64_t>;

std::vector<std::string> texts(const std::vector<Ratio>& ratios) {
    std::vector<std::string> out;
    for (const Ratio& one : ratios)
        out.push_back(one.numerator.decimal() + "/" + one.denominator.decimal());
    return out;
}

std::vector<Natural> naturals(const std::vector<std::uint64_t>& numbers) {
    std::vector<Natural> out;
    for (const std::uint64_t number : numbers) out.emplace_back(number);
    return out;
}

/// Everything straight from the definitions, coalition by coalition.
struct Counted {
    explicit Counted(const WeightedVote& vote)
        : swings(vote.weights.size(), 0), orders(swings), memberships(swings), prizes(swings) {
        const std::size_t n = vote.weights.size();
        const std::vector<std::uint64_t> factorials = [&] {
            std::vector<std::uint64_t> out = {1};
            for (std::uint64_t i = 1; i <= n; ++i) out.push_back(out.back() * i);
            return out;
        }();
        for (std::uint32_t mask = 0; mask < 1U << n; ++mask) {
            if (weight(vote, mask) < vote.quota) continue;
            const auto size = static_cast<std::size_t>(std::popcount(mask));
            bool is_minimal = true;
            for (std::size_t i = 0; i < n; ++i) {
                if (((mask >> i) & 1U) == 0) continue;
                if (weight(vote, mask ^ (1U << i)) >= vote.quota) {
                    is_minimal = false;
                    continue;
                }
                ++swings[i];
                orders[i] += factorials[size - 1] * factorials[n - size];
            }
            if (!is_minimal) continue;
            ++coalitions;
            for (std::size_t i = 0; i < n; ++i) {
                if (((mask >> i) & 1U) == 0) continue;
                ++memberships[i];
                prizes[i] += factorials[n] / size;
            }
        }
        all_orders = factorials[n];
    }
    static std::int64_t weight(const WeightedVote& vote, std::uint32_t mask) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < vote.weights.size(); ++i)
            sum += ((mask >> i) & 1U) != 0 ? vote.weights[i] : 0;
        return sum;
    }

    std::vector<std::uint64_t> swings, orders, memberships, prizes;
    std::uint64_t coalitions = 0, all_orders = 1;
};

std::vector<std::string> texts(const std::vector<std::uint64_t>& numbers, std::uint64_t whole) {
    std::vector<Ratio> out;
    for (const std::uint64_t number : numbers)
        out.push_back(ratio(Natural(number), Natural(whole)));
    return texts(out);
}

/// Votes of all kinds: dummies, dictators, equal weights, low and high quotas.
std::vector<WeightedVote> votes() {
    std::vector<WeightedVote> votes;
    for (std::uint32_t number = 0; number < 150; ++number) {
        const auto word = [&](std::uint32_t index) {
            return math::noise_word({.key = 0x706f7765, .step = number, .word = index}, 0);
        };
        WeightedVote vote;
        const std::uint32_t voters = 1 + word(0) % 10;
        const std::uint32_t range = 1 + word(1) % (number % 3 == 0 ? 4 : 40);
        for (std::uint32_t i = 0; i < voters; ++i)
            vote.weights.push_back(word(10 + i) % (range + 1));
        const std::int64_t sum =
            std::accumulate(vote.weights.begin(), vote.weights.end(), std::int64_t{0});
        if (sum == 0) continue;
        vote.quota = 1 + word(2) % sum;
        votes.push_back(vote);
    }
    return votes;
}

TEST(PowerTest, CountsAsTheDefinitionsDo) {
    for (const WeightedVote& vote : votes()) {
        SCOPED_TRACE(testing::PrintToString(vote.weights) + " " + std::to_string(vote.quota));
        const Counted counted(vote);
        EXPECT_EQ(banzhaf_swings(vote), naturals(counted.swings));
        EXPECT_EQ(texts(shapley_shubik(vote)), texts(counted.orders, counted.all_orders));
        const MinimalWinning minimal = minimal_winning(vote);
        EXPECT_EQ(minimal.coalitions, Natural(counted.coalitions));
        EXPECT_EQ(minimal.memberships, naturals(counted.memberships));
        EXPECT_EQ(texts(deegan_packel(vote)),
                  texts(counted.prizes, counted.all_orders * counted.coalitions));
    }
}

}  // namespace
}  // namespace jonbar::politics
