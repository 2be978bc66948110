// Random scenarios by the thousand: the engine against the slow twin, bit for bit.
//
// usage: programs [--count N] [--first SEED]
//
// A seed's last digit says what its scenario is made of: a division that fails (3), native
// functions (4, 5), a record (6, 7), what-ifs and causes (8, 9, without being asked). Each is run
// in chunks of 1, 7 and the default by 1, 2 and 3 threads, by the kernels of every instruction set,
// as lowered and as optimised; of a record, what each fact weighs in each step is compared too.
// `--first SEED --count 1` runs one again and prints its text.

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "tests/comparison.h"
#include "tests/pipeline.h"
#include "tests/reference/generate.h"

namespace jonbar {
namespace {

constexpr std::size_t kHistories = 24;

// What is compared just now, for who must say it when the program ends.
std::uint64_t comparing = 0;

extern "C" void say_seed(int signal) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), comparing);
    const auto say = [](std::string_view text) {
        return write(STDERR_FILENO, text.data(), text.size()) > 0;
    };
    say("seed ");
    say({digits.data(), static_cast<std::size_t>(end.ptr - digits.data())});
    say(": the program ended\n");
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

reference::Generated generated(std::uint64_t seed) {
    reference::GenerateOptions options;
    const std::uint64_t sort = seed % 10;
    options.risky = sort == 3 || sort == 5;
    options.natives = sort == 4 || sort == 5;
    options.record = sort == 6 || sort == 7;
    options.questions = sort == 8 || sort == 9;
    return reference::generate(seed, options);
}

/// Returns how the engine differs from the twin, or nothing.
std::string difference(const reference::Generated& scenario) {
    Scene scene = scene_of_generated(scenario);
    if (!scene.errors.empty()) return scene.errors;
    const bool facts = !scene.model.facts.empty();
    const Comparison comparison(scene, kHistories, facts ? Facts::Weighed : Facts::Ignored);
    if (!scene.errors.empty()) return scene.errors;
    for (const bool optimise : {true, false}) {
        for (const std::size_t lanes : {std::size_t{1}, std::size_t{7}, program::kChunkLanes}) {
            for (const std::size_t threads : {1U, 2U, 3U}) {
                const Setting setting{lanes, threads, optimise};
                const std::string found = comparison.difference(setting);
                if (!found.empty()) return describe(setting) + ": " + found;
            }
        }
        for (const auto set : {math::InstructionSet::Portable, math::InstructionSet::Avx2,
                               math::InstructionSet::Avx512}) {
            if (!math::runs(set)) continue;
            const std::string found = comparison.difference(set, optimise);
            if (!found.empty())
                return fmt::format("instruction set {}{}: {}", static_cast<int>(set),
                                   optimise ? "" : ", not optimised", found);
        }
        if (facts) {
            const std::string found = comparison.difference_of_facts(scene, optimise);
            if (!found.empty()) return "the record: " + found;
        }
    }
    return "";
}

struct Asked {
    std::uint64_t first = 1'000'000, count = 1000;
};

int usage() {
    fmt::print(stderr, "usage: programs [--count N] [--first SEED]\n");
    return 2;
}

int compare(const Asked& asked) {
    const auto started = std::chrono::steady_clock::now();
    std::vector<std::uint64_t> failed;
    for (comparing = asked.first; comparing < asked.first + asked.count; ++comparing) {
        const reference::Generated scenario = generated(comparing);
        const std::string found = difference(scenario);
        if (asked.count == 1) fmt::print("{}", scenario.text);
        if (found.empty()) continue;
        failed.push_back(comparing);
        fmt::print("seed {}: {}\n", comparing, found);
    }
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - started;
    fmt::print("{} of {} programs clean, seeds {} to {}, {} histories each, {:.1f} s\n",
               asked.count - failed.size(), asked.count, asked.first, asked.first + asked.count - 1,
               kHistories, spent.count());
    for (const std::uint64_t seed : failed)
        fmt::print("again: programs --first {} --count 1\n", seed);
    return failed.empty() ? 0 : 1;
}

int run(const std::vector<std::string_view>& arguments) {
    Asked asked;
    for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
        const std::string_view name = arguments[i], value = arguments[i + 1];
        std::uint64_t* into = name == "--count"   ? &asked.count
                              : name == "--first" ? &asked.first
                                                  : nullptr;
        if (into == nullptr) return usage();
        const auto read = std::from_chars(value.data(), value.data() + value.size(), *into);
        if (read.ec != std::errc{} || read.ptr != value.data() + value.size()) return usage();
    }
    if (arguments.size() % 2 != 0 || asked.count == 0) return usage();
    for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS}) std::signal(signal, say_seed);
    return compare(asked);
}

}  // namespace
}  // namespace jonbar

int main(int count, char** values) {
    return jonbar::run(std::vector<std::string_view>(values + 1, values + count));
}
