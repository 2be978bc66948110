#include "query/outcome_fold.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jonbar {
namespace {

program::Program monthly() {
    program::Program program;
    program.calendar =
        *make_calendar({.year = 1922, .month = 4, .day = 1, .precision = DatePrecision::Month},
                       {.year = 1923, .month = 3, .day = 1, .precision = DatePrecision::Month},
                       CalendarUnit::Month);
    Domain person;
    person.name = "person";
    person.members.push_back({"anna", "Anna Ivanovna", {}});
    person.members.push_back({"boris", "Boris", {}});
    program.domains.push_back(person);
    return program;
}

program::OutcomeColumn outcome(OutcomeKind kind, Type type) {
    program::OutcomeColumn column;
    column.name = "o";
    column.kind = kind;
    column.type = type;
    return column;
}

TEST(OutcomeFoldTest, CountsTruths) {
    OutcomeFold fold(monthly(), outcome(OutcomeKind::Truth, {BaseType::Truth, {}, false, false}));
    for (int i = 0; i < 10; ++i) fold.add(i < 3 ? 1 : 0);
    const OutcomeAnswer answer = fold.answer();
    ASSERT_EQ(answer.values.size(), 2U);
    EXPECT_EQ(answer.values[0].value, "yes");
    EXPECT_EQ(answer.values[0].count, 3U);
    EXPECT_DOUBLE_EQ(answer.values[0].share.value, 0.3);
    EXPECT_EQ(fold.text_of(1), "yes");
}

TEST(OutcomeFoldTest, CountsMembersAndNobody) {
    program::OutcomeColumn column =
        outcome(OutcomeKind::Choice, {BaseType::Member, DomainId{0}, true, false});
    column.none_text = "collective";
    OutcomeFold fold(monthly(), column);
    for (const double value : {0.0, 1.0, 1.0, -1.0}) fold.add(value);
    const OutcomeAnswer answer = fold.answer();
    ASSERT_EQ(answer.values.size(), 3U);
    EXPECT_EQ(answer.values[0].label, "Anna Ivanovna");
    EXPECT_EQ(answer.values[1].count, 2U);
    EXPECT_EQ(answer.values[2].value, "collective");
    EXPECT_EQ(answer.values[2].count, 1U);
    EXPECT_EQ(fold.text_of(0), "anna");
    EXPECT_EQ(fold.text_of(-1), "collective");
}

TEST(OutcomeFoldTest, PutsDatesIntoQuarters) {
    const program::Program program = monthly();
    OutcomeFold fold(program, outcome(OutcomeKind::Date, {BaseType::Date, {}, true, false}));
    const auto first = static_cast<double>(program.calendar.first_tick);
    for (const double value : {first, first + 2, first + 3, first + 11, kNoDate}) fold.add(value);
    const OutcomeAnswer answer = fold.answer();
    EXPECT_EQ(answer.present, 4U);
    ASSERT_EQ(answer.bins.size(), 4U);  // 1922 Q2 to 1923 Q1
    EXPECT_EQ(answer.bins[0].year, 1922);
    EXPECT_EQ(answer.bins[0].quarter, 2);
    EXPECT_EQ(answer.bins[0].count, 2U);
    EXPECT_EQ(answer.bins[1].count, 1U);
    EXPECT_EQ(answer.bins[3].year, 1923);
    EXPECT_EQ(answer.bins[3].count, 1U);
    EXPECT_EQ(answer.values.back().value, "never");
    EXPECT_EQ(answer.values.back().count, 1U);
    EXPECT_EQ(answer.quantile_dates[2], "1922-06");
    EXPECT_EQ(fold.text_of(kNoDate), "never");
    EXPECT_EQ(fold.text_of(first), "1922-04");
}

TEST(OutcomeFoldTest, SumsUpNumbers) {
    OutcomeFold fold(monthly(), outcome(OutcomeKind::Number, {BaseType::Real, {}, false, false}));
    for (int i = 1; i <= 100; ++i) fold.add(i);
    const OutcomeAnswer answer = fold.answer();
    EXPECT_DOUBLE_EQ(answer.mean.value, 50.5);
    EXPECT_NEAR(answer.sd, std::sqrt(100 * 101 / 12.0), 1e-12);
    EXPECT_EQ(answer.least, 1);
    EXPECT_EQ(answer.greatest, 100);
    EXPECT_EQ(answer.quantiles[0].value, 5);
    EXPECT_EQ(answer.quantiles[2].value, 50);
    EXPECT_EQ(answer.quantiles[4].value, 95);
    EXPECT_LT(answer.quantiles[2].low, 50);
    EXPECT_GT(answer.quantiles[2].high, 50);
}

TEST(OutcomeFoldTest, IsTheSameHoweverItIsSplit) {
    const program::Program program = monthly();
    const auto column = outcome(OutcomeKind::Number, {BaseType::Real, {}, false, false});
    std::vector<double> values;
    for (int i = 0; i < 1000; ++i)
        values.push_back(std::ldexp(1.0 + i % 7, i % 90 - 45) * (i % 2 == 0 ? 1 : -1));
    OutcomeFold whole(program, column);
    for (const double value : values) whole.add(value);
    for (const std::size_t split : {1U, 7U, 256U}) {
        std::vector<OutcomeFold> parts;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i % split == 0) parts.emplace_back(program, column);
            parts.back().add(values[i]);
        }
        OutcomeFold merged(program, column);
        for (std::size_t i = parts.size(); i-- > 0;) merged.merge(parts[i]);
        EXPECT_EQ(merged.answer().mean.value, whole.answer().mean.value);
        EXPECT_EQ(merged.answer().sd, whole.answer().sd);
        for (std::size_t q = 0; q < 5; ++q) {
            EXPECT_EQ(merged.answer().quantiles[q].value, whole.answer().quantiles[q].value);
        }
    }
}

TEST(OutcomeFoldTest, IsReadAsItWasWritten) {
    const program::Program program = monthly();
    const std::vector<std::pair<program::OutcomeColumn, std::vector<double>>> folds = {
        {outcome(OutcomeKind::Truth, {BaseType::Truth, {}, false, false}), {1, 0, 0, 1, 1}},
        {outcome(OutcomeKind::Choice, {BaseType::Member, DomainId{0}, true, false}), {0, 1, -1, 1}},
        {outcome(OutcomeKind::Date, {BaseType::Date, {}, true, false}),
         {static_cast<double>(program.calendar.first_tick), kNoDate,
          static_cast<double>(program.calendar.first_tick + 5)}},
        {outcome(OutcomeKind::Number, {BaseType::Real, {}, false, false}),
         {0.1, -1e-3, 7, 7, 1e12}},
    };
    for (std::size_t i = 0; i < folds.size(); ++i) {
        const auto& [column, values] = folds[i];
        OutcomeFold fold(program, column), read(program, column);
        for (const double value : values) fold.add(value);
        base::ByteWriter out;
        fold.write(out);
        const std::string bytes = out.take();
        base::ByteReader in(bytes);
        read.add(values.front());
        read.read(in);
        EXPECT_TRUE(in.good_to_the_end()) << i;
        EXPECT_EQ(read.count(), values.size());
        base::ByteWriter again;
        read.write(again);
        EXPECT_EQ(again.take(), bytes) << i;
        EXPECT_EQ(read.answer().mean.value, fold.answer().mean.value);

        // Of another kind, or cut off, it is refused.
        OutcomeFold other(program, folds[(i + 1) % folds.size()].first);
        base::ByteReader wrong(bytes);
        other.read(wrong);
        EXPECT_FALSE(wrong.good()) << i;
        base::ByteReader cut(std::string_view(bytes).substr(0, bytes.size() - 1));
        read.read(cut);
        EXPECT_FALSE(cut.good()) << i;
    }
}

}  // namespace
}  // namespace jonbar
