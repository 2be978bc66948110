// The scenarios in tests/scenarios/, each with what must come out beside its outcomes:
// `# always V` is the value in every history, `# share P` the probability of a truth.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <vector>

#include "tests/closed_form.h"

namespace jonbar {
namespace {

struct Expectation {
    std::string outcome;
    std::string always;  // empty: `share` holds
    double share = 0;
};

/// Returns what the comments beside the outcomes of a scenario promise.
std::vector<Expectation> expectations_in(const std::filesystem::path& path) {
    static const std::regex kPattern(R"(^outcome (\w+) = .*# (always|share) (.*?)\s*$)");
    std::vector<Expectation> expectations;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::smatch match;
        if (std::regex_match(line, match, kPattern)) {
            const bool always = match[2] == "always";
            expectations.push_back(
                {match[1], always ? match[3].str() : "", always ? 0 : std::stod(match[3])});
        }
    }
    return expectations;
}

void check_always(const Answers& answers, const Expectation& expected) {
    const OutcomeAnswer& outcome = outcome_of(answers, expected.outcome);
    if (outcome.kind == AnswerKind::Number) {
        const double number = std::stod(expected.always);
        EXPECT_EQ(outcome.least, number) << expected.outcome;
        EXPECT_EQ(outcome.greatest, number) << expected.outcome;
        return;
    }
    EXPECT_EQ(count_of(answers, expected.outcome, expected.always),
              static_cast<double>(answers.histories))
        << expected.outcome << " is not always " << expected.always;
}

std::vector<std::string> scenario_names() {
    std::vector<std::string> names;
    const std::filesystem::path folder = JONBAR_SOURCE_DIR "/tests/scenarios";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".jon") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool is_named(const std::string& name) { return !name.empty(); }

class ScenarioTest : public testing::TestWithParam<std::string> {};

TEST_P(ScenarioTest, ComesOutAsItsCommentsSay) {
    const auto path =
        std::filesystem::path(JONBAR_SOURCE_DIR "/tests/scenarios") / (GetParam() + ".jon");
    const std::vector<Expectation> expectations = expectations_in(path);
    ASSERT_FALSE(expectations.empty());
    try {
        RunOptions options;
        options.histories = 20'000;
        options.seed = 4;
        options.threads = 1;
        const Answers answers = Scenario::load(path.string()).run(options);
        EXPECT_TRUE(std::ranges::all_of(answers.never, &is_named)) << "what never happened";
        EXPECT_TRUE(std::ranges::all_of(
            answers.events, [](const EventAnswer& event) { return is_named(event.name); }));
        for (const Expectation& expected : expectations) {
            if (expected.always.empty()) {
                expect_yes(answers, expected.outcome, expected.share);
            } else {
                check_always(answers, expected);
            }
        }
    } catch (const ScenarioError& error) {
        for (const Finding& finding : error.findings) {
            ADD_FAILURE() << finding.rendered;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Language, ScenarioTest, testing::ValuesIn(scenario_names()),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace jonbar
