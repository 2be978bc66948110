// A visit to all parts of an expression.

#pragma once

#include "model/model.h"

namespace jonbar {

/// Calls `visit` with the expression and all expressions inside it, the outer one first. Bodies of
/// definitions and of `past` are not entered.
template <typename Visit>
void walk_expression(const Model& model, ExpressionId id, const Visit& visit) {
    if (!id.exists()) return;
    const Expression& expression = model.at(id);
    visit(expression);
    for (const ExpressionId argument : expression.args) walk_expression(model, argument, visit);
    if (expression.kind == ExpressionKind::Aggregate) {
        const Aggregate& aggregate = expression.aggregate;
        for (const ExpressionId part :
             {aggregate.count, aggregate.set, aggregate.where, aggregate.body}) {
            walk_expression(model, part, visit);
        }
    }
}

}  // namespace jonbar
