// The flagship's prior is no hindsight: what the scenario expects of April 1922, before any record
// is imposed. The bounds are those of an honest prior (docs/flagship.md), not what the model
// happened to give.

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "jonbar/jonbar.h"

namespace jonbar {
namespace {

const std::string kFile = JONBAR_SOURCE_DIR "/scenarios/lenin-succession.jon";

CompileOptions with_library() {
    CompileOptions options;
    options.library = JONBAR_SOURCE_DIR "/library";
    return options;
}

std::map<std::string, double> shares_of(const Answers& answers, const std::string& outcome) {
    std::map<std::string, double> shares;
    for (const OutcomeAnswer& answer : answers.outcomes) {
        if (answer.name != outcome) continue;
        for (const ValueShare& value : answer.values) shares[value.value] = value.share.value;
    }
    EXPECT_FALSE(shares.empty()) << outcome;
    return shares;
}

// Seed and count are fixed; a share has a standard error of at most 0.011.
TEST(FlagshipTest, ThePriorIsNoHindsight) {
    RunOptions options;
    options.histories = 2048;
    options.seed = 1922;
    const Answers prior = Scenario::load(kFile, with_library()).run(options);

    std::map<std::string, double> leads = shares_of(prior, "leads");
    EXPECT_GE(leads["stalin"], 0.20);
    EXPECT_LE(leads["stalin"], 0.70);
    int above = 0;
    for (const auto& [who, share] : leads) above += share > 0.05 ? 1 : 0;
    EXPECT_GE(above, 3) << "at least three leaders, or a collective, above one in twenty";

    for (const std::string year : {"1923", "1924", "1925", "1926", "1927"}) {
        for (const auto& [who, share] : shares_of(prior, "leads_" + year)) {
            EXPECT_LE(share, 0.70) << who << " in January " << year;
        }
    }

    std::map<std::string, double> fate = shares_of(prior, "trotsky_fate");
    EXPECT_GT(fate["leading"], 0.005);
    EXPECT_GT(fate["in_leadership"], 0.05);
    EXPECT_GT(fate["deported_abroad"], 0.005);

    // Men in their thirties die at about one in a hundred a year.
    for (const EventAnswer& event : prior.events) {
        if (event.family.find("dies") == std::string::npos) continue;
        if (event.name.find("bukharin") == std::string::npos) continue;
        EXPECT_GT(event.share.value, 0.03) << event.name;
        EXPECT_LT(event.share.value, 0.20) << event.name;
    }
}

TEST(FlagshipTest, IsFreeOfBareDecimals) {
    CompileOptions options = with_library();
    options.strict = true;
    for (const Finding& finding : check_file(kFile, options)) {
        EXPECT_NE(finding.severity, Finding::Severity::Error) << finding.rendered;
    }
}

std::vector<std::vector<std::string>> histories_of(const std::string& text) {
    std::vector<std::vector<std::string>> rows;
    RunOptions options;
    options.histories = 256;
    options.seed = 3;
    options.row = [&](std::uint64_t /*history*/, const std::vector<std::string>& outcomes) {
        rows.push_back(outcomes);
    };
    Scenario::compile(kFile, text, with_library()).run(options);
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
