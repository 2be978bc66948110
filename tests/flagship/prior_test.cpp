// The flagship's prior is no hindsight: what the scenario expects of April 1922, before any record is
// imposed. The bounds are those of an honest prior (docs/flagship.md), not what the model happened to give.

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "jonbar/jonbar.h"

namespace jonbar {
namespace {

const std::string kFile = JONBAR_SOURCE_DIR "/scenarios/lenin-succession.jon";
const std::string kLibrary = JONBAR_SOURCE_DIR "/library";

/// Seed and count are fixed; at 10,000 histories a share has a standard error of at most 0.005.
const Answers& prior() {
    static const Answers answers = Scenario::load(kFile, {.library = kLibrary})
                                       .run({.histories = 10'000, .seed = 1922, .threads = 2});
    return answers;
}

std::map<std::string, double> shares_of(const std::string& outcome) {
    std::map<std::string, double> shares;
    for (const OutcomeAnswer& answer : prior().outcomes) {
        if (answer.name != outcome) continue;
        for (const ValueShare& value : answer.values) shares[value.value] = value.share.value;
    }
    EXPECT_FALSE(shares.empty()) << outcome;
    return shares;
}

TEST(FlagshipTest, StalinLeadsAtTheEndInTwentyToSeventyInAHundred) {
    const double stalin = shares_of("leads")["stalin"];
    EXPECT_GE(stalin, 0.20);
    EXPECT_LE(stalin, 0.70);
}

TEST(FlagshipTest, AtLeastThreeMayLeadAtTheEnd) {
    int above = 0;
    for (const auto& [who, share] : shares_of("leads")) above += share > 0.05 ? 1 : 0;
    EXPECT_GE(above, 3);
}

TEST(FlagshipTest, NobodyIsSureToLeadInAnyJanuary) {
    for (const std::string year : {"1923", "1924", "1925", "1926", "1927"}) {
        for (const auto& [who, share] : shares_of("leads_" + year)) {
            EXPECT_LE(share, 0.70) << who << " in January " << year;
        }
    }
}

TEST(FlagshipTest, TrotskyMayLeadAndMayBeDeported) {
    EXPECT_GT(shares_of("trotsky_leads")["yes"], 0.005);
    EXPECT_GT(shares_of("trotsky_fate")["deported"], 0.005);
    EXPECT_GT(shares_of("trotsky_fate")["in_leadership"], 0.05);
}

TEST(FlagshipTest, MenInTheirFortiesDieAtOneInAHundredAYear) {
    for (const EventAnswer& event : prior().events) {
        if (event.name != "dies(bukharin)" && event.name != "dies(kamenev)") continue;
        EXPECT_GT(event.share.value, 0.04) << event.name;
        EXPECT_LT(event.share.value, 0.20) << event.name;
    }
}

TEST(FlagshipTest, IsFreeOfBareDecimals) {
    for (const Finding& finding : check_file(kFile, {.library = kLibrary, .strict = true})) {
        EXPECT_NE(finding.severity, Finding::Severity::Error) << finding.rendered;
    }
}

std::vector<std::vector<std::string>> histories_of(const std::string& text) {
    std::vector<std::vector<std::string>> rows;
    const Scenario scenario = Scenario::compile(kFile, text, {.library = kLibrary});
    scenario.run({.histories = 500, .seed = 3, .row = [&](std::uint64_t, const auto& outcomes) {
                      rows.push_back(outcomes);
                  }});
    return rows;
}

TEST(FlagshipTest, AnEventThatHasNothingToDoWithItChangesNoHistory) {
    std::ifstream file(kFile);
    std::stringstream text;
    text << file.rdbuf();
    const std::string comet = R"(
var comets: int = 0
param brightness: real ~ uniform 0.1 to 0.9
event comet(p: person) hazard brightness per year repeatable { comets += 1 }
)";
    EXPECT_EQ(histories_of(text.str()), histories_of(text.str() + comet));
}

}  // namespace
}  // namespace jonbar
