// R. Axelrod, D. S. Bennett, "A Landscape Theory of Aggregation", British Journal of Political
// Science 23 (1993), 211-233, and R. Axelrod, W. Mitchell, R. Thomas, D. S. Bennett, E. Bruderer,
// "Coalition Formation in Standard-Setting Alliances", Management Science 41 (1995), 1493-1508.

#include "politics/alignment.h"

#include <gtest/gtest.h>

namespace jonbar::politics {
namespace {

/// Table 2 of 1995: nine companies, their sizes, and whether they are specialists.
struct Unix {
    enum Company : std::size_t { Sun, Prime, Dec, Hp, Apollo, Intergraph, Sgi, Att, Ibm };

    std::vector<double> sizes = {28.9, 1.0, 20.0, 11.5, 21.2, 4.4, 4.4, 28.5, 3.8};
    std::vector<double> propensities = std::vector<double>(81);

    Unix() {
        const bool specialist[] = {true, true, false, false, true, true, true, false, false};
        for (std::size_t i = 0; i < 9; ++i) {
            for (std::size_t j = 0; j < 9; ++j) {
                propensities[i * 9 + j] = specialist[i] == specialist[j] ? -1 : 0;
            }
        }
    }
};

std::uint32_t mask_of(std::initializer_list<std::size_t> actors) {
    std::uint32_t mask = 0;
    for (const std::size_t actor : actors) mask |= std::uint32_t{1} << actor;
    return mask;
}

TEST(PublishedAlignmentTest, reproduces_axelrod1995_both_unix_alliances) {
    // Two stable configurations of equal energy and equal basins (Table 2 and text).
    const Unix unix;
    const auto minima = all_alignments({unix.sizes, unix.propensities});
    ASSERT_EQ(minima.size(), 2U);
    // Sun and Prime stand on the side that the masks leave out.
    const std::uint32_t first =
        mask_of({Unix::Dec, Unix::Hp, Unix::Apollo, Unix::Intergraph, Unix::Sgi});
    const std::uint32_t second =
        mask_of({Unix::Att, Unix::Ibm, Unix::Apollo, Unix::Intergraph, Unix::Sgi});
    EXPECT_EQ(minima[0].side, first);
    EXPECT_EQ(minima[1].side, second);
    EXPECT_NEAR(minima[0].energy, minima[1].energy, 1e-9);
    EXPECT_EQ(minima[0].basin, minima[1].basin);
    EXPECT_EQ(minima[0].basin + minima[1].basin, 256U);
    EXPECT_NEAR(minima[0].energy, -3828.9, .05);  // ours; the paper prints no energy
}

TEST(PublishedAlignmentTest, reproduces_axelrod1995_only_ibm_wrong) {
    // AT&T and Sun moved first. Unix International was Sun, Prime and AT&T: all but IBM, 97 % by
    // size.
    const Unix unix;
    const std::uint32_t end =
        align({unix.sizes, unix.propensities}, mask_of({Unix::Sun, Unix::Att}));
    EXPECT_EQ(end, mask_of({Unix::Sun, Unix::Prime, Unix::Att, Unix::Ibm}));
    const std::uint32_t actual = mask_of({Unix::Sun, Unix::Prime, Unix::Att});
    double right = 0;
    double whole = 0;
    for (std::size_t i = 0; i < 9; ++i) {
        whole += unix.sizes[i];
        if ((end >> i & 1U) == (actual >> i & 1U)) right += unix.sizes[i];
    }
    EXPECT_EQ(static_cast<int>(100 * right / whole + .5), 97);
}

TEST(PublishedAlignmentTest, reproduces_axelrod1993_great_powers) {
    // Five great powers that all fear each other have four stable configurations, none of which is
    // the actual one, in which Germany and Italy stood against the three others.
    const std::vector<double> sizes = {7.45, 5.32, 11.49, 4.03, 15.01};  // UK FR DE IT SU, Table 1
    const auto minima = all_alignments({sizes, std::vector<double>(25, -1)});
    EXPECT_EQ(minima.size(), 4U);
    for (const StableAlignment& minimum : minima) EXPECT_NE(minimum.side, mask_of({2, 3}));
}

TEST(PublishedAlignmentTest, reproduces_axelrod1993_share_of_size) {
    // Configuration 1 of 1936 has only Poland and Portugal wrong: 96 % by size (Table 1's sizes).
    const std::vector<double> sizes = {7.45, 5.32, 1.15, .20, 11.49, 4.03,  1.83, .78, .45,
                                       .27,  .19,  .13,  .10, .06,   15.01, .59,  .35};
    double whole = 0;
    for (const double size : sizes) whole += size;
    EXPECT_EQ(static_cast<int>(100 * (whole - 1.83 - .27) / whole + .5), 96);
}

}  // namespace
}  // namespace jonbar::politics
