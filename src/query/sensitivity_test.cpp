#include "query/sensitivity.h"

#include <gtest/gtest.h>

#include <cmath>

#include "math/functions_inl.h"
#include "math/philox.h"

namespace jonbar {
namespace {

double score(std::uint32_t draw, std::size_t row) {
    return math::normal_quantile(math::noise_uniform({17, draw, 0}, row));
}

template <class Outcome>
Sensitivity sensitivity(std::size_t draws, Outcome outcome) {
    constexpr std::size_t kRows = 16'000;
    Table scores{kRows, std::vector<std::vector<double>>(draws)};
    std::vector<double> y;
    std::vector<std::size_t> island_of;
    for (std::size_t i = 0; i < kRows; ++i) {
        std::vector<double> x;
        for (std::uint32_t draw = 0; draw < draws; ++draw) {
            x.push_back(score(draw, i));
            scores.columns[draw].push_back(x.back());
        }
        y.push_back(outcome(x, i));
        island_of.push_back(i / 1000);
    }
    const std::vector<double> weights(16, 1.0 / 16);
    return sensitivity_of(scores, y, island_of, weights);
}

// y = 2 a + b + chance of variance 5: first order 4/10 and 1/10, no interactions.
TEST(SensitivityTest, SharesVarianceAmongLines) {
    const Sensitivity found = sensitivity(3, [](const std::vector<double>& x, std::size_t row) {
        return 2 * x[0] + x[1] + std::sqrt(5.0) * score(90, row);
    });
    EXPECT_NEAR(found.draws[0].first_order.value, 0.4, 0.02);
    EXPECT_NEAR(found.draws[0].total.value, 0.4, 0.02);
    EXPECT_NEAR(found.draws[1].first_order.value, 0.1, 0.02);
    EXPECT_NEAR(found.draws[2].total.value, 0, 0.003);
    EXPECT_NEAR(found.explained.value, 0.5, 0.02);
    EXPECT_LT(found.draws[0].first_order.low, 0.4);
    EXPECT_GT(found.draws[0].first_order.high, 0.4);
}

// y = a b: no first order, all of it in total, for both.
TEST(SensitivityTest, FindsWhatOnlyInteracts) {
    const Sensitivity found =
        sensitivity(3, [](const std::vector<double>& x, std::size_t) { return x[0] * x[1]; });
    EXPECT_NEAR(found.draws[0].first_order.value, 0, 0.02);
    EXPECT_NEAR(found.draws[0].total.value, 1, 0.05);
    EXPECT_NEAR(found.draws[1].total.value, 1, 0.05);
    EXPECT_NEAR(found.draws[2].total.value, 0, 0.003);
}

// A yes or no: its probability is 0.8 where a > 0, 0.2 where not. Var(E[Y|a]) = 0.09 of 0.25.
TEST(SensitivityTest, TakesTruths) {
    const Sensitivity found = sensitivity(2, [](const std::vector<double>& x, std::size_t row) {
        const double chance = x[0] > 0 ? 0.8 : 0.2;
        return math::noise_uniform({17, 91, 0}, row) < chance ? 1.0 : 0.0;
    });
    EXPECT_NEAR(found.draws[0].first_order.value, 0.36, 0.02);
    EXPECT_GE(found.draws[0].total.value, found.draws[0].first_order.value);
    EXPECT_LT(found.draws[1].first_order.value, 0.005);
}

TEST(SensitivityTest, ClaimsNothingOfWhatDoesNotVary) {
    const Sensitivity found =
        sensitivity(2, [](const std::vector<double>&, std::size_t) { return 1.0; });
    EXPECT_EQ(found.draws[0].first_order.value, 0);
    EXPECT_EQ(found.draws[1].total.value, 0);
    EXPECT_EQ(found.explained.value, 0);
}

}  // namespace
}  // namespace jonbar
