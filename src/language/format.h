// The one canonical layout of a scenario.
//
// Indentation by four spaces, lines of at most 100 columns where a break is possible, one blank
// line kept where the author left any. Comments stay before or behind the thing they stood at.
// Formatting changes no tree, and formatting twice is formatting once.
#pragma once

#include <string>

#include "base/source.h"
#include "language/ast.h"

namespace jonbar {

/// Returns the text of a tree in its canonical layout. Requires: parsed without errors.
std::string format(const SourceSet& sources, const ast::Tree& tree);

}  // namespace jonbar
