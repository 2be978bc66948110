#include "math/quantile_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <tuple>
#include <vector>

#include "math/batch.h"
#include "math/lanes.h"

namespace jonbar::math {
namespace {

constexpr double kShapes[] = {0.05, 0.1, 0.3, 0.5, 1, 1.5, 2, 3, 7, 8.5, 30, 100, 999, 1001, 1e4};
constexpr double kLeast = 0x1p-65;
constexpr double kMost = 1 - 0x1p-53;

/// Returns uniforms from all over (0, 1), increasing, with many near both ends.
std::vector<double> uniforms(std::size_t count) {
    std::mt19937_64 random(20240117);
    std::vector<double> us = {kLeast, 0.5, std::nextafter(0.5, 0.0), kMost};
    while (us.size() < count) {
        const double share = static_cast<double>(random() >> 11U) * 0x1p-53;
        us.push_back(std::max(share, kLeast));
        us.push_back(std::exp(-45 * share));
        us.push_back(std::min(1 - std::exp(-36 * share), kMost));
    }
    std::erase_if(us, [](double u) { return !(u < 1); });
    std::sort(us.begin(), us.end());
    return us;
}

/// Returns the larger of the relative errors of x and, for beta, of 1 - x as far as x can tell it.
double error_of(Family family, double x, double exact) {
    const double relative = std::fabs(x - exact) / (exact + 0x1p-1022);
    if (family == Family::Gamma) {
        return relative;
    }
    const double rest = std::max(std::fabs(x - exact) - 0x1p-53, 0.0) / (1 - exact + 0x1p-53);
    return std::max(relative, rest);
}

void expect_agreement(Family family, double a, double b) {
    const QuantileTable table(family, {a, b, 0});
    for (const double u : uniforms(60)) {
        const double exact = quantile(family, u, {a, b, 0});
        EXPECT_LT(error_of(family, table.at(u), exact), 1e-11)
            << name_of(family) << ' ' << a << ' ' << b << " at " << u;
    }
}

TEST(QuantileTableTest, AgreesWithTheInversionForBeta) {
    for (const double a : kShapes) {
        for (const double b : kShapes) {
            expect_agreement(Family::Beta, a, b);
        }
    }
}

TEST(QuantileTableTest, AgreesWithTheInversionForGamma) {
    for (const double shape : kShapes) {
        expect_agreement(Family::Gamma, shape, 2.5);
    }
}

TEST(QuantileTableTest, TablesEveryShapeFromATenthToTenThousand) {
    for (const double a : kShapes) {
        for (const double b : kShapes) {
            if (a >= 0.1 && b >= 0.1) {
                EXPECT_NE(QuantileTable(Family::Beta, {a, b, 0}).curve().terms, nullptr)
                    << a << ' ' << b;
            }
        }
        EXPECT_NE(QuantileTable(Family::Gamma, {a, 1, 0}).curve().terms, nullptr) << a;
    }
}

TEST(QuantileTableTest, LeavesToTheInversionWhatItCannotTable) {
    const QuantileTable table(Family::Beta, {1e-3, 1e-3, 0});
    ASSERT_EQ(table.curve().terms, nullptr);
    for (const double u : uniforms(60)) {
        EXPECT_EQ(table.at(u), quantile(Family::Beta, u, {1e-3, 1e-3, 0}));
    }
}

TEST(QuantileTableTest, IncreasesInTheUniform) {
    for (const auto& [family, a, b] : {std::tuple{Family::Beta, 3.0, 7.0},
                                       {Family::Beta, 0.1, 0.3},
                                       {Family::Beta, 900.0, 20.0},
                                       {Family::Gamma, 0.1, 1.0},
                                       {Family::Gamma, 40.0, 3.0}}) {
        const QuantileTable table(family, {a, b, 0});
        double last = 0;
        for (const double u : uniforms(20'000)) {
            const double x = table.at(u);
            EXPECT_GE(x, last * (1 - 1e-12)) << name_of(family) << ' ' << a << ' ' << b << ' ' << u;
            last = std::max(x, last);
        }
    }
}

TEST(QuantileTableTest, IsContinuousWherePiecesMeet) {
    const QuantileTable table(Family::Beta, {2, 5, 0});
    for (double z = -8; z <= 1.5; z += 0.5) {
        const double u = 0.5 * std::erfc(-z / std::sqrt(2.0));
        EXPECT_NEAR(table.at(u * (1 - 1e-15)) / table.at(u * (1 + 1e-15)), 1, 2e-12) << z;
    }
}

TEST(QuantileTableTest, KeepsTheSymmetryOfBeta) {
    const QuantileTable table(Family::Beta, {2, 5, 0});
    const QuantileTable mirrored(Family::Beta, {5, 2, 0});
    for (const double u : {0.25, 0x1p-10, 0x1p-30, 0x1p-50}) {
        EXPECT_NEAR(table.at(u), 1 - mirrored.at(1 - u), 1e-15) << u;
    }
}

TEST(QuantileTableTest, IsTheExponentialForShapeOne) {
    const QuantileTable table(Family::Gamma, {1, 1, 0});
    for (const double u : uniforms(300)) {
        EXPECT_NEAR(table.at(u) / -std::log1p(-u), 1, 2e-12) << u;
    }
}

TEST(QuantileTableTest, StaysAtItsEndsBeyondThem) {
    const QuantileTable table(Family::Beta, {3, 7, 0});
    EXPECT_EQ(table.at(1e-300), table.at(1e-200));
    EXPECT_GT(table.at(1e-300), 0);
    EXPECT_LT(table.at(1e-300), table.at(kLeast));
    EXPECT_TRUE(std::isfinite(table.at(std::nan(""))));
}

TEST(QuantileTableTest, GivesTheSameBitsInLanes) {
    auto us = uniforms(1003);
    us.push_back(std::nan(""));
    std::vector<double> out(us.size());
    for (const Family family : {Family::Beta, Family::Gamma}) {
        const QuantileTable table(family, {3, 7, 0});
        for (const auto set : {InstructionSet::Portable, best_instruction_set()}) {
            batch_for(set).tabled_quantile(table.curve(), us.data(), us.size(), out.data());
            for (std::size_t i = 0; i < us.size(); ++i) {
                ASSERT_EQ(to_bits(out[i]), to_bits(table.at(us[i]))) << us[i];
            }
        }
    }
}

}  // namespace
}  // namespace jonbar::math
