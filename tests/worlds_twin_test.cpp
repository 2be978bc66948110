// Other worlds: what interventions do, bit for bit as the slow twin does it, whatever else is on,
// in chunks of any length, optimised or not; and when they first change something.

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "engine/workspace.h"
#include "inference/sample.h"
#include "inference/worlds.h"
#include "model/instances.h"
#include "tests/pipeline.h"
#include "tests/reference/generate.h"
#include "tests/reference/twin.h"
#include "tests/twin_counts.h"

namespace jonbar {
namespace {

using program::Operand;
using program::Program;
using program::Switch;
using reference::History;

constexpr std::uint64_t kSeed = 1922;
constexpr double kNever = std::numeric_limits<double>::infinity();

#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kHistoriesMax = 2;
constexpr int kScenarios = 30;
constexpr std::size_t kStatementsMax = 150;
#else
constexpr std::size_t kHistoriesMax = 6;
constexpr int kScenarios = 200;
constexpr std::size_t kStatementsMax = 400;
#endif
constexpr int kScenariosPerTest = kScenarios / 10;

/// Bit i: switch i is on.
using Mask = std::uint64_t;

std::vector<Switch> switches_of(const Model& model) {
    std::vector<Switch> switches;
    for (const WhatIf& what_if : model.what_ifs) {
        switches.push_back({what_if.name, what_if.interventions});
    }
    for (const Cause& cause : model.causes) {
        switches.push_back({cause.name, cause.absent});
        if (!cause.present.empty()) {
            switches.push_back({cause.name + " present", cause.present});
        }
    }
    return switches;
}

/// A history in one world, and what the twin says of it.
struct Lane {
    std::uint64_t number = 0;
    Mask on = 0;
    History twin;
};

reference::World world_of(const std::vector<Switch>& switches, Mask on) {
    reference::World world;
    for (std::size_t i = 0; i < switches.size(); ++i) {
        world.push_back({&switches[i].interventions, ((on >> i) & 1) != 0});
    }
    return world;
}

/// Returns the worlds of a history: the actual one, that of each switch, all, and some more.
std::vector<Mask> worlds_of(std::size_t switches, std::uint64_t number) {
    std::mt19937_64 random(number);
    const Mask all = (Mask{1} << switches) - 1;
    std::vector<Mask> worlds = {0, all};
    for (std::size_t i = 0; i < switches; ++i) {
        worlds.push_back(Mask{1} << i);
    }
    for (int i = 0; i < 4; ++i) {
        worlds.push_back(random() & all);
    }
    std::sort(worlds.begin(), worlds.end());
    worlds.erase(std::unique(worlds.begin(), worlds.end()), worlds.end());
    return worlds;
}

class WorldsComparison {
  public:
    WorldsComparison(Scene& scene, std::size_t histories)
        : scene_(scene), switches_(switches_of(scene.model)) {
        reference::Twin twin(scene.model, kSeed);
        for (std::uint64_t number = 0; number < std::min(histories, kHistoriesMax); ++number) {
            for (const Mask on : worlds_of(switches_.size(), number)) {
                lanes_.push_back({number, on, twin.run(number, world_of(switches_, on))});
                if (lanes_.back().twin.fault) {
                    return;  // the last
                }
            }
        }
    }

    bool has_switches() const { return !switches_.empty(); }

    void expect_equal(bool optimise) {
        program::LowerOptions options;
        options.optimise = optimise;
        options.switches = switches_;
        const Program program = lowered(scene_, options);
        ASSERT_EQ(scene_.errors, "");
        ASSERT_EQ(program.switches.size(), switches_.size());
        for (const std::size_t length : {std::size_t{1}, std::size_t{7}, program::kChunkLanes}) {
            SCOPED_TRACE("chunks of " + std::to_string(length) + (optimise ? "" : ", plain"));
            expect_equal(program, length, !optimise);
            if (testing::Test::HasFatalFailure()) {
                return;
            }
        }
    }

    /// Runs the histories in their worlds as questions do, which shares what worlds have in common.
    void expect_run_worlds_equal() {
        if (lanes_.back().twin.fault) {
            return;
        }
        program::LowerOptions options;
        options.tallies = false;
        options.start_draws = true;
        options.switches = switches_;
        const Program program = lowered(scene_, options);
        const engine::BoundProgram bound(program, kSeed);
        const std::vector<inference::Sample> samples = {
            inference::prior_sample(bound, 0, lanes_.back().number + 1)};
        std::vector<Operand> columns;
        for (const program::OutcomeColumn& outcome : program.outcomes) {
            columns.push_back(outcome.column);
        }
        for (const bool share : {true, false}) {
            SCOPED_TRACE(share ? "run_worlds, sharing" : "run_worlds");
            std::size_t told = 0;
            const inference::WorldsRequest request{
                .bound = bound,
                .sampled = program,
                .samples = samples,
                .columns = columns,
                .choose =
                    [&](const inference::HistoryInWorlds& history,
                        std::vector<inference::WorldSet>& worlds) {
                        for (const Lane& lane : lanes_) {
                            if (lane.number == history.particle && lane.on != 0) {
                                worlds.push_back(lane.on);
                            }
                        }
                    },
                .listen =
                    [&](std::size_t, const inference::HistoryInWorlds& history) {
                        expect_outcomes(program, history.particle, 0, history.actual);
                        for (std::size_t i = 0; i < history.worlds.size(); ++i) {
                            expect_outcomes(program, history.particle, history.worlds[i],
                                            history.in_world(i));
                        }
                        told += 1 + history.worlds.size();
                    }};
            const inference::WorldsResult result =
                inference::run_worlds(request, {.threads = 1, .share = share});
            EXPECT_FALSE(result.fault);
            EXPECT_EQ(told, lanes_.size());
        }
    }

  private:
    void expect_outcomes(const Program& program, std::uint64_t number, Mask on,
                         std::span<const double> values) {
        const auto lane = std::find_if(lanes_.begin(), lanes_.end(), [&](const Lane& one) {
            return one.number == number && one.on == on;
        });
        for (std::size_t i = 0; i < values.size(); ++i) {
            EXPECT_TRUE(same_bits(values[i], lane->twin.outcomes[i]))
                << "outcome " << program.outcomes[i].name << " of history " << number
                << " in world " << names_of(on) << ": the engine has " << values[i] << ", the twin "
                << lane->twin.outcomes[i];
        }
    }

    void expect_equal(const Program& program, std::size_t length, bool state) {
        const engine::BoundProgram bound(program, kSeed);
        engine::Workspace chunk(bound, length);
        for (std::size_t first = 0; first < lanes_.size(); first += length) {
            const std::size_t count = std::min(length, lanes_.size() - first);
            run(chunk, program, first, count);
            if (first + count == lanes_.size() && lanes_.back().twin.fault) {
                ASSERT_EQ(chunk.fault().lane, count - 1);
                EXPECT_EQ(chunk.fault().step, lanes_.back().twin.fault->step);
                EXPECT_EQ(program.faults[chunk.fault().fault].span, lanes_.back().twin.fault->span);
                return;
            }
            ASSERT_EQ(chunk.fault().lane, engine::FaultNote::kNoLane)
                << program.faults[chunk.fault().fault].where << ": "
                << program.faults[chunk.fault().fault].what;
            for (std::size_t lane = 0; lane < count; ++lane) {
                const Lane& told = lanes_[first + lane];
                SCOPED_TRACE("history " + std::to_string(told.number) + " in world " +
                             names_of(told.on));
                expect_lane(program, chunk, lane, told, state);
                if (testing::Test::HasFatalFailure()) {
                    return;
                }
            }
        }
        expect_counters(program, chunk.counters());
    }

    void run(engine::Workspace& chunk, const Program& program, std::size_t first,
             std::size_t count) {
        std::vector<std::uint64_t> numbers;
        for (std::size_t lane = 0; lane < count; ++lane) {
            numbers.push_back(lanes_[first + lane].number);
        }
        chunk.begin(count);
        chunk.set_histories(numbers);
        for (std::size_t i = 0; i < switches_.size(); ++i) {
            const auto words = chunk.state().truths(program.switches[i].on.base);
            for (std::size_t lane = 0; lane < count; ++lane) {
                const engine::Word bit = (lanes_[first + lane].on >> i) & 1;
                words[lane / engine::kWordLanes] |= bit << lane % engine::kWordLanes;
            }
        }
        chunk.draw_start();
        chunk.run_init();
        for (std::uint32_t step = 0; step < program.step_count; ++step) {
            chunk.run_step(step);
        }
    }

    void expect_lane(const Program& program, engine::Workspace& chunk, std::size_t lane,
                     const Lane& told, bool state) {
        for (std::size_t i = 0; i < program.outcomes.size(); ++i) {
            ASSERT_TRUE(
                same_bits(chunk.value(program.outcomes[i].column, lane), told.twin.outcomes[i]))
                << "outcome " << program.outcomes[i].name << ": the engine has "
                << chunk.value(program.outcomes[i].column, lane) << ", the twin "
                << told.twin.outcomes[i];
        }
        for (std::size_t i = 0; i < switches_.size(); ++i) {
            expect_switch(program.switches[i], chunk, lane, told, i);
        }
        for (std::size_t i = 0; state && i < program.states.size(); ++i) {
            expect_state(program.states[i], scene_.model.states[i], chunk, lane,
                         told.twin.cells[i]);
        }
    }

    void expect_switch(const program::SwitchColumns& columns, engine::Workspace& chunk,
                       std::size_t lane, const Lane& told, std::size_t index) {
        if (columns.offered.exists()) {
            EXPECT_EQ(chunk.value(columns.offered, lane) != 0, told.twin.effects[index].offered)
                << columns.name;
        }
        const Mask alone = Mask{1} << index;
        if (told.on != 0 && told.on != alone) {
            return;  // a world of several departs at the least of what they have alone
        }
        const auto with = std::find_if(lanes_.begin(), lanes_.end(), [&](const Lane& one) {
            return one.number == told.number && one.on == alone;
        });
        if (with == lanes_.end() || with->twin.fault) {
            return;
        }
        const auto& touched = with->twin.effects[index].touched;
        ASSERT_EQ(chunk.value(columns.touched, lane),
                  touched ? static_cast<double>(*touched) : kNever)
            << columns.name;
    }

    void expect_state(const program::StateBlock& block, const State& state,
                      engine::Workspace& chunk, std::size_t lane,
                      const std::vector<reference::Value>& cells) {
        if (block.first.place != program::Place::StateNumber &&
            block.first.place != program::Place::StateTruth) {
            return;
        }
        for (std::uint32_t cell = 0; cell < block.cell_count; ++cell) {
            const Tuple tuple = cell_tuple(scene_.model, state, cell);
            if (state.symmetric && tuple[1] < tuple[0]) {
                continue;
            }
            for (std::uint32_t part = 0; part < block.width; ++part) {
                Operand column = block.first;
                column.base += cell * block.width + part;
                const double expected = state.type.set
                                            ? static_cast<double>(cells[cell].members[part])
                                            : cells[cell].number;
                ASSERT_TRUE(same_bits(chunk.value(column, lane), expected))
                    << block.name << " cell " << cell << ": the engine has "
                    << chunk.value(column, lane) << ", the twin " << expected;
            }
        }
    }

    void expect_counters(const Program& program, const std::vector<std::int64_t>& counters) {
        std::vector<History> histories;
        for (const Lane& lane : lanes_) {
            histories.push_back(lane.twin);
        }
        const auto expected = TwinCounts(scene_.model, histories, world_of(switches_, 0)).counts;
        std::map<Counted, std::int64_t> counted;
        for (std::size_t i = 0; i < counters.size(); ++i) {
            counted[key_of(program.counters[i])] += counters[i];
        }
        for (const auto& [key, times] : counted) {
            const auto found = expected.find(key);
            EXPECT_EQ(times, found == expected.end() ? 0 : found->second)
                << "counter " << static_cast<int>(std::get<0>(key)) << " " << std::get<1>(key)
                << " " << std::get<2>(key);
        }
        for (const auto& [key, times] : expected) {
            EXPECT_TRUE(counted.contains(key)) << std::get<1>(key) << " is not counted";
        }
    }

    std::string names_of(Mask on) const {
        std::string names;
        for (std::size_t i = 0; i < switches_.size(); ++i) {
            names += ((on >> i) & 1) != 0 ? " " + switches_[i].name : "";
        }
        return names.empty() ? "actual" : names;
    }

    Scene& scene_;
    std::vector<Switch> switches_;
    std::vector<Lane> lanes_;
};

void expect_worlds(Scene& scene) {
    ASSERT_EQ(scene.errors, "");
    WorldsComparison comparison(scene, kHistoriesMax);
    if (comparison.has_switches()) {
        comparison.expect_equal(true);
        comparison.expect_equal(false);
        comparison.expect_run_worlds_equal();
    }
}

class WorldsScenarioTest : public testing::TestWithParam<std::string> {};

TEST_P(WorldsScenarioTest, InterventionsDoWhatTheTwinDoes) {
    Scene scene = scene_of_file(GetParam());
    if (scene.model.statements.size() > kStatementsMax) {
        GTEST_SKIP() << "all its switches in all chunks take minutes";
    }
    expect_worlds(scene);
}

INSTANTIATE_TEST_SUITE_P(Shipped, WorldsScenarioTest, testing::ValuesIn(scenario_paths()),
                         [](const auto& one) { return test_name(one.param); });

class WorldsGeneratedTest : public testing::TestWithParam<int> {};

TEST_P(WorldsGeneratedTest, InterventionsDoWhatTheTwinDoes) {
    for (int i = 0; i < kScenariosPerTest; ++i) {
        const int seed = GetParam() * kScenariosPerTest + i;
        const auto generated = reference::generate(static_cast<std::uint64_t>(seed),
                                                   {.risky = seed % 10 == 9, .questions = true});
        SCOPED_TRACE("generated scenario " + std::to_string(seed) + "\n" + generated.text);
        Scene scene = scene_of_generated(generated);
        expect_worlds(scene);
        if (HasFailure()) {
            return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, WorldsGeneratedTest, testing::Range(0, 10));

}  // namespace
}  // namespace jonbar
