#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "math/batch.h"
#include "math/power_inl.h"

namespace jonbar::math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Arguments {
    std::vector<double> base, power;
};

Arguments spread_arguments() {
    std::mt19937_64 random(10);
    const auto uniform = [&] { return static_cast<double>(random() >> 11U) * 0x1p-53; };
    Arguments spread;
    for (int i = 0; i < 300'000; ++i) {
        double base = i % 3 == 0
                          ? uniform() * 4
                          : std::ldexp(1 + uniform(), static_cast<int>(random() % 2000) - 1000);
        if (i % 3 == 1) {
            base = 1 + (uniform() - 0.5) * std::ldexp(1.0, -static_cast<int>(random() % 40));
        }
        // A power that leaves the result anywhere in a double's range.
        const double reach = std::fmin(740 / std::fabs(std::log(base)), 1e18);
        spread.base.push_back(base);
        spread.power.push_back((uniform() * 2 - 1) * reach);
    }
    return spread;
}

TEST(PowTest, StaysWithinItsStatedError) {
    const auto [bases, powers] = spread_arguments();
    double worst = 0;
    for (std::size_t i = 0; i < bases.size(); ++i) {
        const long double exact =
            std::pow(static_cast<long double>(bases[i]), static_cast<long double>(powers[i]));
        const auto size = static_cast<double>(exact);
        if (size > 0x1p-1021 && size < kInfinity) {
            const double ulp = std::nextafter(size, kInfinity) - size;
            const long double error = std::fabs(pow(bases[i], powers[i]) - exact) / ulp;
            if (error > worst) {
                worst = static_cast<double>(error);
            }
        }
    }
    EXPECT_LT(worst, 0.8);
    RecordProperty("worst_error_ulp", std::to_string(worst));
}

TEST(PowTest, GivesTheSameBitsInLanesAndAlone) {
    auto [bases, powers] = spread_arguments();
    for (const double base : {0.0, -0.0, 1.0, -1.0, -2.5, kInfinity, -kInfinity, 0x1p-1074, 0.5}) {
        for (const double power :
             {0.0, 1.0, -1.0, 2.0, 3.0, -3.0, 0.5, 1e300, -1e300, kInfinity, -kInfinity}) {
            bases.push_back(base);
            powers.push_back(power);
        }
    }
    for (const InstructionSet set : {InstructionSet::Portable, best_instruction_set()}) {
        std::vector<double> out(bases.size());
        batch_for(set).pow(bases.data(), powers.data(), bases.size(), out.data());
        for (std::size_t i = 0; i < bases.size(); ++i) {
            const double alone = pow(bases[i], powers[i]);
            ASSERT_TRUE(to_bits(alone) == to_bits(out[i]) ||
                        (std::isnan(alone) && std::isnan(out[i])))
                << bases[i] << ' ' << powers[i];
        }
    }
}

TEST(PowTest, FollowsTheRulesForSpecialValues) {
    const double specials[] = {0.0,   -0.0,      1.0,        -1.0,         2.0,    -2.0,     3.0,
                               -3.0,  0.5,       -0.5,       1.5,          -1.5,   1e20,     -1e20,
                               1e300, kInfinity, -kInfinity, std::nan(""), 0x1p53, 0x1p-1074};
    for (const double x : specials) {
        for (const double y : specials) {
            const double expected = std::pow(x, y);
            const double got = pow(x, y);
            if (std::isnan(expected)) {
                EXPECT_TRUE(std::isnan(got)) << x << ' ' << y;
            } else {
                EXPECT_DOUBLE_EQ(got, expected) << x << ' ' << y;
                EXPECT_EQ(std::signbit(got), std::signbit(expected)) << x << ' ' << y;
            }
        }
    }
}

TEST(PowTest, WholePowersOfWholeNumbersAreExact) {
    for (int base = -12; base <= 12; ++base) {
        double product = 1;
        for (int power = 0; power <= 14; ++power) {
            EXPECT_EQ(pow(double{1} * base, double{1} * power), product) << base << '^' << power;
            product *= base;
        }
    }
}

}  // namespace
}  // namespace jonbar::math
