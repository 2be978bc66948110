// Histories of a sample, run again without an intervention, are the same bit for bit: those of
// islands with their record, and those of the prior.

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/ensemble.h"
#include "inference/condition.h"
#include "inference/worlds.h"
#include "program/lower.h"
#include "tests/pipeline.h"

namespace jonbar {
namespace {

constexpr std::size_t kIsland = 128;

std::vector<std::string> scenarios() {
    std::vector<std::string> paths;
    for (const char* folder :
         {"scenarios", "scenarios/tutorial", "tests/scenarios", "tests/scenarios/what_if"}) {
        const std::filesystem::path root = JONBAR_SOURCE_DIR;
        for (const auto& entry : std::filesystem::directory_iterator(root / folder)) {
            if (entry.path().extension() == ".jon") {
                paths.push_back(std::filesystem::relative(entry.path(), root).string());
            }
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::vector<program::Operand> outcome_columns(const program::Program& program) {
    std::vector<program::Operand> columns;
    for (const program::OutcomeColumn& outcome : program.outcomes) {
        columns.push_back(outcome.column);
    }
    return columns;
}

class ReplayTest : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        scene_ = scene_of_file(GetParam());
        ASSERT_EQ(scene_.errors, "");
        options_.tallies = false;
        options_.start_draws = true;
    }

    program::Program lower(const program::LowerOptions& options) {
        Diagnostics diagnostics;
        program::Program program = program::lower(scene_.model, options, diagnostics);
        EXPECT_FALSE(diagnostics.has_errors()) << render(scene_.sources, diagnostics);
        program.imports = scene_.imports;
        return program;
    }

    /// Returns the outcomes of the samples' histories run again, in a program that has the what-ifs
    /// of the scenario as switches, none of them on.
    std::vector<std::vector<double>> replayed(const program::Program& sampled,
                                              const std::vector<inference::Sample>& samples) {
        program::LowerOptions options = options_;
        for (const WhatIf& one : scene_.model.what_ifs) {
            options.switches.push_back({one.name, one.interventions});
        }
        const program::Program program = lower(options);
        const engine::BoundProgram bound(program, 1);
        std::vector<std::size_t> first(1);
        for (const auto& sample : samples) first.push_back(first.back() + sample.count());
        std::vector<std::vector<double>> outcomes(first.back());
        const auto result = inference::run_worlds(
            {.bound = bound,
             .sampled = sampled,
             .samples = samples,
             .columns = outcome_columns(program),
             .choose = [](const inference::HistoryInWorlds&, std::vector<inference::WorldSet>&) {},
             .listen =
                 [&](std::size_t, const inference::HistoryInWorlds& history) {
                     outcomes[first[history.sample] + history.particle] = {history.actual.begin(),
                                                                           history.actual.end()};
                 }},
            {.threads = 1, .chunk_lanes = 50});
        EXPECT_FALSE(result.fault);
        return outcomes;
    }

    Scene scene_;
    program::LowerOptions options_;
};

TEST_P(ReplayTest, OfThePriorIsThePlainRun) {
    const program::Program sampled = lower(options_);
    program::LowerOptions plainly;
    const program::Program plain = lower(plainly);
    std::vector<std::vector<double>> outcomes;
    const std::vector<program::Operand> columns = outcome_columns(plain);
    engine::run_ensemble(
        plain,
        {.histories = kIsland, .seed = 1, .threads = 1, .delivery = engine::Delivery::InOrder},
        [&](std::size_t, engine::Workspace& chunk) {
            for (std::size_t lane = 0; lane < chunk.history_count(); ++lane) {
                auto& values = outcomes.emplace_back();
                for (const auto& column : columns) {
                    values.push_back(chunk.value(column, lane));
                }
            }
        });
    const engine::BoundProgram bound(sampled, 1);
    EXPECT_EQ(replayed(sampled, {inference::prior_sample(bound, 0, kIsland)}), outcomes);
}

TEST_P(ReplayTest, OfThePosteriorIsWhatTheFilterSaw) {
    options_.facts.assign(scene_.model.facts.size(), true);
    if (options_.facts.empty()) return;
    const program::Program sampled = lower(options_);
    const std::vector<program::Operand> columns = outcome_columns(sampled);
    inference::ConditionOptions condition;
    condition.islands = 3;
    condition.island.size = kIsland;
    condition.island.sample_size = kIsland / 2;
    condition.threads = 1;
    std::vector<std::vector<std::vector<double>>> seen(condition.islands);
    const auto result = inference::run_islands(
        sampled, condition,
        [&](std::size_t, std::uint64_t number, const inference::Island& island) {
            for (std::size_t slot = 0; slot < kIsland; ++slot) {
                auto& values = seen[number].emplace_back();
                for (const auto& column : columns) {
                    values.push_back(island.particles().value(column, slot));
                }
            }
        });
    ASSERT_FALSE(result.fault);
    std::vector<inference::Sample> samples;
    std::vector<std::vector<double>> outcomes;
    for (const inference::IslandResult& island : result.islands) {
        for (const std::uint64_t number : island.sample.numbers) {
            outcomes.push_back(seen[number / kIsland][number % kIsland]);
        }
        samples.push_back(island.sample);
    }
    EXPECT_GT(outcomes.size(), 0U);
    EXPECT_EQ(replayed(sampled, samples), outcomes);
}

INSTANTIATE_TEST_SUITE_P(Shipped, ReplayTest, testing::ValuesIn(scenarios()), [](const auto& one) {
    std::string name = one.param;
    for (char& letter : name) {
        if (std::isalnum(static_cast<unsigned char>(letter)) == 0) {
            letter = '_';
        }
    }
    return name;
});

}  // namespace
}  // namespace jonbar
