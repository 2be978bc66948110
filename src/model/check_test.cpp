#include "model/check.h"

#include <gtest/gtest.h>

namespace jonbar {
namespace {

std::string checked(const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions options;
    options.read = [](const std::string&) { return std::nullopt; };
    const FileId file = sources.add("test.jon", text);
    load_and_check(sources, file, options, diagnostics);
    return render(sources, diagnostics);
}

TEST(CheckTest, AcceptsASmallScenario) {
    EXPECT_EQ("", checked(R"(
history "Small" from 1922-04 to 1923-01 by month
kind person { alive: bool = yes  health: real in 0..1 = 1 }
person lenin, stalin
param frailty: real ~ lognormal 0.01 to 0.06 per month
event dies(p: person) hazard frailty * (2 - p.health) per month when p.alive { p.alive = no  say "{p} dies." }
outcome survivors = count(p in person where p.alive)
)"));
}

}  // namespace
}  // namespace jonbar
