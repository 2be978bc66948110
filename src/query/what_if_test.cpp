#include "query/what_if.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace jonbar {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// Outcomes: a choice between two or none, a number, a date; one first date; two switches, of which
/// the second chooses.
program::Program small() {
    program::Program p;
    p.calendar.unit = CalendarUnit::Month;
    p.calendar.first_tick = month_number({1922, 1});
    p.calendar.step_count = 36;
    p.domains.push_back({});
    p.domains[0].members = {{"anna", "Anna", {}}, {"boris", "Boris", {}}};
    program::OutcomeColumn leads, size, left;
    leads.name = "leads";
    leads.kind = OutcomeKind::Choice;
    leads.type.domain.index = 0;
    leads.type.optional = true;
    size.name = "size";
    size.kind = OutcomeKind::Number;
    left.name = "left";
    left.kind = OutcomeKind::Date;
    p.outcomes = {leads, size, left};
    program::FirstDate speaks;
    speaks.kind = DeclarationKind::Decision;
    speaks.name = "testament";
    speaks.option = "speak";
    p.first_dates = {speaks};
    p.switches.resize(2);
    p.switches[0].name = "spared";
    p.switches[1].name = "speaks";
    p.switches[1].offered = {program::Place::StateTruth, 0, 7};
    return p;
}

/// One history: outcomes and the date when it first spoke, in the actual world and in both others.
struct Told {
    std::vector<double> touched, actual, altered;

    Told(std::vector<double> touched_in, std::vector<double> was, std::vector<double> spared,
         std::vector<double> speaks)
        : touched(std::move(touched_in)), actual(std::move(was)), altered(std::move(spared)) {
        altered.insert(altered.end(), speaks.begin(), speaks.end());
    }
    [[nodiscard]] inference::HistoryInWorlds in_worlds(std::size_t sample = 0) const {
        inference::HistoryInWorlds history;
        history.sample = sample;
        history.touched = touched;
        history.actual = actual;
        history.altered = altered;
        return history;
    }
};

const double kJune = static_cast<double>(month_number({1923, 6}));

// Columns: leads, size, left, when it first spoke, and whether speaking was ever offered.
const Told kOne{
    {3, 5}, {0, 10, kNoDate, kJune, 0}, {1, 12, kJune, kJune, 0}, {0, 10, kNoDate, kJune - 2, 1}};
const Told kTwo{{kNever, kNever},
                {-1, 5, kJune, kNoDate, 0},
                {-1, 5, kJune, kNoDate, 0},
                {-1, 5, kJune, kNoDate, 0}};

TEST(WhatIfTest, ReadsOutcomesFirstDatesAndWhatWasOffered) {
    const program::Program p = small();
    ASSERT_EQ(WhatIfFold::columns(p).size(), 5U);
    EXPECT_EQ(WhatIfFold::columns(p)[4], p.switches[1].offered);
    EXPECT_EQ(WhatIfFold::worlds(p), (std::vector<inference::WorldSet>{1, 2}));
}

TEST(WhatIfTest, TellsWhereHistoriesWent) {
    HistoryGroups groups;
    groups.sizes = {8};
    WhatIfFold fold(small(), groups), other(small(), groups);
    for (int i = 0; i < 6; ++i) fold.add(kOne.in_worlds());
    for (int i = 0; i < 2; ++i) other.add(kTwo.in_worlds());
    fold.merge(other);
    const auto answers = fold.answer();
    ASSERT_EQ(answers.size(), 2U);
    const WhatIfAnswer& spared = answers[0];
    EXPECT_EQ(spared.name, "spared");
    EXPECT_DOUBLE_EQ(spared.unchanged.value, 0.25);
    EXPECT_FALSE(spared.chooses);
    const OutcomeShift& leads = spared.outcomes[0];
    EXPECT_EQ(leads.flow,
              (std::vector<std::vector<double>>{{0, 0.75, 0}, {0, 0, 0}, {0, 0, 0.25}}));
    EXPECT_DOUBLE_EQ(leads.changed.value, 0.75);
    EXPECT_DOUBLE_EQ(leads.values[0].difference.value, -0.75);
    EXPECT_DOUBLE_EQ(leads.values[1].difference.value, 0.75);
    // Paired: six of +1 and two of 0 have the standard deviation √(1.5/7); Student's t of 7 is
    // 2.3646.
    EXPECT_NEAR(leads.values[1].difference.high, 0.75 + 2.3646 * std::sqrt(1.5 / 7 / 8), 0.001);
    EXPECT_EQ(leads.values[2].difference.value, 0);
    EXPECT_DOUBLE_EQ(spared.outcomes[1].mean_difference.value, 1.5);
    EXPECT_DOUBLE_EQ(spared.outcomes[1].actual_mean.value, 8.75);
    EXPECT_DOUBLE_EQ(spared.outcomes[1].later, 0.75);
    EXPECT_DOUBLE_EQ(spared.outcomes[2].gained, 0.75);
    EXPECT_DOUBLE_EQ(spared.outcomes[2].values[0].altered.value, 1);
    EXPECT_EQ(spared.outcomes[2].actual_median, "1923-06");
    EXPECT_TRUE(spared.timings.empty());

    const WhatIfAnswer& speaks = answers[1];
    EXPECT_TRUE(speaks.chooses);
    EXPECT_DOUBLE_EQ(speaks.never_offered.value, 0.25);
    EXPECT_EQ(speaks.outcomes[0].changed.value, 0);
    ASSERT_EQ(speaks.timings.size(), 1U);
    EXPECT_EQ(speaks.timings[0].name, "testament: speak");
    EXPECT_EQ(speaks.timings[0].median, "1923-04");
    EXPECT_DOUBLE_EQ(speaks.timings[0].sooner, 0.75);
    EXPECT_DOUBLE_EQ(speaks.timings[0].changed.value, 0.75);
}

TEST(WhatIfTest, WeighsIslandsByEvidenceAndTakesIntervalsFromTheirSpread) {
    HistoryGroups groups;
    groups.weights = {0.5, 0.25, 0.25};
    groups.sizes = {2, 2, 2};
    groups.islands = true;
    WhatIfFold fold(small(), groups);
    fold.add(kOne.in_worlds(0));
    fold.add(kOne.in_worlds(0));
    fold.add(kOne.in_worlds(1));
    fold.add(kTwo.in_worlds(1));
    fold.add(kTwo.in_worlds(2));
    fold.add(kTwo.in_worlds(2));
    const auto answers = fold.answer();
    const ValueShift& anna = answers[0].outcomes[0].values[0];
    EXPECT_DOUBLE_EQ(anna.actual.value, 0.5 + 0.25 * 0.5);
    EXPECT_DOUBLE_EQ(anna.difference.value, -0.625);
    // Islands gave -1, -1/2 and 0 whose spread is wide, however many histories there are.
    EXPECT_LT(anna.difference.low, -1);
    EXPECT_GT(anna.difference.high, 0);
    EXPECT_DOUBLE_EQ(answers[0].unchanged.value, 0.375);
}

TEST(WhatIfTest, IgnoresIslandsThatAStoppedRunDidNotReach) {
    HistoryGroups groups;
    groups.weights = {0.5, 0.25, 0.25};
    groups.sizes = {1, 1, 1};
    groups.islands = true;
    WhatIfFold fold(small(), groups);
    fold.add(kOne.in_worlds(0));
    fold.add(kTwo.in_worlds(1));
    EXPECT_DOUBLE_EQ(fold.answer()[0].unchanged.value, 1.0 / 3);
}

}  // namespace
}  // namespace jonbar
