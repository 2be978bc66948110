// What `solve` answers, as text and as JSON.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jonbar/jonbar.h"
#include "tests/solve/table_file.h"

namespace jonbar {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// The text without its first line, which names the file.
template <class Answer>
std::string text_of(const Answer& answer, const TextOptions& options = {}) {
    const std::string text = to_text(answer, options);
    return text.substr(text.find('\n') + 1);
}

TEST(SolveCoalitionTest, TellsWhoRulesAndWithWhatShare) {
    const TableFile table("name,power,party\nLenin,10,b\nTrotsky,5.5,b\nStalin,4,b\nKamenev,3,b\n");
    const CoalitionAnswer answer = solve_coalition(table.path());
    EXPECT_EQ(text_of(answer),
              R"(4 members, power 22.5 in all; more than 1/2 of a coalition's power wins

Member          Power     Share   Rules with
Lenin              10    44.4 %
Trotsky           5.5    24.4 %       44.0 %
Stalin              4    17.8 %       32.0 %
Kamenev             3    13.3 %       24.0 %

Trotsky, Stalin, Kamenev rule: power 12.5, 55.6 % of the whole.
)");
    const json told = json::parse(to_json(answer));
    EXPECT_EQ(told["coalitions"], json::parse(R"([["Trotsky", "Stalin", "Kamenev"]])"));
    EXPECT_EQ(told["answers"], 1);
    EXPECT_EQ(told["majority"], "1/2");
    EXPECT_EQ(told["ruling_power"], "12.5");
    EXPECT_EQ(told["members"][1]["in_rule"], 0.44);
    EXPECT_EQ(told["members"][0]["in_rule"], 0);
}

TEST(SolveCoalitionTest, MajoritiesAndTies) {
    const TableFile alike("name,power\na,5\nb,5\nc,5\n");
    EXPECT_THAT(
        text_of(solve_coalition(alike.path())),
        HasSubstr("Powers tie: 3 coalitions may come to rule, each with power 10, 66.7 % of "
                  "the whole.\n  a, b\n  a, c\n  b, c\n"));
    EXPECT_THAT(text_of(solve_coalition(alike.path(), {.majority = "0.75"})),
                HasSubstr("All rule together"));
    EXPECT_THROW(solve_coalition(alike.path(), {.majority = "1/3"}), QuestionError);
    std::string many = "name,power\n";
    for (int i = 0; i < 14; ++i) many += "m" + std::to_string(i) + ",1\n";
    const TableFile crowd(many);
    const CoalitionAnswer answer = solve_coalition(crowd.path());
    EXPECT_EQ(answer.answers, 3003U);  // 14 over 8
    EXPECT_THAT(text_of(answer), HasSubstr("  … and 2,983 more; --all lists them to 10,000\n"));
    EXPECT_THAT(text_of(answer, {.all = true}), Not(HasSubstr("more;")));
    EXPECT_EQ(json::parse(to_json(answer))["coalitions"].size(), 3003U);
}

TEST(SolvePowerTest, TellsIndicesAndFractions) {
    const TableFile table("name,weight\nlarge,50\nmiddle,49\nsmall,1\n");
    const PowerAnswer answer = solve_power(table.path(), {.quota = "51"});
    EXPECT_EQ(text_of(answer), R"(3 voters; a coalition wins with
  weight 51 or more of 100

Voter    weight    Share       Banzhaf       Shapley        Holler        Deegan
large        50   50.0 %      0.600000      0.666667      0.500000      0.500000
middle       49   49.0 %      0.200000      0.166667      0.250000      0.250000
small         1    1.0 %      0.200000      0.166667      0.250000      0.250000

Exactly         Swings      Banzhaf      Shapley       Holler       Deegan
large                3          3/5          2/3          1/2          1/2
middle               1          1/5          1/6          1/4          1/4
small                1          1/5          1/6          1/4          1/4

Swings in all: 5; minimal winning coalitions: 2.
)");
    const json told = json::parse(to_json(answer));
    EXPECT_EQ(told["rules"][0]["quota"], "51");
    EXPECT_TRUE(told["rules"][0]["majority"].is_null());
    EXPECT_EQ(told["voters"][0]["banzhaf_absolute"], 0.75);
    EXPECT_EQ(told["voters"][2]["shapley_shubik"]["fraction"], "1/6");
}

TEST(SolvePowerTest, BarsAreExactInDecimals) {
    const TableFile table("name,weight\na,33.3\nb,33.3\nc,33.4\n");
    EXPECT_EQ(solve_power(table.path()).rules[0].quota, "50.1");
    EXPECT_EQ(solve_power(table.path(), {.majority = "2/3"}).rules[0].quota, "66.7");
    // What no sum of weights can be is rounded up to what one can.
    EXPECT_EQ(solve_power(table.path(), {.quota = "66.61"}).rules[0].quota, "66.7");
    for (const char* wrong : {"0", "100.1", "-1", "x", "1,2"})
        EXPECT_THROW(solve_power(table.path(), {.quota = wrong}), QuestionError) << wrong;
    EXPECT_THROW(solve_power(table.path(), {.quota = "51", .majority = "1/2"}), QuestionError);
}

TEST(SolvePowerTest, SeveralRules) {
    const TableFile table("name,weight,weight2\na,1,45\nb,1,30\nc,1,15\nd,1,10\n");
    const PowerAnswer answer = solve_power(table.path(), {.quota = "3,60"});
    EXPECT_EQ(answer.voters[0].shapley_shubik.fraction, "1/2");
    EXPECT_THAT(text_of(answer),
                HasSubstr("  weight 3 or more of 4, and\n  weight2 60 or more of 100\n"));
    EXPECT_EQ(solve_power(table.path()).rules[1].quota, "51");
}

TEST(SolvePowerTest, SaysWhatIsTooMuch) {
    const auto said = [](const std::string& text) {
        const TableFile table(text);
        try {
            solve_power(table.path());
        } catch (const ScenarioError& error) {
            return error.findings.front().rendered;
        }
        return std::string();
    };
    std::string many = "name,weight\n", fine = many, two = "name,weight,weight2\n";
    for (int i = 0; i < 501; ++i) many += "v" + std::to_string(i) + ",1\n";
    for (int i = 0; i < 29; ++i) {
        fine += "v" + std::to_string(i) + ",123456789." + std::to_string(i) + "1\n";
        two += "v" + std::to_string(i) + ",1,2\n";
    }
    EXPECT_THAT(said(many), HasSubstr("expected from 1 to 500"));
    EXPECT_THAT(said(fine), HasSubstr("too fine to count"));
    EXPECT_THAT(said(two), HasSubstr("of at most 28 voters"));
    EXPECT_THAT(said("name,weight\na,0\n"), HasSubstr("nobody has any weight"));
    // Few voters may be as fine as they like.
    const TableFile shares("name,weight\na,123456789.12345\nb,123456789.12346\nc,0.00001\n");
    EXPECT_EQ(solve_power(shares.path()).voters[0].shapley_shubik.fraction, "1/6");
}

}  // namespace
}  // namespace jonbar
