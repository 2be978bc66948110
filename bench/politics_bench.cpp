// The formal models: ruling coalitions of a lane of histories and of 24 members, exact power
// indices of many voters.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "math/philox.h"
#include "politics/coalition.h"
#include "politics/coalition_lanes.h"
#include "politics/power.h"
#include "politics/power_exact.h"

namespace jonbar::politics {
namespace {

std::uint32_t word(std::uint32_t stream, std::uint32_t index) {
    return math::noise_word({.key = 0x62656e6368, .step = stream, .word = index}, 0);
}

/// Powers of all bits, as histories have them.
std::vector<double> powers(std::size_t count) {
    std::vector<double> out;
    for (std::uint32_t i = 0; i < count; ++i)
        out.push_back(1 + math::noise_uniform({.key = 7, .step = 1, .word = 2 * i}, 0));
    return out;
}

/// The vote of `voters` with weights from 1 to `range`, by a majority of the whole.
WeightedVote vote(std::size_t voters, std::uint32_t range) {
    WeightedVote out;
    std::int64_t sum = 0;
    for (std::uint32_t i = 0; i < voters; ++i) {
        out.weights.push_back(1 + word(2, i) % range);
        sum += out.weights.back();
    }
    out.quota = sum / 2 + 1;
    return out;
}

void BM_RulingCoalition(benchmark::State& state) {
    const std::vector<double> game = powers(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(ruling_coalition(std::span(game), Majority{}));
}
BENCHMARK(BM_RulingCoalition)->Arg(7)->Arg(12)->Arg(18)->Arg(24)->Unit(benchmark::kMicrosecond);

void BM_RulingCoalitionOfIntegers(benchmark::State& state) {
    std::vector<std::int64_t> game;
    for (std::uint32_t i = 0; i < state.range(0); ++i) game.push_back(1000 + word(3, i) % 1000);
    for (auto _ : state) {
        benchmark::DoNotOptimize(ruling_coalition(std::span<const std::int64_t>(game), Majority{}));
    }
}
BENCHMARK(BM_RulingCoalitionOfIntegers)->Arg(12)->Arg(24)->Unit(benchmark::kMicrosecond);

/// One item is the ruling coalition of one history.
void BM_RulingCoalitionsByLane(benchmark::State& state) {
    constexpr std::size_t kLanes = 64;
    const std::vector<double> game = powers(static_cast<std::size_t>(state.range(0)) * kLanes);
    std::vector<std::uint32_t> coalitions(kLanes);
    for (auto _ : state) {
        ruling_coalitions_by_lane(game, Majority{}, coalitions);
        benchmark::DoNotOptimize(coalitions.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kLanes));
}
BENCHMARK(BM_RulingCoalitionsByLane)->Arg(7)->Arg(12)->Unit(benchmark::kMicrosecond);

void BM_ShapleyShubik(benchmark::State& state) {
    const WeightedVote game = vote(static_cast<std::size_t>(state.range(0)), 100);
    for (auto _ : state) benchmark::DoNotOptimize(shapley_shubik(game));
}
BENCHMARK(BM_ShapleyShubik)->Arg(70)->Arg(200)->Arg(500)->Unit(benchmark::kMillisecond);

void BM_Banzhaf(benchmark::State& state) {
    const WeightedVote game = vote(static_cast<std::size_t>(state.range(0)), 100);
    for (auto _ : state) benchmark::DoNotOptimize(banzhaf_swings(game));
}
BENCHMARK(BM_Banzhaf)->Arg(500)->Unit(benchmark::kMillisecond);

void BM_Holler(benchmark::State& state) {
    const WeightedVote game = vote(static_cast<std::size_t>(state.range(0)), 100);
    for (auto _ : state) benchmark::DoNotOptimize(minimal_winning(game));
}
BENCHMARK(BM_Holler)->Arg(500)->Unit(benchmark::kMillisecond);

void BM_DeeganPackel(benchmark::State& state) {
    const WeightedVote game = vote(static_cast<std::size_t>(state.range(0)), 100);
    for (auto _ : state) benchmark::DoNotOptimize(deegan_packel(game));
}
BENCHMARK(BM_DeeganPackel)->Arg(70)->Arg(200)->Arg(500)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace jonbar::politics

BENCHMARK_MAIN();
