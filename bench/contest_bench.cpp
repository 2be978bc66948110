// The contest of ten, three ways: as a scenario, as C++ written by hand, and with NumPy; one thread
// each, in one run.
//
//     contest_bench [HISTORIES]     prints histories per second and ratios
//
// The engine's histories are first held against the hand-written ones, all outcomes to the last
// bit; NumPy draws noise of its own, so its means only have to be near.

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/compile.h"
#include "bench/contest_plain.h"
#include "engine/ensemble.h"

namespace jonbar::bench {
namespace {

constexpr std::uint64_t kSeed = 1;

/// Returns the processor's time for `work`, so that what else the machine does hardly counts.
double seconds_of(const std::function<void()>& work) {
    const std::clock_t begin = std::clock();
    work();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

std::vector<ContestOutcome> run_engine(const program::Program& program, std::uint64_t histories) {
    std::vector<ContestOutcome> outcomes(histories);
    const engine::EnsembleOptions options{.histories = histories, .seed = kSeed, .threads = 1};
    engine::run_ensemble(program, options, [&](std::size_t, engine::Workspace& chunk) {
        const auto value = [&](std::size_t outcome, std::size_t lane) {
            return chunk.value(program.outcomes[outcome].column, lane);
        };
        for (std::size_t i = 0; i < chunk.history_count(); ++i) {
            outcomes[chunk.first_history() + i] = {value(0, i), value(1, i), value(2, i),
                                                   value(3, i), value(4, i), value(5, i)};
        }
    });
    return outcomes;
}

std::vector<ContestOutcome> run_plain(std::uint64_t histories) {
    const PlainContest contest(kSeed);
    std::vector<ContestOutcome> outcomes(histories);
    for (std::uint64_t history = 0; history < histories; ++history) {
        outcomes[history] = contest.run(history);
    }
    return outcomes;
}

/// Runs the script in a process of its own and returns what it prints.
nlohmann::json run_numpy(std::uint64_t histories) {
    const std::string command = fmt::format(
        "OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 {}/bench/contest_numpy.py {}",
        JONBAR_SOURCE_DIR, histories);
    const auto close = [](std::FILE* pipe) { pclose(pipe); };
    const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
    std::string text;
    for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
        text += static_cast<char>(c);
    }
    return nlohmann::json::parse(text);
}

/// Returns how many of the first histories of two runs differ.
std::size_t differences(const std::vector<ContestOutcome>& left,
                        const std::vector<ContestOutcome>& right) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
        count += left[i] == right[i] ? 0U : 1U;
    }
    return count;
}

double mean(const std::vector<ContestOutcome>& outcomes, double ContestOutcome::*member) {
    double sum = 0;
    for (const ContestOutcome& outcome : outcomes) {
        sum += outcome.*member;
    }
    return sum / static_cast<double>(outcomes.size());
}

bool near(const nlohmann::json& means, const char* name, double expected) {
    const double found = means[name];
    fmt::print("  mean {:<10} engine {:8.4f}   NumPy {:8.4f}\n", name, expected, found);
    return std::fabs(found - expected) < 0.03 * std::fabs(expected) + 0.01;
}

int run(std::uint64_t histories) {
    const auto program = compile(std::string(JONBAR_SOURCE_DIR) + "/bench/scenarios/contest.jon",
                                 JONBAR_LIBRARY_DIR);
    std::vector<ContestOutcome> engine_outcomes, plain_outcomes;
    const double engine_seconds =
        seconds_of([&] { engine_outcomes = run_engine(program, histories); });
    const double plain_seconds = seconds_of([&] { plain_outcomes = run_plain(histories / 4); });
    const auto numpy = run_numpy(histories / 4);

    const std::size_t wrong = differences(engine_outcomes, plain_outcomes);
    fmt::print("{} of {} histories differ between engine and hand-written C++\n", wrong,
               plain_outcomes.size());
    bool right = wrong == 0;
    right &= near(numpy["means"], "ada_leads", mean(engine_outcomes, &ContestOutcome::ada_leads));
    right &= near(numpy["means"], "living", mean(engine_outcomes, &ContestOutcome::living));
    right &= near(numpy["means"], "fallen", mean(engine_outcomes, &ContestOutcome::fallen));
    right &= near(numpy["means"], "strongest", mean(engine_outcomes, &ContestOutcome::strongest));

    const double engine_rate = static_cast<double>(histories) / engine_seconds;
    const double plain_rate = static_cast<double>(plain_outcomes.size()) / plain_seconds;
    const double numpy_rate = numpy["histories"].get<double>() / numpy["seconds"].get<double>();
    fmt::print("\n{:<20} {:>16} {:>16}\n", "one thread", "histories/s", "engine is");
    fmt::print("{:<20} {:>16.0f}\n", "engine", engine_rate);
    fmt::print("{:<20} {:>16.0f} {:>13.2f} x\n", "hand-written C++", plain_rate,
               engine_rate / plain_rate);
    fmt::print("{:<20} {:>16.0f} {:>13.2f} x\n", "NumPy", numpy_rate, engine_rate / numpy_rate);
    return right ? 0 : 1;
}

}  // namespace
}  // namespace jonbar::bench

int main(int argc, char** argv) {
    return jonbar::bench::run(argc > 1 ? std::stoull(argv[1]) : 65'536);
}
