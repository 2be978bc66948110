// The civil war: the prior leaves open who wins and how far each came
// (docs/scenarios/civil-war.md).

#include "tests/scenarios_run/scenarios_run.h"

namespace jonbar::scenarios_run {
namespace {

TEST(CivilWarTest, CompilesStrictly) { expect_no_errors("civil-war"); }

// It runs by week: a day names its week, and is no date finer than the step.
TEST(CivilWarTest, NamesItsWeeksByTheirDays) {
    for (const Finding& finding : check_file(file_of("civil-war"), with_library())) {
        ADD_FAILURE() << finding.rendered;
    }
}

// 200 histories: a share has a standard error of at most 0.036.
TEST(CivilWarTest, ThePriorLeavesTheWarOpen) {
    const Answers prior = prior_of("civil-war", 200);
    const double holds = shares_of(prior, "soviets_hold")["yes"];
    EXPECT_GT(holds, 0.3);
    EXPECT_LT(holds, 0.9);
    // No foe was bound to break, nor to win.
    for (const char* end : {"kolchak_at_end", "denikin_at_end", "kronstadt_at_end"}) {
        const double broken = shares_of(prior, end)["broken"];
        EXPECT_GT(broken, 0.2) << end;
        EXPECT_LT(broken, 0.8) << end;
    }
    EXPECT_LT(shares_of(prior, "warsaw_falls")["yes"], 0.15);
}

}  // namespace
}  // namespace jonbar::scenarios_run
