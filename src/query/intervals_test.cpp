#include "query/intervals.h"

#include <gtest/gtest.h>

#include <cmath>

namespace jonbar {
namespace {

TEST(IntervalsTest, WilsonGivesKnownValues) {
    // Newcombe 1998, Statistics in Medicine 17:857–872, table I, method 3.
    const Estimate a = share_of(81, 263);
    EXPECT_NEAR(a.low, 0.2553, 5e-5);
    EXPECT_NEAR(a.high, 0.3662, 5e-5);
    const Estimate b = share_of(15, 148);
    EXPECT_NEAR(b.low, 0.0624, 5e-5);
    EXPECT_NEAR(b.high, 0.1605, 5e-5);
    const Estimate c = share_of(0, 20);
    EXPECT_EQ(c.low, 0);
    EXPECT_NEAR(c.high, 0.1611, 5e-5);
    const Estimate d = share_of(1, 29);
    EXPECT_NEAR(d.low, 0.0061, 5e-5);
    EXPECT_NEAR(d.high, 0.1718, 5e-5);
}

TEST(IntervalsTest, WilsonStaysWithinTheUnitInterval) {
    EXPECT_EQ(share_of(20, 20).high, 1);
    EXPECT_EQ(share_of(0, 0).high, 1);
    EXPECT_EQ(share_of(0, 0).low, 0);
}

TEST(IntervalsTest, MeansHaveStudentsInterval) {
    // t(0.975; 9) = 2.262157, t(0.975; 99) = 1.984217.
    EXPECT_NEAR(mean_of(0, 1, 10).high * std::sqrt(10.0), 2.262157, 2e-3);
    EXPECT_NEAR(mean_of(0, 1, 100).high * std::sqrt(100.0), 1.984217, 1e-5);
    EXPECT_EQ(mean_of(3, 0, 1).low, 3);
}

TEST(IntervalsTest, QuantilesHaveOrderStatistics) {
    EXPECT_EQ(quantile_rank(0.5, 1), 0U);
    EXPECT_EQ(quantile_rank(0.5, 4), 1U);
    EXPECT_EQ(quantile_rank(0.95, 100), 94U);
    const auto [low, high] = quantile_ranks(0.5, 100);  // 50 ± 9.8
    EXPECT_EQ(low, 40U);
    EXPECT_EQ(high, 59U);
    EXPECT_EQ(quantile_ranks(0.05, 3).first, 0U);
    EXPECT_EQ(quantile_ranks(0.95, 3).second, 2U);
}

}  // namespace
}  // namespace jonbar
