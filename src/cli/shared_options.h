// Options that several commands have, each of them written once.

#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/request.h"

namespace jonbar {

/// Whether names from right to left are kept apart in what is printed for people.
void add_isolation(CLI::App& command, Request& request);

/// FILE, or several, of which `what` tells.
void add_scenario(CLI::App& command, Request& request);
void add_scenarios(CLI::App& command, Request& request, const std::string& what);

void add_library(CLI::App& command, Request& request);
void add_settings(CLI::App& command, Request& request);
void add_continuation(CLI::App& command, Request& request);
void add_threads(CLI::App& command, Request& request);
void add_seed(CLI::App& command, Request& request);

/// How a command follows the record.
void add_conditioning(CLI::App& command, Request& request);

/// Which histories a question is asked of.
void add_sampling(CLI::App& command, Request& request);

/// Where finished work is kept.
void add_store(CLI::App& command, Request& request);

/// How a scenario is read in two ways.
void add_reading(CLI::App& command, Request& request);

/// The file that the histories of an answer go to.
void add_result_file(CLI::App& command, Request& request);

/// How much memory may be used.
void add_memory(CLI::App& command, std::uint64_t& memory);

/// Returns the bytes that a text like "512M", "1.5G" or "1000000" stands for; nothing where it is
/// no size.
std::optional<std::uint64_t> size_of_text(const std::string& text);

/// How the ends of cases are foretold.
void add_foretelling(CLI::App& command, Request& request);

}  // namespace jonbar
