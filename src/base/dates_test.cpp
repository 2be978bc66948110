#include "base/dates.h"

#include <gtest/gtest.h>

namespace jonbar {
namespace {

Date day(int year, int month, int d) { return {year, month, d, DatePrecision::Day}; }
Date month(int year, int m) { return {year, m, 1, DatePrecision::Month}; }

TEST(DatesTest, NumbersDaysInTheProlepticGregorianCalendar) {
    EXPECT_EQ(day_number(day(1, 1, 1)), 0);
    EXPECT_EQ(day_number(day(1970, 1, 1)), 719162);
    EXPECT_EQ(day_number(day(2000, 3, 1)) - day_number(day(2000, 2, 28)), 2);
    EXPECT_EQ(day_number(day(1900, 3, 1)) - day_number(day(1900, 2, 28)), 1);
    EXPECT_EQ(day_number(day(0, 12, 31)), -1);
    EXPECT_EQ(day_number(month(1924, 1)), day_number(day(1924, 1, 1)));
}

TEST(DatesTest, ReadsBackEveryDayOfManyCenturies) {
    for (std::int64_t n = -1000000; n < 1000000; n += 37) {
        const Date date = date_of_day(n);
        ASSERT_EQ(day_number(date), n);
        ASSERT_GE(date.day, 1);
        ASSERT_LE(date.day, days_in_month(date.year, date.month));
    }
}

TEST(DatesTest, NumbersMonthsAlsoBeforeChrist) {
    EXPECT_EQ(month_number(month(1, 1)), 0);
    EXPECT_EQ(month_number(month(1924, 1)), 1923 * 12);
    EXPECT_EQ(month_number(month(0, 12)), -1);
    EXPECT_EQ(date_of_month(-1), month(0, 12));
    EXPECT_EQ(date_of_month(1923 * 12 + 3), month(1924, 4));
}

TEST(DatesTest, WritesDatesAsTheyAreRead) {
    EXPECT_EQ(to_string(month(1924, 1)), "1924-01");
    EXPECT_EQ(to_string(day(1924, 1, 21)), "1924-01-21");
    EXPECT_EQ(to_string({1924, 4, 1, DatePrecision::Quarter}), "1924-Q2");
    EXPECT_EQ(to_string({1924, 1, 1, DatePrecision::Year}), "1924");
    EXPECT_EQ(to_string(day(-43, 3, 15)), "0044-03-15 bc");
    EXPECT_EQ(to_string({0, 1, 1, DatePrecision::Year}), "0001 bc");
}

TEST(DatesTest, EndsWhatADateNames) {
    EXPECT_EQ(end_of(month(1924, 12)), day(1925, 1, 1));
    EXPECT_EQ(end_of({1924, 10, 1, DatePrecision::Quarter}), day(1925, 1, 1));
    EXPECT_EQ(end_of({1924, 1, 1, DatePrecision::Year}), day(1925, 1, 1));
    EXPECT_EQ(end_of(day(1924, 2, 28)), day(1924, 2, 29));
}

TEST(CalendarTest, CountsStepsWithBothEnds) {
    const auto months = make_calendar(month(1922, 4), month(1930, 1), CalendarUnit::Month);
    ASSERT_TRUE(months);
    EXPECT_EQ(months->step_count, 94);
    EXPECT_EQ(months->format(months->tick_of_step(93)), "1930-01");
    EXPECT_EQ(months->step_of(months->tick_of(day(1924, 1, 21))), 21);
    EXPECT_EQ(months->days_in_step(months->step_of(months->tick_of(month(1924, 2)))), 29);

    const auto quarters = make_calendar(month(1922, 5), month(1922, 12), CalendarUnit::Quarter);
    ASSERT_TRUE(quarters);
    EXPECT_EQ(quarters->step_count, 3);
    EXPECT_EQ(quarters->format(quarters->first_tick), "1922-Q2");
    EXPECT_EQ(quarters->days_in_step(0), 91);

    const auto years =
        make_calendar({1914, 1, 1, DatePrecision::Year}, month(1918, 11), CalendarUnit::Year);
    ASSERT_TRUE(years);
    EXPECT_EQ(years->step_count, 5);
    EXPECT_EQ(years->format(years->tick_of_step(4)), "1918");

    const auto days = make_calendar(month(1924, 2), month(1924, 2), CalendarUnit::Day);
    ASSERT_TRUE(days);
    EXPECT_EQ(days->step_count, 29);
    EXPECT_EQ(days->format(days->tick_of_step(28)), "1924-02-29");

    const auto weeks = make_calendar(day(1914, 6, 28), day(1914, 8, 4), CalendarUnit::Week);
    ASSERT_TRUE(weeks);
    EXPECT_EQ(weeks->step_count, 6);
    EXPECT_EQ(weeks->format(weeks->tick_of_step(1)), "1914-07-05");

    EXPECT_FALSE(make_calendar(month(1930, 1), month(1922, 4), CalendarUnit::Month));
}

TEST(CalendarTest, CountsBeforeTheStartBackwards) {
    const auto quarters = make_calendar(month(1922, 4), month(1923, 1), CalendarUnit::Quarter);
    ASSERT_TRUE(quarters);
    EXPECT_EQ(quarters->step_of(quarters->tick_of(month(1922, 3))), -1);
    EXPECT_EQ(quarters->step_of(quarters->tick_of(month(1921, 12))), -2);
}

TEST(CalendarTest, ConvertsDurations) {
    const Calendar months{CalendarUnit::Month, 0, 10};
    const Calendar days{CalendarUnit::Day, 0, 10};
    EXPECT_EQ(duration_in_ticks(18, CalendarUnit::Month, months), 18);
    EXPECT_EQ(duration_in_ticks(2, CalendarUnit::Year, months), 24);
    EXPECT_EQ(duration_in_ticks(1, CalendarUnit::Quarter, months), 3);
    EXPECT_EQ(duration_in_ticks(1, CalendarUnit::Day, months), 1 / kDaysPerMonth);
    EXPECT_EQ(duration_in_ticks(2, CalendarUnit::Week, days), 14);
    EXPECT_EQ(duration_in_ticks(1, CalendarUnit::Month, days), kDaysPerMonth);
    EXPECT_EQ(duration_in_ticks(1, CalendarUnit::Year, days), kDaysPerYear);
}

TEST(CalendarTest, AddsMonthsByTheCalendar) {
    const Calendar days{CalendarUnit::Day, 0, 10};
    const std::int64_t tick = day_number(day(1924, 1, 31));
    EXPECT_EQ(days.format(add_units(tick, 1, CalendarUnit::Month, days)), "1924-02-29");
    EXPECT_EQ(days.format(add_units(tick, -1, CalendarUnit::Year, days)), "1923-01-31");
    EXPECT_EQ(days.format(add_units(tick, 2, CalendarUnit::Week, days)), "1924-02-14");
    const Calendar months{CalendarUnit::Month, 0, 10};
    EXPECT_EQ(add_units(5, 2, CalendarUnit::Quarter, months), 11);
}

}  // namespace
}  // namespace jonbar
