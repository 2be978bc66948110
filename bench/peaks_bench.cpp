// What this machine can do at best, one thread, which the other benchmarks are held against: words
// of noise, floating-point operations in registers, exponentials, and bytes moved by an addition of
// two columns that lie in the first cache, in the second, or in neither.
//
//     build/release/bench/peaks_bench

#include <benchmark/benchmark.h>

#include <array>
#include <vector>

#include "engine/kernels.h"
#include "engine/live_lanes.h"

namespace jonbar::bench {
namespace {

using engine::Operands;
using engine::Slot;
using program::Op;

/// Columns of so many lanes and a kernel that runs on them.
class KernelRun {
  public:
    explicit KernelRun(std::size_t lanes)
        : lanes_(lanes),
          everywhere_(lanes / engine::kWordLanes, ~engine::Word{0}),
          live_(chunk_, everywhere_.size()) {
        live_.start(everywhere_.data());
        chunk_.keys = keys_.data();
        chunk_.key_count = keys_.size();
        for (std::vector<double>& column : columns_) column.assign(lanes, 0.75);
        operands_.chunk = &chunk_;
        operands_.lanes = lanes;
        operands_.words = everywhere_.size();
        set(Slot::Out, columns_[0].data());
        set(Slot::Mask, everywhere_.data());
    }

    Operands& numbers() {
        set(Slot::A, columns_[1].data());
        set(Slot::B, columns_[2].data());
        operands_.is_column[0] = operands_.is_column[1] = true;
        return operands_;
    }
    Operands& noise() {
        set(Slot::A, keys_.data());
        return operands_;
    }
    [[nodiscard]] std::int64_t lanes() const { return static_cast<std::int64_t>(lanes_); }

  private:
    void set(Slot slot, void* place) { operands_.places[static_cast<std::size_t>(slot)] = place; }

    std::size_t lanes_;
    std::vector<engine::Word> everywhere_;
    engine::ChunkState chunk_;
    engine::LiveLanes live_;
    std::array<std::uint64_t, 1> keys_ = {0x0123456789abcdefU};
    std::array<std::vector<double>, 3> columns_;
    Operands operands_;
};

engine::Kernel kernel_of(Op op) {
    return engine::kernels_for(math::best_instruction_set())[static_cast<std::size_t>(op)];
}

/// Items are words of noise, made into numbers.
void noise_words(benchmark::State& state) {
    KernelRun run(program::kChunkLanes);
    Operands& operands = run.noise();
    for (auto _ : state) {
        kernel_of(Op::DrawWord)(operands);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * run.lanes());
}
BENCHMARK(noise_words);

void exponentials(benchmark::State& state) {
    KernelRun run(program::kChunkLanes);
    Operands& operands = run.numbers();
    for (auto _ : state) {
        kernel_of(Op::Exp)(operands);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * run.lanes());
}
BENCHMARK(exponentials);

/// An addition reads two numbers and writes one: 24 bytes.
void bytes_moved(benchmark::State& state) {
    KernelRun run(static_cast<std::size_t>(state.range(0)));
    Operands& operands = run.numbers();
    for (auto _ : state) {
        kernel_of(Op::Add)(operands);
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(state.iterations() * run.lanes() * 24);
}
BENCHMARK(bytes_moved)->Arg(1 << 10)->Arg(1 << 15)->Arg(1 << 23);

/// Independent chains of a multiplication and an addition, which are not fused, as wide as the
/// machine has registers for. Items are operations.
__attribute__((target_clones("avx512f", "avx2", "default"))) double chains(std::size_t turns) {
    constexpr std::size_t kChains = 80;
    double x[kChains];
    for (std::size_t i = 0; i < kChains; ++i) x[i] = static_cast<double>(i);
    for (std::size_t turn = 0; turn < turns; ++turn) {
        for (std::size_t i = 0; i < kChains; ++i) x[i] = x[i] * 0.999 + 0.5;
    }
    double sum = 0;
    for (const double value : x) sum += value;
    return sum;
}

void operations(benchmark::State& state) {
    constexpr std::size_t kTurns = 1000;
    for (auto _ : state) benchmark::DoNotOptimize(chains(kTurns));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kTurns) * 80 * 2);
}
BENCHMARK(operations);

}  // namespace
}  // namespace jonbar::bench

BENCHMARK_MAIN();
