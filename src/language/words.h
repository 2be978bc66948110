// The words and signs of the tree's enums, as they are written in a scenario.
#pragma once

#include <string>
#include <string_view>

#include "language/ast.h"

namespace jonbar::ast {

std::string_view word_of(BinaryOp op);
std::string_view word_of(AggregateKind kind);
std::string_view word_of(RecordKind kind);
std::string_view word_of(AssignOp op);
std::string_view word_of(CouplingKind kind);
/// Of a window that is there.
std::string_view word_of(WindowKind kind);

/// Returns `a.b.c`.
std::string path_text(const Path& path);

/// Returns a text with its quotation marks.
std::string quoted(std::string_view text);

/// Returns the inside of a text as it is written between quotation marks.
std::string escape_text(std::string_view text);

}  // namespace jonbar::ast
