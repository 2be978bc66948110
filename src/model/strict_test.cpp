#include "model/strict.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "model/check.h"

namespace jonbar {
namespace {

/// How many bare numbers strict checking finds in `text`; nothing else may be wrong.
std::size_t bare_numbers(const std::string& text, bool strict = true) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions options;
    options.strict = strict;
    const FileId file = sources.add(
        "test.jon",
        "history \"T\" from 1922-04 to 1923-12 by month\nkind person { tact: real in 0..1 = 0.5 }\n"
        "person lenin, stalin\nparam zeal: real ~ lognormal 0.1 to 0.4\n"
        "relation tie(person, person): real = 0.25\n" +
            text);
    load_and_check(sources, file, options, diagnostics);
    constexpr int kBareNumber = 3051;
    const auto& all = diagnostics.all();
    const auto count = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(),
                      [&](const Diagnostic& found) { return found.code == kBareNumber; }));
    EXPECT_EQ(count, diagnostics.error_count()) << render(sources, diagnostics);
    return count;
}

TEST(StrictTest, RefusesNumbersThatSayHowStronglySomethingWorks) {
    EXPECT_EQ(bare_numbers("let f = 0.25 * zeal\n"), 1U);
    EXPECT_EQ(bare_numbers("event e hazard 0.1 per year times 3 when lenin.tact > 0 {}\n"), 2U);
    EXPECT_EQ(bare_numbers("event e mean time 18 months {}\n"), 1U);
    EXPECT_EQ(bare_numbers("event e at 1922-05 chance 0.3 {}\n"), 1U);
    EXPECT_EQ(bare_numbers("rule r every month { lenin.tact = if zeal > 2 then 0.2 else zeal }\n"),
              1U);
    EXPECT_EQ(bare_numbers("rule r every month { draw d = normal(0, 0.7) lenin.tact += d }\n"), 1U);
    EXPECT_EQ(bare_numbers("decision d every month by lenin { option a worth 2 { lenin.tact = 0.3 }"
                           "  option b worth rate 18 months {} }\n"),
              3U);
    EXPECT_EQ(bare_numbers("vote v every month among {p in person where p.tact > 0.4} "
                           "swing normal(0, 0.7) { for p: yes worth 2 * zeal abstain worth -3 "
                           "carried by more than 2/3 of all {} }\n"),
              3U);
}

TEST(StrictTest, LeavesNumbersThatStateWhatWas) {
    EXPECT_EQ(bare_numbers("table person (tact) { lenin 0.7 }\nstalin.tact = 0.2\n"
                           "tie(lenin, stalin) = 0.5\n"),
              0U);
    EXPECT_EQ(bare_numbers("observe zeal ~ normal(0.3, 0.1) at 1922-05\n"
                           "whatif w { set lenin.tact = 0.9  scale zeal by 2\n"
                           "  at 1922-06 { lenin.tact += 0.3 } }\n"
                           "cause c { absent: set stalin.tact = 0.3 }\n"),
              0U);
    EXPECT_EQ(bare_numbers("let f = 12 [months per year] * 1 + 0\n"), 0U);
    EXPECT_EQ(bare_numbers("rule r every year in 05 when past(lenin.tact, 2 months) > 0.4 "
                           "{ lenin.tact = 1 }\n"),
              0U);
}

TEST(StrictTest, SaysNothingWithoutBeingAsked) {
    EXPECT_EQ(bare_numbers("let f = 0.25 * zeal\n", false), 0U);
}

}  // namespace
}  // namespace jonbar
