#include "politics/bargain.h"

#include <gtest/gtest.h>

#include <cmath>

#include "politics/emissions_1988.h"

namespace jonbar::politics {
namespace {

std::vector<double> rounded(const std::vector<double>& values) {
    std::vector<double> out;
    for (const double value : values) out.push_back(std::round(value * 1e6) / 1e6);
    return out;
}

BargainActors actors_of(const Emissions& data) {
    return {data.positions, data.capabilities, data.saliences};
}

TEST(BargainTest, KeepsTheMediansAndMeansOfTheAuthorsProgram) {
    const Emissions data;
    const BargainTrace trace = bargain(actors_of(data), {}, 9);
    EXPECT_EQ(rounded(trace.medians),
              (std::vector<double>{7, 8.415932, 9.610859, 9.961980, 9.961980, 9.961980, 7.472046,
                                   8.824594, 9.671130, 9.671130}));
    EXPECT_EQ(rounded(trace.means),
              (std::vector<double>{7.389956, 7.461314, 7.552501, 7.590145, 7.358131, 7.349174,
                                   7.414878, 7.510457, 7.572447, 7.324989}));
}

TEST(BargainTest, FindsExponentsFromSecurity) {
    const Emissions data;
    const BargainTrace trace = bargain(actors_of(data), {}, 1);
    const std::vector<double> expected = {1.4057, .7542,  .5089, 1.4057, 1.0465,
                                          1.0465, 1.9649, .5,    2.0,    1.1121};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(trace.first_exponents[i], expected[i], 5e-5) << i;
    }
}

TEST(BargainTest, MovesOnlyTheActorsWhoLoseADyad) {
    const Emissions data;
    const BargainTrace trace = bargain(actors_of(data), {}, 4);
    std::vector<double> expected = data.positions;
    expected[1] = 8.415932;  // Belgium meets France
    expected[2] = 7;         // Luxembourg gives way to Belgium
    expected[7] = 4;         // Ireland to Luxembourg
    EXPECT_EQ(rounded(trace.positions[1]), expected);
    EXPECT_NEAR(trace.first_stakes[1 * 10 + 4].own, -.114831, 1e-6);
    EXPECT_NEAR(trace.first_stakes[1 * 10 + 4].other, .243297, 1e-6);
    EXPECT_NEAR(trace.first_stakes[2 * 10 + 1].own, .245509, 1e-6);
    EXPECT_NEAR(trace.first_stakes[2 * 10 + 1].other, .542246, 1e-6);
    EXPECT_NEAR(trace.positions[4][1], 4.800881, 1e-6);
    EXPECT_NEAR(trace.positions[4][2], 9.961980, 1e-6);
    EXPECT_NEAR(trace.positions[4][7], 9.610859, 1e-6);
}

TEST(BargainTest, PrintedProbabilityMakesBelgiumsStakesPositive) {
    const Emissions data;
    const BargainTrace trace = bargain(actors_of(data), {.win = WinProbability::Printed}, 1);
    EXPECT_NEAR(trace.first_stakes[1 * 10 + 3].own, .41, .005);  // against Germany
    EXPECT_NEAR(trace.first_stakes[1 * 10 + 3].other, .49, .005);
}

TEST(BargainTest, PrintedProbabilitiesOfAPairSumToOne) {
    const Emissions data;
    BargainScratch scratch;
    bargain_round(actors_of(data), 6, BargainOptions::printed(), scratch);
    for (std::size_t i = 0; i < 10; ++i) {
        for (std::size_t j = 0; j < 10; ++j) {
            EXPECT_NEAR(scratch.win[i * 10 + j] + scratch.win[j * 10 + i], 1, 1e-15);
        }
    }
}

TEST(BargainTest, EveryVariantStaysWithinTheRangeAndIsItselfTwice) {
    const Emissions data;
    for (int variant = 0; variant < 128; ++variant) {
        const BargainOptions options{
            .win = (variant & 1) != 0 ? WinProbability::Printed : WinProbability::Program,
            .range = (variant & 2) != 0 ? PositionRange::Current : PositionRange::Initial,
            .compromise =
                (variant & 4) != 0 ? CompromiseChoice::LeastMove : CompromiseChoice::LowestPosition,
            .risk = (variant & 8) != 0 ? RiskOf::Challenger : RiskOf::Mover,
            .stay = (variant & 16) != 0 ? 0.5 : 1,
            .capitulation = (variant & 32) != 0,
            .risk_attitudes = (variant & 64) != 0};
        const BargainTrace trace = bargain(actors_of(data), options, 5);
        const BargainTrace again = bargain(actors_of(data), options, 5);
        EXPECT_EQ(trace.positions, again.positions) << variant;
        for (const auto& positions : trace.positions) {
            for (const double position : positions) {
                EXPECT_GE(position, 4) << variant;
                EXPECT_LE(position, 10) << variant;
            }
        }
    }
}

TEST(BargainTest, IsTheSameOnAnyScaleOfPositions) {
    const Emissions data;
    std::vector<double> scaled = data.positions;
    for (double& x : scaled) x = 1024 * x;
    const BargainTrace trace = bargain(actors_of(data), {}, 3);
    const BargainTrace large = bargain({scaled, data.capabilities, data.saliences}, {}, 3);
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_EQ(large.positions[3][i], 1024 * trace.positions[3][i]);
    }
}

TEST(BargainTest, NobodyMovesWhereAllAgreeOrNobodyElseIsThere) {
    const std::vector<double> weights = {1, 2, 3};
    const std::vector<double> agreed = {5, 5, 5};
    EXPECT_EQ(bargain({agreed, weights, weights}, {}, 2).positions[2], agreed);
    const std::vector<double> one = {3};
    EXPECT_EQ(bargain({one, one, one}, {}, 2).positions[2], one);
    EXPECT_TRUE(bargain({{}, {}, {}}, {}, 2).positions[2].empty());
}

TEST(BargainTest, CondorcetPositionIsTheWeightedMedian) {
    const std::vector<double> positions = {10, 0, 4};
    const std::vector<double> ones = {1, 1, 1};
    const std::vector<double> heavy = {5, 1, 1};
    EXPECT_EQ(condorcet_position({positions, ones, ones}), 4);
    EXPECT_EQ(condorcet_position({positions, heavy, ones}), 10);
    const std::vector<double> pair = {7, 3};
    EXPECT_EQ(condorcet_position({pair, std::span(ones).first(2), std::span(ones).first(2)}), 3);
    EXPECT_TRUE(std::isnan(condorcet_position({{}, {}, {}})));
}

}  // namespace
}  // namespace jonbar::politics
