// What reads a param or a definition, itself or through definitions: what is otherwise where it is.
//
// Found by name in the trees. Definitions and declarations that another module replaces are left
// out.

#pragma once

#include <string>
#include <vector>

#include "base/source.h"
#include "model/modules.h"

namespace jonbar {

/// Returns what reads `name`, in the order of modules and texts, definitions before what reads
/// them: "event dies", "let grip", "decision strike, through let grip".
std::vector<std::string> readers_of(const SourceSet& sources, const std::vector<Module>& modules,
                                    const std::string& name);

}  // namespace jonbar
