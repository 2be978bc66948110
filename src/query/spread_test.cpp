#include "query/spread.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace jonbar {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

TEST(SpreadTest, WeighsIslandsByTheirEvidence) {
    const std::array<double, 3> logs = {-1000, -1000 + std::log(3.0), kNever};
    const auto weights = evidence_weights(logs);
    EXPECT_NEAR(weights[0], 0.25, 1e-12);
    EXPECT_NEAR(weights[1], 0.75, 1e-12);
    EXPECT_EQ(weights[2], 0);
    EXPECT_NEAR(effective_islands(weights), 1.6, 1e-12);
}

TEST(SpreadTest, GivesNoWeightWhereNothingIsPossible) {
    const std::array<double, 2> logs = {kNever, kNever};
    const auto weights = evidence_weights(logs);
    EXPECT_EQ(weights[0] + weights[1], 0);
    EXPECT_EQ(effective_islands(weights), 0);
}

TEST(SpreadTest, IsStudentsIntervalWhereWeightsAreEqual) {
    const std::array<double, 4> weights = {0.25, 0.25, 0.25, 0.25};
    const std::array<double, 4> means = {1, 2, 3, 4};
    const Estimate mean = spread_mean(weights, means);
    EXPECT_DOUBLE_EQ(mean.value, 2.5);
    const double error = std::sqrt(5.0 / 3 / 4);
    EXPECT_NEAR(mean.high - mean.value, 3.182 * error, 0.04 * error);  // Student's, 3 degrees
    EXPECT_DOUBLE_EQ(mean.value - mean.low, mean.high - mean.value);
}

TEST(SpreadTest, HasNoErrorWhereTheRatioIsTheSameEverywhere) {
    const std::array<double, 3> weights = {0.5, 0.25, 0.25};
    const std::array<double, 3> above = {1, 2, 4};
    const std::array<double, 3> below = {2, 4, 8};
    const Estimate ratio = spread_ratio(weights, above, below);
    EXPECT_DOUBLE_EQ(ratio.value, 0.5);
    EXPECT_DOUBLE_EQ(ratio.low, ratio.high);
}

TEST(SpreadTest, KnowsNothingFromOneIsland) {
    const std::array<double, 1> weights = {1};
    const std::array<double, 1> means = {0.4};
    const Estimate mean = spread_mean(weights, means);
    EXPECT_EQ(mean.value, 0.4);
    EXPECT_EQ(mean.low, kNever);
    const Estimate share = as_share(mean, 1);
    EXPECT_EQ(share.low, 0);
    EXPECT_EQ(share.high, 1);
}

TEST(SpreadTest, TakesWilsonsBoundWhereIslandsAgree) {
    const Estimate never = as_share({0, 0, 0}, 100);
    EXPECT_EQ(never.low, 0);
    EXPECT_NEAR(never.high, 0.03699, 1e-4);  // Wilson's 95 % bound for 0 of 100
    const Estimate always = as_share({1, 1, 1}, 100);
    EXPECT_NEAR(always.low, 1 - 0.03699, 1e-4);
}

}  // namespace
}  // namespace jonbar
