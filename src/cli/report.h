// `jonbar report`.

#pragma once

#include "cli/commands.h"

namespace jonbar {

/// Adds the command to the parser.
void add_report(CLI::App& command, Request& request);

/// Asks everything and writes the page, or prints the figures.
Status report(const Request& request);

}  // namespace jonbar
