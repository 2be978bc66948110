// What stands between the name of a declaration and its body or end: clauses.
#pragma once

#include <string_view>
#include <vector>

#include "language/ast.h"
#include "language/format_expr.h"
#include "language/layout.h"

namespace jonbar::ast {

/// Puts clauses behind a head, broken before all of them or none.
Doc with_clauses(Doc head, std::vector<Doc> clauses);

/// The same where a body follows: the clauses stand eight columns in, so that they are told from
/// it.
Doc with_head_clauses(Doc head, std::vector<Doc> clauses);

/// Writes the head of a rule, event, decision or vote, its clauses in their canonical order;
/// `before_when` and `after_when` are those that only some of them have.
Doc heading(const ExprWriter& write, std::string_view keyword, const Decl& decl, const Heading& h,
            std::vector<Doc> before_when, std::vector<Doc> after_when);

}  // namespace jonbar::ast
