// What can fault: guards are only made where something stands behind them that can.

#include "model/walk.h"
#include "program/lowering.h"

namespace jonbar::program {

/// Tells whether an aggregate may have no rows.
bool Lowering::may_be_empty(const Aggregate& aggregate) const {
    return aggregate.set.exists() || aggregate.where.exists() || size_of(aggregate.domain) == 0;
}

/// Tells whether an expression is `if x > 0 then a / x else …` for a local x, which cannot divide
/// by zero.
bool Lowering::guards_division(const Expression& e) const {
    if (e.kind != ExpressionKind::If) {
        return false;
    }
    const Expression& condition = model_.at(e.args[0]);
    const Expression& quotient = model_.at(e.args[1]);
    if (condition.kind != ExpressionKind::Binary || condition.op != Operator::Greater ||
        quotient.kind != ExpressionKind::Binary || quotient.op != Operator::Divide) {
        return false;
    }
    const Expression& guarded = model_.at(condition.args[0]);
    const Expression& bound = model_.at(condition.args[1]);
    const Expression& divisor = model_.at(quotient.args[1]);
    return guarded.kind == ExpressionKind::Local && divisor.kind == ExpressionKind::Local &&
           guarded.local == divisor.local && bound.kind == ExpressionKind::Number &&
           bound.number >= 0;
}

bool Lowering::may_fault_itself(const Expression& e) {
    switch (e.kind) {
        case ExpressionKind::Binary: {
            const bool divides = e.op == Operator::Divide || e.op == Operator::Modulo;
            const Expression* const divisor = divides ? &model_.at(e.args[1]) : nullptr;
            return divides && (divisor->kind != ExpressionKind::Number || divisor->number == 0);
        }
        case ExpressionKind::Apply:
            return e.function == Function::Log || e.function == Function::Log1p ||
                   e.function == Function::Sqrt || e.function == Function::Logit ||
                   e.function == Function::Power;
        case ExpressionKind::Aggregate:
            return e.aggregate.op == AggregateOp::Pick ||
                   (needs_some(e.aggregate.op) && may_be_empty(e.aggregate));
        case ExpressionKind::Call:
            return may_fault(model_.at(e.definition).body);
        case ExpressionKind::Load:
            return model_.at(e.state).role == StateRole::Series && has_gaps(e.state);
        case ExpressionKind::Draw:
        case ExpressionKind::Either:
        case ExpressionKind::Odds:
            return true;
        case ExpressionKind::Native:
            return e.native.function != NativeFunction::Component;
        default:
            return false;
    }
}

/// Tells whether evaluating an expression can fault (a draw counts as such: its mask says where it
/// is wanted).
bool Lowering::may_fault(ExpressionId id) {
    if (!id.exists()) {
        return false;
    }
    if (may_fault_[id.index] == 0) {
        const Expression& e = model_.at(id);
        bool may = may_fault_itself(e);
        const bool guarded = guards_division(e);
        for (const ExpressionId argument : e.args) {
            // Of a guarded division only the parts can fault.
            may = may || (guarded && argument == e.args[1] ? may_fault(model_.at(argument).args[0])
                                                           : may_fault(argument));
        }
        for_each_bound_part(e, [&](ExpressionId part) { may = may || may_fault(part); });
        may_fault_[id.index] = may ? 2 : 1;
    }
    return may_fault_[id.index] == 2;
}

}  // namespace jonbar::program
