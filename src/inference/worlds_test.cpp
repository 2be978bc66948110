#include "inference/worlds.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <string>

namespace jonbar::inference {
namespace {

using program::Instruction;
using program::Op;
using program::Operand;
using program::Place;
using program::Program;

constexpr std::uint32_t kSteps = 40;
constexpr double kNever = std::numeric_limits<double>::infinity();

Operand at(Place place, std::uint32_t base = 0) { return {place, 0, base}; }

// State numbers: the position, two start draws, when each switch is touched.
const Operand kPosition = at(Place::StateNumber, 0);
const Operand kDrift = at(Place::StateNumber, 1), kRedrawn = at(Place::StateNumber, 2);
const Operand kTouched0 = at(Place::StateNumber, 3), kTouched1 = at(Place::StateNumber, 4);
const Operand kOn0 = at(Place::StateTruth, 0), kOn1 = at(Place::StateTruth, 1);

/// Adds what switch `number` does: in a step from `first` on with `when`, the position is taken
/// times `factor`, plus what was redrawn.
void add_switch(Program& p, std::uint32_t number, double first, Operand when, double factor) {
    const auto constant = static_cast<std::uint32_t>(p.constants.size());
    p.constants.insert(p.constants.end(), {first, factor, kNever});
    const Operand touched = number == 0 ? kTouched0 : kTouched1;
    const Operand on = number == 0 ? kOn0 : kOn1;
    const Operand t = at(Place::Truth, 1), u = at(Place::Truth, 2), x = at(Place::Number, 1);
    p.init.push_back({.op = Op::Copy, .out = touched, .a = at(Place::Constant, constant + 2)});
    const std::vector<Instruction> step = {
        {.op = Op::LessEqual, .out = t, .a = at(Place::Constant, constant), .b = at(Place::Step)},
        {.op = Op::And, .out = t, .a = t, .b = when},
        {.op = Op::Equal, .out = u, .a = touched, .b = at(Place::Constant, constant + 2)},
        {.op = Op::And, .out = u, .a = u, .b = t},
        {.op = Op::Store, .out = touched, .a = at(Place::Step), .mask = u},
        {.op = Op::And, .out = t, .a = t, .b = on},
        {.op = Op::Multiply, .out = x, .a = kPosition, .b = at(Place::Constant, constant + 1)},
        {.op = Op::Add, .out = x, .a = x, .b = kRedrawn},
        {.op = Op::Store, .out = kPosition, .a = x, .mask = t},
    };
    p.step.insert(p.step.end(), step.begin(), step.end());
    p.switches.push_back({number == 0 ? "first" : "second", on, touched, Operand{},
                          static_cast<std::int64_t>(first)});
}

/// A walk with a drift drawn at step 0, which two switches disturb: the first seldom, the second
/// where the walk stands high. Fault 0 is a position above `limit`.
Program walk(double limit = 1e9) {
    Program p;
    p.calendar.first_tick = 23'000;
    p.calendar.step_count = p.step_count = kSteps;
    p.state_number_count = 5;
    p.state_truth_count = 2;
    p.scratch_number_count = 2;
    p.scratch_truth_count = 4;
    p.constants = {0.1, 15.0, limit};
    p.step_tables = {{}};
    for (std::uint32_t step = 0; step < kSteps; ++step) {
        p.step_tables[0].push_back(step);
    }
    p.site_names = {"moves/by", "seldom", "drift", "redrawn"};
    p.start_draws = {{2, 0, true, kDrift}, {3, 0, true, kRedrawn}};
    p.faults.push_back({Span{}, "rule moves", "too far"});
    const Operand u = at(Place::Number), t = at(Place::Truth), high = at(Place::Truth, 3);
    p.step = {
        {.op = Op::DrawUniform, .out = u, .a = at(Place::Key)},
        {.op = Op::Add, .out = u, .a = u, .b = kDrift},
        {.op = Op::AddWhere, .out = kPosition, .a = u},
        {.op = Op::Happens, .out = t, .a = at(Place::Key, 1), .c = at(Place::Constant, 0)},
        {.op = Op::Less, .out = high, .a = at(Place::Constant, 1), .b = kPosition},
    };
    add_switch(p, 0, 5, t, 1.5);
    add_switch(p, 1, 12, high, 0.5);
    p.step.push_back({.op = Op::LessEqual, .out = t, .a = kPosition, .b = at(Place::Constant, 2)});
    p.step.push_back({.op = Op::CheckTrue, .a = t, .detail = 0});
    return p;
}

/// The program that the samples were drawn with: it knows nothing of what is redrawn.
Program sampled_walk() {
    Program p = walk();
    p.site_names.pop_back();
    p.start_draws.pop_back();
    return p;
}

/// Particles whose noise changes twice, as after resampling.
Sample resampled(std::uint64_t first, std::size_t count) {
    Sample sample;
    sample.epochs = {-1, 7, 19};
    sample.noise.resize(3);
    sample.start.resize(1);
    for (std::size_t i = 0; i < count; ++i) {
        sample.numbers.push_back(first + i);
        sample.noise[0].push_back(first + i / 5);
        sample.noise[1].push_back(first + i / 2);
        sample.noise[2].push_back(first + i);
        sample.start[0].push_back(static_cast<double>(i % 11) / 20);
    }
    return sample;
}

struct Ran {
    WorldsResult result;
    /// [sample, particle] → [world] → the position; the actual one is world 0.
    std::map<std::pair<std::size_t, std::size_t>, std::map<WorldSet, double>> positions;
};

/// Runs every third history in no other world, the rest in three, of which one is asked for twice.
Ran run(const Program& p, const std::vector<Sample>& samples, const WorldsOptions& options,
        bool new_chance = false) {
    const engine::BoundProgram bound(p, 1);
    const Program sampled = sampled_walk();
    Ran ran;
    std::mutex mutex;
    const WorldsRequest request{
        .bound = bound,
        .sampled = sampled,
        .samples = samples,
        .columns = {kPosition, kOn0},
        .choose =
            [](const HistoryInWorlds& history, std::vector<WorldSet>& worlds) {
                if (history.particle % 3 != 0) {
                    worlds.insert(worlds.end(), {1, 2, 3, 1});
                }
            },
        .listen =
            [&](std::size_t, const HistoryInWorlds& history) {
                const std::lock_guard lock(mutex);
                auto& positions = ran.positions[{history.sample, history.particle}];
                EXPECT_TRUE(positions.empty());
                positions[0] = history.actual[0];
                EXPECT_EQ(history.actual[1], 0);
                for (std::size_t i = 0; i < history.worlds.size(); ++i) {
                    positions.emplace(history.worlds[i], history.in_world(i)[0]);
                    EXPECT_EQ(positions[history.worlds[i]], history.in_world(i)[0]);
                }
            },
        .new_chance = new_chance};
    ran.result = run_worlds(request, options);
    return ran;
}

TEST(WorldsTest, SharesWorkAndGivesWhatRunningAllWorldsFromTheStartGives) {
    const std::vector<Sample> samples = {resampled(0, 500), resampled(8192, 300)};
    for (const bool imposed : {false, true}) {
        Program p = walk();
        p.imposed.resize(imposed ? 1 : 0);  // worlds then stand beside their actual history
        const Ran plain = run(p, samples, {.threads = 1, .share = false});
        EXPECT_GE(plain.result.lane_steps, plain.result.lane_steps_from_start);
        EXPECT_EQ(plain.result.histories, 800U);
        std::size_t changed = 0;
        for (const auto& [history, positions] : plain.positions) {
            changed += positions.size() > 1 && positions.at(1) != positions.at(0) ? 1U : 0U;
        }
        EXPECT_GT(changed, 400U);
        for (const std::size_t lanes : {2U, 64U, 100U, 256U}) {
            for (const std::size_t snapshot_size : {1U, 1U << 16U, 1U << 24U}) {
                const Ran shared = run(p, samples,
                                       {.threads = 2,
                                        .chunk_lanes = lanes,
                                        .block_histories = 2 * lanes,
                                        .snapshot_size = snapshot_size});
                EXPECT_EQ(shared.positions, plain.positions);
                EXPECT_EQ(shared.result.lane_steps_from_start, plain.result.lane_steps_from_start);
            }
        }
        const Ran shared = run(p, samples, {.threads = 1, .chunk_lanes = 16});
        EXPECT_LT(
            static_cast<double>(shared.result.lane_steps),
            (imposed ? 1.0 : 0.75) * static_cast<double>(shared.result.lane_steps_from_start));
    }
}

TEST(WorldsTest, ReplaysEpochsAndStartDrawsOfTheSample) {
    const Sample sample = resampled(0, 100);
    const Ran ran = run(walk(), {sample}, {.threads = 1});
    const Program p = walk();
    const engine::BoundProgram bound(p, 1);
    engine::Workspace alone(bound, 1);
    for (std::size_t i = 0; i < 100; ++i) {
        alone.begin(1);
        alone.state().numbers(kDrift.base)[0] = sample.start[0][i];
        alone.run_init();
        for (std::uint32_t step = 0; step < kSteps; ++step) {
            alone.set_histories(sample.noise[step < 7 ? 0 : step < 19 ? 1 : 2][i]);
            alone.run_step(step);
        }
        EXPECT_EQ(ran.positions.at({0, i}).at(0), alone.numbers(kPosition)[0]) << i;
    }
}

TEST(WorldsTest, DrawsTheStartFromOwnNumbersWhereThereIsNoSample) {
    const Program p = walk();
    const engine::BoundProgram bound(p, 1);
    engine::Workspace whole(bound, 64);
    whole.begin(60);
    whole.set_histories(100);
    whole.draw_start();
    whole.run_init();
    for (std::uint32_t step = 0; step < kSteps; ++step) {
        whole.run_step(step);
    }
    Sample sample;
    sample.epochs = {-1};
    for (std::uint64_t i = 0; i < 60; ++i) {
        sample.numbers.push_back(100 + i);
    }
    sample.noise = {sample.numbers};
    const Ran ran = run(p, {sample}, {.threads = 1});
    const Ran again = run(p, {prior_sample(bound, 100, 60)}, {.threads = 1});
    EXPECT_EQ(ran.positions, again.positions);
    for (std::size_t i = 0; i < 60; ++i) {
        EXPECT_EQ(ran.positions.at({0, i}).at(0), whole.numbers(kPosition)[i]);
    }
}

TEST(WorldsTest, NewChanceKeepsTheStartAndSharesTheRestBetweenWorlds) {
    // Without a disturbance the worlds of a history are one, with new noise as with old.
    Program p = walk();
    p.constants[0] = 0;
    const std::vector<Sample> samples = {resampled(0, 200)};
    const Ran old = run(p, samples, {.threads = 1}), fresh = run(p, samples, {.threads = 1}, true);
    std::size_t same = 0;
    double old_mean = 0, fresh_mean = 0;
    for (const auto& [history, positions] : fresh.positions) {
        same += old.positions.at(history).at(0) == positions.at(0) ? 1U : 0U;
        old_mean += old.positions.at(history).at(0) / 200;
        fresh_mean += positions.at(0) / 200;
        if (positions.size() > 1) {
            EXPECT_EQ(positions.at(1), positions.at(0));
        }
    }
    EXPECT_EQ(same, 0U);
    EXPECT_NEAR(old_mean, fresh_mean, 1.5);  // 0.25 is the standard error of each
}

TEST(WorldsTest, NamesTheFirstHistoryThatFailsAndItsWorld) {
    const std::vector<Sample> samples = {resampled(0, 700)};
    const Ran good = run(walk(), samples, {.threads = 1});
    double actual_max = 0;
    for (const auto& [history, positions] : good.positions) {
        actual_max = std::max(actual_max, positions.at(0));
    }
    std::optional<WorldFault> first;
    for (const std::size_t lanes : {7U, 64U, 256U}) {
        for (const bool share : {false, true}) {
            const Ran ran =
                run(walk(actual_max), samples,
                    {.threads = 2, .chunk_lanes = lanes, .block_histories = 700, .share = share});
            ASSERT_TRUE(ran.result.fault);
            EXPECT_NE(ran.result.fault->world, 0U);
            EXPECT_EQ(ran.result.fault->number, ran.result.fault->particle);
            if (first) {
                EXPECT_EQ(ran.result.fault->particle, first->particle);
                EXPECT_EQ(ran.result.fault->world, first->world);
                EXPECT_EQ(ran.result.fault->step, first->step);
            }
            first = ran.result.fault;
        }
    }
}

}  // namespace
}  // namespace jonbar::inference
