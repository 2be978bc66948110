// The engine equals the slow twin, bit for bit: outcomes, state, counters and faults of every
// scenario there is and of generated ones, whatever the chunks, threads, kernels and optimisations.

#include "tests/reference/twin.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "engine/ensemble.h"
#include "engine/workspace.h"
#include "language/format.h"
#include "language/parser.h"
#include "math/cpu.h"
#include "model/instances.h"
#include "model/site_name.h"
#include "tests/pipeline.h"
#include "tests/reference/generate.h"
#include "tests/twin_counts.h"

namespace jonbar {
namespace {

using program::CounterKind;
using program::Program;
using reference::Counters;
using reference::History;

constexpr std::uint64_t kSeed = 1922;

/// The sanitizers make the twin some twenty times slower: there it tells fewer histories.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kHistoriesMax = 9;
#else
constexpr std::size_t kHistoriesMax = 1U << 20U;
#endif

std::vector<History> twin_histories(const Model& model, std::size_t count) {
    count = std::min(count, kHistoriesMax);
    reference::Twin twin(model, kSeed);
    std::vector<History> histories;
    for (std::size_t i = 0; i < count; ++i) {
        histories.push_back(twin.run(i));
        if (histories.back().fault) {
            break;
        }
    }
    return histories;
}

struct Setting {
    std::size_t lanes = 1;
    std::size_t threads = 1;
    bool optimise = true;
};

std::string describe(const Setting& setting) {
    return "chunks of " + std::to_string(setting.lanes) + ", threads " +
           std::to_string(setting.threads) + (setting.optimise ? "" : ", not optimised");
}

/// A scenario, what the twin makes of it, and the two programs.
class Comparison {
  public:
    Comparison(Scene& scene, std::size_t count)
        : model_(scene.model),
          histories_(twin_histories(model_, count)),
          counts_(model_, histories_),
          optimised_(lowered(scene, true)),
          plain_(lowered(scene, false)) {}

    /// Runs all histories on threads; holds outcomes, counters and fault against the twin's.
    void expect_equal(const Setting& setting) {
        SCOPED_TRACE(describe(setting));
        const Program& program = setting.optimise ? optimised_ : plain_;
        engine::EnsembleOptions options;
        options.histories = histories_.size();
        options.seed = kSeed;
        options.threads = setting.threads;
        options.chunk_lanes = setting.lanes;
        options.delivery = engine::Delivery::InOrder;
        const auto result = engine::run_ensemble(
            program, options,
            [&](std::size_t, engine::Workspace& chunk) { expect_chunk(program, chunk); });
        const auto& fault = histories_.back().fault;
        ASSERT_EQ(result.fault.has_value(), fault.has_value()) << described(fault);
        if (fault) {
            EXPECT_EQ(result.fault->history, histories_.size() - 1);
            EXPECT_EQ(result.fault->step, fault->step);
            expect_same_place(program.faults[result.fault->fault], *fault);
            return;
        }
        EXPECT_EQ(result.histories, histories_.size());
        expect_counters(program, result.counters);
    }

    /// Runs one chunk with the kernels of an instruction set.
    void expect_equal(math::InstructionSet set, bool optimise) {
        SCOPED_TRACE("instruction set " + std::to_string(static_cast<int>(set)));
        const Program& program = optimise ? optimised_ : plain_;
        const engine::BoundProgram bound(program, kSeed);
        engine::Workspace workspace(bound, histories_.size(), set);
        workspace.run_chunk(0, histories_.size());
        const auto& fault = histories_.back().fault;
        const bool faulted = workspace.fault().lane != engine::FaultNote::kNoLane;
        ASSERT_EQ(faulted, fault.has_value()) << described(fault);
        if (fault) {
            EXPECT_EQ(workspace.fault().lane, histories_.size() - 1);
            EXPECT_EQ(workspace.fault().step, fault->step);
            return;
        }
        expect_chunk(program, workspace);
        expect_counters(program, workspace.counters());
    }

    bool faulted() const { return histories_.back().fault.has_value(); }
    const std::map<Counted, std::int64_t>& counts() const { return counts_.counts; }

  private:
    void expect_chunk(const Program& program, engine::Workspace& chunk) {
        if (testing::Test::HasFatalFailure()) {
            return;
        }
        for (std::size_t lane = 0; lane < chunk.history_count(); ++lane) {
            const History& history = histories_[chunk.first_history() + lane];
            ASSERT_EQ(program.outcomes.size(), history.outcomes.size());
            for (std::size_t i = 0; i < program.outcomes.size(); ++i) {
                const double value = chunk.value(program.outcomes[i].column, lane);
                ASSERT_TRUE(same_bits(value, history.outcomes[i]))
                    << "outcome " << program.outcomes[i].name << " of history "
                    << chunk.first_history() + lane << ": the engine has " << value << ", the twin "
                    << history.outcomes[i];
            }
            if (&program == &plain_) {  // the optimised one drops what nothing reads
                expect_state(program, chunk, lane, history);
            }
            if (testing::Test::HasFatalFailure()) {
                return;  // one history tells enough
            }
        }
    }

    void expect_state(const Program& program, engine::Workspace& chunk, std::size_t lane,
                      const History& history) {
        for (std::size_t i = 0; i < program.states.size(); ++i) {
            const program::StateBlock& block = program.states[i];
            if (block.first.place != program::Place::StateNumber &&
                block.first.place != program::Place::StateTruth) {
                continue;
            }
            const State& state = model_.states[i];
            for (std::uint32_t cell = 0; cell < block.cell_count; ++cell) {
                const Tuple tuple = cell_tuple(model_, state, cell);
                if (state.symmetric && tuple[1] < tuple[0]) {
                    continue;
                }
                for (std::uint32_t part = 0; part < block.width; ++part) {
                    program::Operand column = block.first;
                    column.base += cell * block.width + part;
                    const reference::Value& value = history.cells[i][cell];
                    const double expected =
                        state.type.set ? static_cast<double>(value.members[part]) : value.number;
                    ASSERT_TRUE(same_bits(chunk.value(column, lane), expected))
                        << block.name << " cell " << cell << " of history "
                        << chunk.first_history() + lane << ": the engine has "
                        << chunk.value(column, lane) << ", the twin " << expected;
                }
            }
        }
    }

    void expect_counters(const Program& program, const std::vector<std::int64_t>& counters) {
        std::map<Counted, std::int64_t> counted;
        for (std::size_t i = 0; i < counters.size(); ++i) {
            counted[key_of(program.counters[i])] += counters[i];
        }
        for (const auto& [key, times] : counted) {
            const auto found = counts_.counts.find(key);
            EXPECT_EQ(times, found == counts_.counts.end() ? 0 : found->second) << described(key);
        }
        for (const auto& [key, times] : counts_.counts) {
            EXPECT_TRUE(counted.contains(key)) << described(key) << " is not counted";
        }
    }

    static std::string described(const Counted& key) {
        return "counter " + std::to_string(static_cast<int>(std::get<0>(key))) + " " +
               std::get<1>(key) + " " + std::get<2>(key) + " at " +
               std::to_string(std::get<3>(key).begin);
    }

    static std::string described(const std::optional<reference::Fault>& fault) {
        return fault ? "the twin's fault is number " +
                           std::to_string(static_cast<int>(fault->kind)) + " in step " +
                           std::to_string(fault->step) + " at " + std::to_string(fault->span.begin)
                     : "the twin has no fault";
    }

    static void expect_same_place(const program::Fault& engine, const reference::Fault& twin) {
        EXPECT_EQ(engine.span, twin.span) << engine.where << ": " << engine.what << " at "
                                          << engine.span.begin << ", " << described(twin);
    }

    const Model& model_;
    std::vector<History> histories_;
    TwinCounts counts_;
    Program optimised_, plain_;
};

/// `thorough`: in chunks of every length also as lowered, before any optimisation.
void expect_engine_equals_twin(Scene& scene, std::size_t count, bool thorough = true) {
    ASSERT_EQ(scene.errors, "");
    Comparison comparison(scene, count);
    ASSERT_EQ(scene.errors, "");
    for (const bool optimise : {true, false}) {
        for (const std::size_t lanes : {std::size_t{1}, std::size_t{7}, program::kChunkLanes}) {
            if (optimise || thorough) {
                comparison.expect_equal({lanes, lanes == 7 ? 2U : 1U, optimise});
            }
        }
        for (const auto set : {math::InstructionSet::Portable, math::InstructionSet::Avx2,
                               math::InstructionSet::Avx512}) {
            if (math::runs(set)) {
                comparison.expect_equal(set, optimise);
            }
        }
    }
}

class TwinScenarioTest : public testing::TestWithParam<std::string> {};

TEST_P(TwinScenarioTest, EngineEqualsTwin) {
    Scene scene = scene_of_file(GetParam());
    const bool large = is_large(scene);
    const bool small = scene.model.expressions.size() < 400;
    expect_engine_equals_twin(scene, large ? kFewHistories : small ? 320 : 40, !large);
}

INSTANTIATE_TEST_SUITE_P(Shipped, TwinScenarioTest, testing::ValuesIn(scenario_paths()),
                         [](const auto& one) { return test_name(one.param); });

constexpr int kGeneratedPerTest = 20;

class TwinGeneratedTest : public testing::TestWithParam<int> {};

TEST_P(TwinGeneratedTest, EngineEqualsTwin) {
    for (int i = 0; i < kGeneratedPerTest; ++i) {
        const int seed = GetParam() * kGeneratedPerTest + i;
        const auto generated =
            reference::generate(static_cast<std::uint64_t>(seed), {.risky = seed % 10 == 9});
        SCOPED_TRACE("generated scenario " + std::to_string(seed) + "\n" + generated.text);
        Scene scene = scene_of_generated(generated);
        expect_engine_equals_twin(scene, 40);
        if (HasFailure()) {
            return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, TwinGeneratedTest, testing::Range(0, 10));

class TwinNativesTest : public testing::TestWithParam<int> {};

TEST_P(TwinNativesTest, EngineEqualsTwin) {
    constexpr int kPerTest = 10;
    for (int i = 0; i < kPerTest; ++i) {
        const int seed = 1000 + GetParam() * kPerTest + i;
        const auto generated = reference::generate(static_cast<std::uint64_t>(seed),
                                                   {.risky = seed % 5 == 4, .natives = true});
        SCOPED_TRACE("generated scenario " + std::to_string(seed) + "\n" + generated.text);
        Scene scene = scene_of_generated(generated);
        expect_engine_equals_twin(scene, 24);
        if (HasFailure()) {
            return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, TwinNativesTest, testing::Range(0, 4));

TEST(GeneratedTest, FormattingChangesNoHistory) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const auto generated = reference::generate(seed, {.natives = seed % 2 == 1});
        SourceSet sources;
        Diagnostics diagnostics;
        const FileId file = sources.add("scene.jon", generated.text);
        const auto tree = parse(sources, file, FileRole::Scenario, diagnostics);
        ASSERT_FALSE(diagnostics.has_errors()) << render(sources, diagnostics);
        const std::string formatted = format(sources, tree);
        const FileId again = sources.add("formatted.jon", formatted);
        const auto second = parse(sources, again, FileRole::Scenario, diagnostics);
        EXPECT_EQ(format(sources, second), formatted) << "formatting twice is formatting once";
        const Scene plain = scene_of_generated(generated);
        const Scene laid_out = scene_of_generated({formatted, generated.module});
        ASSERT_EQ(plain.errors, "");
        ASSERT_EQ(laid_out.errors, "");
        reference::Twin left(plain.model, kSeed);
        reference::Twin right(laid_out.model, kSeed);
        for (std::uint64_t history = 0; history < 8; ++history) {
            EXPECT_EQ(left.run(history).outcomes, right.run(history).outcomes);
        }
    }
}

}  // namespace
}  // namespace jonbar
