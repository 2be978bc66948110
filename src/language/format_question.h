// Observations and interventions as text with places to break.
#pragma once

#include <vector>

#include "language/ast.h"
#include "language/format_expr.h"
#include "language/layout.h"

namespace jonbar::ast {

/// Writes what is observed: `observe never SUBJECT`.
Doc observed(const ExprWriter& write, const ObserveDecl& observe);

/// Writes the measure, the window and `ending`, as far as they are there.
std::vector<Doc> observe_clauses(const ExprWriter& write, const ObserveDecl& observe);

/// Writes an intervention on one line, of `at DATE { … }` only what stands before its brace.
Doc intervention_doc(const ExprWriter& write, const Intervention& intervention);

}  // namespace jonbar::ast
