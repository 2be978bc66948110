// Dates in the calendars by which sources date.
//
// The engine knows the proleptic Gregorian calendar only (dates.h). A source may date by two
// others, and such a date is kept as it is written until it becomes Gregorian days:
//
// - Julian, old style, "OS": the calendar of Russia until 1918-01-31 OS. Every fourth year is leap.
// - Solar Hijri, "SH": the calendar of Iran, six months of 31 days, five of 30, and Esfand with 29,
//   in leap years 30. The year begins on the day at whose noon, by the mean time of 52.5 degrees
//   east, the March equinox is past. From 1178 to 1501 SH (1799 to 2123) the cycle of 33 years
//   gives the same days as the equinox: a year y is leap where (25 y + 11) mod 33 is below 8.
//   Outside those years the two part, or the equinox comes too near to noon to foretell, and no
//   date is taken. (The cycle of 2820 years would have 1404 leap, and not 1403.) Dates before the
//   law of 31 March 1925 (11 Farvardin 1304) are counted by the same rule, as historians do; the
//   months of the zodiac, by which papers of those years are dated, may differ by a day or two.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/dates.h"

namespace jonbar {

enum class Reckoning : std::uint8_t { Gregorian, Julian, SolarHijri };

/// Returns what is written behind a date: "", "OS" or "SH".
std::string_view mark_of(Reckoning reckoning);

/// The first and last year of the Solar Hijri calendar for which the rule above holds.
inline constexpr int kSolarHijriFirst = 1178;
inline constexpr int kSolarHijriLast = 1501;

/// Tells whether a year can be written in a reckoning; the years of the others have no bounds.
bool has_year(Reckoning reckoning, int year);

/// Returns days from 0001-01-01, Gregorian, to the first day of a year.
std::int64_t first_day_of_year(Reckoning reckoning, std::int64_t year);

/// Returns how many days a month has. Requires: 1 <= month <= 12.
int days_in_month(Reckoning reckoning, int year, int month);

/// A date as it is written: year, month and day of its own calendar.
struct ReckonedDate {
    Date written;
    Reckoning reckoning = Reckoning::Gregorian;
};

/// Says why a date does not exist – "Esfand (1303-12 SH) has 29 days" –, or nothing where it does.
/// Requires: a month from 1 to 12.
std::string why_no_date(const ReckonedDate& date);

/// Return the first and the last day of what a date names, in the Gregorian calendar; a Gregorian
/// date is returned as it is, in its own precision. Requires: the date exists.
Date first_of(const ReckonedDate& date);
Date last_of(const ReckonedDate& date);

/// Returns a date as it is written: "1924-01-21", "1303-10-05 SH", "1917-10 OS", "0044-03 OS bc".
std::string to_string(const ReckonedDate& date);

/// Returns what a date is in the Gregorian calendar, a day or the days from one to another:
/// "1924-12-26", "1924-12-22 to 1925-01-20".
std::string gregorian_text(const ReckonedDate& date);

/// Returns a date as it is written and, of another calendar than the Gregorian, what it is there:
/// "1303-10-05 SH (1924-12-26)", "1303-10 SH (1924-12-22 to 1925-01-20)".
std::string to_both_strings(const ReckonedDate& date);

}  // namespace jonbar
