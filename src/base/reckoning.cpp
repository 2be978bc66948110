#include "base/reckoning.h"

#include <fmt/format.h>

#include <array>

#include "base/check.h"

namespace jonbar {
namespace {

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    const std::int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

// How many months a date names; 0 for a day.
int months_named(DatePrecision precision) {
    switch (precision) {
        case DatePrecision::Day:
            return 0;
        case DatePrecision::Month:
            return 1;
        case DatePrecision::Quarter:
            return 3;
        case DatePrecision::Year:
            return 12;
    }
    return 0;
}

// The English name of a month.
std::string_view month_name(Reckoning reckoning, int month) {
    constexpr std::array<std::string_view, 12> kRoman = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    constexpr std::array<std::string_view, 12> kPersian = {
        "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
        "Mehr",      "Aban",        "Azar",    "Dey", "Bahman", "Esfand"};
    const auto index = static_cast<std::size_t>(month - 1);
    return reckoning == Reckoning::SolarHijri ? kPersian[index] : kRoman[index];
}

std::int64_t first_day_number(const ReckonedDate& date) {
    const auto& [year, month, day, precision] = date.written;
    const int months = precision == DatePrecision::Year ? 0 : month - 1;
    const int days = precision == DatePrecision::Day ? day - 1 : 0;
    std::int64_t number = first_day_of_year(date.reckoning, year) + days;
    for (int past = 1; past <= months; ++past) number += days_in_month(date.reckoning, year, past);
    return number;
}

std::int64_t last_day_number(const ReckonedDate& date) {
    const Date& written = date.written;
    const int first = written.precision == DatePrecision::Year ? 1 : written.month;
    std::int64_t number = first_day_number(date);
    for (int next = 0; next < months_named(written.precision); ++next) {
        number += days_in_month(date.reckoning, written.year, first + next);
    }
    return written.precision == DatePrecision::Day ? number : number - 1;
}

}  // namespace

std::string_view mark_of(Reckoning reckoning) {
    switch (reckoning) {
        case Reckoning::Gregorian:
            break;
        case Reckoning::Julian:
            return "OS";
        case Reckoning::SolarHijri:
            return "SH";
    }
    return {};
}

bool has_year(Reckoning reckoning, int year) {
    return reckoning != Reckoning::SolarHijri ||
           (year >= kSolarHijriFirst && year <= kSolarHijriLast);
}

std::int64_t first_day_of_year(Reckoning reckoning, std::int64_t year) {
    const std::int64_t past = year - 1;
    switch (reckoning) {
        case Reckoning::Gregorian:
            return past * 365 + floor_divide(past, 4) - floor_divide(past, 100) +
                   floor_divide(past, 400);
        case Reckoning::Julian:
            // 0001-01-01 OS is the day 0000-12-30.
            return past * 365 + floor_divide(past, 4) - 2;
        case Reckoning::SolarHijri:
            // Eight leap days in each 33 years; the two constants fit 1 Farvardin 1300 SH to
            // 1921-03-21 and the leap years to the rule (25 y + 11) mod 33 < 8.
            return 226894 + past * 365 + floor_divide(8 * year + 21, 33);
    }
    return 0;
}

int days_in_month(Reckoning reckoning, int year, int month) {
    CHECK(month >= 1 && month <= 12);
    const bool leap =
        first_day_of_year(reckoning, year + 1) - first_day_of_year(reckoning, year) == 366;
    if (reckoning == Reckoning::SolarHijri) {
        if (month <= 6) return 31;
        return month < 12 || leap ? 30 : 29;
    }
    constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::string why_no_date(const ReckonedDate& date) {
    const Date& written = date.written;
    if (!has_year(date.reckoning, written.year)) {
        return fmt::format("the rule of the Solar Hijri calendar is known for the years {} to {}",
                           kSolarHijriFirst, kSolarHijriLast);
    }
    const int days = days_in_month(date.reckoning, written.year, written.month);
    if (written.day <= days) return {};
    ReckonedDate month = date;
    month.written.precision = DatePrecision::Month;
    return fmt::format("{} ({}) has {} days", month_name(date.reckoning, written.month),
                       to_string(month), days);
}

Date first_of(const ReckonedDate& date) {
    if (date.reckoning == Reckoning::Gregorian) return date.written;
    return date_of_day(first_day_number(date));
}

Date last_of(const ReckonedDate& date) {
    if (date.reckoning == Reckoning::Gregorian) return date.written;
    return date_of_day(last_day_number(date));
}

std::string to_string(const ReckonedDate& date) {
    std::string text = to_string(date.written);
    if (date.reckoning == Reckoning::Gregorian) return text;
    // The mark stands before `bc`, which ends the text of a year before 1.
    const std::string mark = fmt::format(" {}", mark_of(date.reckoning));
    return text.insert(date.written.year < 1 ? text.size() - 3 : text.size(), mark);
}

std::string gregorian_text(const ReckonedDate& date) {
    const std::string first = to_string(date_of_day(first_day_number(date)));
    if (date.written.precision == DatePrecision::Day) return first;
    return fmt::format("{} to {}", first, to_string(date_of_day(last_day_number(date))));
}

std::string to_both_strings(const ReckonedDate& date) {
    if (date.reckoning == Reckoning::Gregorian) return to_string(date);
    return fmt::format("{} ({})", to_string(date), gregorian_text(date));
}

}  // namespace jonbar
