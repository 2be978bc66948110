#include "model/outcomes.h"

#include <fmt/format.h>

#include "model/evidence.h"
#include "model/expressions.h"
#include "model/fold.h"
#include "model/window.h"

namespace jonbar {
namespace {

/// Reads `at DATE`: the step at whose end the outcome is read.
bool check_time(Context& context, Scope& scope, ast::ExprId id, Outcome& outcome) {
    if (!id.valid()) return true;
    const Calendar& calendar = context.model.calendar;
    const Type type = date_type();
    const std::optional<double> tick =
        Expressions(context, scope).check_constant(id, &type, "the date of an outcome");
    if (!tick) return false;
    const std::int64_t step = calendar.step_of(static_cast<std::int64_t>(*tick));
    if (step < 0 || step >= calendar.step_count) {
        context.error(
            kOutsideHistory, context.tree(scope.home)[id].span,
            date_name(context.tree(scope.home)[id]) + " lies outside the history",
            fmt::format("the history goes from {} to {}", calendar.format(calendar.first_tick),
                        calendar.format(calendar.tick_of_step(calendar.step_count - 1))));
        return false;
    }
    outcome.time = OutcomeTime::At;
    outcome.step = static_cast<std::uint32_t>(step);
    return true;
}

void set_kind(Context& context, const Checked& value, Span span, Outcome& outcome) {
    if (value.bad) return;
    if (value.type.set || (value.type.base == BaseType::Duration && value.type.optional)) {
        context.error(kOutcomeForm, span,
                      fmt::format("{} is no outcome", context.describe(value.type)),
                      "expected a truth, a number, a date, an entity or a value of an enum");
        return;
    }
    switch (value.type.base) {
        case BaseType::Truth:
            outcome.kind = OutcomeKind::Truth;
            break;
        case BaseType::Real:
        case BaseType::Int:
            outcome.kind = OutcomeKind::Number;
            outcome.unit = value.units.empty() ? "" : to_string(value.units);
            break;
        case BaseType::Duration:
            outcome.kind = OutcomeKind::Number;
            outcome.unit = context.model.calendar.counts_days() ? "days" : "months";
            break;
        case BaseType::Date:
            outcome.kind = OutcomeKind::Date;
            break;
        case BaseType::Member:
            outcome.kind = OutcomeKind::Choice;
            break;
    }
}

void check_outcome(Context& context, ModuleIndex home, const ast::OutcomeDecl& decl,
                   const ast::Evidence& evidence) {
    Outcome outcome;
    outcome.name = decl.name.text;
    outcome.label = decl.name.text;
    outcome.span = decl.name.span;
    outcome.support = support_of(context, evidence);
    outcome.frame = context.add_frame();
    Scope scope;
    scope.home = home;
    scope.frame = outcome.frame;
    scope.purpose = Purpose::Outcome;
    const ast::Expr& whole = context.tree(home)[decl.value];
    Expressions expressions(context, scope);
    if (const auto* first = std::get_if<ast::FirstDateExpr>(&whole.node)) {
        outcome.kind = OutcomeKind::Date;
        outcome.time = OutcomeTime::FirstWhen;
        outcome.expression =
            expressions.check_condition(first->condition, "the condition of `first date when`").id;
    } else {
        ast::ExprId source = decl.value;
        if (const auto* at = std::get_if<ast::AtExpr>(&whole.node)) {
            source = at->value;
            if (!check_time(context, scope, at->date, outcome)) return;
        }
        const Checked value = expressions.check(source);
        outcome.expression = value.id;
        set_kind(context, value, context.tree(home)[source].span, outcome);
    }
    const bool counts = outcome.kind == OutcomeKind::Truth || outcome.kind == OutcomeKind::Number;
    if (context.modules[home].question && outcome.expression.exists() && !counts) {
        const Type& type = context.model.at(outcome.expression).type;
        context.error(kQuantityForm, context.tree(home)[decl.value].span,
                      fmt::format("{} is no quantity", context.describe(type)),
                      "expected a number, or a truth, of which the share of histories is shown");
        return;
    }
    outcome.none_text = decl.none_label                     ? decl.none_label->value
                        : outcome.kind == OutcomeKind::Date ? "never"
                                                            : "nobody";
    for (const Outcome& other : context.model.outcomes) {
        if (other.name != outcome.name) continue;
        context.error(kDeclaredTwice, outcome.span,
                      fmt::format("the outcome `{}` is declared twice", outcome.name),
                      "it is at " + context.place(other.span));
        return;
    }
    context.model.outcomes.push_back(std::move(outcome));
}

}  // namespace

void check_outcomes(Context& context) {
    for (ModuleIndex home = 0; home < context.modules.size(); ++home) {
        for (const ast::DeclId id : context.tree(home).top) {
            const ast::Decl& decl = context.tree(home)[id];
            const auto* outcome = std::get_if<ast::OutcomeDecl>(&decl.node);
            if (outcome != nullptr) check_outcome(context, home, *outcome, decl.evidence);
        }
    }
}

}  // namespace jonbar
