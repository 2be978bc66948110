// A particle is its draws of step 0 and its lineage: run again from them, it is the same history.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/sanitized.h"
#include "engine/workspace.h"
#include "inference/carried.h"
#include "tests/conditioning/scenarios.h"

namespace jonbar {
namespace {

/// Runs the particles of a sample again and compares the whole state with that of the island.
void expect_same_state(const program::Program& program, const engine::BoundProgram& bound,
                       const inference::Sample& sample, const inference::Particles& particles) {
    engine::Workspace workspace(bound, sample.count());
    workspace.begin(sample.count());
    engine::StateColumns& state = workspace.state();
    for (std::size_t draw = 0; draw < program.start_draws.size(); ++draw) {
        std::copy(sample.start[draw].begin(), sample.start[draw].end(),
                  state.numbers(program.start_draws[draw].column.base).begin());
    }
    std::size_t epoch = 0;
    for (std::int64_t step = -1; step < std::int64_t{program.step_count}; ++step) {
        if (epoch < sample.epochs.size() && sample.epochs[epoch] == step)
            workspace.set_histories(sample.noise[epoch++]);
        if (step < 0) {
            workspace.run_init();
        } else {
            workspace.run_step(static_cast<std::uint32_t>(step));
        }
    }
    // What facts weigh is a step's own, and does not move with the particles.
    const std::vector<bool> of_facts = inference::columns_of_facts(program);
    std::size_t different = 0;
    for (std::size_t slot = 0; slot < sample.count(); ++slot) {
        for (const program::OutcomeColumn& outcome : program.outcomes) {
            const double was = particles.value(outcome.column, slot);
            const double is = workspace.value(outcome.column, slot);
            different += was == is ? 0U : 1U;
        }
        for (std::uint32_t column = 0; column < program.state_number_count; ++column) {
            if (of_facts[column]) continue;
            const program::Operand operand{program::Place::StateNumber, 0, column};
            const double was = particles.value(operand, slot);
            const double is = state.numbers(column)[slot];
            different += was == is || (was != was && is != is) ? 0U : 1U;
        }
        for (std::uint32_t column = 0; column < program.state_truth_count; ++column) {
            const program::Operand operand{program::Place::StateTruth, 0, column};
            different += particles.value(operand, slot) == workspace.value(operand, slot) ? 0U : 1U;
        }
    }
    EXPECT_EQ(different, 0U);
}

/// The scenarios in `folder` that have a record, the smallest islands that meet it.
void replay_all(const std::string& folder, int* replayed) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source_path(folder))) {
        if (entry.path().extension() != ".jon") continue;
        const std::string text = read_file(entry.path().string());
        if (text.find("\nobserve ") == std::string::npos) continue;
        SCOPED_TRACE(entry.path().string());
        const auto program = with_record(entry.path().string(), text, true);
        const engine::BoundProgram bound(program, 1);
        for (const std::size_t moves : {0U, 1U}) {
            const std::size_t size = base::repeats(256, 128);
            inference::Island island(bound, 1, {.size = size, .moves = moves, .sample_size = size});
            const inference::IslandResult result = island.run(2);
            ASSERT_FALSE(result.fault.has_value());
            if (result.death) continue;
            expect_same_state(program, bound, result.sample, island.particles());
            ++*replayed;
        }
    }
}

TEST(ReplayTest, GivesTheSameHistoriesOnEveryScenarioWithARecord) {
    int replayed = 0;
    replay_all("tests/scenarios/conditioned", &replayed);
    EXPECT_GE(replayed, 4);
    replayed = 0;
    replay_all("scenarios", &replayed);
    EXPECT_GE(replayed, 2);
}

}  // namespace
}  // namespace jonbar
