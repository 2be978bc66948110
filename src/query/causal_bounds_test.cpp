#include "query/causal_bounds.h"

#include <gtest/gtest.h>

namespace jonbar {
namespace {

// Causality (2009), table 9.2 as it is usually cited: of a thousand who were free to choose, 2 of
// those who took the drug died and 998 lived, 28 and 972 of the others; of a thousand given it 16
// died, of a thousand not given it 14.
TEST(CausalBoundsTest, FindsTheDrugGuiltyForCertain) {
    const CausalData drug{2.0 / 2000, 998.0 / 2000, 28.0 / 2000, 972.0 / 2000, 0.016, 0.014};
    const Bounds necessity = necessity_bounds(drug);
    EXPECT_NEAR(necessity.low, 1, 1e-12);
    EXPECT_NEAR(necessity.high, 1, 1e-12);
    const Bounds sufficiency = sufficiency_bounds(drug);
    EXPECT_NEAR(sufficiency.low, 0.0020576, 1e-7);
    EXPECT_NEAR(sufficiency.high, 0.0308642, 1e-7);
    const Bounds both = necessity_and_sufficiency_bounds(drug);
    EXPECT_NEAR(both.low, 0.002, 1e-12);
    EXPECT_NEAR(both.high, 0.016, 1e-12);
}

// Dawid, Musio and Murtas (2017): recovery of 30 of 100 with aspirin, 12 of 100 without; those who
// took it are as those who did not.
TEST(CausalBoundsTest, LeavesTheAspirinOpen) {
    const CausalData aspirin{0.15, 0.35, 0.06, 0.44, 0.30, 0.12};
    EXPECT_NEAR(necessity_bounds(aspirin).low, 0.60, 1e-12);
    EXPECT_NEAR(necessity_bounds(aspirin).high, 1, 1e-12);
}

TEST(CausalBoundsTest, SaysNothingWhereTheTwoNeverMeet) {
    const Bounds bounds = necessity_bounds({0, 0.5, 0.5, 0, 0, 1});
    EXPECT_EQ(bounds.low, 0);
    EXPECT_EQ(bounds.high, 1);
}

// A generated family: three kinds of histories (doomed, saved by the cause, caused, immune), a
// cause that comes by itself with a chance that depends on the kind. Necessity is known in closed
// form.
TEST(CausalBoundsTest, HoldTheTruthOfAFamilyOfModels) {
    for (int i = 0; i < 5 * 5 * 5 * 16; ++i) {
        const double kinds[] = {1.0 + i % 5, 1.0 + i / 5 % 5, 1.0 + i / 25 % 5, 2.0};
        const double total = kinds[0] + kinds[1] + kinds[2] + kinds[3];
        CausalData d;
        double caused = 0;
        for (int kind = 0; kind < 4; ++kind) {
            const double share = kinds[kind] / total;
            const bool with = kind == 0 || kind == 2;     // always, only with
            const bool without = kind == 0 || kind == 1;  // always, only without
            const double chance = ((i / 125 >> kind) & 1) != 0 ? 0.8 : 0.3;
            (with ? d.both : d.cause_only) += share * chance;
            (without ? d.outcome_only : d.neither) += share * (1 - chance);
            d.do_cause += with ? share : 0;
            d.do_absence += without ? share : 0;
            caused += kind == 2 ? share * chance : 0;
        }
        const double necessity = caused / d.both;
        const Bounds bounds = necessity_bounds(d);
        EXPECT_LE(bounds.low, necessity + 1e-12) << i;
        EXPECT_GE(bounds.high, necessity - 1e-12) << i;
    }
}

}  // namespace
}  // namespace jonbar
