// Text to tree.
//
// A recursive-descent parser over the tokens of one file. It resolves no name and reads no other
// file. After an error it skips to the next place where a statement or declaration can begin and
// goes on, so that one pass gives all errors and none follows from another. The grammar, and how a
// language without line ends stays unambiguous, is told in docs/grammar.md.
#pragma once

#include "base/diagnostics.h"
#include "base/source.h"
#include "language/ast.h"

namespace jonbar {

/// A scenario begins with its history; a module has none.
enum class FileRole { Scenario, Module };

/// Parses one file. What is wrong goes to `diagnostics`; the tree holds what could be read.
ast::Tree parse(const SourceSet& sources, FileId file, FileRole role, Diagnostics& diagnostics);

}  // namespace jonbar
