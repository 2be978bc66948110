// `jonbar serve [DIR]`: the laboratory, until Ctrl-C.

#pragma once

#include "cli/commands.h"
#include "cli/request.h"

namespace jonbar {

/// Adds the command.
void add_serve(CLI::App& parser, Request& request);

/// Serves until the program is asked to stop. Throws as `Server` does.
Status serve_folder(const Request& request);

}  // namespace jonbar
