// Scenarios as programs, for tests of what the record does to them.

#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/io_error.h"
#include "inference/condition.h"
#include "model/check.h"
#include "program/lower.h"
#include "query/spread.h"

namespace jonbar {

inline std::string source_path(const std::string& path) {
    return std::string(JONBAR_SOURCE_DIR) + "/" + path;
}

/// Compiles a scenario under its record. Fails the test where it is wrong.
inline program::Program with_record(const std::string& name, const std::string& text, bool force) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions load;
    load.library_directory = source_path("library");
    const FileId file = sources.add(name, text);
    const Model model = load_and_check(sources, file, load, diagnostics, nullptr);
    EXPECT_FALSE(diagnostics.has_errors()) << name << render(sources, diagnostics);
    if (diagnostics.has_errors()) return {};
    program::Program program = program::lower(model,
                                              {.tallies = false,
                                               .start_draws = true,
                                               .facts = std::vector<bool>(model.facts.size(), true),
                                               .force = force},
                                              diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << name;
    return program;
}

/// The log evidence of a scenario's record, with its interval.
inline Estimate evidence_of(const program::Program& program, std::uint64_t seed,
                            std::uint64_t islands, std::size_t size) {
    inference::ConditionOptions options;
    options.islands = islands;
    options.island.size = size;
    options.island.moves = 0;
    options.seed = seed;
    options.threads = 1;
    const auto result = inference::run_islands(program, options, [](auto&&...) {});
    std::vector<double> log_evidence;
    for (const auto& island : result.islands) log_evidence.push_back(island.log_evidence);
    return spread_log_mean(log_evidence);
}

}  // namespace jonbar
