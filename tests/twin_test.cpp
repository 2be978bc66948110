// The engine equals the slow twin, bit for bit: outcomes, state, counters and faults of every
// scenario there is and of generated ones, whatever the chunks, threads, kernels and optimisations.

#include "tests/reference/twin.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "language/format.h"
#include "language/parser.h"
#include "math/cpu.h"
#include "tests/comparison.h"
#include "tests/pipeline.h"
#include "tests/reference/generate.h"

namespace jonbar {
namespace {

/// The sanitizers make the twin some twenty times slower: there it tells fewer histories.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kHistoriesMax = 9;
#else
constexpr std::size_t kHistoriesMax = 1U << 20U;
#endif

/// `thorough`: in chunks of every length also as lowered, before any optimisation.
void expect_engine_equals_twin(Scene& scene, std::size_t count, bool thorough = true) {
    ASSERT_EQ(scene.errors, "");
    const Comparison comparison(scene, std::min(count, kHistoriesMax));
    ASSERT_EQ(scene.errors, "");
    for (const bool optimise : {true, false}) {
        for (const std::size_t lanes : {std::size_t{1}, std::size_t{7}, program::kChunkLanes}) {
            if (optimise || thorough) {
                const Setting setting{lanes, lanes == 7 ? 2U : 1U, optimise};
                ASSERT_EQ(comparison.difference(setting), "") << describe(setting);
            }
        }
        for (const auto set : {math::InstructionSet::Portable, math::InstructionSet::Avx2,
                               math::InstructionSet::Avx512}) {
            if (math::runs(set)) {
                ASSERT_EQ(comparison.difference(set, optimise), "")
                    << "instruction set " << static_cast<int>(set);
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
        reference::Twin left(plain.model, kTwinSeed);
        reference::Twin right(laid_out.model, kTwinSeed);
        for (std::uint64_t history = 0; history < 8; ++history) {
            EXPECT_EQ(left.run(history).outcomes, right.run(history).outcomes);
        }
    }
}

}  // namespace
}  // namespace jonbar
