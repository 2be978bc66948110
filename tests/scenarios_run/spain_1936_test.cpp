// Spain and the war after it: the prior leaves open whether a general war comes, when, and on which
// side the powers stand in it (docs/scenarios/spain-1936.md).

#include "tests/scenarios_run/scenarios_run.h"

namespace jonbar::scenarios_run {
namespace {

TEST(Spain1936Test, CompilesStrictly) { expect_no_errors("spain-1936"); }

// 256 histories: a share has a standard error of at most 0.032.
TEST(Spain1936Test, ThePriorLeavesTheWarAndItsSidesOpen) {
    const Answers prior = prior_of("spain-1936", 256);
    std::map<std::string, double> war = shares_of(prior, "general_war_comes");
    EXPECT_GT(war["yes"], 0.3);
    EXPECT_LT(war["yes"], 0.85);
    EXPECT_LT(shares_of(prior, "war_while_spain_fights")["yes"], 0.6);
    // Nobody is bound to either side, and none of the ends was bound to come.
    for (const auto& [stance, share] : shares_of(prior, "moscow_stands")) {
        EXPECT_GT(share, 0.002) << stance;
        EXPECT_LT(share, 0.75) << stance;
    }
    for (const auto& [end, share] : shares_of(prior, "who_prevails")) {
        EXPECT_GT(share, 0.02) << end;
        EXPECT_LT(share, 0.75) << end;
    }
    // What did happen is one of many courses.
    EXPECT_LT(shares_of(prior, "course_unchanged")["yes"], 0.2);
    std::map<std::string, double> republic = shares_of(prior, "republic_wins");
    EXPECT_GT(republic["yes"], 0.2);
    EXPECT_LT(republic["yes"], 0.8);
}

}  // namespace
}  // namespace jonbar::scenarios_run
