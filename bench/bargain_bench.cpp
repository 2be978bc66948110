// Bargaining and alignment: what a whole question costs.
//
// The spatial model runs until little moves, on actors like those of KTAB's examples. For
// comparison KTAB with its least log took 0.65 s for 13 actors, 13 s for 40 and 119 s for 80 on
// a machine of this kind, writing a database as it goes.
//
//     build/release/bench/bargain_bench

#include <benchmark/benchmark.h>

#include <vector>

#include "math/philox.h"
#include "politics/alignment.h"
#include "politics/bargain.h"
#include "politics/spatial.h"

namespace jonbar::politics {
namespace {

double uniform(std::uint32_t step, std::uint32_t word) {
    return math::noise_uniform({0x62656e6368, step, 2 * word}, 0);
}

/// Influences, positions and saliences in the ranges of KTAB's dummyData-a040.csv.
struct Actors {
    std::vector<double> influences, positions, saliences;

    explicit Actors(std::uint32_t count) {
        for (std::uint32_t i = 0; i < count; ++i) {
            influences.push_back(.4 + 1.3 * uniform(count, 3 * i));
            positions.push_back(.4 + .4 * uniform(count, 3 * i + 1));
            saliences.push_back(.25 + .5 * uniform(count, 3 * i + 2));
        }
    }
};

void time_spatial(benchmark::State& state) {
    const Actors actors(static_cast<std::uint32_t>(state.range(0)));
    std::size_t turns = 0;
    for (auto _ : state) {
        const auto run =
            spatial_model({1, actors.influences, actors.positions, actors.saliences}, {});
        turns = run.size() - 1;
        benchmark::DoNotOptimize(run.back().positions.data());
    }
    state.counters["turns"] = static_cast<double>(turns);
}
BENCHMARK(time_spatial)->Arg(13)->Arg(40)->Arg(80)->Arg(200)->Unit(benchmark::kMillisecond);

void time_expected_utility(benchmark::State& state) {
    const Actors actors(static_cast<std::uint32_t>(state.range(0)));
    BargainScratch scratch;
    for (auto _ : state) {
        bargain_round({actors.positions, actors.influences, actors.saliences},
                      position_range(actors.positions), {}, scratch);
        benchmark::DoNotOptimize(scratch.next.data());
    }
}
BENCHMARK(time_expected_utility)->Arg(10)->Arg(40)->Arg(200)->Unit(benchmark::kMicrosecond);

void time_alignment(benchmark::State& state) {
    const auto count = static_cast<std::uint32_t>(state.range(0));
    std::vector<double> sizes;
    std::vector<double> propensities(std::size_t{count} * count);
    for (std::uint32_t i = 0; i < count; ++i) {
        sizes.push_back(.1 + 15 * uniform(1000, i));
        for (std::uint32_t j = 0; j < i; ++j) {
            const double p = 2 * uniform(1001 + i, j) - 1;
            propensities[i * count + j] = propensities[j * count + i] = p;
        }
    }
    std::size_t minima = 0;
    for (auto _ : state) {
        minima = all_alignments({sizes, propensities}).size();
    }
    state.counters["minima"] = static_cast<double>(minima);
}
BENCHMARK(time_alignment)->Arg(17)->Arg(24)->Unit(benchmark::kMillisecond);

void time_descent(benchmark::State& state) {
    std::vector<double> sizes;
    std::vector<double> propensities(144);
    for (std::uint32_t i = 0; i < 12; ++i) {
        sizes.push_back(1 + uniform(2000, i));
        for (std::uint32_t j = 0; j < i; ++j) {
            propensities[i * 12 + j] = propensities[j * 12 + i] = 2 * uniform(2001 + i, j) - 1;
        }
    }
    for (auto _ : state) benchmark::DoNotOptimize(align({sizes, propensities}, 0));
}
BENCHMARK(time_descent)->Unit(benchmark::kNanosecond);

}  // namespace
}  // namespace jonbar::politics

BENCHMARK_MAIN();
