// What is warned of, and what is close to it and is not.

#include "model/warnings.h"

#include <gtest/gtest.h>

#include "model/check.h"

namespace jonbar {
namespace {

/// The codes and lines of the warnings of a scenario, its history on line 1: "J2050:2 ".
std::string warnings_of(const std::string& text, const std::string& module = {}) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions options;
    options.read = [&](const std::string& path) -> std::optional<std::string> {
        if (path != "m.jon") return std::nullopt;
        return module;
    };
    const FileId file =
        sources.add("test.jon", "history \"T\" from 1922-04 to 1923-12 by month\n" + text);
    load_and_check(sources, file, options, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << render(sources, diagnostics);
    std::string found;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        found +=
            "J" + std::to_string(diagnostic.code) + ":" +
            std::to_string(sources.position(diagnostic.span.file, diagnostic.span.begin).line) +
            " ";
    }
    return found;
}

TEST(WarningsTest, TellsWhatNothingReads) {
    EXPECT_EQ("J2050:2 ", warnings_of("var x: real = 0\n"));
    EXPECT_EQ("J2050:2 ", warnings_of("let f(x: real) = x\n"));
    EXPECT_EQ("", warnings_of("var x: real = 0\noutcome o = x\n"));
    EXPECT_EQ("", warnings_of("var x: real = 0\ncause placebo { absent: set x = 1 }\n"));
    EXPECT_EQ("", warnings_of("var x: real = 0\nrule r every month { x += 1 }\noutcome o = x\n"));
}

TEST(WarningsTest, TellsWhatNothingFires) {
    EXPECT_EQ("J2050:2 ", warnings_of("event e {}\n"));
    EXPECT_EQ("", warnings_of("event e {}\nrule r every month { fire e }\n"));
    EXPECT_EQ("", warnings_of("event e at 1922-05 {}\n"));
}

TEST(WarningsTest, LeavesAModuleWhatItsUsersDoNotNeed) {
    EXPECT_EQ("", warnings_of("use m\n", "var x: real = 0\nlet f = 2\nevent e {}\n"));
}

TEST(WarningsTest, TellsWhatLeavesItsRangeAtTheStart) {
    const auto at = [](const std::string& value) {
        return warnings_of("var x: real in 0..1 " + value + "\noutcome o = x\n");
    };
    EXPECT_EQ("J3050:2 ", at("= 1.5"));
    EXPECT_EQ("", at("= 1"));
    // The outer half percents of a normal lie at 2.576 standard deviations.
    EXPECT_EQ("J3050:2 ", at("~ normal(0.5, 0.2)"));
    EXPECT_EQ("", at("~ normal(0.5, 0.19)"));
    EXPECT_EQ("J3050:2 ", at("~ uniform(0, 1.1)"));
    EXPECT_EQ("", at("~ uniform(0, 1)"));
}

TEST(WarningsTest, TellsWhatStandsAgainstTheOrderOfDates) {
    EXPECT_EQ("J4050:3 ", warnings_of("event a at 1923-01-27 {}\nevent b at 1923-01-21 {}\n"));
    EXPECT_EQ("", warnings_of("event b at 1923-01-21 {}\nevent a at 1923-01-27 {}\n"));
    EXPECT_EQ("", warnings_of("event a at 1923-02-27 {}\nevent b at 1923-01-21 {}\n"));
}

}  // namespace
}  // namespace jonbar
