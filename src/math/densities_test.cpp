#include "math/densities.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "math/philox.h"

namespace jonbar::math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Long = long double;

struct Example {
    Family family;
    Parameters parameters;
};

const std::vector<Example>& examples() {
    static const std::vector<Example> kExamples = {
        {Family::Uniform, {-1, 3}},       {Family::Normal, {2, 0.5}},
        {Family::Normal, {8000, 2000}},   {Family::Lognormal, {0.3, 0.6}},
        {Family::Halfnormal, {1.4}},      {Family::Beta, {2, 5}},
        {Family::Beta, {0.4, 0.7}},       {Family::Beta, {1, 1}},
        {Family::Beta, {4000, 3}},        {Family::Gamma, {0.7, 3}},
        {Family::Gamma, {250, 0.01}},     {Family::Exponential, {0.25}},
        {Family::Triangular, {0, 1, 4}},  {Family::Triangular, {-2, -2, 5}},
        {Family::Triangular, {-2, 5, 5}}, {Family::Bernoulli, {0.3}},
        {Family::Binomial, {665, 0.55}},  {Family::Binomial, {7, 0.01}},
        {Family::Poisson, {2.5}},         {Family::Poisson, {900}},
    };
    return kExamples;
}

/// The logarithm of the density by its textbook formula, in long doubles.
Long plain_log_density(Family family, Long x, Parameters parameters) {
    const Long a = parameters[0];
    const Long b = parameters[1];
    const Long c = parameters[2];
    const Long half_log_two_pi = 0.5L * std::log(2 * std::acos(-1.0L));
    switch (family) {
        case Family::Uniform:
            return -std::log(b - a);
        case Family::Normal:
            return -0.5L * (x - a) / b * ((x - a) / b) - std::log(b) - half_log_two_pi;
        case Family::Lognormal:
            return -0.5L * (std::log(x) - a) / b * ((std::log(x) - a) / b) - std::log(b) -
                   half_log_two_pi - std::log(x);
        case Family::Halfnormal:
            return std::log(2.0L) - 0.5L * x / a * (x / a) - std::log(a) - half_log_two_pi;
        case Family::Beta:
            return std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + (a - 1) * std::log(x) +
                   (b - 1) * std::log1p(-x);
        case Family::Gamma:
            return (a - 1) * std::log(x) - x / b - std::lgamma(a) - a * std::log(b);
        case Family::Exponential:
            return std::log(a) - a * x;
        case Family::Triangular:
            return std::log(x < b ? 2 * (x - a) / (c - a) / (b - a)
                                  : 2 * (c - x) / (c - a) / (c - b));
        case Family::Bernoulli:
            return x == 1 ? std::log(a) : std::log(1 - a);
        case Family::Binomial:
            return std::lgamma(a + 1) - std::lgamma(x + 1) - std::lgamma(a - x + 1) +
                   x * std::log(b) + (a - x) * std::log1p(-b);
        case Family::Poisson:
            return x * std::log(a) - a - std::lgamma(x + 1);
    }
    return 0;
}

bool is_whole(Family family) {
    return family == Family::Bernoulli || family == Family::Binomial || family == Family::Poisson;
}

TEST(DensitiesTest, AreThoseOfTheFormulas) {
    for (const auto& [family, parameters] : examples()) {
        for (int i = 1; i < 400; ++i) {
            const double u = i < 350 ? i / 350.0 : std::ldexp(1.0, 2 * (348 - i) / 4);
            const double x = quantile(family, u, parameters);
            const double found = log_density(family, x, parameters);
            const Long expected = plain_log_density(family, x, parameters);
            // How far x as a double moves the result.
            Long moved = 0;
            if (!is_whole(family)) {
                const double step = std::fabs(x) * 0x1p-53;
                moved = std::fabs(
                    plain_log_density(family, static_cast<Long>(x) + step, parameters) - expected);
            }
            const Long shapes = std::fabs(parameters[0]) + std::fabs(parameters[1]);
            const Long inner = family == Family::Beta || family == Family::Gamma || is_whole(family)
                                   ? shapes * 0x1p-50L
                                   : 0;
            const Long allowed = 0x1p-44L * std::max(std::fabs(expected), 1.0L) + 4 * moved + inner;
            if (!std::isfinite(expected)) {
                continue;  // where 1 - x is no double
            }
            EXPECT_LE(std::fabs(static_cast<Long>(found) - expected), allowed)
                << name_of(family) << '(' << parameters[0] << ", " << parameters[1] << ") at " << x
                << ": " << found;
        }
    }
}

TEST(DensitiesTest, KeepTheDigitsOfFarTails) {
    EXPECT_NEAR(log_density(Family::Normal, 1e10, {0, 1}) / -5e19, 1, 1e-14);
    EXPECT_NEAR(log_density(Family::Binomial, 9000, {10'000, 1e-6}) /
                    static_cast<double>(plain_log_density(Family::Binomial, 9000, {10'000, 1e-6})),
                1, 1e-13);
    EXPECT_NEAR(log_density(Family::Beta, 1e-300, {3, 4}) /
                    static_cast<double>(plain_log_density(Family::Beta, 1e-300L, {3, 4})),
                1, 1e-13);
    EXPECT_NEAR(log_density(Family::Gamma, 5000, {2, 1}) /
                    static_cast<double>(plain_log_density(Family::Gamma, 5000, {2, 1})),
                1, 1e-13);
}

TEST(DensitiesTest, AreNothingOutsideTheSupport) {
    const struct {
        Family family;
        Parameters parameters;
        std::vector<double> outside;
    } cases[] = {{Family::Uniform, {-1, 3}, {-1.01, 3.01, kInfinity}},
                 {Family::Lognormal, {0, 1}, {0, -1}},
                 {Family::Halfnormal, {1}, {-0.1}},
                 {Family::Beta, {0.5, 2}, {-0.1, 0, 1, 1.1}},
                 {Family::Gamma, {0.5, 1}, {-1, 0, kInfinity}},
                 {Family::Exponential, {1}, {-0.5}},
                 {Family::Triangular, {0, 1, 2}, {-0.1, 0, 2, 2.1}},
                 {Family::Bernoulli, {0.4}, {0.5, -1, 2}},
                 {Family::Bernoulli, {1}, {0}},
                 {Family::Binomial, {5, 0.5}, {-1, 6, 2.5, kInfinity}},
                 {Family::Binomial, {5, 0}, {1, 5}},
                 {Family::Binomial, {5, 1}, {0, 4}},
                 {Family::Poisson, {2}, {-1, 0.5, kInfinity}},
                 {Family::Poisson, {0}, {1}},
                 {Family::Normal, {1, 0}, {1.5}},
                 {Family::Normal, {1, 2}, {kInfinity, -kInfinity}}};
    for (const auto& [family, parameters, outside] : cases) {
        for (const double x : outside) {
            EXPECT_EQ(log_density(family, x, parameters), -kInfinity)
                << name_of(family) << " at " << x;
        }
    }
    EXPECT_TRUE(std::isnan(log_density(Family::Beta, std::nan(""), {2, 2})));
}

TEST(DensitiesTest, GiveAConstantMassOne) {
    EXPECT_EQ(log_density(Family::Normal, 1, {1, 0}), 0);
    EXPECT_EQ(log_density(Family::Uniform, 2, {2, 2}), 0);
    EXPECT_EQ(log_density(Family::Halfnormal, 0, {0}), 0);
    EXPECT_EQ(log_density(Family::Triangular, 2, {2, 2, 2}), 0);
    EXPECT_EQ(log_density(Family::Lognormal, quantile(Family::Lognormal, 0.3, {1, 0}), {1, 0}), 0);
    EXPECT_EQ(log_density(Family::Poisson, 0, {0}), 0);
    EXPECT_EQ(log_density(Family::Binomial, 0, {0, 1}), 0);
}

TEST(DensitiesTest, OfWholeNumbersSumToOne) {
    for (const auto& [family, parameters] : examples()) {
        double sum = 0;
        for (int k = 0; is_whole(family) && k < 3000; ++k) {
            sum += std::exp(log_density(family, k, parameters));
        }
        if (is_whole(family)) {
            EXPECT_NEAR(sum, 1, 1e-11) << name_of(family);
        }
    }
}

TEST(DensitiesTest, AreTheSlopesOfTheTails) {
    for (const auto& [family, parameters] : examples()) {
        for (int i = 2; !is_whole(family) && i < 99; ++i) {
            const double x = quantile(family, i / 100.0, parameters);
            const double width =
                quantile(family, 0.75, parameters) - quantile(family, 0.25, parameters);
            const double from_end = std::min(x - quantile(family, 1e-9, parameters), width);
            const double step = 1e-4 * from_end;
            const Tails left = tails_of(family, x - step, parameters);
            const Tails right = tails_of(family, x + step, parameters);
            const double density = std::exp(log_density(family, x, parameters));
            const double slope = (right.lower - left.lower) / (2 * step);
            const double fall = (left.upper - right.upper) / (2 * step);
            EXPECT_NEAR(slope / density, 1, 1e-4) << name_of(family) << " at " << x;
            EXPECT_NEAR(fall / density, 1, 1e-4) << name_of(family) << " at " << x;
        }
    }
}

TEST(DensitiesTest, FindTheUniformOfANumber) {
    for (const auto& [family, parameters] : examples()) {
        for (std::uint64_t i = 0; i < 500; ++i) {
            const double u = noise_uniform({1, 0, 0}, i);
            const double share = noise_uniform({2, 0, 0}, i);
            const double x = quantile(family, u, parameters);
            const double found = uniform_at(family, x, parameters, share);
            const double back = quantile(family, found, parameters);
            if (is_whole(family)) {
                EXPECT_EQ(back, x) << name_of(family);
            } else {
                // The family's own error, and that of u as a double near 1.
                const double slack =
                    1e-8 * std::max(std::fabs(x), 1e-3) / std::min(1.0, 1e6 * (1 - u));
                EXPECT_NEAR(back, x, slack) << name_of(family) << " at " << u;
            }
        }
        for (const double x : {-kInfinity, kInfinity, 0.0, 1.0}) {
            const double u = uniform_at(family, x, parameters, 0.5);
            EXPECT_TRUE(u > 0 && u < 1) << name_of(family);
        }
    }
    EXPECT_EQ(uniform_at(Family::Normal, 4, {4, 0}, 0.3), 0.3);
}

TEST(DensitiesTest, SpreadTheUniformsOfAWholeNumberEvenly) {
    // All shares of all numbers, weighed by their masses, cover (0, 1) once: the mean of u is 1/2,
    // of its square 1/3.
    for (const Example& example :
         {Example{Family::Binomial, {9, 0.3}}, Example{Family::Poisson, {3}},
          Example{Family::Bernoulli, {0.7}}}) {
        double mean = 0;
        double square = 0;
        for (int k = 0; k < 40; ++k) {
            const double mass = std::exp(log_density(example.family, k, example.parameters));
            for (int share = 0; share < 1000; ++share) {
                const double u =
                    uniform_at(example.family, k, example.parameters, (share + 0.5) / 1000);
                mean += mass / 1000 * u;
                square += mass / 1000 * u * u;
            }
        }
        EXPECT_NEAR(mean, 0.5, 1e-9) << name_of(example.family);
        EXPECT_NEAR(square, 1.0 / 3, 1e-6) << name_of(example.family);
    }
}

}  // namespace
}  // namespace jonbar::math
