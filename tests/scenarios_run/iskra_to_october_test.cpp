// From Iskra to October: the prior leaves open which party he ends in and who takes power
// (docs/scenarios/iskra-to-october.md).

#include "tests/scenarios_run/scenarios_run.h"

namespace jonbar::scenarios_run {
namespace {

TEST(IskraToOctoberTest, CompilesStrictly) { expect_no_errors("iskra-to-october"); }

// 400 histories: a share has a standard error of at most 0.025.
TEST(IskraToOctoberTest, ThePriorLeavesPartyAndPowerOpen) {
    const Answers prior = prior_of("iskra-to-october", 400);
    for (const auto& [party, share] : shares_of(prior, "party_at_end")) {
        EXPECT_GT(share, 0.03) << party;
        EXPECT_LT(share, 0.75) << party;
    }
    std::map<std::string, double> october = shares_of(prior, "october");
    EXPECT_GT(october["bolsheviks"], 0.005);
    EXPECT_LT(october["bolsheviks"], 0.4);
    std::map<std::string, double> chaired = shares_of(prior, "chaired_a_soviet");
    EXPECT_GT(chaired["yes"], 0.1);
    EXPECT_LT(chaired["yes"], 0.8);
}

}  // namespace
}  // namespace jonbar::scenarios_run
