// Text to tree.
//
// A recursive-descent parser over the tokens of one file. It resolves no name and reads no other
// file. After an error it skips to the next place where a statement or declaration can begin and
// goes on, so that one pass gives all errors and none follows from another. The grammar, and how a
// language without line ends stays unambiguous, is told in docs/grammar.md.
#pragma once

#include <string>

#include "base/diagnostics.h"
#include "base/source.h"
#include "base/spelling.h"
#include "language/ast.h"

namespace jonbar {

/// A scenario begins with its history; a module has none.
enum class FileRole { Scenario, Module };

/// Parses one file. What is wrong goes to `diagnostics`; the tree holds what could be read. With
/// `spellings`, names that are one (base/spelling.h) are all spelled as the first of them, in all
/// files parsed with the same; without, each as it is written there.
ast::Tree parse(const SourceSet& sources, FileId file, FileRole role, Diagnostics& diagnostics,
                Spellings* spellings = nullptr);

/// Parses a file that holds nothing but interventions. The tree has one what-if of this name, whose
/// label is the text.
ast::Tree parse_interventions(const SourceSet& sources, FileId file, const std::string& name,
                              Diagnostics& diagnostics, Spellings* spellings = nullptr);

/// Parses a file that holds nothing but an expression. The tree has one outcome of this name, which
/// asks for it; none where the text is wrong.
ast::Tree parse_quantity(const SourceSet& sources, FileId file, const std::string& name,
                         Diagnostics& diagnostics, Spellings* spellings = nullptr);

/// Parses a file that holds the middle of a `continue`, as in `at 1924 given record`. The tree has
/// one, of no file, from which nothing crosses; none where the text is wrong.
ast::Tree parse_continuation(const SourceSet& sources, FileId file, Diagnostics& diagnostics,
                             Spellings* spellings = nullptr);

/// Parses the rows of a table that stands in a file of comma-separated values. Returns its columns
/// and rows, as those of a table between braces; the cells join the expressions of `tree`, and an
/// empty cell is not valid. Where the first column is `from` it is a relation's table; else the
/// first column names the entities, whatever its heading, and is not among the columns.
ast::TableDecl parse_table(const SourceSet& sources, FileId file, ast::Tree& tree,
                           Diagnostics& diagnostics, Spellings* spellings = nullptr);

/// Parses the file of a series into its columns and rows; the cells join the expressions of `tree`.
void parse_series(const SourceSet& sources, FileId file, ast::Tree& tree, ast::SeriesDecl& series,
                  Diagnostics& diagnostics, Spellings* spellings = nullptr);

}  // namespace jonbar
