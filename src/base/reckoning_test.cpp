#include "base/reckoning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/dates.h"

namespace jonbar {
namespace {

ReckonedDate written(Reckoning reckoning, int year, int month, int day) {
    return {{year, month, day, DatePrecision::Day}, reckoning};
}

// A day in the text of both calendars.
std::string solar_hijri(int year, int month, int day) {
    return gregorian_text(written(Reckoning::SolarHijri, year, month, day));
}

std::string julian(int year, int month, int day) {
    return gregorian_text(written(Reckoning::Julian, year, month, day));
}

TEST(SolarHijriTest, KnowsTheDaysThatHistoryDatesByBothCalendars) {
    EXPECT_EQ(solar_hijri(1300, 1, 1), "1921-03-21");
    EXPECT_EQ(solar_hijri(1303, 10, 5), "1924-12-26");
    EXPECT_EQ(solar_hijri(1304, 8, 9), "1925-10-31");    // the Qajars deposed
    EXPECT_EQ(solar_hijri(1304, 9, 24), "1925-12-15");   // Reza Khan takes the oath
    EXPECT_EQ(solar_hijri(1319, 5, 30), "1940-08-21");   // Trotsky dies
    EXPECT_EQ(solar_hijri(1320, 6, 3), "1941-08-25");    // the Anglo-Soviet invasion
    EXPECT_EQ(solar_hijri(1329, 12, 29), "1951-03-20");  // oil nationalised, in a leap year
    EXPECT_EQ(solar_hijri(1331, 4, 30), "1952-07-21");
    EXPECT_EQ(solar_hijri(1332, 5, 28), "1953-08-19");
    EXPECT_EQ(solar_hijri(1357, 11, 22), "1979-02-11");
    EXPECT_EQ(solar_hijri(1358, 1, 12), "1979-04-01");
    EXPECT_EQ(solar_hijri(1358, 8, 13), "1979-11-04");
    EXPECT_EQ(solar_hijri(1359, 6, 31), "1980-09-22");
    EXPECT_EQ(solar_hijri(1403, 12, 30), "2025-03-20");
    EXPECT_EQ(solar_hijri(1404, 1, 1), "2025-03-21");
}

// 1 Farvardin of 1300 to 1404: the 21st of March but for these years.
TEST(SolarHijriTest, BeginsTheYearsOfACentury) {
    const std::vector<int> late{1301, 1302, 1305, 1306, 1310, 1314,
                                1318, 1322, 1326, 1330, 1334, 1338};
    const std::vector<int> early{1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403};
    const auto among = [](const std::vector<int>& years, int year) {
        return std::find(years.begin(), years.end(), year) != years.end();
    };
    for (int year = 1300; year <= 1404; ++year) {
        const char* day = among(late, year) ? "22" : among(early, year) ? "20" : "21";
        EXPECT_EQ(solar_hijri(year, 1, 1), std::to_string(year + 621) + "-03-" + day);
    }
}

TEST(SolarHijriTest, HasTheLeapYearsOfTheOfficialCalendar) {
    std::vector<int> leap;
    for (int year = 1300; year <= 1408; ++year) {
        if (days_in_month(Reckoning::SolarHijri, year, 12) == 30) leap.push_back(year);
    }
    const std::vector<int> official{1300, 1304, 1309, 1313, 1317, 1321, 1325, 1329, 1333,
                                    1337, 1342, 1346, 1350, 1354, 1358, 1362, 1366, 1370,
                                    1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408};
    EXPECT_EQ(leap, official);
    for (int year = kSolarHijriFirst; year <= kSolarHijriLast; ++year) {
        const bool rule = (25 * year + 11) % 33 < 8;
        ASSERT_EQ(days_in_month(Reckoning::SolarHijri, year, 12), rule ? 30 : 29) << year;
    }
}

// The March equinox of a Gregorian year as a Julian day of dynamical time: Meeus, Astronomical
// Algorithms (2nd edition), tables 27.b and 27.c; good to a minute near the present.
double equinox(int year) {
    struct Term {
        double size, phase, speed;
    };
    constexpr Term kTerms[] = {
        {485, 324.96, 1934.136},  {203, 337.23, 32964.467}, {199, 342.08, 20.186},
        {182, 27.85, 445267.112}, {156, 73.14, 45036.886},  {136, 171.52, 22518.443},
        {77, 222.54, 65928.934},  {74, 296.72, 3034.906},   {70, 243.58, 9037.513},
        {58, 119.81, 33718.147},  {52, 297.17, 150.678},    {50, 21.02, 2281.226},
        {45, 247.54, 29929.562},  {44, 325.15, 31555.956},  {29, 60.93, 4443.417},
        {18, 155.12, 67555.328},  {17, 288.79, 4562.452},   {16, 198.04, 62894.029},
        {14, 199.76, 31436.921},  {12, 95.39, 14577.848},   {12, 287.11, 31931.756},
        {12, 320.81, 34777.259},  {9, 227.73, 1222.114},    {8, 15.45, 16859.074}};
    const double degree = std::acos(-1.0) / 180;
    const double y = (year - 2000) / 1000.0;
    const double mean = 2451623.80984 + 365242.37404 * y + 0.05169 * y * y - 0.00411 * y * y * y -
                        0.00057 * y * y * y * y;
    const double t = (mean - 2451545) / 36525;
    const double w = degree * (35999.373 * t - 2.47);
    double sum = 0;
    for (const Term& term : kTerms) {
        sum += term.size * std::cos(degree * (term.phase + term.speed * t));
    }
    return mean + 0.00001 * sum / (1 + 0.0334 * std::cos(w) + 0.0007 * std::cos(2 * w));
}

// Seconds by which dynamical time is ahead of the Earth's rotation, to some 10 seconds.
double clock_ahead(int year) {
    if (year < 1900) return 5;
    if (year < 1950) return 23;
    if (year < 2025) return 30 + (year - 1950) * 0.55;
    return 70 + (year - 2025) * 1.2;
}

// Nothing of the rule of 33 years is in this: the year begins on the day at whose noon, by the mean
// time of 52.5 degrees east, the equinox is past.
TEST(SolarHijriTest, FollowsTheEquinox) {
    const double day_one = 1721425.5;  // the Julian day of 0001-01-01
    int near = 0;
    for (int year = kSolarHijriFirst; year <= kSolarHijriLast; ++year) {
        const double moment =
            equinox(year + 621) - clock_ahead(year + 621) / 86400 + 52.5 / 360 - day_one;
        const double to_noon = moment - std::floor(moment) - 0.5;
        if (std::abs(to_noon) < 1.0 / 1440) {
            ++near;  // within a minute of noon, as in 1309, this computation does not tell
            continue;
        }
        ASSERT_EQ(first_day_of_year(Reckoning::SolarHijri, year),
                  static_cast<std::int64_t>(std::floor(moment)) + (to_noon > 0 ? 1 : 0))
            << year;
    }
    EXPECT_EQ(near, 1);
}

TEST(JulianTest, KnowsTheDaysThatHistoryDatesByBothCalendars) {
    EXPECT_EQ(julian(1917, 10, 25), "1917-11-07");
    EXPECT_EQ(julian(1917, 2, 27), "1917-03-12");
    EXPECT_EQ(julian(1905, 1, 9), "1905-01-22");
    EXPECT_EQ(julian(1918, 1, 31), "1918-02-13");  // the last day of the old style in Russia
    EXPECT_EQ(julian(1879, 10, 26), "1879-11-07");
    EXPECT_EQ(julian(1825, 12, 14), "1825-12-26");
    EXPECT_EQ(julian(1582, 10, 4), "1582-10-14");  // the day before 1582-10-15
    EXPECT_EQ(julian(1, 1, 3), "0001-01-01");
    EXPECT_EQ(julian(-43, 3, 15), "0044-03-13 bc");
}

TEST(JulianTest, HasALeapDayInEachFourthYear) {
    for (const int year : {1700, 1800, 1900, 1600, 2000, 1904, 4, 0, -4}) {
        EXPECT_EQ(days_in_month(Reckoning::Julian, year, 2), 29) << year;
    }
    for (const int year : {1701, 1901, 1917, 1, -1}) {
        EXPECT_EQ(days_in_month(Reckoning::Julian, year, 2), 28) << year;
    }
    EXPECT_EQ(julian(1700, 2, 18), "1700-02-28");
    EXPECT_EQ(julian(1700, 2, 19), "1700-03-01");
    EXPECT_EQ(julian(1700, 2, 29), "1700-03-11");
    EXPECT_EQ(julian(1800, 2, 29), "1800-03-12");
    EXPECT_EQ(julian(1900, 2, 28), "1900-03-12");
    EXPECT_EQ(julian(1900, 2, 29), "1900-03-13");
    EXPECT_EQ(julian(1900, 3, 1), "1900-03-14");
}

// Every day of a reckoning is the next of the last one: no day is missing, none there twice.
TEST(ReckoningTest, CountsEveryDayOnce) {
    for (const Reckoning reckoning :
         {Reckoning::Gregorian, Reckoning::Julian, Reckoning::SolarHijri}) {
        std::int64_t expected = first_day_of_year(reckoning, kSolarHijriFirst);
        for (int year = kSolarHijriFirst; year <= kSolarHijriLast; ++year) {
            for (int month = 1; month <= 12; ++month) {
                for (int day = 1; day <= days_in_month(reckoning, year, month); ++day) {
                    ASSERT_EQ(day_number(first_of(written(reckoning, year, month, day))),
                              expected++);
                }
            }
        }
    }
}

TEST(ReckoningTest, WritesMonthsAndYearsInBothForms) {
    const auto both = [](int year, int month, DatePrecision precision, Reckoning reckoning) {
        return to_both_strings({{year, month, 1, precision}, reckoning});
    };
    EXPECT_EQ(both(1303, 10, DatePrecision::Month, Reckoning::SolarHijri),
              "1303-10 SH (1924-12-22 to 1925-01-20)");
    EXPECT_EQ(both(1303, 1, DatePrecision::Year, Reckoning::SolarHijri),
              "1303 SH (1924-03-21 to 1925-03-20)");
    EXPECT_EQ(both(1303, 10, DatePrecision::Quarter, Reckoning::SolarHijri),
              "1303-Q4 SH (1924-12-22 to 1925-03-20)");
    EXPECT_EQ(both(1917, 10, DatePrecision::Month, Reckoning::Julian),
              "1917-10 OS (1917-10-14 to 1917-11-13)");
    EXPECT_EQ(to_both_strings(written(Reckoning::Julian, -43, 3, 15)),
              "0044-03-15 OS bc (0044-03-13 bc)");
    EXPECT_EQ(both(1924, 1, DatePrecision::Month, Reckoning::Gregorian), "1924-01");
}

TEST(ReckoningTest, SaysWhyADateDoesNotExist) {
    const auto why = [](Reckoning reckoning, int year, int month, int day) {
        return why_no_date(written(reckoning, year, month, day));
    };
    EXPECT_EQ(why(Reckoning::SolarHijri, 1303, 12, 30), "Esfand (1303-12 SH) has 29 days");
    EXPECT_EQ(why(Reckoning::SolarHijri, 1304, 12, 30), "");
    EXPECT_EQ(why(Reckoning::SolarHijri, 1303, 7, 31), "Mehr (1303-07 SH) has 30 days");
    EXPECT_EQ(why(Reckoning::SolarHijri, 1303, 6, 31), "");
    EXPECT_EQ(why(Reckoning::Julian, 1900, 2, 29), "");
    EXPECT_EQ(why(Reckoning::Julian, 1901, 2, 29), "February (1901-02 OS) has 28 days");
    EXPECT_EQ(why(Reckoning::Gregorian, 1900, 2, 29), "February (1900-02) has 28 days");
    EXPECT_EQ(why(Reckoning::SolarHijri, 1924, 1, 1),
              "the rule of the Solar Hijri calendar is known for the years 1178 to 1501");
    EXPECT_EQ(why(Reckoning::SolarHijri, 1178, 1, 1), "");
    EXPECT_EQ(why(Reckoning::SolarHijri, 1177, 1, 1), why(Reckoning::SolarHijri, 1502, 1, 1));
}

TEST(ReckoningTest, GivesTheFirstAndTheLastDayOfWhatADateNames) {
    const ReckonedDate dey{{1303, 10, 1, DatePrecision::Month}, Reckoning::SolarHijri};
    EXPECT_EQ(first_of(dey), (Date{1924, 12, 22, DatePrecision::Day}));
    EXPECT_EQ(last_of(dey), (Date{1925, 1, 20, DatePrecision::Day}));
    const ReckonedDate year{{1303, 5, 6, DatePrecision::Year}, Reckoning::SolarHijri};
    EXPECT_EQ(gregorian_text(year), "1924-03-21 to 1925-03-20");
    const ReckonedDate ours{{1917, 10, 1, DatePrecision::Month}, Reckoning::Gregorian};
    EXPECT_EQ(first_of(ours), ours.written);
    EXPECT_EQ(last_of(ours), ours.written);
    const auto calendar = make_calendar(
        first_of({{1917, 1, 1, DatePrecision::Year}, Reckoning::Julian}),
        last_of({{1917, 12, 1, DatePrecision::Month}, Reckoning::Julian}), CalendarUnit::Month);
    ASSERT_TRUE(calendar);
    EXPECT_EQ(calendar->format(calendar->first_tick), "1917-01");
    EXPECT_EQ(calendar->step_count, 13);  // 1917-12-31 OS is 1918-01-13
}

}  // namespace
}  // namespace jonbar
