// One scenario in figures: time to compile, size of its program, histories per second, peak memory.
//
//     scenario_bench FILE [HISTORIES [THREADS]]

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <ctime>
#include <string>

#include "bench/compile.h"
#include "engine/ensemble.h"

namespace jonbar::bench {
namespace {

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Returns histories per second of processor time, all threads together: what else the machine does
/// hardly counts.
double rate(const program::Program& program, std::uint64_t histories, std::size_t threads,
            std::size_t chunk_lanes) {
    const engine::EnsembleOptions options{
        .histories = histories, .threads = threads, .chunk_lanes = chunk_lanes};
    const std::clock_t begin = std::clock();
    const auto result =
        engine::run_ensemble(program, options, [](std::size_t, engine::Workspace&) {});
    if (result.fault) {
        const auto& fault = program.faults[result.fault->fault];
        fmt::print("fault in history {}: {}: {}\n", result.fault->history, fault.where, fault.what);
    }
    return static_cast<double>(histories) * CLOCKS_PER_SEC /
           static_cast<double>(std::clock() - begin);
}

void run(const std::string& path, std::uint64_t histories, std::size_t threads) {
    const double begin = now();
    const auto program = compile(path, JONBAR_LIBRARY_DIR);
    fmt::print("compiled in {:.0f} ms\n", 1e3 * (now() - begin));
    fmt::print("instructions: {} before the first step, {} a step, {} steps\n", program.init.size(),
               program.step.size(), program.step_count);
    fmt::print("columns: {} + {} of state, {} + {} of scratch (numbers + truths)\n",
               program.state_number_count, program.state_truth_count, program.scratch_number_count,
               program.scratch_truth_count);
    fmt::print("sites: {}\n", program.site_names.size());
    for (const std::size_t lanes : {128U, 256U, 512U, 1024U}) {
        fmt::print(
            "chunks of {:>4}: {:>9.0f} histories per second of processor time, {} thread(s)\n",
            lanes, rate(program, histories, threads, lanes), threads);
    }
    fmt::print("peak memory after {} histories: {:.1f} MiB\n", histories, peak_mib());
    rate(program, 10 * histories, threads, program::kChunkLanes);
    fmt::print("peak memory after {} histories: {:.1f} MiB\n", 10 * histories, peak_mib());
}

}  // namespace
}  // namespace jonbar::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print("usage: scenario_bench FILE [HISTORIES [THREADS]]\n");
        return 2;
    }
    jonbar::bench::run(argv[1], argc > 2 ? std::stoull(argv[2]) : 20'000,
                       argc > 3 ? std::stoull(argv[3]) : 1);
}
