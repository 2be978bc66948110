#include "model/tabled.h"

#include <gtest/gtest.h>

#include <limits>

namespace jonbar {
namespace {

/// Returns what is said of a draw of two parameters that are numbers, or a local in place of the
/// second.
std::optional<FixedDistribution> tabled(Distribution distribution, double first, double second,
                                        ExpressionKind second_kind = ExpressionKind::Number) {
    Model model;
    model.expressions.resize(2);
    model.expressions[0].number = first;
    model.expressions[1].kind = second_kind;
    model.expressions[1].number = second;
    Expression draw;
    draw.kind = ExpressionKind::Draw;
    draw.distribution = distribution;
    draw.args = {ExpressionId{0}, ExpressionId{1}};
    return tabled_distribution(model, draw);
}

TEST(TabledTest, TakesBetaAndGammaOfNumbers) {
    EXPECT_EQ(tabled(Distribution::Beta, 3, 7), (FixedDistribution{math::Family::Beta, {3, 7, 0}}));
    EXPECT_EQ(tabled(Distribution::Gamma, 2, 0.5),
              (FixedDistribution{math::Family::Gamma, {2, 0.5, 0}}));
}

TEST(TabledTest, LeavesTheFamiliesThatAreFast) {
    EXPECT_EQ(tabled(Distribution::Normal, 3, 7), std::nullopt);
    EXPECT_EQ(tabled(Distribution::LogNormal, 3, 7), std::nullopt);
}

TEST(TabledTest, LeavesParametersThatAHistoryMayChange) {
    EXPECT_EQ(tabled(Distribution::Beta, 3, 7, ExpressionKind::Local), std::nullopt);
    EXPECT_EQ(tabled(Distribution::Gamma, 3, 7, ExpressionKind::Load), std::nullopt);
}

TEST(TabledTest, LeavesWrongParametersToTheFaultTheyAre) {
    EXPECT_EQ(tabled(Distribution::Beta, 3, 0), std::nullopt);
    EXPECT_EQ(tabled(Distribution::Gamma, -1, 2), std::nullopt);
    EXPECT_EQ(tabled(Distribution::Gamma, 1, std::numeric_limits<double>::infinity()),
              std::nullopt);
}

}  // namespace
}  // namespace jonbar
