#include "politics/alignment.h"

#include <gtest/gtest.h>

#include <map>

#include "math/philox.h"

namespace jonbar::politics {
namespace {

std::vector<double> all_pairs(std::size_t n, double propensity) {
    return std::vector<double>(n * n, propensity);
}

/// E by its definition, over ordered pairs.
double plain_energy(const std::vector<double>& sizes, const std::vector<double>& propensities,
                    std::uint32_t side) {
    double energy = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        for (std::size_t j = 0; j < sizes.size(); ++j) {
            if (i != j && (side >> i & 1U) != (side >> j & 1U)) {
                energy += sizes[i] * sizes[j] * propensities[i * sizes.size() + j];
            }
        }
    }
    return energy;
}

/// The slow twin: steepest descent from every configuration, every energy computed afresh.
std::map<std::uint32_t, std::uint64_t> plain_basins(const std::vector<double>& sizes,
                                                    const std::vector<double>& propensities) {
    const std::size_t n = sizes.size();
    double whole = 0;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            if (i != j) whole += std::abs(sizes[i] * sizes[j] * propensities[i * n + j]);
        }
    }
    std::map<std::uint32_t, std::uint64_t> basins;
    const std::uint32_t all = (std::uint32_t{1} << n) - 1;
    for (std::uint32_t start = 0; start <= all; start += 2) {
        std::uint32_t at = start;
        for (bool moving = true; moving;) {
            const double here = plain_energy(sizes, propensities, at);
            double least = -1e-12 * whole;
            moving = false;
            std::uint32_t best = at;
            for (std::size_t k = 0; k < n; ++k) {
                const std::uint32_t other = at ^ (std::uint32_t{1} << k);
                const double change = plain_energy(sizes, propensities, other) - here;
                if (change < least - (moving ? 1e-12 * whole : 0)) {
                    least = change;
                    best = other;
                    moving = true;
                }
            }
            at = best;
        }
        ++basins[(at & 1U) != 0 ? at ^ all : at];
    }
    return basins;
}

double noise(std::uint32_t step, std::uint32_t word) {
    return 2 * math::noise_uniform({0x616c69676e, step, 2 * word}, 0) - 1;
}

TEST(AlignmentTest, EqualsThePlainSearch) {
    for (std::uint32_t example = 0; example < 40; ++example) {
        const std::size_t n = 1 + example % 11;
        std::vector<double> sizes(n);
        std::vector<double> propensities(n * n);
        for (std::size_t i = 0; i < n; ++i) {
            sizes[i] = 1 + 5 * std::abs(noise(example, static_cast<std::uint32_t>(i)));
            for (std::size_t j = 0; j < i; ++j) {
                double p = noise(example, static_cast<std::uint32_t>(100 + i * n + j));
                if (example % 3 == 0) p = p < 0 ? -1 : 1;  // many ties with equal sizes
                propensities[i * n + j] = p;
                propensities[j * n + i] = p;
            }
            if (example % 3 == 0) sizes[i] = 1;
        }
        const auto basins = plain_basins(sizes, propensities);
        const auto minima = all_alignments({sizes, propensities});
        ASSERT_EQ(minima.size(), basins.size()) << example;
        for (const StableAlignment& minimum : minima) {
            ASSERT_TRUE(basins.contains(minimum.side)) << example;
            EXPECT_EQ(minimum.basin, basins.at(minimum.side)) << example;
            EXPECT_NEAR(minimum.energy, plain_energy(sizes, propensities, minimum.side), 1e-9);
            EXPECT_EQ(align({sizes, propensities}, minimum.side), minimum.side);
        }
    }
}

TEST(AlignmentTest, FromAStartEndsInTheMinimumOfItsBasin) {
    constexpr std::size_t kCount = 9;
    std::vector<double> sizes(kCount);
    std::vector<double> propensities(kCount * kCount);
    for (std::uint32_t i = 0; i < kCount; ++i) {
        sizes[i] = 2 + noise(77, i);
        for (std::uint32_t j = 0; j < i; ++j) {
            propensities[i * kCount + j] = propensities[j * kCount + i] = noise(78, i * 16 + j);
        }
    }
    std::map<std::uint32_t, std::uint64_t> basins;
    for (std::uint32_t start = 0; start < 512; ++start) {
        const std::uint32_t end = align({sizes, propensities}, start);
        EXPECT_EQ(align({sizes, propensities}, start ^ 511U), end ^ 511U);
        ++basins[(end & 1U) != 0 ? end ^ 511U : end];
    }
    for (const StableAlignment& minimum : all_alignments({sizes, propensities})) {
        EXPECT_EQ(2 * minimum.basin, basins[minimum.side]);
    }
}

TEST(AlignmentTest, ThreeMutualEnemiesAreNeverAllContent) {
    const std::vector<double> sizes = {2, 2, 2};
    const auto minima = all_alignments({sizes, all_pairs(3, -1)});
    ASSERT_EQ(minima.size(), 3U);  // each alone against the other two, who are enemies still
    for (const StableAlignment& minimum : minima) {
        EXPECT_EQ(minimum.energy, -16);  // -24 would be all three pairs apart
    }
    const std::vector<double> unequal = {3, 2, 2};
    const auto only = all_alignments({unequal, all_pairs(3, -1)});
    ASSERT_EQ(only.size(), 1U);
    EXPECT_EQ(only[0].side, 0b110U);
    EXPECT_EQ(only[0].energy, -24);
}

TEST(AlignmentTest, FriendsStayTogether) {
    const std::vector<double> sizes = {1, 2, 3, 4};
    const auto minima = all_alignments({sizes, all_pairs(4, 1)});
    ASSERT_EQ(minima.size(), 1U);
    EXPECT_EQ(minima[0].side, 0U);
    EXPECT_EQ(minima[0].energy, 0);
    EXPECT_EQ(minima[0].basin, 8U);
    EXPECT_EQ(align({sizes, all_pairs(4, 1)}, 0b0001), 0U);
}

TEST(AlignmentTest, IndifferentActorsAreStableAnywhere) {
    const std::vector<double> sizes = {1, 1, 1};
    const auto minima = all_alignments({sizes, all_pairs(3, 0)});
    ASSERT_EQ(minima.size(), 4U);
    EXPECT_EQ(minima[3].side, 0b110U);
    EXPECT_EQ(align({sizes, all_pairs(3, 0)}, 0b101), 0b101U);
}

TEST(AlignmentTest, OneSidedPropensitiesCountByTheirMean) {
    const std::vector<double> sizes = {2, 3};
    EXPECT_EQ(alignment_energy({sizes, std::vector<double>{0, -1, 0.5, 0}}, 0b01), -3);
    EXPECT_EQ(align({sizes, std::vector<double>{0, -1, 0.5, 0}}, 0), 0b01U);
}

TEST(AlignmentTest, KeepsEnergiesAndBasinsOfTheGreatPowers) {
    const std::vector<double> sizes = {7.45, 5.32, 11.49, 4.03, 15.01};  // UK FR DE IT SU, 1936
    const auto minima = all_alignments({sizes, all_pairs(5, -1)});
    ASSERT_EQ(minima.size(), 4U);
    const std::uint32_t sides[] = {0b01110, 0b10010, 0b11000, 0b10100};
    const double energies[] = {-936.1328, -933.9602, -923.8208, -890.4};
    const std::uint64_t basins[] = {7, 5, 3, 1};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(minima[i].side, sides[i]);
        EXPECT_NEAR(minima[i].energy, energies[i], 5e-4);
        EXPECT_EQ(minima[i].basin, basins[i]);
    }
}

TEST(AlignmentTest, FindsTheMinimaOfSeventeenNationsThatAllFear) {
    const std::vector<double> sizes = {7.45, 5.32, 1.15, .20, 11.49, 4.03,  1.83, .78, .45,
                                       .27,  .19,  .13,  .10, .06,   15.01, .59,  .35};
    const auto minima = all_alignments({sizes, all_pairs(17, -1)});
    EXPECT_EQ(minima.size(), 226U);  // the rounded sizes make ties; the paper's own gave 209
    std::uint64_t configurations = 0;
    for (const StableAlignment& minimum : minima) configurations += minimum.basin;
    EXPECT_EQ(configurations, 65536U);
}

}  // namespace
}  // namespace jonbar::politics
