#include "politics/opinion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace jonbar::politics {
namespace {

void expect_near(const std::vector<double>& values, const std::vector<double>& expected,
                 double error = 1e-14) {
    ASSERT_EQ(values.size(), expected.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        EXPECT_NEAR(values[i], expected[i], error) << i;
    }
}

std::vector<double> confidence_steps(std::vector<double> opinions, double within, int steps) {
    std::vector<double> next(opinions.size());
    for (int step = 0; step < steps; ++step) {
        bounded_confidence_step(opinions, within, next);
        std::swap(opinions, next);
    }
    return opinions;
}

/// Steps until nobody moves by more than rounding does.
int steps_to_rest(std::vector<double>& opinions, double within) {
    std::vector<double> next(opinions.size());
    for (int step = 0;; ++step) {
        bounded_confidence_step(opinions, within, next);
        double moved = 0;
        for (std::size_t i = 0; i < next.size(); ++i) {
            moved = std::max(moved, std::abs(next[i] - opinions[i]));
        }
        if (moved < 1e-13) return step;
        opinions = next;
    }
}

TEST(OpinionTest, BoundedConfidenceFollowsTheExactTrace) {
    const std::vector<double> start = {0, .25, .5, .75, 1};
    expect_near(confidence_steps(start, .25, 1), {1 / 8.0, .25, .5, .75, 7 / 8.0}, 0);
    expect_near(confidence_steps(start, .25, 2), {3 / 16.0, 7 / 24.0, .5, 17 / 24.0, 13 / 16.0});
    expect_near(confidence_steps(start, .25, 3),
                {23 / 96.0, 47 / 144.0, .5, 97 / 144.0, 73 / 96.0});
    expect_near(confidence_steps(start, .25, 4),
                {163 / 576.0, 307 / 864.0, .5, 557 / 864.0, 413 / 576.0});
    expect_near(confidence_steps(start, .25, 5),
                {1967 / 5184.0, 1967 / 5184.0, .5, 3217 / 5184.0, 3217 / 5184.0});
    expect_near(confidence_steps(start, .25, 6), {.5, .5, .5, .5, .5});
    EXPECT_EQ(confidence_steps(start, .2, 3), start);  // frozen
}

TEST(OpinionTest, TenthsBehaveAsTheyAreWritten) {
    std::vector<double> fifths = {0, .2, .4, .6, .8, 1};
    EXPECT_EQ(steps_to_rest(fifths, .2), 6);
    const double low = 577 / 1728.0;
    const double high = 1151 / 1728.0;
    expect_near(fifths, {low, low, low, high, high, high});
    std::vector<double> tenths = {0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1};
    EXPECT_EQ(steps_to_rest(tenths, .2), 12);
    expect_near(tenths, std::vector<double>(11, .5));
    // The same in whole numbers, where every distance is exact.
    std::vector<double> whole = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    EXPECT_EQ(steps_to_rest(whole, 2), 12);
    expect_near(whole, std::vector<double>(11, 5), 1e-12);
}

TEST(OpinionTest, AlonePeopleKeepTheirOpinion) {
    EXPECT_EQ(hegselmann_krause({}, 3, 1), 3);
    const std::vector<double> far = {9};
    EXPECT_EQ(hegselmann_krause(far, 3, 1), 3);
    const std::vector<double> deaf = {0};
    EXPECT_EQ(degroot(far, deaf, 3), 3);
    EXPECT_EQ(friedkin_johnsen(far, deaf, 3, .5, 7), 5);
}

TEST(OpinionTest, AGroupThatListensComesToItsConsensus) {
    const std::vector<double> weights = {0, 1, 1, 1, 0, 0, 0, 1, 0};  // rows (0, 1/2, 1/2), ...
    const auto shares = consensus_shares(weights, 3);
    ASSERT_TRUE(shares);
    expect_near(*shares, {.4, .4, .2});
    std::vector<double> opinions = {1, 0, 0};
    std::vector<double> next(3);
    for (int step = 0; step < 200; ++step) {
        opinion_step({weights, {}, {}}, opinions, next);
        std::swap(opinions, next);
    }
    expect_near(opinions, {.4, .4, .4}, 1e-12);
}

TEST(OpinionTest, NoConsensusIsSureOfTurnsOrOfTwoCircles) {
    const std::vector<double> turns = {0, 1, 1, 0};
    EXPECT_FALSE(consensus_shares(turns, 2));
    const std::vector<double> circles = {1, 0, 0, 1};
    EXPECT_FALSE(consensus_shares(circles, 2));
    EXPECT_FALSE(consensus_shares({}, 0));
    const std::vector<double> follower = {1, 0, 1, 0};
    const auto shares = consensus_shares(follower, 2);
    ASSERT_TRUE(shares);
    expect_near(*shares, {1, 0});
}

// The weights of Friedkin and Johnsen's group of four as others print them, rounded.
const std::vector<double> kGroupOfFour = {.220, .120, .360, .300, .147, .215, .344, .294,
                                          0,    0,    1,    0,    .090, .178, .446, .286};
const std::vector<double> kSusceptible = {1 - .220, 1 - .215, 0, 1 - .286};

TEST(OpinionTest, StubbornPeopleSettle) {
    const std::vector<double> first = {25, 25, 75, 85};
    const OpinionGroup group{kGroupOfFour, kSusceptible, first};
    const auto end = settled_opinions(group);
    ASSERT_TRUE(end);
    expect_near(*end, {60.021, 59.984, 75, 74.986}, .0005);
    const std::vector<double> second = {25, 15, -50, 5};
    const auto other = settled_opinions({kGroupOfFour, kSusceptible, second});
    ASSERT_TRUE(other);
    expect_near(*other, {-19.290, -21.483, -50, -23.199}, .0005);
    std::vector<double> opinions = first;
    std::vector<double> next(4);
    for (int step = 0; step < 300; ++step) {
        opinion_step(group, opinions, next);
        std::swap(opinions, next);
    }
    expect_near(opinions, *end, 1e-11);
}

TEST(OpinionTest, NothingSettlesAloneWhereAllAreSusceptible) {
    const std::vector<double> weights = {.5, .5, .5, .5};
    const std::vector<double> ones = {1, 1};
    EXPECT_FALSE(settled_opinions({weights, ones, ones}));
}

}  // namespace
}  // namespace jonbar::politics
