#include "query/cause_order.h"

#include <gtest/gtest.h>

#include "math/functions_inl.h"
#include "math/philox.h"

namespace jonbar {
namespace {

struct Case {
    Table scores, contributions;
    std::vector<std::size_t> island_of;
    std::vector<double> weights = std::vector<double>(16, 1.0 / 16);
};

/// 16 islands of 500 histories, one param of standard normal score z.
template <class Contribution>
Case case_of(std::size_t causes, Contribution contribution) {
    Case made;
    const std::size_t rows = 8000;
    made.scores = {rows, {{}}};
    made.contributions = {rows, std::vector<std::vector<double>>(causes)};
    for (std::size_t i = 0; i < rows; ++i) {
        const double z = math::normal_quantile(math::noise_uniform({5, 0, 0}, i));
        made.scores.columns[0].push_back(z);
        made.island_of.push_back(i / 500);
        for (std::size_t c = 0; c < causes; ++c) {
            made.contributions.columns[c].push_back(
                contribution(c, z) + 0.1 * math::normal_quantile(math::noise_uniform(
                                               {5, 1, static_cast<std::uint32_t>(2 * c)}, i)));
        }
    }
    return made;
}

CauseOrder order(const Case& made) {
    return order_of_causes(made.scores, made.contributions, made.island_of, made.weights, 1);
}

TEST(CauseOrderTest, IsSureWhereNoParamMatters) {
    const CauseOrder found =
        order(case_of(3, [](std::size_t cause, double) { return cause == 1 ? 0.9 : 0.1; }));
    EXPECT_EQ(found.causes[0], 1U);
    EXPECT_EQ(found.first_stays_first, 1);
    EXPECT_EQ(found.turned[1], 0);
    EXPECT_NEAR(found.turned[2], 0.5, 0.2);  // the two others differ by noise alone
    EXPECT_FALSE(found.tied[1]);
    EXPECT_TRUE(found.tied[2]);
    EXPECT_LT(found.explained[1], 0.01);
}

// 0.3 + z/2 and 0.1 - z/2: the order turns where z < -0.2, which is in 0.4207 of the draws.
// Each stands just below the one above it: a chain of ties does not make the last the first's
// equal.
TEST(CauseOrderTest, EndsATieWhereTheFirstOfItIsFarAway) {
    const CauseOrder found = order(
        case_of(5, [](std::size_t cause, double) { return -0.002 * static_cast<double>(cause); }));
    EXPECT_FALSE(found.tied[4] && found.tied[3] && found.tied[2] && found.tied[1]);
}

TEST(CauseOrderTest, FindsTiesThatAParamDecides) {
    const CauseOrder found = order(case_of(
        2, [](std::size_t cause, double z) { return cause == 0 ? 0.3 + z / 2 : 0.1 - z / 2; }));
    EXPECT_EQ(found.causes[0], 0U);
    EXPECT_NEAR(found.turned[1], 0.4207, 0.06);  // 1,000 draws: four standard errors
    EXPECT_TRUE(found.tied[1]);
    EXPECT_NEAR(found.first_stays_first, 1 - found.turned[1], 1e-12);
    EXPECT_NEAR(found.explained[0], 0.25 / 0.26, 0.01);
}

}  // namespace
}  // namespace jonbar
