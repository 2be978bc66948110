// Two models that peers are measured on: an epidemic (bench/scenarios/sir.jon) and twenty actors
// (actors.jon), run forward and given their hundred measurements.
//
// An item is a step of a particle of the epidemic, which is four substeps and eight binomial draws,
// and a decision of an actor. Rates are per second of processor time, all threads together, so that
// what else the machine does hardly counts: two threads do twice as much in a second of the clock.
//
//     build/release/bench/models_bench --benchmark_filter=actors

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

#include "bench/compile.h"
#include "engine/ensemble.h"
#include "inference/condition.h"
#include "inference/worlds.h"

namespace jonbar::bench {
namespace {

constexpr std::uint64_t kHistories = 32'768;
constexpr std::int64_t kActors = 20;

/// Returns a scenario of bench/scenarios/ as a program, with the record or without.
const program::Program& program_of(const std::string& name, bool given) {
    static std::map<std::pair<std::string, bool>, program::Program> known;
    const auto found = known.find({name, given});
    if (found != known.end()) return found->second;
    const std::string path = JONBAR_SOURCE_DIR "/bench/scenarios/" + name + ".jon";
    program::LowerOptions options;
    options.tallies = false;
    if (given) {
        options.start_draws = true;
        options.facts.assign(100, true);
    }
    return known.emplace(std::pair{name, given}, compile(path, JONBAR_LIBRARY_DIR, options))
        .first->second;
}

void set_items(benchmark::State& state, const program::Program& program, std::int64_t a_step) {
    const auto steps = static_cast<std::int64_t>(program.step_count);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kHistories) * steps *
                            a_step);
}

void forward(benchmark::State& state, const std::string& name, std::int64_t a_step) {
    const program::Program& program = program_of(name, false);
    const engine::EnsembleOptions options{.histories = kHistories,
                                          .threads = static_cast<std::size_t>(state.range(0))};
    for (auto _ : state) {
        const auto result =
            engine::run_ensemble(program, options, [](std::size_t, engine::Workspace&) {});
        if (result.fault) state.SkipWithError("a history has a fault");
    }
    set_items(state, program, a_step);
}

void filtered(benchmark::State& state, const std::string& name, std::int64_t a_step) {
    const program::Program& program = program_of(name, true);
    inference::ConditionOptions options;
    options.island.size = kHistories / options.islands;
    options.island.moves = 0;
    options.threads = static_cast<std::size_t>(state.range(0));
    double resamplings = 0;
    for (auto _ : state) {
        const auto result = inference::run_islands(
            program, options, [](std::size_t, std::uint64_t, const inference::Island&) {});
        if (result.fault) state.SkipWithError("a history has a fault");
        resamplings = 0;
        for (const auto& island : result.islands)
            resamplings += static_cast<double>(island.resamplings) / 16;
    }
    set_items(state, program, a_step);
    state.counters["resamplings"] = resamplings;
}

/// Runs the posterior's histories again, each by its own lineage.
void replay(benchmark::State& state, const std::string& name, std::int64_t a_step) {
    const program::Program& program = program_of(name, true);
    inference::ConditionOptions options;
    options.island.size = kHistories / options.islands;
    options.island.moves = 0;
    options.island.sample_size = options.island.size;
    std::vector<inference::Sample> samples;
    const auto posterior = inference::run_islands(
        program, options, [](std::size_t, std::uint64_t, const inference::Island&) {});
    for (const auto& island : posterior.islands) samples.push_back(island.sample);
    const engine::BoundProgram bound(program, options.seed);
    inference::WorldsOptions worlds;
    worlds.threads = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        const auto result = inference::run_worlds(
            {.bound = bound,
             .sampled = program,
             .samples = samples,
             .columns = {program.outcomes.front().column},
             .choose = [](const inference::HistoryInWorlds&, std::vector<inference::WorldSet>&) {},
             .listen = [](std::size_t, const inference::HistoryInWorlds&) {}},
            worlds);
        if (result.fault) state.SkipWithError("a history has a fault");
    }
    set_items(state, program, a_step);
}

BENCHMARK_CAPTURE(forward, actors, "actors", kActors)->Arg(1)->Arg(2)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(filtered, actors, "actors", kActors)->Arg(1)->Arg(2)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(forward, sir, "sir", 1)->Arg(1)->Arg(2)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(filtered, sir, "sir", 1)->Arg(1)->Arg(2)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(replay, actors, "actors", kActors)->Arg(1)->Arg(2)->MeasureProcessCPUTime();

}  // namespace
}  // namespace jonbar::bench

BENCHMARK_MAIN();
