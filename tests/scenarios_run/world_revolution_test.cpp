// World revolution: the prior leaves open how far it spreads and what becomes of Germany
// (docs/scenarios/world-revolution.md).

#include "tests/scenarios_run/scenarios_run.h"

namespace jonbar::scenarios_run {
namespace {

TEST(WorldRevolutionTest, CompilesStrictly) { expect_no_errors("world-revolution"); }

// 200 histories: a share has a standard error of at most 0.036.
TEST(WorldRevolutionTest, ThePriorLeavesTheSpreadOpen) {
    const Answers prior = prior_of("world-revolution", 200);
    // Neither how far it comes nor whether its base stands was settled in October 1917.
    for (const char* open : {"spreads_to_the_west", "russia_holds", "anywhere_by_1924"}) {
        std::map<std::string, double> share = shares_of(prior, open);
        EXPECT_GT(share["yes"], 0.1) << open;
        EXPECT_LT(share["yes"], 0.85) << open;
    }
    // Nor was what became of Germany, China and Spain.
    for (const char* open : {"germany_in_1934", "china_at_end", "spain_in_1940"}) {
        std::map<std::string, double> share = shares_of(prior, open);
        EXPECT_LT(share["old_order"], 0.75) << open;
        EXPECT_GT(share["black"], 0.08) << open;
        EXPECT_LT(share["black"], 0.75) << open;
        EXPECT_GT(share["red"], 0.03) << open;
        EXPECT_LT(share["red"], 0.7) << open;
    }
}

}  // namespace
}  // namespace jonbar::scenarios_run
