#include "base/dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace jonbar {
namespace {

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    const std::int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// Days from 0001-01-01 to the first of January of a year.
std::int64_t days_before_year(std::int64_t year) {
    const std::int64_t past = year - 1;
    return past * 365 + floor_divide(past, 4) - floor_divide(past, 100) + floor_divide(past, 400);
}

// A date's first day, month and day filled in from its precision.
Date first_day(const Date& date) {
    switch (date.precision) {
        case DatePrecision::Year:
            return {date.year, 1, 1, DatePrecision::Day};
        case DatePrecision::Quarter:
        case DatePrecision::Month:
            return {date.year, date.month, 1, DatePrecision::Day};
        case DatePrecision::Day:
            break;
    }
    return date;
}

// Days in the months [month, month + count).
std::int64_t days_in_months(std::int64_t month, std::int64_t count) {
    return day_number(date_of_month(month + count)) - day_number(date_of_month(month));
}

std::int64_t months_in(CalendarUnit unit) {
    switch (unit) {
        case CalendarUnit::Month:
            return 1;
        case CalendarUnit::Quarter:
            return 3;
        case CalendarUnit::Year:
            return 12;
        case CalendarUnit::Day:
        case CalendarUnit::Week:
            break;
    }
    return 0;
}

std::int64_t days_in(CalendarUnit unit) { return unit == CalendarUnit::Week ? 7 : 1; }

}  // namespace

std::string_view unit_name(CalendarUnit unit) {
    switch (unit) {
        case CalendarUnit::Day:
            return "day";
        case CalendarUnit::Week:
            return "week";
        case CalendarUnit::Month:
            return "month";
        case CalendarUnit::Quarter:
            return "quarter";
        case CalendarUnit::Year:
            return "year";
    }
    return {};
}

int days_in_month(int year, int month) {
    constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    CHECK(month >= 1 && month <= 12);
    return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::int64_t day_number(const Date& date) {
    const Date day = first_day(date);
    std::int64_t days = days_before_year(day.year) + day.day - 1;
    for (int month = 1; month < day.month; ++month) days += days_in_month(day.year, month);
    return days;
}

Date date_of_day(std::int64_t day_number) {
    // 400 years are 146,097 days; within them the guess is at most one year too early.
    std::int64_t year = floor_divide(day_number * 400, 146097) + 1;
    while (days_before_year(year + 1) <= day_number) ++year;
    while (days_before_year(year) > day_number) --year;
    auto rest = static_cast<int>(day_number - days_before_year(year));
    int month = 1;
    while (rest >= days_in_month(static_cast<int>(year), month)) {
        rest -= days_in_month(static_cast<int>(year), month);
        ++month;
    }
    return {static_cast<int>(year), month, rest + 1, DatePrecision::Day};
}

std::int64_t month_number(const Date& date) {
    return (static_cast<std::int64_t>(date.year) - 1) * 12 + first_day(date).month - 1;
}

Date date_of_month(std::int64_t month_number) {
    const std::int64_t years = floor_divide(month_number, 12);
    return {static_cast<int>(years + 1), static_cast<int>(month_number - years * 12 + 1), 1,
            DatePrecision::Month};
}

Date end_of(const Date& date) {
    std::int64_t months = 1;
    switch (date.precision) {
        case DatePrecision::Day:
            return date_of_day(day_number(date) + 1);
        case DatePrecision::Month:
            break;
        case DatePrecision::Quarter:
            months = 3;
            break;
        case DatePrecision::Year:
            months = 12;
            break;
    }
    return first_day(date_of_month(month_number(date) + months));
}

std::string to_string(const Date& date) {
    const bool before_christ = date.year < 1;
    std::string out = fmt::format("{:04}", before_christ ? 1 - date.year : date.year);
    switch (date.precision) {
        case DatePrecision::Year:
            break;
        case DatePrecision::Quarter:
            out += fmt::format("-Q{}", (date.month - 1) / 3 + 1);
            break;
        case DatePrecision::Month:
            out += fmt::format("-{:02}", date.month);
            break;
        case DatePrecision::Day:
            out += fmt::format("-{:02}-{:02}", date.month, date.day);
            break;
    }
    if (before_christ) out += " bc";
    return out;
}

std::int64_t Calendar::ticks_per_step() const {
    return counts_days() ? days_in(unit) : months_in(unit);
}

std::int64_t Calendar::tick_of(const Date& date) const {
    return counts_days() ? day_number(date) : month_number(date);
}

std::int64_t Calendar::step_of(std::int64_t tick) const {
    return floor_divide(tick - first_tick, ticks_per_step());
}

int Calendar::days_in_step(std::int64_t step) const {
    if (counts_days()) return static_cast<int>(ticks_per_step());
    return static_cast<int>(days_in_months(tick_of_step(step), ticks_per_step()));
}

Date Calendar::date_of(std::int64_t tick) const {
    if (counts_days()) return date_of_day(tick);
    Date date = date_of_month(tick);
    if (unit == CalendarUnit::Quarter && (date.month - 1) % 3 == 0) {
        date.precision = DatePrecision::Quarter;
    }
    if (unit == CalendarUnit::Year && date.month == 1) date.precision = DatePrecision::Year;
    return date;
}

std::string Calendar::format(std::int64_t tick) const { return to_string(date_of(tick)); }

std::optional<Calendar> make_calendar(const Date& first, const Date& last, CalendarUnit unit) {
    Calendar calendar{.unit = unit, .first_tick = 0, .step_count = 0};
    const std::int64_t per_step = calendar.ticks_per_step();
    calendar.first_tick = calendar.tick_of(first);
    std::int64_t last_tick = day_number(end_of(last)) - 1;
    if (!calendar.counts_days()) {
        calendar.first_tick = floor_divide(calendar.first_tick, per_step) * per_step;
        last_tick = month_number(date_of_day(last_tick));
    }
    if (last_tick < calendar.first_tick) return std::nullopt;
    calendar.step_count = calendar.step_of(last_tick) + 1;
    return calendar;
}

double duration_in_ticks(double count, CalendarUnit of, const Calendar& calendar) {
    const std::int64_t months = months_in(of);
    if (calendar.counts_days()) {
        if (of == CalendarUnit::Year) return count * kDaysPerYear;
        return months > 0 ? count * static_cast<double>(months) * kDaysPerMonth
                          : count * static_cast<double>(days_in(of));
    }
    return months > 0 ? count * static_cast<double>(months)
                      : count * static_cast<double>(days_in(of)) / kDaysPerMonth;
}

std::int64_t add_units(std::int64_t tick, std::int64_t count, CalendarUnit of,
                       const Calendar& calendar) {
    const std::int64_t months = months_in(of);
    if (!calendar.counts_days()) {
        CHECK(months > 0);
        return tick + count * months;
    }
    if (months == 0) return tick + count * days_in(of);
    const Date day = date_of_day(tick);
    Date moved = date_of_month(month_number(day) + count * months);
    moved.day = std::min(day.day, days_in_month(moved.year, moved.month));
    moved.precision = DatePrecision::Day;
    return day_number(moved);
}

}  // namespace jonbar
