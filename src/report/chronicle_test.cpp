#include "report/chronicle.h"

#include <gtest/gtest.h>

namespace jonbar {
namespace {

using program::Printed;
using program::Record;
using program::RecordKind;

class ChronicleTest : public testing::Test {
  protected:
    ChronicleTest() {
        program_.calendar =
            *make_calendar({.year = 1922, .month = 4, .day = 1, .precision = DatePrecision::Month},
                           {.year = 1924, .month = 1, .day = 1, .precision = DatePrecision::Month},
                           CalendarUnit::Month);
        Domain person;
        person.name = "person";
        person.members.push_back({"anna", "Anna Ivanovna", {}});
        person.members.push_back({"boris", "Boris", {}});
        program_.domains.push_back(person);
    }

    static Record::Piece text(std::string words) { return {std::move(words), std::nullopt}; }
    static Record::Piece value(BaseType base, bool set = false, int decimals = -1,
                               bool percent = false) {
        Type type;
        type.base = base;
        type.set = set;
        if (base == BaseType::Member) type.domain = DomainId{0};
        return {"", Printed{type, decimals, percent}};
    }
    std::uint32_t add(RecordKind kind, std::string name, std::vector<Record::Piece> pieces,
                      std::string option = "", bool over = false) {
        Record record;
        record.kind = kind;
        record.name = std::move(name);
        record.option = std::move(option);
        record.over_entity = over;
        record.pieces = std::move(pieces);
        program_.records.push_back(record);
        return static_cast<std::uint32_t>(program_.records.size() - 1);
    }

    program::Program program_;
};

TEST_F(ChronicleTest, SaysLinesWithTheirValues) {
    const auto said =
        add(RecordKind::Say, "dies",
            {value(BaseType::Member), text(" dies, aged "), value(BaseType::Real, false, 1),
             text("; odds "), value(BaseType::Real, false, 0, true), text("; left: "),
             value(BaseType::Member, true)});
    EXPECT_EQ(chronicle(program_, {{said, 9, {0, 61.25, 0.314, 0, 1}}}),
              "1923-01  Anna Ivanovna dies, aged 61.2; odds 31 %; left: Boris\n");
}

TEST_F(ChronicleTest, NamesInstancesOfEventsAndLeavesRulesOut) {
    const auto dies = add(RecordKind::Event, "dies", {value(BaseType::Member)});
    const auto rule = add(RecordKind::Rule, "drift", {});
    EXPECT_EQ(chronicle(program_, {{dies, 0, {1}}, {rule, 0, {}}}), "1922-04  dies(boris)\n");
}

TEST_F(ChronicleTest, TellsTheOddsOfAChoice) {
    const auto opens = add(RecordKind::Decision, "side", {value(BaseType::Member)});
    const auto with = add(RecordKind::Option, "side",
                          {value(BaseType::Member), value(BaseType::Real)}, "join", true);
    const auto alone = add(RecordKind::Option, "side", {value(BaseType::Real)}, "alone");
    const auto chosen = add(RecordKind::Chosen, "side",
                            {value(BaseType::Member), value(BaseType::Member)}, "join", true);
    const double log3 = 1.0986122886681098;
    EXPECT_EQ(
        chronicle(program_,
                  {{opens, 1, {0}}, {with, 1, {1, log3}}, {alone, 1, {0}}, {chosen, 1, {0, 1}}}),
        "1922-05  side(anna): join(boris) (75.0 %); not alone 25.0 %\n");
}

TEST_F(ChronicleTest, TellsEachOfAFamilyItsOwnOdds) {
    const auto opens = add(RecordKind::Decision, "testament",
                           {value(BaseType::Member), value(BaseType::Member)});  // and the actor
    const auto speak = add(RecordKind::Option, "testament", {value(BaseType::Real)}, "speak");
    const auto silent = add(RecordKind::Option, "testament", {value(BaseType::Real)}, "silence");
    const auto chosen = add(RecordKind::Chosen, "testament", {value(BaseType::Member)}, "speak");
    const double log3 = 1.0986122886681098;
    EXPECT_EQ(chronicle(program_, {{opens, 1, {0, 0}},
                                   {speak, 1, {log3}},
                                   {silent, 1, {0}},
                                   {opens, 1, {1, 1}},
                                   {speak, 1, {0}},
                                   {silent, 1, {0}},
                                   {chosen, 1, {0}},
                                   {chosen, 1, {1}}}),
              "1922-05  testament(anna): speak (75.0 %); not silence 25.0 %\n"
              "1922-05  testament(boris): speak (50.0 %); not silence 50.0 %\n");
}

TEST_F(ChronicleTest, CountsVotes) {
    const auto vote = add(RecordKind::Vote, "expel",
                          {value(BaseType::Member), value(BaseType::Real), value(BaseType::Real),
                           value(BaseType::Real), value(BaseType::Real), value(BaseType::Real),
                           value(BaseType::Truth)});
    EXPECT_EQ(chronicle(program_, {{vote, 2, {1, 12, 3, 20, 23, 0.5, 1}}}),
              "1922-06  vote expel(boris) carried: 12 yes, 3 abstained of 23 (20 counted), more "
              "than 10 needed\n");
}

TEST_F(ChronicleTest, PrintsNobodyAndNever) {
    const double none = -1, never = kNoDate;
    Printed member{Type{BaseType::Member, DomainId{0}, true, false}, -1, false};
    Printed date{Type{BaseType::Date, {}, true, false}, -1, false};
    EXPECT_EQ(printed_value(program_, member, &none), "nobody");
    EXPECT_EQ(printed_value(program_, date, &never), "never");
}

}  // namespace
}  // namespace jonbar
