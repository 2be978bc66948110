// The contest library keeps its own promises: what power, coalitions, force and fates mean.

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "jonbar/jonbar.h"

namespace jonbar {
namespace {

const std::string kColonels = R"(
use politics.contest
person amir "Amir" { standing = high }, basim "Basim" { ruthlessness = high }
person dawud "Dawud", farid "Farid", hasan "Hasan" { born = 1930-05 }
for p in person {
    member(p, leadership) = yes
    member(p, committee) = yes
    member(p, party) = yes
}
office staff "the general staff" { holder = basim  lever = army  weight = 3 }
office cabinet "the cabinet" { holder = amir }
office police_chief "the police" { holder = dawud  lever = police }
office rally "the rally" { holder = farid  lever = apparatus  delegates = 30  assigns = yes }
following(rally, farid) = middle
tie(amir, basim) = cool
tie(farid, hasan) = close
circle_size = 5
incumbent = amir
let circle = {p in person where seated(p) and active(p)}
)";

using Rows = std::vector<std::vector<std::string>>;

/// Returns each history's outcomes.
Rows rows_of(const std::string& span, const std::string& questions,
             const std::vector<std::string>& settings, std::uint64_t histories = 2000) {
    CompileOptions compile;
    compile.library = JONBAR_SOURCE_DIR "/library";
    compile.settings = settings;
    RunOptions options;
    options.histories = histories;
    Rows rows;
    options.row = [&](std::uint64_t /*history*/, const std::vector<std::string>& outcomes) {
        rows.push_back(outcomes);
    };
    Scenario::compile("colonels.jon", "history \"Colonels\" " + span + kColonels + questions,
                      compile)
        .run(options);
    return rows;
}

const std::string kFirstMonth = "from 1960-01 to 1960-01 by month";
const std::string kFourYears = "from 1960-01 to 1963-12 by month";

// Nobody dies, falls ill or moves against anybody, so that a month ends as it was weighed.
const std::vector<std::string> kStill = {"mortality=0", "sickliness=0", "openings=0", "plots=0",
                                         "reviews=0"};

TEST(ContestTest, ThePowersOfTheCircleAddUpToItsHeads) {
    const Rows rows =
        rows_of(kFirstMonth, "outcome power = sum(p in circle: p.power) at end\n", kStill);
    ASSERT_EQ(rows.size(), 2000U);
    for (const auto& row : rows) EXPECT_NEAR(std::strtod(row[0].c_str(), nullptr), 5, 1e-9);
}

TEST(ContestTest, ALeverThatNobodyElseHoldsIsAllOfThePower) {
    std::vector<std::string> settings = kStill;
    for (const char* lever :
         {"apparatus", "police", "government", "press", "regions", "renown", "blessing"}) {
        settings.push_back("pull(" + std::string(lever) + ")=0");
    }
    const Rows rows =
        rows_of(kFirstMonth, "outcome power = basim.power at end\noutcome leads = leader at end\n",
                settings, 200);
    for (const auto& row : rows) {
        EXPECT_NEAR(std::strtod(row[0].c_str(), nullptr), 5, 1e-9);
        EXPECT_EQ(row[1], "basim");
    }
}

TEST(ContestTest, PostsAloneMakeNoPower) {
    std::vector<std::string> settings = kStill;
    for (const char* lever :
         {"apparatus", "army", "police", "government", "press", "regions", "renown", "blessing"}) {
        settings.push_back("pull(" + std::string(lever) + ")=0");
    }
    const Rows rows =
        rows_of(kFourYears, "outcome leads = leader at end none \"nobody\"\n", settings, 200);
    for (const auto& row : rows) EXPECT_EQ(row[0], "nobody");
}

TEST(ContestTest, WithoutErrorAndBiasAllReckonTheCoalitionOfTheirPowers) {
    std::vector<std::string> settings = kStill;
    settings.push_back("misjudgement=1e-12");
    settings.push_back("bias=0");
    const Rows rows = rows_of(kFirstMonth,
                              "outcome same = all(p in circle: p.scheme == ruling_coalition(q in "
                              "circle: q.power)) at end\n"
                              "outcome some = any(p in circle: p in p.scheme) at end\n",
                              settings);
    for (const auto& row : rows) {
        EXPECT_EQ(row[0], "yes");
        EXPECT_EQ(row[1], "yes");
    }
}

TEST(ContestTest, WithoutBloodNobodyIsSeizedOrKilled) {
    const std::string questions =
        "blood = 0\n"
        "outcome killed = any(p in person: p.killed) at end\n"
        "outcome plots = sum(p in person: times(occasion(p))) at end\n";
    for (const auto& row : rows_of(kFourYears, questions, {})) {
        EXPECT_EQ(row[0], "no");
        EXPECT_EQ(row[1], "0");
    }
}

TEST(ContestTest, WhoHasNoTroopsSeizesNobody) {
    const std::string questions =
        "blood = 1\n"
        "outcome by_farid = times(occasion(farid)) at end\n"
        "outcome by_basim = times(occasion(basim)) at end\n";
    int plotted = 0;
    const Rows rows = rows_of(kFirstMonth, questions, {});
    for (const auto& row : rows) {
        EXPECT_EQ(row[0], "0");
        plotted += row[1] == "0" ? 0 : 1;
    }
    EXPECT_GT(plotted, 0);
}

TEST(ContestTest, TheFallenHaveOneFateEach) {
    const std::string questions =
        "circle_decides = yes\nblood = 1\n"
        "outcome leads = leader at end none \"nobody\"\n"
        "outcome fate = fate_of(amir) at end\n"
        "outcome alive = amir.alive at end\n"
        "outcome inside = member(amir, party) at end\n";
    int fallen = 0;
    for (const auto& row : rows_of(kFourYears, questions, {})) {
        EXPECT_EQ(row[1] == "leading", row[0] == "amir");
        EXPECT_EQ(row[1] == "dead" || row[1] == "killed", row[2] == "no");
        if (row[1] == "in_leadership" || row[1] == "demoted") {
            EXPECT_EQ(row[3], "yes");
        }
        if (row[1] == "expelled") {
            EXPECT_EQ(row[3], "no");
        }
        fallen += row[1] == "imprisoned" || row[1] == "killed" ? 1 : 0;
    }
    EXPECT_GT(fallen, 20);
}

}  // namespace
}  // namespace jonbar
