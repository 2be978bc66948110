// Hazards, races, waiting times and populations against their closed forms.

#include <array>

#include "tests/closed_form.h"

namespace jonbar {
namespace {

constexpr double kFirst = 0.02;  // per day
constexpr double kSecond = 0.03;

/// The cumulative incidence of the first of two competing causes.
double incidence(double days) {
    return kFirst / (kFirst + kSecond) * (1 - std::exp(-(kFirst + kSecond) * days));
}

std::string competing(const std::string& span) {
    return "history \"Two causes\"\n" + span + R"(
        race {
            event first hazard 0.02 per day when not happened(second) { }
            event second hazard 0.03 per day when not happened(first) { }
        }
        outcome by_first = happened(first) at end
        outcome by_second = happened(second) at end
        outcome both = happened(first) and happened(second) at end)";
}

TEST(HazardsTest, CompetingCausesHaveTheirIncidenceWhateverTheStep) {
    struct Case {
        const char* span;
        double days;
    };
    constexpr std::array<Case, 5> kCases = {{
        {"from 1900-01-01 to 1900-01-01 by day", 1},
        {"from 1900-01-01 to 1900-01-10 by day", 10},
        {"from 1900-01-01 to 1900-01-28 by week", 28},
        {"from 1900-01 to 1900-02 by month", 31 + 28},
        {"from 1900-Q1 to 1900-Q1 by quarter", 31 + 28 + 31},
    }};
    EXPECT_NEAR(incidence(10), 0.1573877361, 1e-10);
    for (const Case& one : kCases) {
        SCOPED_TRACE(one.span);
        const Answers answers = answer(competing(one.span));
        expect_yes(answers, "by_first", incidence(one.days));
        expect_yes(answers, "by_second", kSecond / kFirst * incidence(one.days));
        EXPECT_EQ(count_of(answers, "both", "yes"), 0);
    }
}

TEST(HazardsTest, EventsThatDoNotRaceTieAsOftenAsIndependentOnesDo) {
    const Answers answers = answer(R"(
        history "Two independent events" from 1900-01-01 to 1900-01-30 by month
        event first hazard 0.02 per day { }
        event second hazard 0.03 per day { }
        outcome both = happened(first) and happened(second) at end
        outcome neither = not happened(first) and not happened(second) at end)");
    const double days = 31;
    expect_yes(answers, "both", (1 - std::exp(-kFirst * days)) * (1 - std::exp(-kSecond * days)));
    expect_yes(answers, "neither", std::exp(-(kFirst + kSecond) * days));
}

TEST(HazardsTest, RatesAreInTheirOwnUnit) {
    const Answers answers = answer(R"(
        history "Units" from 1900-01 to 1900-03 by month
        event daily hazard 0.01 per day { }
        event weekly hazard 0.07 per week { }
        event monthly hazard 0.3 per month { }
        event quarterly hazard 0.9 per quarter { }
        event yearly hazard 3.6 per year { }
        event waiting mean time 5 months { }
        outcome day_ = happened(daily) at end
        outcome week_ = happened(weekly) at end
        outcome month_ = happened(monthly) at end
        outcome quarter_ = happened(quarterly) at end
        outcome year_ = happened(yearly) at end
        outcome wait = happened(waiting) at end)");
    const double days = 31 + 28 + 31;
    expect_yes(answers, "day_", 1 - std::exp(-0.01 * days));
    expect_yes(answers, "week_", 1 - std::exp(-0.01 * days));
    expect_yes(answers, "month_", 1 - std::exp(-0.9));
    expect_yes(answers, "quarter_", 1 - std::exp(-0.9));
    expect_yes(answers, "year_", 1 - std::exp(-0.9));
    expect_yes(answers, "wait", 1 - std::exp(-3.0 / 5));
}

TEST(HazardsTest, ARepeatableEventHappensBinomiallyOften) {
    const Answers answers = answer(R"(
        history "Repeated" from 1900-01 to 1900-12 by month
        event strikes hazard 0.25 per month repeatable { }
        outcome twice = times(strikes) == 2 at end
        outcome number = times(strikes) at end)");
    const double p = 1 - std::exp(-0.25);
    expect_yes(answers, "twice", binomial(2, 12, p));
    expect_moments(answers, "number", 12 * p, std::sqrt(12 * p * (1 - p)));
}

TEST(HazardsTest, ARaceOfThreeGivesEachItsShare) {
    const Answers answers = answer(R"(
        history "Three" from 1900-01 to 1900-02 by month
        kind person { rate: real = 1 }
        person ann { rate = 0.2 }
        person bob { rate = 0.3 }
        var done: int = 0
        race {
            event falls(p: person) hazard p.rate per month when done == 0 { done = 1 }
            event ends hazard 0.5 per month when done == 0 { done = 2 }
        }
        outcome ann_fell = happened(falls(ann)) at end
        outcome bob_fell = happened(falls(bob)) at end
        outcome ended = happened(ends) at end)");
    const double any = 1 - std::exp(-2.0);
    expect_yes(answers, "ann_fell", 0.2 * any);
    expect_yes(answers, "bob_fell", 0.3 * any);
    expect_yes(answers, "ended", 0.5 * any);
}

TEST(PopulationTest, PureDeathIsBinomial) {
    const Answers answers = answer(R"(
        history "Death" from 1900-01-01 to 1900-01-10 by day
        var alive: int = 20
        rule dies every day { draw lost = binomial(alive, 1 - exp(-0.1))  alive -= lost }
        outcome eight = alive == 8 at end
        outcome left = alive at end)");
    const double p = std::exp(-1.0);
    expect_yes(answers, "eight", binomial(8, 20, p));
    expect_moments(answers, "left", 20 * p, std::sqrt(20 * p * (1 - p)));
}

TEST(PopulationTest, BirthAndDeathInDiscreteTimeFollowTheirRecursion) {
    const Answers answers = answer(R"(
        history "Discrete births and deaths" from 1900-01 to 1901-12 by month
        var alive: int = 40
        rule turnover every month {
            draw born = binomial(alive, 0.05)
            draw lost = binomial(alive, 0.07)
            alive += born
            alive -= lost
        }
        outcome left = alive at end)");
    double mean = 40;
    double variance = 0;
    for (int month = 0; month < 24; ++month) {
        variance = 0.98 * 0.98 * variance + mean * (0.05 * 0.95 + 0.07 * 0.93);
        mean *= 0.98;
    }
    expect_moments(answers, "left", mean, std::sqrt(variance), 3.5);
}

// DSMTS model 001-01: births 0.1, deaths 0.11, 100 at the start. A day's transition is exact: of n
// a binomial number of lines survives, with probability 1 - lost, and each has a geometric number
// of others, so that their sum is a Poisson number of gamma mean.
TEST(PopulationTest, LinearBirthAndDeathHasThePublishedMoments) {
    const Answers answers = answer(R"(
        history "DSMTS 001-01" from 1900-01-01 to 1900-02-19 by day
        let growth = exp(-0.01)
        let lost = 0.11 * (growth - 1) / (0.1 * growth - 0.11)
        let more = 0.1 * (growth - 1) / (0.1 * growth - 0.11)
        var alive: int = 100
        rule lives every day when alive > 0 {
            draw kept = binomial(alive, 1 - lost)
            if kept > 0 {
                draw load = gamma(kept, more / (1 - more))
                draw born = poisson(load)
                alive = kept + born
            } else { alive = 0 }
        }
        outcome at_10 = alive at 1900-01-10
        outcome at_25 = alive at 1900-01-25
        outcome at_50 = alive at 1900-02-19)",
                                   20'000);
    expect_moments(answers, "at_10", 90.48374, 13.44708, 3.5);
    expect_moments(answers, "at_25", 77.88008, 19.02018, 3.5);
    expect_moments(answers, "at_50", 60.65307, 22.38677, 3.5);
}

}  // namespace
}  // namespace jonbar
