// What listeners are told before a question is answered, and what is kept between questions.

#include "interface/partial.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "interface/two_heirs.h"
#include "jonbar/evidence.h"
#include "jonbar/report.h"
#include "jonbar/scenario.h"

namespace jonbar {
namespace {

Scenario compile() { return Scenario::compile("heirs.jon", kTwoHeirs); }

std::string outcomes_of(Answers answers) {
    Answers bare;
    bare.outcomes = std::move(answers.outcomes);
    if (answers.given) {
        bare.given.emplace();
        bare.given->prior = answers.given->prior;
        bare.given->log_evidence = answers.given->log_evidence;
    }
    return to_json(bare);
}

RunOptions small_run(int threads) {
    RunOptions options;
    options.histories = 5000;
    options.threads = threads;
    options.chunk_lanes = 100;
    return options;
}

ConditioningOptions small_islands() {
    ConditioningOptions conditioning;
    conditioning.particles = 16 * 64;
    conditioning.island_size = 64;
    return conditioning;
}

TEST(PartialScheduleTest, TellsTwiceAsManyThenEveryTenthAndAll) {
    PartialSchedule schedule(100);
    std::vector<int> told;
    for (int done = 1; done <= 100; ++done) {
        if (schedule.due(static_cast<std::uint64_t>(done))) told.push_back(done);
    }
    EXPECT_EQ(told, (std::vector<int>{1, 2, 4, 8, 16, 26, 36, 46, 56, 66, 76, 86, 96, 100}));
}

TEST(PartialAnswerTest, LastOneOfARunIsTheAnswer) {
    const Scenario scenario = compile();
    for (const int threads : {1, 2}) {
        std::vector<Answers> told;
        RunOptions options = small_run(threads);
        const std::string plain = outcomes_of(scenario.run(options));
        options.partial = [&](const Answers& answers) { told.push_back(answers); };
        EXPECT_EQ(outcomes_of(scenario.run(options)), plain);
        ASSERT_GT(told.size(), 5U);
        EXPECT_TRUE(told.back().partial);
        EXPECT_EQ(told.back().histories, 5000U);
        EXPECT_EQ(outcomes_of(told.back()), plain);
        EXPECT_LT(told.front().histories, 1000U);
    }
}

TEST(PartialAnswerTest, LastOneGivenTheRecordIsTheAnswer) {
    const Scenario scenario = compile();
    RunOptions options = small_run(2);
    options.given = small_islands();
    const std::string plain = outcomes_of(scenario.run(options));
    std::vector<Answers> told;
    options.partial = [&](const Answers& answers) { told.push_back(answers); };
    EXPECT_EQ(outcomes_of(scenario.run(options)), plain);
    ASSERT_EQ(told.size(), 15U);  // after each island from the second
    EXPECT_EQ(told.front().given->islands, 2U);
    EXPECT_EQ(outcomes_of(told.back()), plain);
}

TEST(PartialAnswerTest, LastOneOfAWhatIfIsTheAnswer) {
    const Scenario scenario = compile();
    WhatIfOptions options;
    options.sample.conditioning = small_islands();
    options.sample.histories = 16 * 64;
    options.sample.threads = 2;
    options.names = {"no_coup"};
    const auto answers_of = [](WhatIfAnswers answers) {
        answers.partial = false;
        answers.steps_saved = 0;
        return to_json(answers);
    };
    const std::string plain = answers_of(scenario.what_if(options));
    std::vector<WhatIfAnswers> told;
    options.partial = [&](const WhatIfAnswers& answers) { told.push_back(answers); };
    EXPECT_EQ(answers_of(scenario.what_if(options)), plain);
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(answers_of(told.back()), plain);
}

TEST(SampleStoreTest, KeptHistoriesGiveTheSameAnswer) {
    SampleStore store(64U << 20U);
    WhatIfOptions options;
    options.sample.conditioning = small_islands();
    options.names = {"do 1"};
    std::vector<std::string> asked;
    options.sample.progress = [&](const std::string& what, std::uint64_t, std::uint64_t) {
        if (std::find(asked.begin(), asked.end(), what) == asked.end()) asked.push_back(what);
    };
    const Scenario plain =
        Scenario::compile("heirs.jon", kTwoHeirs, {.interventions = {"block coup"}});
    const std::string answer = to_json(plain.what_if(options));
    EXPECT_EQ(asked.size(), 2U);

    // Another what-if of the same text finds the histories that a run under the record left.
    RunOptions run = small_run(2);
    run.given = small_islands();
    run.store = &store;
    compile().run(run);
    options.sample.store = &store;
    asked.clear();
    EXPECT_EQ(to_json(plain.what_if(options)), answer);
    EXPECT_EQ(asked, (std::vector<std::string>{"worlds of the what-ifs"}));

    // Fewer histories are some of these.
    asked.clear();
    options.sample.histories = 320;
    const WhatIfAnswers fewer = plain.what_if(options);
    EXPECT_EQ(asked, (std::vector<std::string>{"worlds of the what-ifs"}));
    EXPECT_EQ(fewer.histories, 320U);
    const Estimate& share = fewer.what_ifs[0].unchanged;
    options.sample.store = nullptr;
    const Estimate drawn = plain.what_if(options).what_ifs[0].unchanged;
    EXPECT_NEAR(share.value, drawn.value, drawn.high - drawn.low);
    options.sample.store = &store;
    options.sample.histories = 0;

    // Another seed, another record or another param do not.
    asked.clear();
    options.sample.conditioning.left_out = {0};
    plain.what_if(options);
    EXPECT_EQ(asked.size(), 2U);
}

TEST(ConditioningTest, FactsLeftOutAreNotFollowed) {
    const Scenario scenario = compile();
    RunOptions options = small_run(1);
    options.given = small_islands();
    EXPECT_EQ(scenario.run(options).given->facts.size(), 2U);
    options.given->left_out = {1};
    const Answers answers = scenario.run(options);
    ASSERT_EQ(answers.given->facts.size(), 1U);
    EXPECT_EQ(answers.given->facts[0].text, "dies(boris) in 1923");
    options.given->left_out = {2};
    EXPECT_THROW(scenario.run(options), QuestionError);
}

TEST(WithoutCausesTest, IsTheWorldOfTheirAbsence) {
    const Scenario scenario =
        Scenario::compile("heirs.jon", kTwoHeirs, {.interventions = {"block dies(anna)"}});
    WhatIfOptions options;
    options.sample.prior = true;
    options.sample.histories = 1024;
    options.names = {"do 1"};
    options.without = {"illness"};
    const WhatIfAnswers answers = scenario.what_if(options);
    ASSERT_EQ(answers.what_ifs.size(), 2U);
    EXPECT_EQ(answers.what_ifs[1].name, "without illness");
    EXPECT_EQ(answers.what_ifs[1].unchanged.value, answers.what_ifs[0].unchanged.value);
    EXPECT_LT(answers.what_ifs[1].unchanged.value, 1);
    options.without = {"ilness"};
    EXPECT_THROW(scenario.what_if(options), QuestionError);
}

TEST(ReaderTest, AllFilesComeFromTheReader) {
    const std::map<std::string, std::string> files = {
        {"a/main.jon",
         "history \"Read\" from 1900 to 1902 by year\nuse part\n"
         "outcome n = total at end\n"},
        {"a/part.jon", "var total: int = 3\n"}};
    CompileOptions options;
    options.library = "library:";
    options.read = [&](const std::string& path) -> std::optional<std::string> {
        const auto found = files.find(path);
        if (found == files.end()) return std::nullopt;
        return found->second;
    };
    const Scenario scenario = Scenario::load("a/main.jon", options);
    EXPECT_EQ(scenario.outcomes(), std::vector<std::string>{"n"});
    EXPECT_EQ(scenario.describe().files, (std::vector<std::string>{"a/main.jon", "a/part.jon"}));
    EXPECT_EQ(evidence("a/main.jon", "", options, {}).title, "Read");
    EXPECT_THROW(Scenario::load("a/none.jon", options), std::runtime_error);
    for (const Finding& finding : check_file("a/part.jon", options))
        EXPECT_NE(finding.severity, Finding::Severity::Error) << finding.rendered;
}

TEST(DescribeTest, NamesWhatCanBeAsked) {
    const ScenarioDescription made = compile().describe();
    EXPECT_EQ(made.title, "Two heirs");
    EXPECT_EQ(made.by, "month");
    ASSERT_EQ(made.outcomes.size(), 3U);
    EXPECT_EQ(made.outcomes[0].values, (std::vector<std::string>{"anna", "boris", "nobody left"}));
    ASSERT_EQ(made.params.size(), 1U);
    EXPECT_EQ(made.params[0].name, "frailty");
    ASSERT_TRUE(made.params[0].quantiles.has_value());
    EXPECT_NEAR((*made.params[0].quantiles)[0], 0.1, 1e-9);
    EXPECT_NEAR((*made.params[0].quantiles)[4], 0.4, 1e-9);
    EXPECT_EQ(made.params[0].high, 3);
    ASSERT_EQ(made.record.size(), 2U);
    EXPECT_EQ(made.record[1].text, "storm in 1922-06");
    EXPECT_EQ(made.record[1].first, "1922-06");
    EXPECT_EQ(made.record[0].last, "1923-12");
    EXPECT_EQ(made.record[1].place.line, 21);
    ASSERT_EQ(made.what_ifs.size(), 1U);
    EXPECT_EQ(made.what_ifs[0].interventions, std::vector<std::string>{"block coup"});
    ASSERT_EQ(made.causes.size(), 1U);
    EXPECT_EQ(made.causes[0].name, "illness");
    ASSERT_EQ(made.happenings.size(), 3U);
    EXPECT_EQ(made.happenings[0].name, "dies");
    EXPECT_EQ(made.happenings[0].indices, std::vector<std::string>{"person"});
    EXPECT_EQ(made.states.size(), 2U);
    EXPECT_NE(to_json(made).find("\"Two heirs\""), std::string::npos);
}

}  // namespace
}  // namespace jonbar
