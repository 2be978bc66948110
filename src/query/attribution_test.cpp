#include "query/attribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>

namespace jonbar {
namespace {

std::vector<CausePlayer> alone(std::size_t count) {
    std::vector<CausePlayer> players;
    for (std::size_t i = 0; i < count; ++i) players.push_back({i});
    return players;
}

/// Adds `histories` histories of one game to each of two islands.
Attribution play(const std::vector<CausePlayer>& players, const Holds& holds,
                 std::uint64_t histories = 1) {
    Attribution attribution(players, {0.5, 0.5}, 1);
    for (std::uint64_t h = 0; h < histories; ++h) {
        for (const std::size_t island : {std::size_t{0}, std::size_t{1}}) {
            attribution.add(island, 2 * h + island, ~CauseSet{0}, holds);
        }
    }
    return attribution;
}

double sum_of_values(const Attribution& attribution) {
    double sum = 0;
    for (std::size_t i = 0; i < attribution.cause_count(); ++i) {
        sum += attribution.cause(i).shapley.value;
    }
    return sum;
}

// One left glove, two right ones; a pair is worth 1: (2/3, 1/6, 1/6).
TEST(AttributionTest, GivesTheShapleyValueOfTheGlovesGame) {
    const Attribution gloves = play(alone(3), [](CauseSet absent) {
        const CauseSet present = ~absent;
        return (present & 1U) != 0 && (present & 6U) != 0;
    });
    EXPECT_TRUE(gloves.exact());
    EXPECT_NEAR(gloves.cause(0).shapley.value, 2.0 / 3, 1e-15);
    EXPECT_NEAR(gloves.cause(1).shapley.value, 1.0 / 6, 1e-15);
    EXPECT_NEAR(gloves.cause(2).shapley.value, 1.0 / 6, 1e-15);
    EXPECT_EQ(gloves.with_all().value, 1);
    EXPECT_EQ(gloves.without_any().value, 0);
}

// The same game with the right gloves in one hand: the groups split 1/2, 1/2.
TEST(AttributionTest, GivesTheOwenValueOfTheGlovesGame) {
    const Attribution gloves = play({{0}, {1}, {1}}, [](CauseSet absent) {
        const CauseSet present = ~absent;
        return (present & 1U) != 0 && (present & 6U) != 0;
    });
    EXPECT_NEAR(gloves.cause(0).owen.value, 0.5, 1e-15);
    EXPECT_NEAR(gloves.cause(1).owen.value, 0.25, 1e-15);
    EXPECT_NEAR(gloves.cause(2).owen.value, 0.25, 1e-15);
    EXPECT_NEAR(gloves.group(0).value, 0.5, 1e-15);
    EXPECT_NEAR(gloves.group(1).value, 0.5, 1e-15);
}

TEST(AttributionTest, GivesWeightsThatSumToOne) {
    const std::vector<std::size_t> groups = {0, 0, 1, 2, 2};
    for (std::size_t player = 0; player < groups.size(); ++player) {
        double sum = 0;
        for (CauseSet others = 0; others < 32; ++others) {
            if (((others >> player) & 1U) == 0) sum += owen_weight(groups, player, others);
        }
        EXPECT_NEAR(sum, 1, 1e-15);
    }
}

// A vote of ten in which the first has three votes and seven of twelve carry. He decides where 4, 5
// or 6 of the nine others stand before him: in three places of ten. The others share the rest.
TEST(AttributionTest, SamplesOrdersWhereThereAreManyCauses) {
    const auto carried = [](CauseSet absent) {
        const CauseSet present = ~absent & 0x3FFU;
        return std::popcount(present) + ((present & 1U) != 0 ? 2 : 0) >= 7;
    };
    const Attribution vote = play(alone(10), carried, 4000);
    EXPECT_FALSE(vote.exact());
    // 8,000 antithetic pairs; one order has sd 0.46, so 4.5 standard errors are below 0.025.
    EXPECT_NEAR(vote.cause(0).shapley.value, 0.3, 0.025);
    EXPECT_NEAR(vote.cause(5).shapley.value, 0.7 / 9, 0.02);
    EXPECT_NEAR(sum_of_values(vote), 1, 1e-9);
}

TEST(AttributionTest, AsksForTheWorldsItUses) {
    for (const std::size_t count : {std::size_t{3}, std::size_t{9}}) {
        Attribution attribution(alone(count), {1.0}, 7);
        for (std::uint64_t history = 0; history < 20; ++history) {
            const std::vector<CauseSet> worlds = attribution.worlds(history);
            EXPECT_EQ(worlds.front(), 0U);
            attribution.add(0, history, ~CauseSet{0}, [&](CauseSet absent) {
                EXPECT_TRUE(std::binary_search(worlds.begin(), worlds.end(), absent)) << absent;
                return true;
            });
        }
    }
}

// Two sufficient causes: neither is necessary, each is sufficient alone.
TEST(AttributionTest, TellsNecessityFromSufficiency) {
    const Attribution either = play(alone(2), [](CauseSet absent) { return (absent & 3U) != 3; });
    EXPECT_EQ(either.cause(0).necessity.value, 0);
    EXPECT_EQ(either.cause(0).sufficiency.value, 1);
    const Attribution both = play(alone(2), [](CauseSet absent) { return (absent & 3U) == 0; });
    EXPECT_EQ(both.cause(0).necessity.value, 1);
    EXPECT_EQ(both.cause(0).sufficiency.value, 0);
}

TEST(AttributionTest, CountsOnlyHistoriesWithTheCause) {
    Attribution attribution(alone(2), {0.5, 0.5}, 1);
    // Cause 0 is there in half of the histories, and decides there.
    for (const std::size_t island : {std::size_t{0}, std::size_t{1}}) {
        attribution.add(island, 0, 1, [](CauseSet absent) { return (absent & 1U) == 0; });
        attribution.add(island, 1, 0, [](CauseSet) { return true; });
    }
    EXPECT_EQ(attribution.cause(0).present, 0.5);
    EXPECT_EQ(attribution.cause(0).necessity.value, 1);
    EXPECT_EQ(attribution.cause(0).shapley.value, 0.5);
    EXPECT_FALSE(attribution.cause(1).has_necessity);
    EXPECT_EQ(attribution.cause(1).shapley.value, 0);
}

TEST(AttributionTest, FindsWhereCausesNeedEachOther) {
    Attribution attribution(alone(2), {0.5, 0.5}, 1);
    for (const std::size_t island : {std::size_t{0}, std::size_t{1}}) {
        attribution.add(island, island, 3, [](CauseSet absent) { return absent == 0; });
        attribution.add_pair(island, 0, true, false, false, false);  // either is needed
        attribution.add_pair(island, 1, true, true, true, false);    // either will do
    }
    EXPECT_EQ(attribution.interaction(0).value, 1);
    EXPECT_EQ(attribution.interaction(1).value, -1);
}

}  // namespace
}  // namespace jonbar
