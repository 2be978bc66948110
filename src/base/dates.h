// Dates and calendars.
//
// The calendar is the proleptic Gregorian one; astronomical years, so that year 0 is 1 bc in text
// and year -43 is 44 bc. Inside the engine a date is a number of *ticks*: months since 0001-01 for
// scenarios that step by month, quarter or year; days since 0001-01-01 for those by day or week.
// A step is 1, 3 or 12 months, or 1 or 7 days.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jonbar {

enum class CalendarUnit { Day, Week, Month, Quarter, Year };

/// Returns "day", "week", "month", "quarter" or "year".
std::string_view unit_name(CalendarUnit unit);

/// What a date in a text says: a year alone, a quarter, a month or a day.
enum class DatePrecision { Year, Quarter, Month, Day };

struct Date {
    int year = 1;  // astronomical: 0 is 1 bc
    int month = 1;
    int day = 1;
    DatePrecision precision = DatePrecision::Day;

    friend bool operator==(const Date&, const Date&) = default;
};

/// Returns how many days a month has. Requires: 1 <= month <= 12.
int days_in_month(int year, int month);

/// Returns days since 0001-01-01 of a date's first day.
std::int64_t day_number(const Date& date);

/// Returns the day with this number.
Date date_of_day(std::int64_t day_number);

/// Returns months since 0001-01 of a date's first month.
std::int64_t month_number(const Date& date);

/// Returns the month with this number.
Date date_of_month(std::int64_t month_number);

/// Returns the first day after what the date names: 1924-01 gives 1924-02-01.
Date end_of(const Date& date);

/// Returns a date as it is written: "1924", "1924-Q1", "1924-01", "1924-01-21", "0044-03 bc".
std::string to_string(const Date& date);

/// Means of durations where the units do not divide.
inline constexpr double kDaysPerMonth = 30.436875;
inline constexpr double kDaysPerYear = 365.2425;

/// The steps of a scenario, from `first_tick` on.
struct Calendar {
    CalendarUnit unit = CalendarUnit::Month;
    std::int64_t first_tick = 0;
    std::int64_t step_count = 0;

    [[nodiscard]] bool counts_days() const {
        return unit == CalendarUnit::Day || unit == CalendarUnit::Week;
    }
    /// Returns how many ticks a step has: 1, 3, 12 (months) or 1, 7 (days).
    [[nodiscard]] std::int64_t ticks_per_step() const;
    /// Returns the tick of a date's first day or month.
    [[nodiscard]] std::int64_t tick_of(const Date& date) const;
    /// Returns the tick at which a step begins.
    [[nodiscard]] std::int64_t tick_of_step(std::int64_t step) const {
        return first_tick + step * ticks_per_step();
    }
    /// Returns the step in which a tick falls: below 0 before the start, `step_count` or more
    /// after.
    [[nodiscard]] std::int64_t step_of(std::int64_t tick) const;
    /// Returns how many days a step has.
    [[nodiscard]] int days_in_step(std::int64_t step) const;
    /// Returns the date at which a tick begins, in the precision of the unit (a week as its first
    /// day).
    [[nodiscard]] Date date_of(std::int64_t tick) const;
    /// Returns a tick as text: "1924-01", "1924-01-21", "1924-Q1", "1924".
    [[nodiscard]] std::string format(std::int64_t tick) const;
};

/// Returns the calendar from the step that holds `first` to the step that holds the end of `last`,
/// both included; nothing when `last` ends before `first`. Steps of a quarter or a year begin with
/// the calendar's quarter or year, weeks count from `first`.
std::optional<Calendar> make_calendar(const Date& first, const Date& last, CalendarUnit unit);

/// Returns how many ticks `count` units make in a calendar: exact where the units divide, else by
/// the mean lengths above.
double duration_in_ticks(double count, CalendarUnit of, const Calendar& calendar);

/// Returns a tick moved by whole calendar units: 1924-01-31 + 1 month is 1924-02-29.
std::int64_t add_units(std::int64_t tick, std::int64_t count, CalendarUnit of,
                       const Calendar& calendar);

}  // namespace jonbar
