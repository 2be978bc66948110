#include "model/strict.h"

#include <gtest/gtest.h>

#include <string>

#include "model/check.h"

namespace jonbar {
namespace {

const std::string kHead =
    "history \"H\" from 1922-04 to 1923-12 by month\n"
    "kind person { fame: real = 0 }\n"
    "person anna\n"
    "outcome famous = anna.fame\n";

std::string strictly(const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions options;
    options.strict = true;
    load_and_check(sources, sources.add("t.jon", kHead + text), options, diagnostics);
    return render(sources, diagnostics);
}

TEST(StrictTest, RefusesABareNumberThatSaysHowStronglySomethingWorks) {
    EXPECT_EQ(strictly("event speech at 1923-01 { anna.fame += 0.25 }\n"),
              "t.jon:5:40: error[J3051]: a bare number, 0.25, says how strongly something works\n"
              "    5 | event speech at 1923-01 { anna.fame += 0.25 }\n"
              "      |                                        ^~~~\n"
              "      = make it a param with a prior, and say what it rests on (cites …, or "
              "assumed \"…\")\n");
    EXPECT_NE(strictly("event speech hazard 0.25 per year { anna.fame = 1 }\n").find("J3051"),
              std::string::npos);
}

TEST(StrictTest, AcceptsAParamWithAPrior) {
    EXPECT_EQ(strictly("param gain: real ~ uniform(0, 1)\n"
                       "event speech at 1923-01 { anna.fame += gain }\n"),
              "");
}

}  // namespace
}  // namespace jonbar
