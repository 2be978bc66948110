// Expansion: the prior leaves open how far it goes (docs/scenarios/expansion.md).

#include "tests/scenarios_run/scenarios_run.h"

namespace jonbar::scenarios_run {
namespace {

TEST(ExpansionTest, CompilesStrictly) { expect_no_errors("expansion"); }

// 512 histories: a share has a standard error of at most 0.023.
TEST(ExpansionTest, ThePriorLeavesOpenHowFarItGoes) {
    const Answers prior = prior_of("expansion", 512);
    EXPECT_LT(shares_of(prior, "all_seven")["yes"], 0.3);
    std::map<std::string, double> survived = shares_of(prior, "war_survived");
    EXPECT_GT(survived["yes"], 0.5);
    EXPECT_LT(survived["yes"], 0.95);
    std::map<std::string, double> finland = shares_of(prior, "finland_free");
    EXPECT_GT(finland["yes"], 0.2);
    EXPECT_LT(finland["yes"], 0.9);
    EXPECT_LT(shares_of(prior, "soldiers_in_china_or_korea")["yes"], 0.2);
    EXPECT_LT(shares_of(prior, "a_general_rules")["yes"], 0.3);
}

}  // namespace
}  // namespace jonbar::scenarios_run
