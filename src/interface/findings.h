// Diagnostics of the stages as the public interface hands them out.

#pragma once

#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "jonbar/scenario.h"
#include "model/notices.h"

namespace jonbar {

/// Returns all diagnostics, in the order of files and places.
std::vector<Finding> findings(const SourceSet& sources, const Diagnostics& diagnostics);

/// Returns notices as notes, in the order given.
std::vector<Finding> findings(const SourceSet& sources, const std::vector<Notice>& notices);

/// Throws ScenarioError with these findings. Requires: an error among them.
[[noreturn]] void throw_findings(std::vector<Finding> found);

/// Throws ScenarioError with all findings if there is an error among them.
void throw_if_wrong(const SourceSet& sources, const Diagnostics& diagnostics);

}  // namespace jonbar
