// Modules, which are no scenarios, checked as part of the smallest one that uses them.

#pragma once

#include <string>

#include "base/source.h"
#include "jonbar/scenario.h"

namespace jonbar {

/// Tells whether a text, which may be wrong, is that of a module: it can be parsed only as one.
bool is_module(const SourceSet& sources, FileId file);

/// Adds the file at `path` or, where it is a module, a scenario beside it that uses it and nothing
/// else. Throws where the file cannot be read.
FileId add_scenario_of(SourceSet& sources, const std::string& path, const CompileOptions& options);

}  // namespace jonbar
