// A reign: the prior leaves open what Stalin's was and how it ended
// (docs/scenarios/trotsky-leads.md).

#include "tests/scenarios_run/scenarios_run.h"

namespace jonbar::scenarios_run {
namespace {

TEST(TrotskyLeadsTest, CompilesStrictly) { expect_no_errors("trotsky-leads"); }

// 400 histories: a share has a standard error of at most 0.025.
TEST(TrotskyLeadsTest, ThePriorLeavesTheReignOpen) {
    const Answers prior = prior_of("trotsky-leads", 400);
    for (const auto& [how, share] : shares_of(prior, "reign")) EXPECT_LT(share, 0.6) << how;
    // Nothing that happened was bound to, and nothing that did not was excluded.
    for (const char* open : {"officers_purged", "terror_came_", "collectivised", "famine_"}) {
        EXPECT_GT(shares_of(prior, open)["yes"], 0.05) << open;
        EXPECT_LT(shares_of(prior, open)["yes"], 0.75) << open;
    }
    EXPECT_GT(shares_of(prior, "toppled_by_general_")["yes"], 0.02);
    EXPECT_LT(shares_of(prior, "toppled_by_general_")["yes"], 0.3);
    EXPECT_GT(shares_of(prior, "hitler_rules")["yes"], 0.02);
    EXPECT_LT(shares_of(prior, "hitler_rules")["yes"], 0.6);
    EXPECT_LT(shares_of(prior, "germany_red")["yes"], 0.3);
}

}  // namespace
}  // namespace jonbar::scenarios_run
