// The rows of a table, in columns.
#pragma once

#include <vector>

#include "language/ast.h"
#include "language/format_expr.h"
#include "language/layout.h"

namespace jonbar::ast {

/// Writes each row of a table, its cells below those of the others. A row with an `either` stands
/// outside the columns.
std::vector<Doc> table_rows(const Tree& tree, const ExprWriter& write, const TableDecl& table);

}  // namespace jonbar::ast
