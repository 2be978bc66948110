// Options that several commands have, each of them written once.

#pragma once

#include <CLI/CLI.hpp>
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

/// How a scenario is read in two ways.
void add_reading(CLI::App& command, Request& request);

/// How the ends of cases are foretold.
void add_foretelling(CLI::App& command, Request& request);

}  // namespace jonbar
