#include "cli/shared_options.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "cli/help.h"

namespace jonbar {

void add_isolation(CLI::App& command, Request& request) {
    command.add_flag_function(
        "--isolate,!--no-isolate", [&request](std::int64_t count) { request.isolate = count > 0; },
        "keep names from right to left apart from what stands beside them (default: on a "
        "terminal)");
}

void add_scenario(CLI::App& command, Request& request) {
    command
        .add_option_function<std::string>(
            "FILE", [&request](const std::string& file) { request.files = {file}; },
            "the scenario (*.jon)")
        ->required()
        ->type_name("");
}

void add_scenarios(CLI::App& command, Request& request, const std::string& what) {
    command.add_option("FILE", request.files, what)->required()->type_name("");
}

void add_library(CLI::App& command, Request& request) {
    command
        .add_option("--library", request.library,
                    "folder of the modules that `use` names (default: the installed one)")
        ->type_name("DIR");
}

void add_settings(CLI::App& command, Request& request) {
    command.add_option("--set", request.settings, "hold a param at one value; may be repeated")
        ->type_name("PARAM=VALUE")
        ->allow_extra_args(false);
}

void add_continuation(CLI::App& command, Request& request) {
    command
        .add_option(
            "--continue-as", request.continue_as,
            "how the scenario goes on from the one it continues, as in 'as whatif early' or "
            "'given record'; again: how that one goes on from its own")
        ->type_name("TEXT")
        ->allow_extra_args(false);
}

void add_threads(CLI::App& command, Request& request) {
    command
        .add_option("--threads", request.threads,
                    "threads (default: one per core); the answer does not depend on it")
        ->type_name("N")
        ->check(CLI::Range(1, 1024));
}

void add_conditioning(CLI::App& command, Request& request) {
    command
        .add_option(
            "--particles", request.conditioning.particles,
            "histories that follow the record (default 131,072), in whole islands, at least "
            "16")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}));
    command
        .add_option("--island-size", request.conditioning.island_size,
                    "particles that share ancestors (default 8,192)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{2}, std::uint64_t{1} << 24U));
    command
        .add_option("--moves", request.conditioning.moves,
                    "Metropolis moves where few vectors of step-0 draws are left (default 2)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1000}));
    command
        .add_option("--until", request.conditioning.until,
                    "only what the record tells up to this date, as in 1924-05")
        ->type_name("DATE");
}

void add_sampling(CLI::App& command, Request& request) {
    add_conditioning(command, request);
    command.add_flag("--prior", request.prior, "leave the record out");
    command
        .add_option("--histories", request.sample_histories,
                    "histories to ask, the same number from each island (default 20,480)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{16}, std::uint64_t{1'000'000'000}));
}

void add_store(CLI::App& command, Request& request) {
    command
        .add_option(
            "--store", request.store,
            "keep finished work in FILE, and go on from what is there (docs/reliability.md)")
        ->type_name("FILE");
}

void add_seed(CLI::App& command, Request& request) {
    command.add_option("--seed", request.seed, "seed of all noise (default 1)")
        ->type_name("N")
        ->check(not_negative());
}

void add_result_file(CLI::App& command, Request& request) {
    command
        .add_option("--out", request.out,
                    "write the histories to FILE, as NetCDF-4 in ArviZ's groups (docs/results.md)")
        ->type_name("FILE");
}

std::optional<std::uint64_t> size_of_text(const std::string& text) {
    constexpr std::string_view kUnits = "KMGT";
    constexpr double kSizeMax = 1e18;
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || !(number > 0)) return std::nullopt;
    std::string_view unit(rest, static_cast<std::size_t>(end - rest));
    if (!unit.empty()) {
        const std::size_t power = kUnits.find(unit.front());
        if (power == std::string_view::npos) return std::nullopt;
        for (std::size_t i = 0; i <= power; ++i) number *= 1024;
        unit.remove_prefix(1);
        if (!unit.empty() && unit != "B" && unit != "iB") return std::nullopt;
    }
    if (number < 1 || number > kSizeMax) return std::nullopt;
    return static_cast<std::uint64_t>(number);
}

void add_memory(CLI::App& command, std::uint64_t& memory) {
    command
        .add_option_function<std::string>(
            "--memory",
            [&memory](const std::string& text) {
                const std::optional<std::uint64_t> size = size_of_text(text);
                if (!size) {
                    throw CLI::ValidationError(
                        "--memory", fmt::format("'{}' is no size; write it as 512M or 2G", text));
                }
                memory = *size;
            },
            "refuse what would take more than this, as in 2G (default: what is free)")
        ->type_name("SIZE");
}

void add_reading(CLI::App& command, Request& request) {
    add_conditioning(command, request);
    command.add_option("--histories", request.histories, "how many (default 20,000)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{16}, std::uint64_t{1'000'000'000}));
    add_seed(command, request);
    add_threads(command, request);
    add_settings(command, request);
    command.add_flag("--json", request.json, "print one JSON object (docs/json.md)");
    add_library(command, request);
}

void add_foretelling(CLI::App& command, Request& request) {
    command.add_option("CASES", request.files, "folders of cases, or cases (*.jon)")
        ->required()
        ->type_name("");
    command.add_option("--histories", request.histories, "how many of each case (default 10,000)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{16}, std::uint64_t{1'000'000'000}));
    add_conditioning(command, request);
    command.remove_option(command.get_option("--until"));
    add_seed(command, request);
    add_threads(command, request);
    add_settings(command, request);
    command.add_flag("--json", request.json, "print one JSON object (docs/json.md)");
    add_library(command, request);
}

}  // namespace jonbar
