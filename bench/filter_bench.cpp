// Conditioning in figures: one scenario given its record, or how often its intervals cover.
//
//     filter_bench FILE [PARTICLES [MOVES [THREADS]]]
//     filter_bench --coverage [SEEDS]      twenty params, thirty-five measurements, whole islands

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <string>

#include "bench/compile.h"
#include "jonbar/jonbar.h"
#include "tests/conditioning/conjugate.h"

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

void run(const std::string& path, const RunOptions& options) {
    const Scenario scenario = Scenario::load(path, {.library = JONBAR_LIBRARY_DIR});
    const std::uint32_t steps = compile(path, JONBAR_LIBRARY_DIR).step_count;
    const double begin = now();
    const Answers answers = scenario.run(options);
    const double seconds = now() - begin;
    fmt::print("{} particles of {} steps, {} moves, {} thread(s): {:.1f} s, {:.1f} MiB\n",
               answers.histories, steps, options.given->moves, options.threads, seconds,
               peak_mib());
    fmt::print("{:.3g} particle-steps a second, replays of moves not counted\n",
               static_cast<double>(answers.histories) * steps / seconds);
    fmt::print(
        "log evidence {:.3f} ({:.3f} to {:.3f}), {:.1f} effective islands of {}, {:.1f} "
        "resamplings an island\n",
        answers.given->log_evidence.value, answers.given->log_evidence.low,
        answers.given->log_evidence.high, answers.given->effective_islands, answers.given->islands,
        answers.given->resamplings);
}

void coverage(std::uint64_t seeds) {
    const Scenario scenario = Scenario::compile("twenty.jon", conjugate_scenario());
    const std::vector<double> exact = conjugate_answers();
    int covered = 0, all = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const Answers answers =
            scenario.run({.histories = 16, .seed = seed, .given = jonbar::ConditioningOptions{}});
        for (std::size_t i = 0; i < exact.size(); ++i) {
            const OutcomeAnswer& outcome = answers.outcomes[i];
            const Estimate& estimate =
                outcome.kind == AnswerKind::Number ? outcome.mean : outcome.values[0].share;
            covered += estimate.low <= exact[i] && exact[i] <= estimate.high ? 1 : 0;
            ++all;
        }
        fmt::print("{} seeds: {} of {} intervals hold the exact answer, {:.1f} %\n", seed, covered,
                   all, 100.0 * covered / all);
    }
}

}  // namespace
}  // namespace jonbar::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(
            "usage: filter_bench FILE [PARTICLES [MOVES [THREADS]]]\n"
            "       filter_bench --coverage [SEEDS]\n");
        return 2;
    }
    if (std::string(argv[1]) == "--coverage") {
        jonbar::bench::coverage(argc > 2 ? std::stoull(argv[2]) : 200);
        return 0;
    }
    jonbar::RunOptions options{.histories = 16,
                               .threads = argc > 4 ? std::stoi(argv[4]) : 2,
                               .given = jonbar::ConditioningOptions{}};
    if (argc > 2) options.given->particles = std::stoull(argv[2]);
    if (argc > 3) options.given->moves = std::stoull(argv[3]);
    jonbar::bench::run(argv[1], options);
}
