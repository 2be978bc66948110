// What it costs to run histories out of their order, on the flagship: noise of any histories
// instead of consecutive ones, and moving a workspace from one state to another.
//
//     build/release/bench/histories_bench

#include <benchmark/benchmark.h>

#include <vector>

#include "bench/compile.h"
#include "engine/state_columns.h"
#include "engine/workspace.h"

namespace jonbar::bench {
namespace {

constexpr std::size_t kLanes = program::kChunkLanes;

const engine::BoundProgram& flagship() {
    static const program::Program kProgram =
        compile(JONBAR_SOURCE_DIR "/scenarios/lenin-succession.jon", JONBAR_LIBRARY_DIR);
    static const engine::BoundProgram kBound(kProgram, 1);
    return kBound;
}

enum class Order {
    Consecutive,
    Resampled,  // ascending, on average each second history twice
    Shuffled,   // no two of one block side by side
};

/// A chunk from before the first step to the end.
void run_histories(benchmark::State& state, Order order) {
    engine::Workspace chunk(flagship(), kLanes);
    std::vector<std::uint64_t> histories(kLanes);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        histories[lane] = order == Order::Resampled ? lane / 2 * 2 : lane * 101 % 8192;
    }
    for (auto _ : state) {
        chunk.begin(kLanes);
        if (order == Order::Consecutive) {
            chunk.set_histories(0);
        } else {
            chunk.set_histories(histories);
        }
        chunk.run_init();
        for (std::uint32_t step = 0; step < flagship().program().step_count; ++step) {
            chunk.run_step(step);
        }
    }
    state.counters["us/history"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * kLanes * 1e-6,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK_CAPTURE(run_histories, consecutive, Order::Consecutive);
BENCHMARK_CAPTURE(run_histories, resampled, Order::Resampled);
BENCHMARK_CAPTURE(run_histories, shuffled, Order::Shuffled);

/// One step of a chunk, on one state, or on several in turn: on two the state stays in the cache.
void run_states(benchmark::State& state) {
    engine::Workspace chunk(flagship(), kLanes);
    std::vector<engine::StateColumns> states(static_cast<std::size_t>(state.range(0)),
                                             engine::StateColumns(flagship().program(), kLanes));
    for (engine::StateColumns& columns : states) {
        chunk.attach(columns);
        chunk.begin(kLanes);
        chunk.set_histories(0);
        chunk.run_init();
        chunk.run_step(0);
    }
    std::size_t next = 0;
    for (auto _ : state) {
        chunk.attach(states[next]);
        chunk.set_histories(0);
        chunk.run_step(1);
        next = (next + 1) % states.size();
    }
}
BENCHMARK(run_states)->Arg(1)->Arg(2)->Arg(32)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace jonbar::bench

BENCHMARK_MAIN();
