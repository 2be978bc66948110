#include "politics/spatial.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace jonbar::politics {
namespace {

/// KTAB's scenario "DummyData_3Dim" (examples/smp/doc/dummyData_3Dim.csv): position and salience in
/// three dimensions, in percent.
struct Dummy {
    std::vector<double> influences = {102.543, 53.393, 129.643, 75.920, 63.224, 120.048, 54.178};
    std::vector<double> positions = {75.79, 6.37,  70.45, 82.72, 73.50, 64.00, 82.45,
                                     90.89, .07,   62.52, 50.82, 62.33, 82.34, 45.77,
                                     73.31, 84.48, 33.70, 88.11, 70.96, 33.46, 90.36};
    std::vector<double> saliences = {49.53, 5.91,  28.15, 30.33, 21.22, 24.79, 48.47,
                                     13.55, 34.62, 20.76, 39.24, 22.21, 40.96, 25.43,
                                     22.59, 22.92, 39.35, 15.42, 31.75, 27.93, 26.03};

    Dummy() {
        for (double& x : positions) x /= 100;
        for (double& x : saliences) x /= 100;
    }
    [[nodiscard]] SpatialActors actors() const { return {3, influences, positions, saliences}; }
};

// What KTAB's own log of this scenario prints (examples/smp/doc/20170530_ref-dummyData_3Dim.txt):
// each coordinate of each actor in percent before turns 0 to 10, and each one's chances.
const double kPositions[21][11] = {
    {75.8, 79.5, 80.6, 80.6, 78.5, 78.5, 78.5, 78.5, 78.6, 78.6, 78.6},
    {6.4, 44.7, 34.2, 35.0, 30.5, 30.5, 31.2, 31.2, 31.5, 31.8, 31.8},
    {70.5, 72.0, 75.9, 76.1, 74.0, 74.0, 74.0, 74.0, 74.0, 74.1, 74.1},
    {82.7, 78.9, 76.0, 78.3, 79.0, 79.0, 79.1, 78.5, 79.9, 78.6, 78.6},
    {73.5, 56.3, 27.5, 30.5, 30.6, 30.6, 30.9, 31.2, 34.4, 31.8, 31.8},
    {64.0, 72.5, 72.0, 73.8, 74.2, 74.2, 74.3, 74.0, 75.2, 74.1, 74.1},
    {82.5, 82.5, 82.5, 82.5, 82.5, 82.5, 82.5, 82.5, 82.5, 82.5, 82.5},
    {90.9, 90.9, 90.9, 90.9, 90.9, 90.9, 90.9, 90.9, 90.9, 90.9, 90.9},
    {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1},
    {62.5, 65.8, 66.7, 66.7, 66.7, 66.7, 67.1, 67.1, 67.1, 67.1, 67.1},
    {50.8, 50.8, 50.2, 50.2, 50.2, 50.2, 50.1, 50.1, 50.1, 50.1, 50.1},
    {62.3, 63.0, 63.5, 63.5, 63.5, 63.5, 63.7, 63.7, 63.7, 63.7, 63.7},
    {82.3, 79.5, 81.5, 78.3, 78.5, 78.5, 78.6, 80.5, 78.6, 78.6, 78.6},
    {45.8, 44.7, 35.8, 30.5, 30.5, 30.5, 30.6, 34.6, 31.6, 31.6, 31.6},
    {73.3, 72.0, 79.1, 73.8, 74.0, 74.0, 74.1, 75.9, 74.0, 74.1, 74.1},
    {84.5, 84.4, 80.6, 80.7, 80.6, 80.5, 80.5, 80.5, 79.9, 79.9, 79.9},
    {33.7, 34.1, 34.2, 34.3, 34.7, 34.6, 34.6, 34.6, 34.4, 34.4, 34.4},
    {88.1, 86.3, 75.9, 76.3, 76.1, 75.9, 75.9, 75.9, 75.2, 75.2, 75.2},
    {71.0, 75.6, 76.0, 77.4, 77.4, 80.5, 78.5, 78.5, 78.7, 78.7, 78.6},
    {33.5, 24.8, 27.5, 28.7, 28.7, 34.6, 31.2, 31.2, 31.3, 31.3, 31.6},
    {90.4, 72.0, 72.0, 73.0, 73.0, 75.9, 74.0, 74.0, 74.1, 74.1, 74.1}};
const double kChances[7][11] = {
    {.0047, .6059, .3618, .2234, .2420, .4040, .4031, .3546, .4593, .3962, .3340},
    {.0302, .0509, .3087, .3684, .2457, .1811, .1290, .3546, .2960, .3962, .3340},
    {.0054, .0096, .0256, .0158, .0096, .0339, .0072, .0571, .0194, .0074, .0183},
    {.1492, .1406, .1887, .1674, .0823, .2564, .0533, .2768, .1131, .0507, .0957},
    {.6001, .6059, .1152, .3684, .2420, .4040, .0446, .3115, .4593, .1730, .1512},
    {.1447, .1217, .3618, .0649, .3687, .1246, .3628, .3115, .2960, .3530, .4009},
    {.0656, .0713, .3087, .1602, .0517, .1246, .4031, .3546, .1123, .0198, .1512}};

TEST(SpatialTest, FollowsTheReferenceRunOfTheProgram) {
    const Dummy dummy;
    const auto turns = spatial_model(dummy.actors(), {});
    ASSERT_EQ(turns.size(), 11U);
    for (std::size_t turn = 0; turn < 11; ++turn) {
        for (std::size_t at = 0; at < 21; ++at) {
            EXPECT_NEAR(100 * turns[turn].positions[at], kPositions[at][turn], .0501)
                << "turn " << turn << ", coordinate " << at;
        }
        for (std::size_t i = 0; i < 7; ++i) {
            EXPECT_NEAR(turns[turn].chances[i], kChances[i][turn], .0000501)
                << "turn " << turn << ", actor " << i;
        }
    }
}

TEST(SpatialTest, ProposesWhatTheProgramProposes) {
    const Dummy dummy;
    const SpatialTurn turn = spatial_model(dummy.actors(), {})[0];
    const double risks[] = {-.500, -.459, -.499, -.274, 1, -.232, -.430};
    for (std::size_t i = 0; i < 7; ++i) EXPECT_NEAR(turn.risks[i], risks[i], .000501) << i;
    const struct {
        std::size_t receiver;
        double win;
        double gain;
        double to[3];
        bool by_initiator;
        bool by_receiver;
    } proposals[] = {{6, .7643, .0947, {75.61, 24.78, 71.95}, false, true},
                     {0, .7964, .2810, {81.69, 73.16, 64.50}, false, false},
                     {6, .8334, .4711, {82.26, 82.56, 2.06}, false, false},
                     {0, .8056, .2839, {65.82, 50.76, 63.02}, true, false},
                     {0, .5836, .0116, {79.54, 44.72, 72.05}, true, true},
                     {1, .8510, .2986, {84.39, 34.05, 86.34}, true, false},
                     {1, .3970, .0286, {78.93, 56.33, 72.52}, false, true}};
    ASSERT_EQ(turn.proposals.size(), 7U);
    for (std::size_t i = 0; i < 7; ++i) {
        const SpatialProposal& ours = turn.proposals[i];
        EXPECT_EQ(ours.initiator, i);
        EXPECT_EQ(ours.receiver, proposals[i].receiver);
        EXPECT_NEAR(ours.win, proposals[i].win, .0000501);
        EXPECT_NEAR(ours.gain, proposals[i].gain, .0000501);
        for (std::size_t d = 0; d < 3; ++d) {
            EXPECT_NEAR(100 * ours.initiator_to[d], proposals[i].to[d], 1e-9);
        }
    }
}

TEST(SpatialTest, RatioOfTwoToOneGivesTheTutorialsProbabilities) {
    EXPECT_DOUBLE_EQ(victory_probability(VictoryRule::Linear, 2, 1), 2.0 / 3);
    EXPECT_DOUBLE_EQ(victory_probability(VictoryRule::Square, 2, 1), 4.0 / 5);
    EXPECT_DOUBLE_EQ(victory_probability(VictoryRule::Quartic, 2, 1), 16.0 / 17);
    EXPECT_DOUBLE_EQ(victory_probability(VictoryRule::Octic, 2, 1), 256.0 / 257);
    EXPECT_DOUBLE_EQ(victory_probability(VictoryRule::Octic, 1e-200, 1e-200), .5);
}

TEST(SpatialTest, VotesFollowTheirRules) {
    EXPECT_DOUBLE_EQ(spatial_vote(VotingRule::Proportional, 3, -.5), -1.5);
    EXPECT_DOUBLE_EQ(spatial_vote(VotingRule::Binary, 3, -.5), -3);
    EXPECT_DOUBLE_EQ(spatial_vote(VotingRule::Binary, 3, .5e-8), 1.5);
    EXPECT_DOUBLE_EQ(spatial_vote(VotingRule::Cubic, 3, -.5), -.375);
    EXPECT_DOUBLE_EQ(spatial_vote(VotingRule::ProportionalBinary, 3, -.5), -1.8);
    EXPECT_DOUBLE_EQ(spatial_vote(VotingRule::ProportionalCubic, 3, -.5), -.9375);
}

TEST(SpatialTest, UtilityBendsWithTheAttitudeToRisk) {
    EXPECT_EQ(spatial_utility(0, .7), 1);
    EXPECT_EQ(spatial_utility(1, .7), 0);
    EXPECT_EQ(spatial_utility(.5, 0), .5);
    EXPECT_EQ(spatial_utility(.5, 1), .75);
    EXPECT_EQ(spatial_utility(.5, -1), .25);
}

TEST(SpatialTest, ElectionsOfTwoAndOfEqualsHaveTheirClosedForms) {
    const std::vector<double> two = {0, 3, 1, 0};
    // The conditional election of two is the victory itself.
    const auto conditional =
        election_probabilities(ElectionRule::Conditional, VictoryRule::Linear, two, 2);
    EXPECT_NEAR(conditional[0], .75, 1e-15);
    // The champion stays unless the other beats it: p = .75 in the limit as well.
    const auto uniform =
        election_probabilities(ElectionRule::MarkovUniform, VictoryRule::Linear, two, 2);
    EXPECT_NEAR(uniform[0], .75, 1e-9);
    const std::vector<double> equal(25, 1);
    for (const auto rule :
         {ElectionRule::Conditional, ElectionRule::MarkovUniform, ElectionRule::MarkovIncentive}) {
        for (const double chance : election_probabilities(rule, VictoryRule::Square, equal, 5)) {
            EXPECT_NEAR(chance, .2, 1e-12);
        }
    }
}

/// The limit of a champion's chain by plain iteration of its transition matrix.
TEST(SpatialTest, MarkovElectionsAreStationary) {
    const std::vector<double> strengths = {1e-8, 5, 2, 3, 1e-8, 4, 6, 1, 1e-8};
    for (const auto rule : {ElectionRule::MarkovUniform, ElectionRule::MarkovIncentive}) {
        const auto chances = election_probabilities(rule, VictoryRule::Linear, strengths, 3);
        EXPECT_NEAR(std::accumulate(chances.begin(), chances.end(), 0.0), 1, 1e-12);
        std::vector<double> next(3);
        for (std::size_t champion = 0; champion < 3; ++champion) {
            double whole = 0;
            for (std::size_t i = 0; i < 3; ++i) {
                const double win =
                    i == champion ? .5
                                  : strengths[i * 3 + champion] /
                                        (strengths[i * 3 + champion] + strengths[champion * 3 + i]);
                whole += strengths[i * 3 + champion] * win + (i == champion ? 1e-10 : 0);
            }
            for (std::size_t i = 0; i < 3; ++i) {
                const double win =
                    i == champion ? .5
                                  : strengths[i * 3 + champion] /
                                        (strengths[i * 3 + champion] + strengths[champion * 3 + i]);
                const double challenge =
                    rule == ElectionRule::MarkovUniform
                        ? 1.0 / 3
                        : (strengths[i * 3 + champion] * win + (i == champion ? 1e-10 : 0)) / whole;
                next[i] += chances[champion] * challenge * win;
                next[champion] += chances[champion] * challenge * (1 - win);
            }
        }
        for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(next[i], chances[i], 1e-9);
    }
}

TEST(SpatialTest, ManyHopelessOptionsDoNotUnderflow) {
    constexpr std::size_t kCount = 200;
    std::vector<double> strengths(kCount * kCount);
    for (std::size_t i = 0; i < kCount; ++i) {
        for (std::size_t j = 0; j < kCount; ++j) {
            strengths[i * kCount + j] = (i + j) % 2 == 0 ? 1 : i % 2 == 0 ? 1e-8 : 100;
        }
    }
    const auto chances =
        election_probabilities(ElectionRule::Conditional, VictoryRule::Octic, strengths, kCount);
    EXPECT_NEAR(std::accumulate(chances.begin(), chances.end(), 0.0), 1, 1e-12);
    EXPECT_NEAR(chances[1], .01, 1e-12);
    EXPECT_EQ(chances[0], 0);
}

TEST(SpatialTest, EveryVariantStaysInsideAndIsItselfTwice) {
    const Dummy dummy;
    SpatialOptions options{.most_turns = 4};
    for (unsigned variant = 0; variant < 120; ++variant) {
        unsigned rest = variant * 7919;
        const auto take = [&rest](unsigned count) {
            const unsigned taken = rest % count;
            rest /= count;
            return taken;
        };
        options.voting = static_cast<VotingRule>(take(5));
        options.election = static_cast<ElectionRule>(take(3));
        options.victory = static_cast<VictoryRule>(1U << take(4));
        options.risk_range = static_cast<RiskRange>(take(3));
        options.insight = static_cast<RiskInsight>(take(5));
        options.interpolation = static_cast<Interpolation>(take(3));
        options.proposer = static_cast<Proposer>(take(3));
        options.resolution = static_cast<Resolution>(take(2));
        options.third_parties = take(2) == 1;
        const auto turns = spatial_model(dummy.actors(), options);
        const auto again = spatial_model(dummy.actors(), options);
        ASSERT_EQ(turns.back().positions, again.back().positions) << variant;
        for (const SpatialTurn& turn : turns) {
            for (std::size_t at = 0; at < turn.positions.size(); ++at) {
                ASSERT_GE(turn.positions[at], 0) << variant;
                ASSERT_LE(turn.positions[at], 1) << variant;
            }
        }
    }
}

TEST(SpatialTest, DrawnProposalsDependOnSeedAndHistory) {
    const Dummy dummy;
    const SpatialOptions options{.resolution = Resolution::Drawn, .most_turns = 3};
    const auto first = spatial_model(dummy.actors(), options, 0).back().positions;
    EXPECT_EQ(first, spatial_model(dummy.actors(), options, 0).back().positions);
    int different = 0;
    for (std::uint64_t history = 1; history <= 10; ++history) {
        different += spatial_model(dummy.actors(), options, history).back().positions != first;
    }
    EXPECT_GE(different, 8);
}

TEST(SpatialTest, OneActorAndActorsWhoAgreeStay) {
    const std::vector<double> one = {.5};
    const auto alone = spatial_model({1, one, one, one}, {});
    EXPECT_EQ(alone.back().positions, one);
    EXPECT_TRUE(alone.back().proposals.empty());
    const std::vector<double> three = {.5, .5, .5};
    const auto agreed = spatial_model({1, three, three, three}, {});
    EXPECT_EQ(agreed.back().positions, three);
    EXPECT_EQ(agreed.size(), 3U);  // two turns at least
    EXPECT_EQ(agreed.back().chances, (std::vector<double>{1, 1, 1}));
}

}  // namespace
}  // namespace jonbar::politics
