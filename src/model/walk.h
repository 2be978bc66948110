// Visits to all parts of an expression, and to all interventions.

#pragma once

#include "model/model.h"

namespace jonbar {

/// Calls `visit` with each part of an expression that is no argument: what an aggregate or a native
/// function runs over, and what it asks of each member.
template <typename Visit>
void for_each_bound_part(const Expression& expression, const Visit& visit) {
    if (expression.kind == ExpressionKind::Aggregate) {
        const Aggregate& aggregate = expression.aggregate;
        for (const ExpressionId part :
             {aggregate.count, aggregate.set, aggregate.where, aggregate.body}) {
            if (part.exists()) visit(part);
        }
    }
    if (expression.kind == ExpressionKind::Native) {
        const Native& native = expression.native;
        for (const ExpressionId part : {native.set, native.where, native.pair}) {
            if (part.exists()) visit(part);
        }
        for (const ExpressionId column : native.columns) visit(column);
    }
}

/// Calls `visit` with the expression and all expressions inside it, the outer one first. Bodies of
/// definitions and of `past` are not entered.
template <typename Visit>
void walk_expression(const Model& model, ExpressionId id, const Visit& visit) {
    if (!id.exists()) return;
    const Expression& expression = model.at(id);
    visit(expression);
    for (const ExpressionId argument : expression.args) walk_expression(model, argument, visit);
    for_each_bound_part(expression,
                        [&](ExpressionId part) { walk_expression(model, part, visit); });
}

/// Calls `visit` with each intervention of the what-ifs and causes.
template <typename Visit>
void for_each_intervention(const Model& model, const Visit& visit) {
    for (const WhatIf& what_if : model.what_ifs) {
        for (const Intervention& intervention : what_if.interventions) visit(intervention);
    }
    for (const Cause& cause : model.causes) {
        for (const Intervention& intervention : cause.absent) visit(intervention);
        for (const Intervention& intervention : cause.present) visit(intervention);
    }
}

}  // namespace jonbar
