#include "query/regression.h"

#include <gtest/gtest.h>

#include "math/functions_inl.h"
#include "math/philox.h"

namespace jonbar {
namespace {

std::vector<double> noise(std::uint32_t step, std::size_t rows) {
    std::vector<double> column;
    for (std::size_t i = 0; i < rows; ++i) {
        column.push_back(math::normal_quantile(math::noise_uniform({99, step, 0}, i)));
    }
    return column;
}

TEST(RegressionTest, FindsAnExactLine) {
    const Table x{4, {{1, 2, 3, 5}, {0, 1, 0, 2}}};
    Table y{4, {{}}};
    for (std::size_t i = 0; i < 4; ++i) {
        y.columns[0].push_back(7 + 2 * x.columns[0][i] - 3 * x.columns[1][i]);
    }
    const std::vector<double> weights = {1, 2, 1, 0.5};
    const Fit fit = least_squares(x, y, weights).front();
    EXPECT_NEAR(fit.intercept, 7, 1e-12);
    EXPECT_NEAR(fit.coefficients[0], 2, 1e-12);
    EXPECT_NEAR(fit.coefficients[1], -3, 1e-12);
    EXPECT_NEAR(fit.explained, 1, 1e-9);
}

TEST(RegressionTest, LeavesOutInputsThatSayNothingNew) {
    const Table x{5, {{1, 2, 3, 4, 5}, {2, 4, 6, 8, 10}, {1, 1, 1, 1, 1}}};
    const Table y{5, {{3, 5, 7, 9, 11}}};
    const std::vector<double> weights(5, 1.0);
    const Fit fit = least_squares(x, y, weights).front();
    EXPECT_NEAR(fit.coefficients[0], 2, 1e-12);
    EXPECT_EQ(fit.coefficients[1], 0);
    EXPECT_EQ(fit.coefficients[2], 0);
}

// y = x + noise of variance 3: a quarter explained, standard error √3 / √n.
TEST(RegressionTest, KnowsItsErrors) {
    const std::size_t rows = 20'000;
    const Table x{rows, {noise(0, rows), noise(1, rows)}};
    Table y{rows, {noise(2, rows)}};
    for (std::size_t i = 0; i < rows; ++i) {
        y.columns[0][i] = y.columns[0][i] * 1.7320508075688772 + x.columns[0][i];
    }
    const std::vector<double> weights(rows, 1.0);
    const Fit fit = least_squares(x, y, weights).front();
    EXPECT_NEAR(fit.coefficients[0], 1, 5 * fit.errors[0]);
    EXPECT_NEAR(fit.errors[0], 1.7320508075688772 / 141.42, 0.0005);
    EXPECT_NEAR(fit.explained, 0.25, 0.02);
    const Fit screened = screened_least_squares(x, y, weights, 4).front();
    EXPECT_EQ(screened.coefficients[1], 0);
    EXPECT_NEAR(screened.coefficients[0], 1, 5 * fit.errors[0]);
}

TEST(RegressionTest, ExplainsNothingWhereNothingVaries) {
    const Table x{3, {{1, 2, 3}}};
    const Table y{3, {{5, 5, 5}}};
    const std::vector<double> weights(3, 1.0);
    const Fit fit = least_squares(x, y, weights).front();
    EXPECT_EQ(fit.explained, 0);
    EXPECT_EQ(fit.coefficients[0], 0);
    EXPECT_EQ(fit.intercept, 5);
}

}  // namespace
}  // namespace jonbar
