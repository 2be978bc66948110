#include "query/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace jonbar {
namespace {

TEST(ForecastTest, ScoresByHand) {
    const std::vector<double> forecast = {0.5, 0.3, 0.2};
    const ForecastScore score = score_of(forecast, 1);
    EXPECT_DOUBLE_EQ(score.probability, 0.3);
    EXPECT_NEAR(score.brier, 0.25 + 0.49 + 0.04, 1e-15);
    EXPECT_NEAR(score.log_score, std::log(1 / 0.3), 1e-15);
    EXPECT_EQ(score.rank, 2);
    EXPECT_EQ(score_of(forecast, 0).rank, 1);
}

TEST(ForecastTest, TiesCountAgainstWhatCame) {
    const std::vector<double> alike(5, 0.2);
    EXPECT_EQ(score_of(alike, 0).rank, 5);
    EXPECT_NEAR(score_of(alike, 3).brier, 1 - 0.2, 1e-15);
}

TEST(ForecastTest, NothingUnseenIsImpossible) {
    const std::vector<double> shares = {1, 0};
    EXPECT_EQ(smoothed(shares, 9), (std::vector<double>{9.5 / 10, 0.5 / 10}));
    EXPECT_EQ(smoothed(shares, 0), (std::vector<double>{0.5, 0.5}));
}

TEST(ForecastTest, APointSharesOutWhatItLeaves) {
    EXPECT_NEAR(point_score(4, 0.7, true).brier, 0.09 + 3 * 0.01, 1e-15);
    const ForecastScore missed = point_score(4, 0.7, false);
    EXPECT_NEAR(missed.probability, 0.1, 1e-15);
    EXPECT_NEAR(missed.brier, 0.49 + 0.81 + 2 * 0.01, 1e-15);
}

TEST(CalibrationTest, SortsForecastsAndCountsWhatCame) {
    Calibration calibration;
    for (int i = 0; i < 8; ++i) calibration.add(0.4, i < 3);
    calibration.add(0.3, true);  // bins hold their upper end
    calibration.add(1, true);
    const std::vector<CalibrationBin> bins = calibration.bins();
    ASSERT_EQ(bins.size(), 3U);
    EXPECT_EQ(bins[0].high, 0.3);
    EXPECT_EQ(bins[1].count, 8U);
    EXPECT_EQ(bins[1].came, 3U);
    EXPECT_NEAR(bins[1].mean, 0.4, 1e-15);
    EXPECT_DOUBLE_EQ(bins[1].share.value, 3.0 / 8);
    EXPECT_LT(bins[1].share.low, 0.2);  // Wilson: 0.137 to 0.694
    EXPECT_GT(bins[1].share.low, 0.1);
    EXPECT_EQ(bins[2].low, 0.9);
}

}  // namespace
}  // namespace jonbar
