#include "report/layout.h"

#include <gtest/gtest.h>

namespace jonbar {
namespace {

TEST(LayoutTest, WidthCountsTerminalCells) {
    EXPECT_EQ(display_width("Stalin"), 6);
    EXPECT_EQ(display_width("Троцкий"), 7);
    EXPECT_EQ(display_width("中央"), 4);
    EXPECT_EQ(display_width("e\u0301"), 1);
    EXPECT_EQ(display_width("\xff"), 1);
    EXPECT_EQ(display_width("تروتسکی"), 7);
    EXPECT_EQ(display_width("کمیته\u200Cها"), 7);
    EXPECT_EQ(display_width("لنّین"), 4);  // a vowel sign stands on its letter
    EXPECT_EQ(display_width("\u2068لنین\u2069"), 4);
}

TEST(LayoutTest, PadsAndCutsToTheWidth) {
    EXPECT_EQ(pad("Rykov", 7), "Rykov  ");
    EXPECT_EQ(pad("Zinoviev", 5), "Zino…");
    EXPECT_EQ(pad("中央央", 4), "中… ");
    EXPECT_EQ(pad("", 2), "  ");
    EXPECT_EQ(pad_left("7", 3), "  7");
}

TEST(LayoutTest, PadsOutsideTheIsolatesOfPersian) {
    EXPECT_EQ(pad("لنین", 6), "\u2068لنین\u2069  ");
    EXPECT_EQ(pad_left("لنین", 6), "  \u2068لنین\u2069");
    EXPECT_EQ(pad("\u2068تروتسکی\u2069", 5), "\u2068تروت\u2069…");
    EXPECT_EQ(pad("تروتسکی", 5), "\u2068تروت…\u2069");
    EXPECT_EQ(pad("\u2068لنین\u2069", 5), "\u2068لنین\u2069 ");
}

TEST(LayoutTest, ABarNeverHidesAPositiveShare) {
    EXPECT_EQ(bar(0, 10), "");
    EXPECT_EQ(bar(1e-9, 10), "▏");
    EXPECT_EQ(bar(0.5, 4), "██");
    EXPECT_EQ(bar(1, 3), "███");
    EXPECT_EQ(bar(2, 3), "███");
}

TEST(LayoutTest, AHeightIsBlankOnlyForNothing) {
    EXPECT_EQ(height(0, 10), " ");
    EXPECT_EQ(height(1, 1000000), "▁");
    EXPECT_EQ(height(10, 10), "█");
    EXPECT_EQ(height(5, 10), "▄");
}

TEST(LayoutTest, PercentagesKeepWhatMatters) {
    EXPECT_EQ(percent(0), "0 %");
    EXPECT_EQ(percent(1), "100 %");
    EXPECT_EQ(percent(0.4123), "41.2 %");
    EXPECT_EQ(percent(0.00312), "0.31 %");
    EXPECT_EQ(percent(0.00001), "<0.01 %");
    EXPECT_EQ(percent(0.9999), "99.99 %");
    EXPECT_EQ(percent_interval({0.412, 0.409, 0.4152}), "40.9–41.5");
    EXPECT_EQ(percent_interval({0.001, 0.0008, 0.0013}), "0.08–0.13");
}

TEST(LayoutTest, NumbersKeepFourDigits) {
    EXPECT_EQ(short_number(0), "0");
    EXPECT_EQ(short_number(3), "3");
    EXPECT_EQ(short_number(3.14159), "3.142");
    EXPECT_EQ(short_number(-1234.56), "-1235");
    EXPECT_EQ(short_number(0.012345), "0.01235");
    EXPECT_EQ(short_number(1e-7), "1.000e-07");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(12345678), "12,345,678");
}

}  // namespace
}  // namespace jonbar
