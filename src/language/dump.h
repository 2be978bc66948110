// The syntax tree in print, one indented S-expression a declaration; without spans and comments.
#pragma once

#include <string>

#include "language/ast.h"

namespace jonbar {

/// Prints the whole tree. Two texts that mean the same to the parser print the same.
std::string dump_tree(const ast::Tree& tree);

/// Prints one expression on one line: "(+ (. p standing) 1)".
std::string dump_expr(const ast::Tree& tree, ast::ExprId id);

}  // namespace jonbar
