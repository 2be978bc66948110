#include "inference/island.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/sanitized.h"
#include "inference/condition.h"
#include "inference/level_program.h"

namespace jonbar::inference {
namespace {

const Level kTiny{.measured = {1, 2, 3}};
const Level kNile{.mean = 1000,
                  .variance = 1e5,
                  .walk_variance = 1469.1,
                  .noise_variance = 15099,
                  .measured = nile()};

/// Mean and standard error of exp(log evidence - exact) over seeds, one island each.
struct Ratio {
    double mean = 0, error = 0;
};

Ratio evidence_ratio(const Level& level, std::size_t size, int seeds) {
    const program::Program program = level_program(level);
    const double truth = exact(level).log_evidence;
    double sum = 0, squares = 0;
    for (int seed = 1; seed <= seeds; ++seed) {
        const engine::BoundProgram bound(program, static_cast<std::uint64_t>(seed));
        Island island(bound, static_cast<std::uint64_t>(seed), {.size = size, .moves = 0});
        const double ratio = math::exp(island.run(0).log_evidence - truth);
        sum += ratio;
        squares += ratio * ratio;
    }
    const double mean = sum / seeds;
    return {mean, std::sqrt((squares / seeds - mean * mean) / (seeds - 1))};
}

TEST(KalmanTest, GivesThePublishedValues) {
    EXPECT_NEAR(exact(kTiny).log_evidence, -5.231597970652, 1e-11);
    EXPECT_NEAR(exact(kTiny).mean, 31.0 / 13, 1e-12);
    EXPECT_NEAR(exact(kTiny).variance, 8.0 / 13, 1e-12);
    EXPECT_NEAR(exact(kNile).log_evidence, -639.3007238142, 1e-9);
    EXPECT_NEAR(exact(kNile).mean, 798.370293, 1e-6);
    EXPECT_NEAR(exact(kNile).variance, 4032.157942, 1e-6);
}

// The mean over 200 seeds lies within four standard errors of the exact value: a false alarm in
// 16,000 for each of the tests below.
TEST(IslandTest, EvidenceOfThreeMeasurementsIsUnbiased) {
    const Ratio ratio = evidence_ratio(kTiny, 500, 200);
    EXPECT_NEAR(ratio.mean, 1, 4 * ratio.error);
    EXPECT_LT(ratio.error, 0.02);
}

TEST(IslandTest, EvidenceOfTheNileIsUnbiased) {
    const Ratio ratio = evidence_ratio(kNile, 500, base::repeats(200, 30));
    EXPECT_NEAR(ratio.mean, 1, 4 * ratio.error);
    EXPECT_LT(ratio.error, base::kSanitized ? 0.2 : 0.08);
}

// Whatever the look-ahead favours is divided out again: a good one, one that is too bold, and one
// that favours the wrong histories.
TEST(IslandTest, LookAheadLeavesTheEvidenceUnbiased) {
    for (const double power : {0.5, 1.0, 2.0, -0.5}) {
        Level level{.noise_variance = 0.3, .measured = {0.5, 2.5, 1, 3, 2, 4}};
        level.look_ahead = power;
        const Ratio ratio = evidence_ratio(level, 500, 200);
        EXPECT_NEAR(ratio.mean, 1, 4 * ratio.error) << power;
        EXPECT_LT(ratio.error, 0.1) << power;
    }
}

TEST(IslandTest, PosteriorOfTheLastLevelIsKalmans) {
    const program::Program program = level_program(kNile);
    const engine::BoundProgram bound(program, 1);
    Island island(bound, 1, {.size = 8192, .moves = 0});
    island.run(0);
    double sum = 0, squares = 0;
    for (std::size_t slot = 0; slot < 8192; ++slot) {
        const double value = island.particles().value({program::Place::StateNumber, 0, 1}, slot);
        sum += value;
        squares += value * value;
    }
    const double mean = sum / 8192;
    const double sd = std::sqrt(exact(kNile).variance);
    EXPECT_NEAR(mean, exact(kNile).mean, 0.05 * sd);
    EXPECT_NEAR(std::sqrt(squares / 8192 - mean * mean), sd, 0.05 * sd);
}

/// A level that never changes: all that is unknown is drawn at step 0.
Level unmoved() {
    Level level{.walk_variance = 0, .noise_variance = 0.2};
    for (int i = 0; i < 60; ++i) level.measured.push_back(1.2 + (i % 5) - 2);
    return level;
}

TEST(MovesTest, RestoreThePosteriorOfWhatNobodyKnows) {
    const Level level = unmoved();
    const program::Program program = level_program(level);
    const engine::BoundProgram bound(program, 3);
    double error[2] = {0, 0}, variance[2] = {0, 0};
    std::uint32_t distinct[2] = {0, 0};
    for (const std::size_t moves : {0U, 2U}) {
        double mean_square_error = 0;
        for (std::uint64_t number = 0; number < 8; ++number) {
            Island island(bound, 3, {.size = 512, .moves = moves});
            const IslandResult result = island.run(number);
            distinct[moves / 2] += result.distinct_vectors;
            double sum = 0, squares = 0;
            for (std::size_t slot = 0; slot < 512; ++slot) {
                const double value =
                    island.particles().value({program::Place::StateNumber, 0, 1}, slot);
                sum += value;
                squares += value * value;
            }
            const double mean = sum / 512;
            mean_square_error += (mean - exact(level).mean) * (mean - exact(level).mean);
            variance[moves / 2] += (squares / 512 - mean * mean) / 8;
        }
        error[moves / 2] = mean_square_error / 8 / exact(level).variance;
    }
    // Without moves a handful of vectors is left, none of them near the mean.
    EXPECT_NEAR(variance[1], exact(level).variance, 0.3 * exact(level).variance);
    EXPECT_LT(error[1], 0.15);
    EXPECT_GT(error[0], 10);
    EXPECT_GT(distinct[1], 1000U);
    EXPECT_LT(distinct[0], 20U);
}

TEST(MovesTest, ReplayOfWhatStandsGivesWhatStands) {
    // A sample is what moves replay: run again from its draws and its lineage, each particle ends
    // where it ended, whatever happened on the way.
    for (const std::size_t moves : {0U, 2U}) {
        const program::Program program = level_program(kNile);
        const engine::BoundProgram bound(program, 5);
        Island island(bound, 5, {.size = 700, .moves = moves, .sample_size = 700});
        const IslandResult result = island.run(3);
        ASSERT_GT(result.resamplings, 5U);
        engine::StateColumns state(program, 700);
        engine::Workspace workspace(bound, 700);
        workspace.attach(state);
        workspace.begin(700);
        for (std::size_t lane = 0; lane < 700; ++lane) {
            state.numbers(0)[lane] = result.sample.start[0][lane];
        }
        for (std::size_t epoch = 0; epoch < result.sample.epochs.size(); ++epoch) {
            workspace.set_histories(result.sample.noise[epoch]);
            const std::int64_t end = epoch + 1 < result.sample.epochs.size()
                                         ? result.sample.epochs[epoch + 1]
                                         : program.step_count;
            for (std::int64_t step = result.sample.epochs[epoch]; step < end; ++step) {
                if (step < 0) {
                    workspace.run_init();
                } else {
                    workspace.run_step(static_cast<std::uint32_t>(step));
                }
            }
        }
        for (std::size_t slot = 0; slot < 700; ++slot) {
            EXPECT_EQ(state.numbers(1)[slot],
                      island.particles().value({program::Place::StateNumber, 0, 1}, slot));
        }
    }
}

TEST(IslandTest, ChunkLengthsDoNotShow) {
    const program::Program program = level_program(kNile);
    const engine::BoundProgram bound(program, 2);
    const IslandOptions whole{.size = 100, .chunk_lanes = 100, .sample_size = 100};
    const IslandResult expected = Island(bound, 2, whole).run(1);
    for (const std::size_t lanes : {1U, 7U, 64U, 256U}) {
        IslandOptions options = whole;
        options.chunk_lanes = lanes;
        const IslandResult result = Island(bound, 2, options).run(1);
        EXPECT_EQ(result.log_evidence, expected.log_evidence) << lanes;
        EXPECT_EQ(result.moves_accepted, expected.moves_accepted) << lanes;
        EXPECT_EQ(result.sample.start, expected.sample.start) << lanes;
        EXPECT_EQ(result.sample.noise, expected.sample.noise) << lanes;
    }
}

TEST(IslandTest, WhatRanBeforeDoesNotShow) {
    const program::Program program = level_program(kNile);
    const engine::BoundProgram bound(program, 2);
    Island island(bound, 2, {.size = 300, .sample_size = 300});
    const IslandResult first = island.run(4);
    island.run(5);
    const IslandResult again = island.run(4);
    EXPECT_EQ(again.log_evidence, first.log_evidence);
    EXPECT_EQ(again.sample.start, first.sample.start);
}

}  // namespace
}  // namespace jonbar::inference
