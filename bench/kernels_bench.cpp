// Every kernel of the engine, in nanoseconds a lane, for each instruction set that this processor
// runs.
//
//     build/release/bench/kernels_bench --benchmark_filter=exp

#include <benchmark/benchmark.h>

#include <string>

#include "engine/kernel_bench.h"
#include "math/distributions.h"

namespace jonbar::engine {
namespace {

void time_kernel(benchmark::State& state, math::InstructionSet set, program::Op op,
                 std::uint32_t detail, std::uint32_t stride) {
    Bench bench = bench_of_parameters(1);
    bench.mask.assign(kWords, ~Word{0});
    bench.active = bench.mask;
    bench.chunk.first_history = 0;
    for (double& index : bench.numbers[1]) {  // an index for those that reach into blocks
        index = detail == 0 ? std::floor(index * kBlock) : index;
    }
    Operands operands = operands_of(bench, op, detail);
    operands.stride = stride;
    if (program::info(op).inputs.substr(0, 1) == "k") {
        operands.places[static_cast<std::size_t>(Slot::B)] = nullptr;
    }
    const Kernel kernel = kernels_for(set)[static_cast<std::size_t>(op)];
    for (auto _ : state) {
        kernel(operands);
        benchmark::ClobberMemory();
    }
    state.counters["ns/lane"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * kLanes * 1e-9,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void add_benchmarks(math::InstructionSet set, const std::string& suffix) {
    for (std::size_t number = 0; number < program::kOpCount; ++number) {
        const auto op = static_cast<program::Op>(number);
        if (kernels_for(set)[number] == nullptr || op == program::Op::CheckParameters ||
            op == program::Op::Impose) {
            continue;
        }
        const std::string name(program::info(op).name);
        if (op == program::Op::QuantileTabled) {
            for (const std::uint32_t detail : {0U, 1U}) {
                benchmark::RegisterBenchmark(
                    (name + (detail == 0 ? "_beta" : "_gamma") + suffix).c_str(), time_kernel, set,
                    op, detail, 1);
            }
            continue;
        }
        if (op != program::Op::Quantile) {
            benchmark::RegisterBenchmark((name + suffix).c_str(), time_kernel, set, op, 0, 1);
            continue;
        }
        for (const auto family : {math::Family::Normal, math::Family::Exponential,
                                  math::Family::Beta, math::Family::Gamma, math::Family::Poisson}) {
            benchmark::RegisterBenchmark(
                (name + "_" + std::string(math::name_of(family)) + suffix).c_str(), time_kernel,
                set, op, static_cast<std::uint32_t>(family), 1);
        }
    }
}

}  // namespace
}  // namespace jonbar::engine

int main(int argc, char** argv) {
    using jonbar::math::InstructionSet;
    jonbar::engine::add_benchmarks(InstructionSet::Portable, "/portable");
    if (jonbar::math::runs(InstructionSet::Avx2)) {
        jonbar::engine::add_benchmarks(InstructionSet::Avx2, "/avx2");
    }
    if (jonbar::math::runs(InstructionSet::Avx512)) {
        jonbar::engine::add_benchmarks(InstructionSet::Avx512, "/avx512");
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
