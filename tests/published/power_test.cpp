// Power indices that stand in print.

#include "politics/power.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "politics/power_exact.h"

namespace jonbar::politics {
namespace {

using Texts = std::vector<std::string>;

std::string text(const Ratio& ratio) {
    return ratio.numerator.decimal() + "/" + ratio.denominator.decimal();
}

/// Each voter's share of all swings.
Texts banzhaf(const WeightedVote& vote) {
    const std::vector<Natural> swings = banzhaf_swings(vote);
    Natural all;
    for (const Natural& own : swings) all += own;
    Texts out;
    for (const Natural& own : swings) out.push_back(text(ratio(own, all)));
    return out;
}

// Weights and quota of the Council of the European Economic Community from 1958 to 1972: Germany,
// France and Italy 4, Belgium and the Netherlands 2, Luxembourg 1; 12 of 17. Banzhaf indices 5/21,
// 1/7 and, for Luxembourg, 0: Britannica Guide to Statistics and Probability, p. 194.
TEST(CouncilOfTheEec1958, reproduces_eec_1958_banzhaf) {
    EXPECT_EQ(banzhaf({{4, 4, 4, 2, 2, 1}, 12}),
              (Texts{"5/21", "5/21", "5/21", "1/7", "1/7", "0/1"}));
}

// L. S. Shapley, M. Shubik, "A Method for Evaluating the Distribution of Power in a Committee
// System", APSR 48 (1954), as applied to the Security Council of fifteen, [39; 7 x 5, 1 x 10]: a
// member without a veto has 4/2145 (0.19 %), one with it 19.6 %, the five together over 98 %.
TEST(SecurityCouncil, reproduces_security_council_shapley_shubik) {
    WeightedVote council{std::vector<std::int64_t>(5, 7), 39};
    council.weights.insert(council.weights.end(), 10, 1);
    const std::vector<Ratio> shares = shapley_shubik(council);
    EXPECT_EQ(text(shares[5]), "4/2145");
    EXPECT_NEAR(100 * to_double(shares[5]), 0.19, 0.005);
    EXPECT_NEAR(100 * to_double(shares[0]), 19.6, 0.05);
    EXPECT_GT(5 * to_double(shares[0]), 0.98);
}

// The textbook vote [51; 50, 49, 1], in which the smallest has as much power as the second: Banzhaf
// 3/5, 1/5, 1/5.
TEST(FiftyOneOfHundred, reproduces_51_50_49_1_banzhaf) {
    EXPECT_EQ(banzhaf({{50, 49, 1}, 51}), (Texts{"3/5", "1/5", "1/5"}));
    const std::vector<double> weights = {50, 49, 1};
    EXPECT_EQ(power_index(PowerIndex::Banzhaf, weights, {.quota = 51}),
              (std::vector<double>{0.6, 0.2, 0.2}));
}

// The manual of the R package CoopGame: [51; 50, 49, 1] has absolute Banzhaf indices .75, .25, .25;
// weights 8, 6, 4, 2 with quota 12 have .625, .375, .375, .125.
TEST(CoopGame, reproduces_coopgame_absolute_banzhaf) {
    const std::vector<double> first = {50, 49, 1}, second = {8, 6, 4, 2};
    EXPECT_EQ(power_index(PowerIndex::BanzhafAbsolute, first, {.quota = 51}),
              (std::vector<double>{0.75, 0.25, 0.25}));
    EXPECT_EQ(power_index(PowerIndex::BanzhafAbsolute, second, {.quota = 12}),
              (std::vector<double>{0.625, 0.375, 0.375, 0.125}));
}

}  // namespace
}  // namespace jonbar::politics
