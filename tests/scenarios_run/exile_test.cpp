// The exile: the prior leaves Trotsky's end open (docs/scenarios/exile.md).

#include "tests/scenarios_run/scenarios_run.h"

namespace jonbar::scenarios_run {
namespace {

TEST(ExileTest, CompilesStrictly) { expect_no_errors("exile"); }

// 400 histories: a share has a standard error of at most 0.025.
TEST(ExileTest, ThePriorLeavesHisEndOpen) {
    const Answers prior = prior_of("exile", 400);
    std::map<std::string, double> fate = shares_of(prior, "fate");
    for (const auto& [how, share] : fate) EXPECT_LT(share, 0.6) << how;
    EXPECT_GT(fate["murdered_abroad"], 0.05);
    EXPECT_GT(fate["sheltered"], 0.02);
    EXPECT_GT(fate["executed_"], 0.05);
    EXPECT_GT(fate["dead"], 0.05);
    // No country was bound to be his last, and none of the ways to kill him.
    for (const auto& [where, share] : shares_of(prior, "home_1937")) {
        if (where != "none") {
            EXPECT_LT(share, 0.3) << where;
        }
    }
    EXPECT_LT(shares_of(prior, "way_of_death")["visitor"], 0.2);
}

}  // namespace
}  // namespace jonbar::scenarios_run
