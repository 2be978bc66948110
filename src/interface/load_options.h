// How the files of a scenario are found and read.

#pragma once

#include <string>

#include "base/source.h"
#include "jonbar/scenario.h"
#include "model/modules.h"

namespace jonbar {

/// Returns how a scenario is loaded by these options, from the default library if they name none.
LoadOptions load_options(const CompileOptions& options);

/// Adds the file at `path`, read as the options say. Throws IoError where it cannot be read.
FileId add_file(SourceSet& sources, const std::string& path, const CompileOptions& options);

}  // namespace jonbar
