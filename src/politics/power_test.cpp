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

TEST(PowerTest, ListsAsItCounts) {
    for (const WeightedVote& vote : votes()) {
        SCOPED_TRACE(testing::PrintToString(vote.weights) + " " + std::to_string(vote.quota));
        const std::vector<WeightedVote> rules = {vote};
        const ListedPower power = list_power(rules);
        EXPECT_EQ(power.swings, banzhaf_swings(vote));
        EXPECT_EQ(texts(power.shapley_shubik), texts(shapley_shubik(vote)));
        EXPECT_EQ(power.minimal.memberships, minimal_winning(vote).memberships);
        EXPECT_EQ(texts(power.deegan_packel), texts(deegan_packel(vote)));
    }
}

TEST(PowerTest, SeveralRulesMustAllBeMet) {
    // By heads 3 of 4, by weight 60 of 100: the first is in all but one of the winning coalitions.
    const std::vector<WeightedVote> rules = {{{1, 1, 1, 1}, 3}, {{45, 30, 15, 10}, 60}};
    // Winning: 012 013 0123 (023 weighs 70) 023; 123 weighs 55.
    const ListedPower power = list_power(rules);
    EXPECT_EQ(power.swings, naturals({4, 2, 2, 2}));
    EXPECT_EQ(texts(power.shapley_shubik), (std::vector<std::string>{"1/2", "1/6", "1/6", "1/6"}));
    EXPECT_EQ(power.minimal.coalitions, Natural(3));
    EXPECT_EQ(power.minimal.memberships, naturals({3, 2, 2, 2}));
    EXPECT_EQ(texts(power.deegan_packel), (std::vector<std::string>{"1/3", "2/9", "2/9", "2/9"}));
}

TEST(PowerTest, ListsMillionsOfCoalitions) {
    // Of 22 equals all indices are 1/22.
    const std::vector<WeightedVote> equal = {
        {std::vector<std::int64_t>(22, 1LL << 50U), 12LL << 50U}};
    const ListedPower power = list_power(equal);
    EXPECT_EQ(texts(power.shapley_shubik).back(), "1/22");
    EXPECT_EQ(texts(power.deegan_packel).front(), "1/22");
    EXPECT_EQ(power.swings[7], Natural(352716));           // 21 over 11
    EXPECT_EQ(power.minimal.coalitions, Natural(646646));  // 22 over 12
}

/// Weights given as how many voters have each.
struct Class {
    std::size_t voters;
    std::int64_t weight;
    double banzhaf, shapley_shubik;
};

WeightedVote vote_of(const std::vector<Class>& classes, std::int64_t quota) {
    WeightedVote vote{{}, quota};
    for (const Class& one : classes)
        vote.weights.insert(vote.weights.end(), one.voters, one.weight);
    return vote;
}

/// Compares both indices of each class with values of six decimals.
void expect_indices(const std::vector<Class>& classes, std::int64_t quota) {
    const WeightedVote vote = vote_of(classes, quota);
    const std::vector<Natural> swings = banzhaf_swings(vote);
    const std::vector<Ratio> shares = shapley_shubik(vote);
    Natural all;
    for (const Natural& own : swings) all += own;
    std::size_t voter = 0;
    for (const Class& one : classes) {
        EXPECT_NEAR(to_double(ratio(swings[voter], all)), one.banzhaf, 5e-7) << one.weight;
        EXPECT_NEAR(to_double(shares[voter]), one.shapley_shubik, 5e-7) << one.weight;
        voter += one.voters;
    }
}

TEST(PowerTest, CouncilOfTheFifteen) {
    const std::vector<Class> council = {{4, 10, 0.111621, 0.116667}, {1, 8, 0.092424, 0.095460},
                                        {4, 5, 0.058738, 0.055175},  {2, 4, 0.047872, 0.045360},
                                        {3, 3, 0.035919, 0.035254},  {1, 2, 0.022638, 0.020690}};
    expect_indices(council, 62);
    EXPECT_EQ(texts(shapley_shubik(vote_of(council, 62))).front(), "7/60");
}

TEST(PowerTest, CouncilOfTheTwentySevenByTheVotesOfNice) {
    expect_indices({{4, 29, 0.077827, 0.086738},
                    {2, 27, 0.074198, 0.079975},
                    {1, 14, 0.042592, 0.039937},
                    {1, 13, 0.039740, 0.036825},
                    {5, 12, 0.036844, 0.034068},
                    {3, 10, 0.030925, 0.028193},
                    {5, 7, 0.021808, 0.019606},
                    {5, 4, 0.012502, 0.011042},
                    {1, 3, 0.009422, 0.008178}},
                   255);
}

TEST(PowerTest, ElectoralCollegeOfTheTwentyTens) {
    // Votes of the states and the District in 2012 to 2020.
    const WeightedVote college{{55, 38, 29, 29, 20, 20, 18, 16, 16, 15, 14, 13, 12, 11, 11, 11, 11,
                                10, 10, 10, 10, 9,  9,  9,  8,  8,  7,  7,  7,  6,  6,  6,  6,  6,
                                6,  5,  5,  5,  4,  4,  4,  4,  4,  3,  3,  3,  3,  3,  3,  3,  3},
                               270};
    ASSERT_EQ(std::accumulate(college.weights.begin(), college.weights.end(), std::int64_t{0}),
              538);
    const std::vector<Natural> swings = banzhaf_swings(college);
    const std::vector<Ratio> shares = shapley_shubik(college);
    Natural all;
    for (const Natural& own : swings) all += own;
    EXPECT_EQ(all.decimal(), "4669244962411183");
    EXPECT_NEAR(to_double(ratio(swings[0], Natural::power_of_two(50))), 0.471147, 5e-7);
    const auto expect = [&](std::size_t state, double banzhaf, double share) {
        EXPECT_NEAR(to_double(ratio(swings[state], all)), banzhaf, 5e-7);
        EXPECT_NEAR(to_double(shares[state]), share, 5e-7);
    };
    expect(0, 0.113608, 0.110297);
    expect(1, 0.072065, 0.073223);
    expect(50, 0.005455, 0.005402);
}

TEST(PowerTest, OtherCouncilsOfOld) {
    // The Security Council before 1965 and of fifteen; the Board of Nassau County in 1958 and 1964.
    const WeightedVote eleven = vote_of({{5, 5, 0, 0}, {6, 1, 0, 0}}, 27);
    EXPECT_EQ(texts(shapley_shubik(eleven)).front(), "76/385");
    EXPECT_EQ(texts(shapley_shubik(eleven)).back(), "1/462");
    EXPECT_EQ(banzhaf_swings(eleven).front(), Natural(57));
    EXPECT_EQ(banzhaf_swings(eleven).back(), Natural(5));
    const WeightedVote fifteen = vote_of({{5, 7, 0, 0}, {10, 1, 0, 0}}, 39);
    EXPECT_EQ(texts(shapley_shubik(fifteen)).front(), "421/2145");
    EXPECT_EQ(banzhaf_swings(fifteen).front(), Natural(848));
    EXPECT_EQ(banzhaf_swings(fifteen).back(), Natural(84));
    EXPECT_EQ(banzhaf_swings({{9, 9, 7, 3, 1, 1}, 16}), naturals({16, 16, 16, 0, 0, 0}));
    EXPECT_EQ(banzhaf_swings({{31, 31, 28, 21, 2, 2}, 58}), naturals({16, 16, 16, 0, 0, 0}));
}

TEST(PowerTest, HundredsOfVotersStayExact) {
    // Where counts overflow a machine's integer, indices of others turn negative.
    for (const std::size_t voters : {70U, 200U}) {
        WeightedVote vote{{}, 0};
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < voters; ++i) {
            vote.weights.push_back(static_cast<std::int64_t>(1 + i % 9));
            sum += vote.weights.back();
        }
        vote.quota = sum / 2 + 1;
        // The shares of all add up to 1, over the common denominator.
        const Natural multiple = multiple_of_all(voters);
        Natural all;
        for (const Ratio& share : shapley_shubik(vote))
            all += quotient(product(share.numerator, multiple), share.denominator);
        EXPECT_EQ(all, multiple);
    }
    // Of 2 k + 1 equal voters each has the same share, and swings where k others join him.
    const WeightedVote equal{std::vector<std::int64_t>(301, 1), 151};
    EXPECT_EQ(texts(shapley_shubik(equal)).back(), "1/301");
    Natural middle(1);  // 300 over 150
    for (std::uint32_t i = 1; i <= 150; ++i) {
        middle *= 150 + i;
        middle.divide(i);
    }
    EXPECT_EQ(banzhaf_swings(equal).front(), middle);
    EXPECT_EQ(texts(deegan_packel(equal)).front(), "1/301");
}

TEST(PowerTest, DoublesAreCountedOneByOneAndAgree) {
    for (const WeightedVote& vote : votes()) {
        const std::vector<double> weights(vote.weights.begin(), vote.weights.end());
        const WinningRule rule{static_cast<double>(vote.quota)};
        const auto doubles = [](const std::vector<Ratio>& ratios) {
            std::vector<double> out;
            for (const Ratio& one : ratios) out.push_back(to_double(one));
            return out;
        };
        EXPECT_EQ(power_index(PowerIndex::ShapleyShubik, weights, rule),
                  doubles(shapley_shubik(vote)));
        EXPECT_EQ(power_index(PowerIndex::DeeganPackel, weights, rule),
                  doubles(deegan_packel(vote)));
        // The same game in another unit.
        std::vector<double> finer;
        for (const double weight : weights) finer.push_back(weight * 0x1p-400);
        EXPECT_EQ(power_index(PowerIndex::ShapleyShubik, finer, {rule.quota * 0x1p-400}),
                  doubles(shapley_shubik(vote)));
    }
}

TEST(PowerTest, ComparesDoublesExactly) {
    const std::vector<double> tenths = {0.1, 0.2, 0.3};
    // As doubles, 0.1 + 0.2 is a little more than 0.3, and 0.3 no majority of the whole.
    EXPECT_TRUE(is_winning(tenths, std::vector<std::uint8_t>{1, 1, 0}, {.quota = 0.3}));
    EXPECT_FALSE(is_winning(tenths, std::vector<std::uint8_t>{0, 0, 1}, {0, Majority{}}));
    EXPECT_TRUE(is_winning(tenths, std::vector<std::uint8_t>{1, 1, 0}, {0, Majority{}}));
    const std::vector<double> far = {1e300, 1e-300, 1.0};
    EXPECT_TRUE(is_minimal_winning(far, std::vector<std::uint8_t>{1, 0, 0}, {0, Majority{}}));
    EXPECT_FALSE(is_minimal_winning(far, std::vector<std::uint8_t>{1, 1, 0}, {0, Majority{}}));
    EXPECT_FALSE(is_winning(far, std::vector<std::uint8_t>{1, 1, 0}, {.quota = 1.0000001e300}));
    EXPECT_EQ(power_index(PowerIndex::Banzhaf, far, {0, Majority{}}),
              (std::vector<double>{1, 0, 0}));
    EXPECT_FALSE(
        is_winning(std::vector<double>{1, 1}, std::vector<std::uint8_t>{1, 0}, {0, Majority{}}));
    EXPECT_FALSE(
        is_minimal_winning(std::vector<double>{}, std::vector<std::uint8_t>{}, {.quota = 0}));
}

TEST(PowerTest, KnowsItsLimits) {
    EXPECT_FALSE(power_index(PowerIndex::Holler, std::vector<double>(21, 1.0), {.quota = 11}));
    std::vector<double> with_dummies(40, 0.0);
    with_dummies[7] = 3;
    EXPECT_EQ(power_index(PowerIndex::Holler, with_dummies, {.quota = 3})->at(7), 1);
    const std::vector<double> nobody(3, 0.0);
    EXPECT_EQ(power_index(PowerIndex::Banzhaf, nobody, {.quota = 1}), nobody);
}

}  // namespace
}  // namespace jonbar::politics
