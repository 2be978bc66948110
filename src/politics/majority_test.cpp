#include "politics/majority.h"

#include <gtest/gtest.h>

#include <limits>

namespace jonbar::politics {
namespace {

TEST(MajorityTest, ReadsFractionsAndDecimals) {
    EXPECT_EQ(read_majority("1/2"), (Majority{1, 2}));
    EXPECT_EQ(read_majority("4/6"), (Majority{2, 3}));
    EXPECT_EQ(read_majority("0.6"), (Majority{3, 5}));
    EXPECT_EQ(read_majority("0.500000000"), (Majority{1, 2}));
    EXPECT_EQ(read_majority("0.999999999"), (Majority{999'999'999, 1'000'000'000}));
    for (const char* wrong : {"",
                              "1",
                              "1/1",
                              "0.49",
                              "2/5",
                              "0.",
                              "/",
                              "1/",
                              "/2",
                              "1/0",
                              "-1/2",
                              "0.5x",
                              " 0.5",
                              "3/2",
                              "0x.8",
                              "1e-1",
                              "0.5000000000",
                              "0.5/1",
                              "99999999999/99999999998",
                              "nan"})
        EXPECT_FALSE(read_majority(wrong)) << wrong;
}

TEST(MajorityTest, KnowsTheFractionBehindADouble) {
    EXPECT_EQ(majority_of(0.5), (Majority{1, 2}));
    EXPECT_EQ(majority_of(2.0 / 3), (Majority{2, 3}));
    EXPECT_EQ(majority_of(0.6), (Majority{3, 5}));
    EXPECT_EQ(majority_of(0.501), (Majority{501, 1000}));
    // No fraction of a denominator to 1000: the double itself, in units of 2^-53 and reduced.
    EXPECT_EQ(majority_of(0.5 + 0x1p-53 * 2), (Majority{(1LL << 51) + 1, 1LL << 52}));
    for (const double wrong : {0.4999, 1.0, 2.0, -0.6, 0.0}) EXPECT_FALSE(majority_of(wrong));
    EXPECT_FALSE(majority_of(std::numeric_limits<double>::quiet_NaN()));
}

TEST(MajorityTest, TheLeastIntegerAbove) {
    EXPECT_EQ(least_above(100, {1, 2}), 51);
    EXPECT_EQ(least_above(101, {1, 2}), 51);
    EXPECT_EQ(least_above(99, {2, 3}), 67);
    EXPECT_EQ(least_above(0, {1, 2}), 1);
    EXPECT_EQ(least_above(1LL << 62, {999'999'999, 1'000'000'000}), 4611686013815701886);
}

}  // namespace
}  // namespace jonbar::politics
