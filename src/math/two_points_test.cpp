#include "math/two_points.h"

#include <gtest/gtest.h>

#include <cmath>

namespace jonbar::math {
namespace {

struct Points {
    Family family;
    double low, high;
};

TEST(TwoPointsTest, TheFittedFamilyHasThePoints) {
    const Points wanted[] = {
        {Family::Uniform, -2, 7},       {Family::Normal, 3, 9},
        {Family::Normal, -1e-9, 1e-9},  {Family::Lognormal, 0.01, 0.06},
        {Family::Lognormal, 1e-6, 1e6}, {Family::Gamma, 0.01, 0.06},
        {Family::Gamma, 1, 2},          {Family::Gamma, 1e-8, 5},
        {Family::Gamma, 99, 101},       {Family::Gamma, 1e-40, 1},
        {Family::Beta, 0.1, 0.3},       {Family::Beta, 0.001, 0.999},
        {Family::Beta, 0.9, 0.99},      {Family::Beta, 0.45, 0.46},
        {Family::Beta, 1e-6, 0.5},      {Family::Beta, 0.02, 0.98},
    };
    for (const auto& [family, low, high] : wanted) {
        const Fit fit = fit_two_points(family, low, high);
        ASSERT_EQ(fit.failure, FitFailure::None) << name_of(family) << low << ' ' << high;
        ASSERT_TRUE(is_valid(family, fit.parameters));
        EXPECT_NEAR(quantile(family, 0.05, fit.parameters) / low, 1, 1e-8)
            << name_of(family) << ' ' << low << ' ' << high;
        EXPECT_NEAR(quantile(family, 0.95, fit.parameters) / high, 1, 1e-8)
            << name_of(family) << ' ' << low << ' ' << high;
    }
}

TEST(TwoPointsTest, OnePointFormsHaveThePoint) {
    for (const Family family : {Family::Halfnormal, Family::Exponential}) {
        for (const double high : {1e-5, 1.4, 300.0}) {
            const Fit fit = fit_one_point(family, high);
            ASSERT_EQ(fit.failure, FitFailure::None);
            EXPECT_NEAR(quantile(family, 0.95, fit.parameters) / high, 1, 1e-13);
        }
        EXPECT_EQ(fit_one_point(family, 0).failure, FitFailure::NotPositive);
        EXPECT_EQ(fit_one_point(family, INFINITY).failure, FitFailure::NotFinite);
        EXPECT_EQ(fit_one_point(family, NAN).failure, FitFailure::NotFinite);
    }
    EXPECT_EQ(fit_one_point(Family::Normal, 1).failure, FitFailure::NotAFamilyOfTwoPoints);
}

TEST(TwoPointsTest, ImpossiblePointsAreToldApart) {
    const auto failure = [](Family family, double low, double high) {
        return fit_two_points(family, low, high).failure;
    };
    EXPECT_EQ(failure(Family::Normal, 2, 2), FitFailure::NotIncreasing);
    EXPECT_EQ(failure(Family::Uniform, 2, 1), FitFailure::NotIncreasing);
    EXPECT_EQ(failure(Family::Normal, NAN, 1), FitFailure::NotFinite);
    EXPECT_EQ(failure(Family::Normal, 0, INFINITY), FitFailure::NotFinite);
    EXPECT_EQ(failure(Family::Lognormal, 0, 1), FitFailure::NotPositive);
    EXPECT_EQ(failure(Family::Gamma, -1, 1), FitFailure::NotPositive);
    EXPECT_EQ(failure(Family::Beta, 0.5, 1), FitFailure::NotBetweenZeroAndOne);
    EXPECT_EQ(failure(Family::Beta, 0.5, 0.3), FitFailure::NotIncreasing);
    EXPECT_EQ(failure(Family::Gamma, 1, 1.0000001), FitFailure::TooNarrow);
    EXPECT_EQ(failure(Family::Gamma, 1e-300, 1), FitFailure::TooWide);
    EXPECT_EQ(failure(Family::Beta, 0.5, 0.5000001), FitFailure::TooNarrow);
    EXPECT_EQ(failure(Family::Poisson, 1, 3), FitFailure::NotAFamilyOfTwoPoints);
    EXPECT_EQ(describe(FitFailure::NotIncreasing), "the 95 % point must lie above the 5 % point");
}

}  // namespace
}  // namespace jonbar::math
