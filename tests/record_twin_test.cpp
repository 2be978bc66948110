// The record: what facts weigh, step by step and bit for bit as the slow twin has it; and forcing,
// which must give the same evidence and the same posterior without weighing most histories away.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "engine/workspace.h"
#include "math/cpu.h"
#include "tests/pipeline.h"
#include "tests/reference/generate.h"
#include "tests/reference/twin.h"

namespace jonbar {
namespace {

using program::FactColumns;
using program::Program;
using reference::History;

constexpr std::uint64_t kSeed = 1922;

#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kHistoriesMax = 7;
constexpr int kScenarios = 20;
#else
constexpr std::size_t kHistoriesMax = 40;
constexpr int kScenarios = 200;
#endif
constexpr int kScenariosPerTest = kScenarios / 10;

program::LowerOptions with_facts(const Scene& scene, bool optimise, bool force) {
    program::LowerOptions options;
    options.optimise = optimise;
    options.facts.assign(scene.model.facts.size(), true);
    options.force = force;
    return options;
}

/// Returns the facts, by their numbers, that weigh without being forced: the value of a continuous
/// draw is always forced, for no history meets it by chance.
std::vector<std::size_t> facts_to_weigh(const Model& model) {
    std::vector<std::size_t> facts;
    for (std::size_t i = 0; i < model.facts.size(); ++i) {
        const Fact& fact = model.facts[i];
        if (fact.kind != FactKind::Draw || is_discrete(model.at(fact.draw).distribution)) {
            facts.push_back(i);
        }
    }
    return facts;
}

/// Returns the histories before the first that faults.
std::vector<History> weighed_histories(const Model& model, std::size_t count) {
    reference::Twin twin(model, kSeed);
    twin.weigh_facts();
    std::vector<History> histories;
    while (histories.size() < std::min(count, kHistoriesMax)) {
        histories.push_back(twin.run(histories.size()));
        if (histories.back().fault) {
            histories.pop_back();
            break;
        }
    }
    return histories;
}

/// Calls visit(step) before the first step, -1, and after each.
template <class Visit>
void run_by_steps(engine::Workspace& chunk, const Program& program, std::uint64_t first,
                  std::size_t count, Visit visit) {
    chunk.begin(count);
    chunk.set_histories(first);
    chunk.draw_start();
    chunk.run_init();
    visit(-1);
    for (std::uint32_t step = 0; step < program.step_count; ++step) {
        chunk.run_step(step);
        visit(static_cast<std::int64_t>(step));
    }
}

program::Operand look_ahead(const FactColumns& fact) {
    program::Operand column = fact.log_factor;
    ++column.base;
    return column;
}

/// Runs the histories in chunks and holds each step's factors against the twin's. `facts`: which of
/// the model's the program has.
void expect_factors(const Program& program, const std::vector<std::size_t>& facts,
                    const std::vector<History>& histories, std::size_t lanes) {
    ASSERT_EQ(program.facts.size(), facts.size());
    const engine::BoundProgram bound(program, kSeed);
    engine::Workspace chunk(bound, lanes);
    for (std::size_t first = 0; first < histories.size(); first += lanes) {
        const std::size_t count = std::min(lanes, histories.size() - first);
        std::set<std::pair<std::size_t, std::size_t>> refused;  // fact, lane: it has no weight left
        run_by_steps(chunk, program, first, count, [&](std::int64_t step) {
            for (std::size_t i = 0; i < program.facts.size(); ++i) {
                for (std::size_t lane = 0; lane < count; ++lane) {
                    if (refused.contains({i, lane})) {
                        continue;
                    }
                    const double engine = chunk.value(program.facts[i].log_factor, lane);
                    const double twin =
                        histories[first + lane]
                            .log_factors[facts[i]][static_cast<std::size_t>(step + 1)];
                    ASSERT_TRUE(same_bits(engine, twin))
                        << program.facts[i].text << " in step " << step << " of history "
                        << first + lane << ": the engine has " << engine << ", the twin " << twin;
                    if (std::isinf(twin)) {
                        refused.insert({i, lane});
                    }
                    ASSERT_EQ(chunk.value(look_ahead(program.facts[i]), lane), 0);
                    ASSERT_TRUE(engine == 0 || (program.facts[i].first_step <= step &&
                                                step <= program.facts[i].last_step))
                        << program.facts[i].text << " weighs in step " << step;
                }
            }
        });
        ASSERT_EQ(chunk.fault().lane, engine::FaultNote::kNoLane);
    }
}

void expect_factors(Scene& scene, std::size_t count) {
    ASSERT_EQ(scene.errors, "");
    const std::vector<History> histories = weighed_histories(scene.model, count);
    const std::vector<std::size_t> facts = facts_to_weigh(scene.model);
    for (const bool optimise : {true, false}) {
        program::LowerOptions lowering = with_facts(scene, optimise, false);
        lowering.facts.assign(scene.model.facts.size(), false);
        for (const std::size_t fact : facts) {
            lowering.facts[fact] = true;
        }
        const Program program = lowered(scene, lowering);
        ASSERT_EQ(scene.errors, "");
        for (const std::size_t lanes : {std::size_t{1}, std::size_t{7}, program::kChunkLanes}) {
            SCOPED_TRACE("chunks of " + std::to_string(lanes) + (optimise ? "" : ", plain"));
            expect_factors(program, facts, histories, lanes);
            if (testing::Test::HasFatalFailure()) {
                return;
            }
        }
    }
}

class RecordScenarioTest : public testing::TestWithParam<std::string> {};

TEST_P(RecordScenarioTest, FactsWeighAsTheTwinSays) {
    Scene scene = scene_of_file(GetParam());
    expect_factors(scene, is_large(scene) ? kFewHistories : 40);
}

INSTANTIATE_TEST_SUITE_P(Shipped, RecordScenarioTest, testing::ValuesIn(scenario_paths()),
                         [](const auto& one) { return test_name(one.param); });

class RecordGeneratedTest : public testing::TestWithParam<int> {};

TEST_P(RecordGeneratedTest, FactsWeighAsTheTwinSays) {
    for (int i = 0; i < kScenariosPerTest; ++i) {
        const int seed = GetParam() * kScenariosPerTest + i;
        const auto generated =
            reference::generate(static_cast<std::uint64_t>(seed), {.record = true});
        SCOPED_TRACE("generated scenario " + std::to_string(seed) + "\n" + generated.text);
        Scene scene = scene_of_generated(generated);
        expect_factors(scene, kHistoriesMax);
        if (HasFailure()) {
            return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RecordGeneratedTest, testing::Range(0, 10));

/// The weights of histories, and what they are asked: outcome after outcome, whether it is above
/// what it was in the first of them.
struct Weighed {
    std::vector<double> weights;
    std::vector<std::vector<bool>> answers;
    std::vector<double> thresholds;
};

/// Runs histories; `thresholds`, if there are any, are those of another run.
Weighed weigh(const Program& program, std::uint64_t first, std::size_t count,
              std::vector<double> thresholds) {
    const engine::BoundProgram bound(program, kSeed);
    engine::Workspace chunk(bound, program::kChunkLanes);
    Weighed result;
    result.thresholds = std::move(thresholds);
    for (std::size_t done = 0; done < count; done += program::kChunkLanes) {
        std::vector<double> logs(std::min(program::kChunkLanes, count - done));
        run_by_steps(chunk, program, first + done, logs.size(), [&](std::int64_t) {
            for (const FactColumns& fact : program.facts) {
                for (std::size_t lane = 0; lane < logs.size(); ++lane) {
                    logs[lane] += chunk.value(fact.log_factor, lane);
                }
            }
        });
        EXPECT_EQ(chunk.fault().lane, engine::FaultNote::kNoLane);
        for (std::size_t lane = 0; lane < logs.size(); ++lane) {
            EXPECT_LT(logs[lane], 1e3) << "history " << first + done + lane;  // nor is it NaN
            std::vector<double> values;
            for (const program::OutcomeColumn& outcome : program.outcomes) {
                values.push_back(chunk.value(outcome.column, lane));
            }
            if (result.thresholds.empty()) {
                result.thresholds = values;
            }
            std::vector<bool> answers;
            for (std::size_t i = 0; i < values.size(); ++i) {
                answers.push_back(values[i] > result.thresholds[i]);
            }
            result.weights.push_back(std::exp(logs[lane]));
            result.answers.push_back(answers);
        }
    }
    return result;
}

struct Estimate {
    double mean = 0, variance = 0;  // of the mean
    int count = 0;                  // of histories with a weight
};

/// Returns the mean weight of the histories in which outcome `outcome` is above its threshold, the
/// others counted as 0; of all where there is no such outcome.
Estimate estimate(const Weighed& weighed, std::size_t outcome) {
    const auto count = static_cast<double>(weighed.weights.size());
    double sum = 0;
    double squares = 0;
    int positive = 0;
    for (std::size_t i = 0; i < weighed.weights.size(); ++i) {
        const auto& answers = weighed.answers[i];
        const double value = outcome >= answers.size() || answers[outcome] ? weighed.weights[i] : 0;
        sum += value;
        squares += value * value;
        positive += value > 0 ? 1 : 0;
    }
    const double mean = sum / count;
    return {mean, std::max(squares / count - mean * mean, 0.0) / count, positive};
}

class ForcedTest : public testing::TestWithParam<int> {};

// Each figure is held to five standard errors of the difference: were the seeds not fixed, one
// figure of a right program would fail with a chance of 6e-7, some of the thousand with 6e-4.
TEST_P(ForcedTest, EvidenceAndPosteriorAreThoseOfTheRecordAsConditions) {
    constexpr std::size_t kHistories = 6144;
    int compared = 0;
    for (int i = 0; i < kScenariosPerTest; ++i) {
        const int seed = 4000 + GetParam() * kScenariosPerTest + i;
        const auto generated =
            reference::generate(static_cast<std::uint64_t>(seed), {.record = true});
        SCOPED_TRACE("generated scenario " + std::to_string(seed) + "\n" + generated.text);
        Scene scene = scene_of_generated(generated);
        const Program forced = lowered(scene, with_facts(scene, true, true));
        const Program plain = lowered(scene, with_facts(scene, true, false));
        ASSERT_EQ(scene.errors, "");
        if (std::none_of(forced.facts.begin(), forced.facts.end(),
                         [](const FactColumns& fact) { return fact.forced; })) {
            continue;
        }
        const Weighed right = weigh(plain, 0, kHistories, {});
        const Weighed found = weigh(forced, kHistories, kHistories, right.thresholds);
        const auto met = std::count_if(right.weights.begin(), right.weights.end(),
                                       [](double weight) { return weight > 0; });
        if (met < 100) {
            continue;  // too few to say
        }
        ++compared;
        for (std::size_t outcome = 0; outcome <= forced.outcomes.size(); ++outcome) {
            const Estimate left = estimate(right, outcome);
            const Estimate other = estimate(found, outcome);
            if (left.count < 25) {
                continue;
            }
            EXPECT_LE(std::abs(left.mean - other.mean),
                      1e-9 + 5 * std::sqrt(left.variance + other.variance))
                << "outcome " << outcome << ": " << left.mean << " of the record as conditions, "
                << other.mean << " forced";
        }
        if (HasFailure()) {
            return;
        }
    }
    if (kScenariosPerTest >= 10) {  // of a few scenarios none may have a record met often enough
        EXPECT_GT(compared, 0);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ForcedTest, testing::Range(0, 10));

}  // namespace
}  // namespace jonbar
