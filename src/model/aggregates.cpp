// Sums, counts, choices of the best: what runs over a kind, an enum or a set.

#include <fmt/format.h>

#include "model/expressions.h"
#include "model/fold.h"

namespace jonbar {
namespace {

AggregateOp operation(ast::AggregateKind kind) {
    switch (kind) {
        case ast::AggregateKind::Count:
            return AggregateOp::Count;
        case ast::AggregateKind::Sum:
            return AggregateOp::Sum;
        case ast::AggregateKind::Min:
            return AggregateOp::Min;
        case ast::AggregateKind::Max:
            return AggregateOp::Max;
        case ast::AggregateKind::Mean:
            return AggregateOp::Mean;
        case ast::AggregateKind::Any:
            return AggregateOp::Any;
        case ast::AggregateKind::All:
            return AggregateOp::All;
        case ast::AggregateKind::Argmax:
            return AggregateOp::ArgMax;
        case ast::AggregateKind::Top:
            return AggregateOp::Top;
        case ast::AggregateKind::Pick:
            return AggregateOp::Pick;
    }
    return AggregateOp::Sum;
}

}  // namespace

Range Expressions::check_range(ast::ExprId set) {
    if (!set.valid()) return {{}, {}, true};  // the parser has said what is missing
    const ast::Expr& here = expr(set);
    const Checked found = check(set);
    if (found.bad) return {{}, {}, true};
    if (!found.type.set) {
        context_.error(kWrongType, here.span,
                       fmt::format("{} cannot be run over", context_.describe(found.type)),
                       "expected a kind, an enum or a set; a body is not a set, its members are");
        return {{}, {}, true};
    }
    const Expression& expression = context_.model.at(found.id);
    const bool whole = expression.kind == ExpressionKind::Aggregate &&
                       expression.aggregate.op == AggregateOp::Collect &&
                       !expression.aggregate.set.exists() && !expression.aggregate.where.exists();
    return {found.type.domain, whole ? ExpressionId{} : found.id, false};
}

Checked Expressions::check_comprehension(const ast::ComprehensionExpr& comprehension, Span span) {
    const ast::Binder& binder = comprehension.binder;
    const Range range = check_range(binder.set);
    if (range.bad) return bad(span);
    Expression expression = node(ExpressionKind::Aggregate, set_type(range.domain), span);
    Aggregate& aggregate = expression.aggregate;
    aggregate.op = AggregateOp::Collect;
    aggregate.domain = range.domain;
    aggregate.set = range.set;
    aggregate.local =
        context_.add_local(scope_.frame, binder.variable.text, member_type(range.domain));
    if (binder.where.valid()) {
        scope_.locals.emplace_back(binder.variable.text, aggregate.local);
        const Checked where = check_condition(binder.where, "the condition after `where`");
        scope_.locals.pop_back();
        if (where.bad) return bad(span);
        aggregate.where = where.id;
    }
    return make(std::move(expression));
}

Checked Expressions::check_aggregate(const ast::AggregateExpr& source, Span span) {
    const Range range = check_range(source.binder.set);
    if (range.bad) return bad(span);
    Expression expression = node(ExpressionKind::Aggregate, {}, span);
    Aggregate& aggregate = expression.aggregate;
    aggregate.op = operation(source.kind);
    aggregate.domain = range.domain;
    aggregate.set = range.set;
    aggregate.local =
        context_.add_local(scope_.frame, source.binder.variable.text, member_type(range.domain));
    bool wrong = false;
    if (source.size.valid()) {
        const Checked count = check_as(source.size, int_type(), "how many are taken");
        wrong |= count.bad;
        aggregate.count = count.id;
    }
    const Shown outer = scope_.known;
    scope_.locals.emplace_back(source.binder.variable.text, aggregate.local);
    if (source.binder.where.valid()) {
        const Checked where = check_condition(source.binder.where, "the condition after `where`");
        wrong |= where.bad;
        aggregate.where = where.id;
        scope_.learn(where.when_true);
    }
    // A draw inside would share one name among all that are run over.
    Drawing* const drawing = std::exchange(scope_.drawing, nullptr);
    const Checked value = check_aggregate_value(source, aggregate, span);
    scope_.drawing = drawing;
    scope_.locals.pop_back();
    scope_.known = outer;
    if (wrong || value.bad) return bad(span);
    expression.type = value.type;
    if (aggregate.op == AggregateOp::Pick) {
        if (scope_.drawing == nullptr) {
            context_.error(kNoDrawHere, span, "`pick` draws, and no draw may stand here",
                           "draws stand in params, initial values and bodies");
            return bad(span);
        }
        scope_.drawing->base.loops.push_back(aggregate.local);
        aggregate.site = make_site(SiteKind::Pick, "", span);
        scope_.drawing->base.loops.pop_back();
    }
    return make(std::move(expression), value.units);
}

Checked Expressions::check_aggregate_value(const ast::AggregateExpr& source, Aggregate& aggregate,
                                           Span span) {
    Checked result;
    switch (aggregate.op) {
        case AggregateOp::Count:
        case AggregateOp::Collect:
            result.type = int_type();
            return result;
        case AggregateOp::Any:
        case AggregateOp::All: {
            result.type = truth_type();
            if (!source.value.valid()) {
                // `any (x in S where C)`: one of whom C holds is enough.
                aggregate.body = make(context_.number(1, truth_type(), span)).id;
                return result;
            }
            const Checked body = check_condition(source.value, "the condition of `any` and `all`");
            aggregate.body = body.id;
            result.bad = body.bad;
            return result;
        }
        case AggregateOp::Sum:
        case AggregateOp::Mean:
        case AggregateOp::Min:
        case AggregateOp::Max: {
            Checked body = check(source.value);
            const bool extreme =
                aggregate.op == AggregateOp::Min || aggregate.op == AggregateOp::Max;
            const bool timed = body.type.base == BaseType::Duration ||
                               (extreme && body.type.base == BaseType::Date);
            if (timed && !body.type.set) {
                Type wanted = body.type;
                wanted.optional = false;
                body = fitted(body, wanted, span_of(source.value), "what is run over");
            } else {
                body = fitted(body, real_type(), span_of(source.value),
                              "what is added up or compared");
            }
            aggregate.body = body.id;
            result.type = body.type;
            if (aggregate.op == AggregateOp::Mean && is_number(body.type))
                result.type = real_type();
            result.units = body.units;
            result.units.any = false;
            result.bad = body.bad;
            return result;
        }
        case AggregateOp::ArgMax:
        case AggregateOp::ArgMin:
        case AggregateOp::Top:
        case AggregateOp::Pick: {
            const Checked body = check_number(
                source.value, aggregate.op == AggregateOp::Pick ? "a weight" : "a score");
            aggregate.body = body.id;
            result.bad = body.bad;
            aggregate.pick_one = aggregate.op == AggregateOp::Pick && !source.size.valid();
            const bool one = aggregate.op == AggregateOp::ArgMax ||
                             aggregate.op == AggregateOp::ArgMin || aggregate.pick_one;
            result.type = one ? member_type(aggregate.domain, true) : set_type(aggregate.domain);
            return result;
        }
    }
    return bad(span);
}

}  // namespace jonbar
