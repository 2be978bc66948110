// What a question of the flagship takes, through the public interface: conditioning on its record,
// why it came about, what it depends on. Real time and peak memory stand in the table.
//
// Run one at a time for its own peak: question_bench --benchmark_filter=Why

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <exception>
#include <string>

#include "jonbar/jonbar.h"

namespace jonbar::bench {
namespace {

std::string flagship() {
    return std::string(JONBAR_SOURCE_DIR) + "/scenarios/lenin-succession.jon";
}

void tell_memory(benchmark::State& state) {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    state.counters["peak_mib"] = static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Runs a question once; one that has no answer says why.
template <class Ask>
void ask_once(benchmark::State& state, std::uint64_t histories, const Ask& ask) {
    const Scenario scenario = Scenario::load(flagship());
    for (auto _ : state) {
        try {
            ask(scenario);
        } catch (const std::exception& error) {
            state.SkipWithError(error.what());
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(histories) * state.iterations());
    tell_memory(state);
}

/// Particles, moves.
void Given(benchmark::State& state) {
    const auto particles = static_cast<std::uint64_t>(state.range(0));
    ask_once(state, particles, [&](const Scenario& scenario) {
        RunOptions options;
        options.given = ConditioningOptions{.particles = particles,
                                            .moves = static_cast<std::uint64_t>(state.range(1))};
        benchmark::DoNotOptimize(scenario.run(options));
    });
}
BENCHMARK(Given)
    ->Args({131'072, 0})
    ->Args({131'072, 2})
    ->Args({1'048'576, 0})
    ->Unit(benchmark::kSecond)
    ->UseRealTime()
    ->Iterations(1);

/// Histories, particles of the sample.
void Why(benchmark::State& state) {
    ask_once(state, static_cast<std::uint64_t>(state.range(0)), [&](const Scenario& scenario) {
        WhyOptions options;
        options.outcome = "leads";
        options.value = "stalin";
        options.sample.histories = static_cast<std::uint64_t>(state.range(0));
        options.sample.conditioning.particles = static_cast<std::uint64_t>(state.range(1));
        options.sample.conditioning.moves = 0;
        benchmark::DoNotOptimize(scenario.why(options));
    });
}
BENCHMARK(Why)->Args({20'480, 1'048'576})->Unit(benchmark::kSecond)->UseRealTime()->Iterations(1);

}  // namespace
}  // namespace jonbar::bench

BENCHMARK_MAIN();
