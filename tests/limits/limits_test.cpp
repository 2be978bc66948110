// Texts made to exhaust: each is answered with an error that names its place and what to do, or is
// small after all, and neither takes more than two seconds of a processor.

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/sanitized.h"
#include "jonbar/scenario.h"

namespace jonbar {
namespace {

// Slower under the sanitizers, which the times are not about.
constexpr double kSecondsMax = base::kSanitized ? 60 : 2;

const std::string kHead = "history \"Bomb\" from 1922-01 to 1923-12 by month\n";
const std::string kDays = "history \"Bomb\" from 0001-01-01 to 2700-12-31 by day\n";

/// So many where the limit is what counts, fewer where only time does.
std::size_t many(std::size_t count) { return base::repeats(count, count / 10); }

std::string repeated(const std::string& text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

/// `%` in the text is the number, `#` the one before it.
std::string numbered(const std::string& text, std::size_t count, std::size_t first = 0) {
    std::string out;
    for (std::size_t i = first; i < first + count; ++i) {
        for (const char c : text) {
            if (c == '%') {
                out += std::to_string(i);
            } else if (c == '#') {
                out += std::to_string(i - 1);
            } else {
                out += c;
            }
        }
    }
    return out;
}

/// A kind of so many.
std::string people(std::size_t count) {
    return "kind person { x: real = 0 }\nperson boss" + numbered(", p%", count - 1) + "\n";
}

std::string nested_sums(std::size_t depth, const std::string& value) {
    return numbered("sum(a% in person: ", depth) + value + repeated(")", depth);
}

struct Bomb {
    std::string name;
    std::string text;
    std::string code;     // of the first error; empty: nothing is wrong
    std::string message;  // a part of it
    std::map<std::string, std::string> files{};
};

std::vector<Bomb> texts() {
    const std::size_t n = many(300'000);
    return {
        {"FileOfFiveMegabytes", std::string(5'000'000, 'a'), "J1002", "a file may have 4194304"},
        {"UnknownSigns", kHead + std::string(10 * n, '$'), "J1003", "have no meaning here"},
        {"EmptyLines", kHead + std::string(10 * n, '\n'), "", ""},
        {"NameOfTwoThousandBytes", kHead + "let " + std::string(2000, 'a') + " = 1\n", "J1150",
         "a name may have 1000"},
        {"NumberOfTwoThousandDigits", kHead + "let x = 0." + std::string(2000, '9') + "\n", "J1150",
         "a number may have 1000"},
        {"TextOfMegabytes", kHead + "source s \"" + std::string(10 * n, 'a') + "\"\n", "J1150",
         "a text may have 100000"},
        {"Parentheses", kHead + "let x = " + std::string(n, '(') + "1" + std::string(n, ')'),
         "J1016", "nested more than 200 deep"},
        {"ParenthesesLeftOpen", kHead + "let x = " + std::string(10 * n, '('), "J1016", "200 deep"},
        {"Signs", kHead + "let x = " + std::string(10 * n, '-') + "1\n", "J1016", "200 deep"},
        {"Negations", kHead + "let x = " + repeated("not ", n) + "yes\n", "J1016", "200 deep"},
        {"NestedIfs",
         kHead + "var v: real = 0\nrule r every month {" + repeated("if v > 0 { ", n) +
             std::string(n, '}') + "}\n",
         "J1016", "200 deep"},
        {"ElseIfs",
         kHead + "var v: real = 0\nrule r every month { if v > 0 { v = 1 }" +
             repeated(" else if v > 1 { v = 1 }", n / 3) + "}\n",
         "J1016", "200 deep"},
        {"NestedConditions", kHead + "let x = " + repeated("if yes then 1 else ", n / 2) + "1\n",
         "J1016", "200 deep"},
        {"Terms", kHead + "let x = 1" + repeated("+1", n) + "\n", "J1017", "500 operations high"},
        {"Conditions", kHead + "let x = yes" + repeated(" and yes", n) + "\n", "J1017",
         "500 operations"},
        {"Dots",
         kHead + "kind k { b: k? = none }\nk a\noutcome o = a" + repeated(".b", n) + " at end\n",
         "J1017", "500 operations"},
        {"NestedSums", kHead + people(9) + "let x = " + nested_sums(190, "1") + "\n", "J1016",
         "200 deep"},
        {"Arguments", kHead + "let x = max(1" + repeated(",1", n) + ")\n", "J1151",
         "at most 1000 arguments"},
        {"Members",
         kHead + people(9) + "let x = count(p in {boss" + repeated(",boss", n / 3) + "})\n",
         "J1151", "at most 1000 members of a set"},
        {"EnumValues", kHead + "enum e { a" + numbered(", b%", n / 2) + " }\n", "J1151",
         "at most 1000 values of an enum"},
        {"Indices",
         kHead + "kind k {}\nrelation r(a: k" + numbered(", b%: k", 100) + "): real = 0\n", "J1151",
         "at most 16 indices"},
        {"Options",
         kHead + people(2) + "decision d every month by boss {" +
             numbered(" option o% worth 1 {}", n / 3) + " }\n",
         "J1151", "at most 1000 options of a decision"},
        {"Dates", kHead + "event e at 1922-02" + repeated(", 1922-02", n / 3) + " {}\n", "J1151",
         "at most 1000 dates"},
        {"ClosingBraces", kHead + repeated("} ", n), "J1015", "nothing was opened"},
        {"UnknownDeclarations", kHead + repeated("foo ", n / 3), "J2001", "there is no kind `foo`"},
        {"UnknownNames", kHead + numbered("var v%: real = nop%\n", n / 10), "J2001",
         "there is no name `nop0`"},
    };
}

std::vector<Bomb> declarations() {
    const std::size_t n = many(100'000);
    return {
        {"Declarations", kHead + numbered("let v% = 1\n", 100'001), "J3951",
         "at most 100000 declarations"},
        {"WhatIfs",
         kHead + "var v: real = 0\n" + numbered("whatif w% \"w\" { at 1922-02 { v = 1 } }\n", 1001),
         "J3951", "at most 1000 what-ifs and causes"},
        {"Observations",
         kHead + "event e hazard 0.1 per year repeatable {}\n" +
             repeated("observe e in 1922\n", 5001),
         "J3951", "at most 5000 observations"},
        {"Outcomes", kHead + numbered("outcome o% = now at end\n", 5001), "J3951",
         "at most 5000 outcomes"},
        {"Sayings", kHead + "event e hazard 1 per month {" + repeated("\nsay \"x\"", n) + "\n}\n",
         "", ""},
        {"Entities", kHead + people(100'001), "J3010", "at most 100000 entities of a kind"},
        {"FamilyOfABillion",
         kHead + people(1000) + "event e(a, b, c: person) hazard 0.1 per year {}\n", "J3010",
         "`e` has 1000000000 instances"},
        {"RelationOfABillion", kHead + people(1000) + "relation r(a, b, c: person): real = 0\n",
         "J3010", "the state has more than 1000000"},
        {"Days", "history \"Bomb\" from 0001-01-01 to 9999-12-31 by day\n", "J3010",
         "at most 1000000 steps"},
        {"DaysFromBeforeChrist", "history \"Bomb\" from 9999-01-01 bc to 9999-12-31 by day\n",
         "J3010", "at most 1000000 steps"},
        {"Placed",
         kHead + numbered("event e% hazard 0.1 per year after e# {}\n", n / 10, 1) +
             "event e0 hazard 0.1 per year {}\n",
         "", ""},
        {"PlacedInACircle",
         kHead + numbered("event e% hazard 0.1 per year after e# {}\n", n / 10, 1) +
             "event e0 hazard 0.1 per year after e" + std::to_string(n / 10) + " {}\n",
         "J4007", ""},
        {"ColumnsOfAFile",
         kHead + people(9) + "table person from \"wide.csv\"\n",
         "J1151",
         "at most 1000 columns",
         {{"wide.csv", "name" + repeated(",x", 10 * n) + "\nboss\n"}}},
        {"RowsOfAFile",
         kHead + people(9) + "table person from \"long.csv\"\n",
         "",
         "",
         {{"long.csv", "name,x\n" + repeated("boss,1\n", n)}}},
        {"FileOfATable",
         kHead + people(9) + "table person from \"large.csv\"\n",
         "J1002",
         "a file may have 4194304",
         {{"large.csv", "name,x\nboss," + std::string(5'000'000, '1')}}},
    };
}

/// What is small as a text, and large as a program.
std::vector<Bomb> programs() {
    const std::string real = "var v: real = 0\n";
    const std::string doubled = "let x% = x# + x#\n";
    return {
        {"DefinitionsThatDouble",
         kHead + real + "let x0 = v\n" + numbered(doubled, 60, 1) + "outcome o = x60 at end\n",
         "J3010", "the scenario is too large to run"},
        {"NumbersThatDouble",
         kHead + "let x0 = 1.0\n" + numbered(doubled, 60, 1) + "outcome o = x60 at end\n", "J3010",
         "the scenario is too large to run"},
        {"ProceduresThatDouble",
         kHead + real + "event e0 { v = v + 1 }\n" +
             numbered("event e% { if v > 1 { fire e# } else { fire e# } }\n", 40, 1) +
             "event z hazard 0.1 per year { fire e40 }\n",
         "J3010", "the scenario is too large to run"},
        {"SumsOfSums",
         kHead + people(10) + real + "let x0(p: person) = v + p.x\n" +
             numbered("let x%(p: person) = p.x + sum(q in person: x#(q))\n", 40, 1) +
             "outcome o = x40(boss) at end\n",
         "J3950", "a step runs more than 1000000000 instructions"},
        {"SumOverSixFamilies",
         kHead + people(100) + real + "outcome o = " + nested_sums(6, "v") + " at end\n", "J3950",
         "a step runs more than 1000000000 instructions"},
        {"SumOfAConstantOverSixFamilies",
         kHead + people(100) + "outcome o = " + nested_sums(6, "1") + " at end\n", "J3950",
         "a step runs more than 1000000000 instructions"},
        {"LoopsOverSixFamilies",
         kHead + people(100) + real + "rule r every month {" + numbered("for a% in person { ", 6) +
             "v = v + 1" + repeated(" }", 6) + " }\noutcome o = v at end\n",
         "J3950", "a step runs more than 1000000000 instructions"},
        {"Months",
         "history \"Bomb\" from 0001-01 to 9999-12 by month\n" + real +
             "rule r every month { v = v + 1 }\noutcome o = v at end\n",
         "", ""},
        {"RulesOfManyDays",
         kDays + real + numbered("rule r% every month { v = v + 1 }\n", 300) +
             "outcome o = v at end\n",
         "J3951", "with `every` or `at`"},
    };
}

class LimitsTest : public testing::TestWithParam<Bomb> {};

TEST_P(LimitsTest, IsAnsweredSoon) {
    const Bomb& bomb = GetParam();
    CompileOptions options;
    options.read = [&](const std::string& path) -> std::optional<std::string> {
        if (path == "bomb.jon") return bomb.text;
        const auto found = bomb.files.find(path);
        return found == bomb.files.end() ? std::nullopt : std::optional(found->second);
    };
    const std::clock_t begin = std::clock();
    const std::vector<Finding> found = check_file("bomb.jon", options);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    EXPECT_LT(seconds, kSecondsMax);
    const auto error = std::find_if(found.begin(), found.end(), [](const Finding& one) {
        return one.severity == Finding::Severity::Error;
    });
    if (bomb.code.empty()) {
        EXPECT_TRUE(error == found.end()) << error->rendered;
        return;
    }
    ASSERT_TRUE(error != found.end()) << "nothing is wrong";
    EXPECT_NE(error->rendered.find("[" + bomb.code + "]"), std::string::npos) << error->rendered;
    EXPECT_NE(error->rendered.find(bomb.message), std::string::npos) << error->rendered;
    EXPECT_GT(error->line, 0) << error->rendered;
    EXPECT_LT(error->rendered.size(), 2000U);
}

std::string name_of(const testing::TestParamInfo<Bomb>& one) { return one.param.name; }

INSTANTIATE_TEST_SUITE_P(Texts, LimitsTest, testing::ValuesIn(texts()), name_of);
INSTANTIATE_TEST_SUITE_P(Declarations, LimitsTest, testing::ValuesIn(declarations()), name_of);
INSTANTIATE_TEST_SUITE_P(Programs, LimitsTest, testing::ValuesIn(programs()), name_of);

/// The scenario uses m1 of which `module` is the text, its number in the place of `%`.
std::vector<Finding> with_modules(const std::string& uses, const std::string& module) {
    CompileOptions options;
    options.read = [&](const std::string& path) -> std::optional<std::string> {
        if (path == "bomb.jon") return kHead + uses;
        if (path.substr(0, 1) != "m") return std::nullopt;
        return numbered(module, 1, std::stoul(path.substr(1)) + 1);
    };
    return check_file("bomb.jon", options);
}

TEST(ModuleLimitsTest, CountsModules) {
    const std::vector<Finding> found = with_modules(numbered("use m%\n", 1001), "");
    ASSERT_FALSE(found.empty());
    EXPECT_NE(found.front().rendered.find("[J3010]"), std::string::npos) << found.front().rendered;
}

TEST(ModuleLimitsTest, CountsHowDeepModulesUseEachOther) {
    const std::vector<Finding> found = with_modules("use m1\n", "use m%\n");
    ASSERT_FALSE(found.empty());
    EXPECT_NE(found.front().rendered.find("[J3010]"), std::string::npos) << found.front().rendered;
}

// Each level has two instances of the next, all names are different: 2^40 modules.
TEST(ModuleLimitsTest, HasNoModulesThatMultiply) {
    const std::vector<Finding> found =
        with_modules("use m1 as a1\nuse m1 as b1\n", "use m% as a%\nuse m% as b%\n");
    ASSERT_FALSE(found.empty());
    EXPECT_NE(found.front().rendered.find("error[J"), std::string::npos) << found.front().rendered;
}

}  // namespace
}  // namespace jonbar
