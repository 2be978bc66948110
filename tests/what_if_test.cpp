// Answers of `whatif` that are known otherwise: in closed form, from the literature, or because an
// intervention brings about what happened anyway.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "inference/condition.h"
#include "inference/worlds.h"
#include "jonbar/jonbar.h"
#include "program/lower.h"
#include "tests/pipeline.h"

namespace jonbar {
namespace {

std::string path_of(const std::string& name) {
    return JONBAR_SOURCE_DIR "/tests/scenarios/what_if/" + name + ".jon";
}

/// 4,096 histories, of small islands.
WhatIfOptions asked(std::vector<std::string> names) {
    WhatIfOptions options;
    options.names = std::move(names);
    options.sample.seed = 3;
    options.sample.threads = 1;
    options.sample.conditioning.particles = 4096;
    options.sample.conditioning.island_size = 256;
    options.sample.histories = 4096;
    return options;
}

const OutcomeShift& outcome_of(const WhatIfAnswer& answer, const std::string& name) {
    for (const OutcomeShift& outcome : answer.outcomes) {
        if (outcome.name == name) return outcome;
    }
    static const OutcomeShift kMissing;
    ADD_FAILURE() << "no outcome " << name;
    return kMissing;
}

TEST(WhatIfAnswersTest, EncouragementGivesPearlsCounterfactual) {
    const Scenario scenario = Scenario::load(path_of("encouragement"));
    const WhatIfAnswers answers = scenario.what_if(asked({"twice", "same"}));
    ASSERT_EQ(answers.what_ifs.size(), 2U);
    EXPECT_EQ(answers.islands, 16U);
    const OutcomeShift& score = outcome_of(answers.what_ifs[0], "final_score");
    EXPECT_DOUBLE_EQ(score.actual_mean.value, 1.5);
    EXPECT_NEAR(score.altered_mean.value, 1.9, 1e-9);
    EXPECT_NEAR(score.altered_mean.low, 1.9, 1e-9);  // of every history, not on average
    EXPECT_NEAR(outcome_of(answers.what_ifs[0], "passes").values[0].altered.value, 1, 1e-12);
    EXPECT_EQ(answers.what_ifs[1].unchanged.value, 1);
    EXPECT_EQ(outcome_of(answers.what_ifs[1], "final_score").mean_difference.value, 0);
}

TEST(WhatIfAnswersTest, EncouragementGivesTheMeanOfAllWhereChanceIsNew) {
    const Scenario scenario = Scenario::load(path_of("encouragement"));
    WhatIfOptions options = asked({"twice"});
    options.interventional = true;
    const OutcomeShift score = outcome_of(scenario.what_if(options).what_ifs[0], "final_score");
    // The standard deviation of a score is √1.49; 0.02 is its standard error over 4,096.
    EXPECT_NEAR(score.altered_mean.value, 0.8, 0.1);
    EXPECT_NEAR(score.actual_mean.value, 0, 0.1);
}

TEST(WhatIfAnswersTest, FiringSquadSparesAThird) {
    const Scenario scenario = Scenario::load(path_of("firing-squad"));
    const WhatIfAnswers answers = scenario.what_if(asked({"a_holds", "b_holds"}));
    const ValueShift& alive = outcome_of(answers.what_ifs[0], "alive").values[0];
    EXPECT_EQ(alive.actual.value, 0);
    // Three in four particles meet the record, so 4,096 histories are worth 3,072; five standard
    // errors.
    EXPECT_NEAR(alive.altered.value, 1.0 / 3, 5 * std::sqrt(2.0 / 9 / 3072));
    EXPECT_EQ(outcome_of(answers.what_ifs[1], "alive").changed.value, 0);
}

TEST(WhatIfAnswersTest, AnEventKeepsAsMuchAsItsNewProbabilityAllows) {
    const Scenario scenario = Scenario::load(path_of("law"));
    WhatIfOptions options = asked({"rarer", "surer", "never"});
    const WhatIfAnswers given = scenario.what_if(options);
    const auto came = [](const WhatIfAnswers& answers, std::size_t i) {
        return outcome_of(answers.what_ifs[i], "came");
    };
    const double error = 5 * std::sqrt(0.25 / 4096);
    EXPECT_NEAR(came(given, 0).values[0].altered.value, 0.4, error);
    EXPECT_EQ(came(given, 1).values[0].altered.value, 1);
    EXPECT_EQ(came(given, 2).values[0].altered.value, 0);
    // What follows keeps its own noise: in half of those left.
    EXPECT_NEAR(outcome_of(given.what_ifs[0], "followed").flow[0][0], 0.2, error);
    EXPECT_EQ(outcome_of(given.what_ifs[0], "followed").flow[1][0], 0);

    options.sample.prior = true;
    const WhatIfAnswers before = scenario.what_if(options);
    EXPECT_EQ(before.islands, 0U);
    EXPECT_NEAR(came(before, 0).flow[0][0], 0.2, error);  // yes and still yes
    EXPECT_EQ(came(before, 0).flow[1][0], 0);
    EXPECT_NEAR(came(before, 1).flow[0][0], 0.5, error);
    EXPECT_EQ(came(before, 1).flow[0][1], 0);
    EXPECT_NEAR(came(before, 1).flow[1][0], 0.3, error);
}

class HeldTest : public testing::TestWithParam<Coupling> {};

TEST_P(HeldTest, WhatHeldAnywayChangesNothing) {
    Scene scene = scene_of_file("tests/scenarios/what_if/held.jon");
    ASSERT_EQ(scene.errors, "");
    const Scenario scenario = Scenario::load(path_of("held"));
    std::vector<std::string> names;
    for (const auto& [name, label] : scenario.what_ifs()) names.push_back(name);
    WhatIfOptions options = asked(names);
    for (const WhatIfAnswer& answer : scenario.what_if(options).what_ifs) {
        // What is forced comes before its turn in the step, which counts as a change.
        EXPECT_EQ(answer.unchanged.value, answer.name == "forced" ? 0 : 1) << answer.name;
        for (const OutcomeShift& outcome : answer.outcomes) {
            EXPECT_EQ(outcome.changed.value, 0) << answer.name << " " << outcome.name;
        }
        EXPECT_TRUE(answer.timings.empty()) << answer.name;
    }
    // Run from the start as if they changed something, they still do not.
    Diagnostics diagnostics;
    program::LowerOptions lowered;
    lowered.tallies = false;
    lowered.start_draws = true;
    lowered.facts.assign(scene.model.facts.size(), true);
    const program::Program sampled = program::lower(scene.model, lowered, diagnostics);
    for (const WhatIf& one : scene.model.what_ifs) {
        lowered.switches.push_back({one.name, one.interventions});
    }
    lowered.coupling = GetParam();
    lowered.first_dates = true;
    const program::Program program = program::lower(scene.model, lowered, diagnostics);
    ASSERT_FALSE(diagnostics.has_errors());
    inference::ConditionOptions condition;
    condition.islands = 2;
    condition.island.size = 512;
    condition.island.sample_size = 256;
    condition.threads = 1;
    const auto ignore = [](std::size_t, std::uint64_t, const inference::Island&) {};
    std::vector<inference::Sample> samples;
    for (auto& island : inference::run_islands(sampled, condition, ignore).islands) {
        samples.push_back(std::move(island.sample));
    }
    const engine::BoundProgram bound(program, condition.seed);
    std::vector<program::Operand> columns;
    for (const auto& outcome : program.outcomes) columns.push_back(outcome.column);
    for (const auto& date : program.first_dates) columns.push_back(date.column);
    std::size_t seen = 0;
    inference::run_worlds(
        {.bound = bound,
         .sampled = sampled,
         .samples = samples,
         .columns = columns,
         .choose =
             [&](const inference::HistoryInWorlds&, std::vector<inference::WorldSet>& worlds) {
                 for (std::size_t i = 0; i < names.size(); ++i) {
                     worlds.push_back(inference::WorldSet{1} << i);
                 }
             },
         .listen =
             [&](std::size_t, const inference::HistoryInWorlds& history) {
                 for (std::size_t world = 0; world < history.worlds.size(); ++world) {
                     ++seen;
                     EXPECT_TRUE(std::ranges::equal(history.in_world(world), history.actual))
                         << names[world];
                 }
             }},
        {.threads = 1, .share = false});
    EXPECT_EQ(seen, 512 * names.size());
}

INSTANTIATE_TEST_SUITE_P(Couplings, HeldTest,
                         testing::Values(Coupling::Gumbel, Coupling::Ordered,
                                         Coupling::Independent));

TEST(WhatIfAnswersTest, DoesNotDependOnThreadsNorOnTheLengthOfChunks) {
    const Scenario scenario = Scenario::load(path_of("held"));
    WhatIfOptions options = asked({"forced", "chosen"});
    options.sample.prior = true;
    options.sample.histories = 2000;
    WhatIfAnswers first = scenario.what_if(options);
    options.sample.threads = 2;
    options.sample.chunk_lanes = 7;
    WhatIfAnswers second = scenario.what_if(options);
    first.threads = second.threads;
    first.steps_saved = second.steps_saved;  // of chunks, and so not of the answer
    EXPECT_EQ(to_json(first), to_json(second));
    EXPECT_GT(outcome_of(first.what_ifs[0], "unrest_at_end").changed.value, 0.2);
}

TEST(WhatIfAnswersTest, SaysWhatIsNotThere) {
    const Scenario scenario = Scenario::load(path_of("law"));
    try {
        static_cast<void>(scenario.what_if(asked({"rarr"})));
        FAIL() << "no such whatif";
    } catch (const QuestionError& error) {
        EXPECT_STREQ(error.what(),
                     "no whatif is called 'rarr'; there are: rarer, surer, never (did you mean "
                     "rarer?)");
    }
}

TEST(WhatIfAnswersTest, TellsBothWorldsOfOneHistory) {
    const Scenario scenario = Scenario::load(path_of("firing-squad"));
    EXPECT_EQ(scenario.tell_what_if(asked({"a_holds"}), std::nullopt, 60).find("The firing squad"),
              0U);
    const std::string told = scenario.tell_what_if(asked({"a_holds"}), std::nullopt, 60);
    EXPECT_NE(told.find("as it was"), std::string::npos);
    EXPECT_NE(told.find("2000-02  shoots_a"), std::string::npos) << told;
    EXPECT_EQ(told.find("2000-01"), std::string::npos) << told;  // they part in February
    EXPECT_NE(scenario.tell_what_if(asked({"b_holds"}), 0, 60), told);
    EXPECT_THROW(static_cast<void>(scenario.tell_what_if(asked({"a_holds"}), 5000, 60)),
                 QuestionError);
}

}  // namespace
}  // namespace jonbar
