// F. W. Lanchester, Aircraft in Warfare (1916), chapter VI.

#include "politics/attrition.h"

#include <gtest/gtest.h>

#include <cmath>

namespace jonbar::politics {
namespace {

constexpr Effectiveness kEqual{.05, .05};

Forces left_of(double x, double y) {
    return lanchester_end(AttritionLaw::Square, {x, y}, kEqual).left;
}

TEST(PublishedAttritionTest, reproduces_lanchester1916_nelsons_memorandum) {
    // Paragraph 42, pp. 65-66: 32 British against one half of 46, 8 to hold the other half.
    const double van = left_of(32, 23).x;
    const double rear = left_of(8, 23).y;
    EXPECT_NEAR(van * van, 32 * 32 - 23 * 23, 1e-9);
    const double left = left_of(van, rear).x;
    EXPECT_NEAR(left * left, 30, 1e-9);  // 1088 - 1058
    EXPECT_EQ(std::floor(10 * left + .5) / 10, 5.5);
    // All at once: the 46 win, with about 23 ships left.
    const double enemy = left_of(40, 46).y;
    EXPECT_NEAR(enemy * enemy, 516, 1e-9);
    EXPECT_EQ(std::floor(enemy + .5), 23);
    // Against two halves of 23 one after the other, 23 times the root of 2 would be even.
    EXPECT_EQ(std::floor(10 * 23 * std::sqrt(2.0)) / 10, 32.5);
    const double even = left_of(23 * std::sqrt(2.0), 23).x;
    EXPECT_NEAR(even, 23, 1e-9);
}

}  // namespace
}  // namespace jonbar::politics
