#include "math/distributions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "math/distributions_inl.h"
#include "math/philox.h"

namespace jonbar::math {
namespace {

const double kNaN = std::nan("");
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Example {
    Family family;
    Parameters parameters;
    double sd;
};

const std::vector<Example>& examples() {
    static const std::vector<Example> kExamples = {
        {Family::Uniform, {-1, 3}, 4 / std::sqrt(12.0)},
        {Family::Normal, {2, 0.5}, 0.5},
        {Family::Lognormal, {0.3, 0.6}, std::sqrt(std::expm1(0.36) * std::exp(0.6 + 0.36))},
        {Family::Halfnormal, {1.4}, 1.4 * std::sqrt(1 - 2 / M_PI)},
        {Family::Beta, {2, 5}, std::sqrt(10.0 / (49 * 8))},
        {Family::Gamma, {0.7, 3}, 3 * std::sqrt(0.7)},
        {Family::Exponential, {0.25}, 4},
        {Family::Triangular, {0, 1, 4}, std::sqrt(13.0 / 18)},
        {Family::Bernoulli, {0.3}, std::sqrt(0.21)},
        {Family::Binomial, {665, 0.55}, std::sqrt(665 * 0.55 * 0.45)},
        {Family::Poisson, {2.5}, std::sqrt(2.5)},
    };
    return kExamples;
}

TEST(DistributionsTest, MomentsOfDrawsAreTheFamilys) {
    // 10^5 draws under fixed keys; 5 standard errors of a mean have a chance below 10^-6 each. The
    // spread's own error is at most 3 % for these, and 10 % is allowed.
    constexpr int kCount = 100'000;
    for (const auto& [family, parameters, sd] : examples()) {
        ASSERT_TRUE(is_valid(family, parameters)) << name_of(family);
        double sum = 0;
        double squares = 0;
        for (std::uint64_t history = 0; history < kCount; ++history) {
            const double u = noise_uniform({static_cast<std::uint64_t>(family), 0, 0}, history);
            const double excess = quantile(family, u, parameters) - mean(family, parameters);
            sum += excess;
            squares += excess * excess;
        }
        EXPECT_NEAR(sum / kCount, 0, 5 * sd / std::sqrt(kCount)) << name_of(family);
        EXPECT_NEAR(std::sqrt(squares / kCount) / sd, 1, 0.1) << name_of(family);
    }
}

TEST(DistributionsTest, QuantilesAreMonotoneAndFiniteAtEveryUniform) {
    for (const auto& [family, parameters, sd] : examples()) {
        const double sign = family == Family::Bernoulli ? -1 : 1;
        double last = -kInfinity;
        std::vector<double> uniforms = {0x1p-65, 1e-15, 1e-9};
        for (int i = 1; i < 2000; ++i) {
            uniforms.push_back(i / 2000.0);
        }
        uniforms.insert(uniforms.end(), {1 - 1e-9, 1 - 0x1p-53});
        for (const double u : uniforms) {
            const double x = sign * quantile(family, u, parameters);
            ASSERT_TRUE(std::isfinite(x)) << name_of(family) << ' ' << u;
            ASSERT_GE(x, last - 1e-14 * sd) << name_of(family) << ' ' << u;
            last = x;
        }
    }
}

TEST(DistributionsTest, QuantilesInClosedForm) {
    EXPECT_EQ(quantile(Family::Uniform, 0.25, {2, 6}), 3);
    EXPECT_EQ(quantile(Family::Normal, 0.5, {7, 3}), 7);
    EXPECT_NEAR(quantile(Family::Normal, 0.975, {0, 1}), 1.9599639845400545, 1e-15);
    EXPECT_NEAR(quantile(Family::Lognormal, 0.5, {std::log(5.0), 2}), 5, 1e-14);
    EXPECT_NEAR(quantile(Family::Halfnormal, 0.95, {1}), 1.9599639845400545, 1e-14);
    EXPECT_NEAR(quantile(Family::Exponential, 0.5, {2}), std::log(2.0) / 2, 1e-16);
    EXPECT_NEAR(quantile(Family::Triangular, 0.25, {0, 1, 4}), 1, 1e-15);
    EXPECT_NEAR(quantile(Family::Triangular, 0.0625, {0, 1, 4}), 0.5, 1e-15);
    EXPECT_EQ(quantile(Family::Bernoulli, 0.3, {0.30001}), 1);
    EXPECT_EQ(quantile(Family::Bernoulli, 0.3, {0.3}), 0);
}

TEST(DistributionsTest, ASpreadOfZeroGivesAConstant) {
    for (const double u : {0x1p-65, 0.3, 1 - 0x1p-53}) {
        EXPECT_EQ(quantile(Family::Uniform, u, {2, 2}), 2);
        EXPECT_EQ(quantile(Family::Normal, u, {2, 0}), 2);
        EXPECT_EQ(quantile(Family::Lognormal, u, {0, 0}), 1);
        EXPECT_EQ(quantile(Family::Halfnormal, u, {0}), 0);
        EXPECT_EQ(quantile(Family::Triangular, u, {2, 2, 2}), 2);
    }
    EXPECT_EQ(quantile(Family::Triangular, 0.25, {1, 1, 2}), 2 - std::sqrt(0.75));
    EXPECT_EQ(quantile(Family::Triangular, 0.25, {1, 2, 2}), 1.5);
}

TEST(DistributionsTest, WrongParametersAreKnown) {
    struct Wrong {
        Family family;
        Parameters parameters;
    };
    const std::vector<Wrong> wrongs = {
        {Family::Uniform, {1, 0}},        {Family::Uniform, {-1.7e308, 1.7e308}},
        {Family::Normal, {0, -1}},        {Family::Lognormal, {kInfinity, 1}},
        {Family::Halfnormal, {-0.1}},     {Family::Beta, {0, 1}},
        {Family::Beta, {1, kInfinity}},   {Family::Gamma, {1, 0}},
        {Family::Gamma, {-1, 1}},         {Family::Exponential, {0}},
        {Family::Triangular, {0, 2, 1}},  {Family::Triangular, {0, -1, 1}},
        {Family::Bernoulli, {1.0000001}}, {Family::Bernoulli, {-0.1}},
        {Family::Binomial, {1.5, 0.5}},   {Family::Binomial, {-1, 0.5}},
        {Family::Binomial, {10, 1.5}},    {Family::Binomial, {1e16, 0.5}},
        {Family::Poisson, {-1}},          {Family::Poisson, {1e16}},
    };
    for (const auto& [family, parameters] : wrongs) {
        EXPECT_FALSE(is_valid(family, parameters)) << name_of(family) << parameters[0];
    }
    for (const auto& [family, parameters, sd] : examples()) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(parameter_count(family)); ++i) {
            Parameters with_nan = parameters;
            with_nan[i] = kNaN;
            EXPECT_FALSE(is_valid(family, with_nan)) << name_of(family) << i;
        }
    }
}

template <class L>
void expect_same_bits() {
    for (double start = 0.001; start < 0.99; start += 0.01) {
        L u{};
        for (std::size_t lane = 0; lane < Lane<L>::kWidth; ++lane) {
            u[lane] = start + 0.002 * static_cast<double>(lane);
        }
        const auto s = [](double x) { return splat<L>(x); };
        const L results[] = {
            uniform_quantile(u, s(-1), s(3)),      normal_quantile(u, s(2), s(0.5)),
            lognormal_quantile(u, s(0.3), s(0.6)), halfnormal_quantile(u, s(1.4)),
            exponential_quantile(u, s(0.25)),      triangular_quantile(u, s(0), s(1), s(4)),
            bernoulli_quantile(u, s(0.3))};
        const Family families[] = {Family::Uniform,    Family::Normal,      Family::Lognormal,
                                   Family::Halfnormal, Family::Exponential, Family::Triangular,
                                   Family::Bernoulli};
        for (std::size_t i = 0; i < std::size(families); ++i) {
            for (const auto& [family, parameters, sd] : examples()) {
                if (family == families[i]) {
                    for (std::size_t lane = 0; lane < Lane<L>::kWidth; ++lane) {
                        ASSERT_EQ(results[i][lane], quantile(family, u[lane], parameters));
                    }
                }
            }
        }
    }
}

TEST(DistributionsTest, LanesGiveTheSameBits) { expect_same_bits<Double2>(); }

}  // namespace
}  // namespace jonbar::math
