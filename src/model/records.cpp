// The past as state: what is known of events, decisions and votes, and `past`.

#include <fmt/format.h>

#include <cmath>

#include "model/expressions.h"
#include "model/fold.h"
#include "model/walk.h"

namespace jonbar {

Checked Expressions::history(PastQuery query, const Instance& instance, const Type& type,
                             Span span) {
    if (instance.bad) return bad(span, &type);
    if (scope_.purpose == Purpose::Cell) {
        context_.error(kPastAtStart, span, "before the first step there is no past",
                       "initial values are made of params, draws and other initial values");
        return bad(span, &type);
    }
    Expression expression = node(ExpressionKind::History, type, span);
    expression.query = query;
    expression.declaration = instance.declaration;
    expression.args = instance.args;
    return make(std::move(expression));
}

Checked Expressions::check_record(const ast::RecordExpr& record, Span span) {
    const Instance instance = check_instance(record.site);
    const bool vote =
        !instance.bad && context_.model.at(instance.declaration).kind == DeclarationKind::Vote;
    if (!vote && !instance.bad &&
        (record.kind == ast::RecordKind::Held || record.kind == ast::RecordKind::Margin ||
         record.kind == ast::RecordKind::Odds)) {
        const std::string& name = context_.model.at(instance.declaration).name;
        context_.error(kWrongThing, span_of(record.site), fmt::format("`{}` is no vote", name),
                       "`held`, `margin` and `odds` speak of votes; of others ask happened, on, "
                       "since, times");
        return bad(span);
    }
    switch (record.kind) {
        case ast::RecordKind::Happened:
            return history(PastQuery::Happened, instance, truth_type(), span);
        case ast::RecordKind::On:
            return history(PastQuery::On, instance, date_type(true), span);
        case ast::RecordKind::Since: {
            Type since = duration_type();
            since.optional = true;
            return history(PastQuery::Since, instance, since, span);
        }
        case ast::RecordKind::Times:
            return history(PastQuery::Times, instance, int_type(), span);
        case ast::RecordKind::Held:
            return history(PastQuery::Held, instance, date_type(true), span);
        case ast::RecordKind::Margin:
            return history(PastQuery::Margin, instance, real_type(), span);
        case ast::RecordKind::Odds:
            if (!instance.bad && is_election(context_.model.at(instance.declaration))) {
                context_.error(kWrongThing, span_of(record.site),
                               fmt::format("`{}` is a vote over several proposals",
                                           context_.model.at(instance.declaration).name),
                               "only a vote that is carried or lost has odds");
                return bad(span);
            }
            return odds(instance, span);
    }
    return bad(span);
}

Checked Expressions::check_carried(const ast::CarriedExpr& carried, Span span) {
    const Instance instance = check_instance(carried.site);
    if (!instance.bad && context_.model.at(instance.declaration).kind != DeclarationKind::Vote) {
        context_.error(kWrongThing, span_of(carried.site),
                       fmt::format("`{}` is no vote", context_.model.at(instance.declaration).name),
                       "only a vote is carried; an event has happened(…)");
        return bad(span);
    }
    if (!instance.bad && is_election(context_.model.at(instance.declaration))) {
        context_.error(
            kWrongThing, span_of(carried.site),
            fmt::format("`{}` elects one of several", context_.model.at(instance.declaration).name),
            "write: V elected x, or happened(V): somebody was elected");
        return bad(span);
    }
    return history(PastQuery::Happened, instance, truth_type(), span);
}

Checked Expressions::check_chose(const ast::ChoseExpr& chose, Span span) {
    const Instance instance = check_instance(chose.site);
    if (instance.bad) return bad(span);
    const Declaration& declaration = context_.model.at(instance.declaration);
    if (chose.elected && !is_election(declaration)) {
        context_.error(kWrongThing, span_of(chose.site),
                       fmt::format("`{}` is no vote over several proposals", declaration.name),
                       declaration.kind == DeclarationKind::Vote
                           ? "a vote on one proposal carries: V carried"
                           : "only such a vote elects");
        return bad(span);
    }
    if (!chose.elected && declaration.kind != DeclarationKind::Decision) {
        context_.error(
            kWrongThing, span_of(chose.site), fmt::format("`{}` is no decision", declaration.name),
            is_election(declaration) ? "a vote elects: V elected x" : "only a decision chooses");
        return bad(span);
    }
    const ChosenOption chosen = check_option(instance.declaration, chose.option);
    if (chosen.bad) return bad(span);
    Checked made = history(PastQuery::Chose, instance, truth_type(), span);
    if (made.bad) return made;
    Expression& expression = context_.model.expressions[made.id.index];
    expression.option = chosen.option;
    expression.args.insert(expression.args.end(), chosen.entity.begin(), chosen.entity.end());
    return made;
}

ChosenOption Expressions::check_option(DeclarationId decision, ast::ExprId id) {
    const Declaration& declaration = context_.model.at(decision);
    if (is_election(declaration)) {
        if (context_.declarations[decision.index].bad) return {0, {}, true};
        const Type wanted =
            context_.model.at(declaration.frame).locals[declaration.options[0].over].type;
        const Checked elected = check_as(id, wanted, "who was elected");
        return {0, {elected.id}, elected.bad};
    }
    ast::Name name;
    std::vector<ast::ExprId> arguments;
    if (const auto* plain = std::get_if<ast::NameExpr>(&expr(id).node)) name = plain->name;
    if (const auto* call = std::get_if<ast::CallExpr>(&expr(id).node)) {
        name = call->name;
        arguments = call->arguments;
    }
    std::vector<std::string> candidates;
    for (std::uint32_t i = 0; i < declaration.options.size(); ++i) {
        candidates.push_back(declaration.options[i].name);
        if (declaration.options[i].name != name.text) continue;
        std::vector<DomainId> indices;
        if (declaration.options[i].over != kNoLocal) {
            indices.push_back(context_.model.at(declaration.frame)
                                  .locals[declaration.options[i].over]
                                  .type.domain);
        }
        ChosenOption chosen{i, {}, false};
        chosen.entity = check_indices(indices, arguments, span_of(id), "option `" + name.text + "`",
                                      chosen.bad);
        return chosen;
    }
    if (!context_.declarations[decision.index].bad)
        context_.unknown(kUnknownOption, name, "option", candidates);
    return {0, {}, true};
}

Checked Expressions::check_past(const ast::PastExpr& source, Span span) {
    if (scope_.purpose == Purpose::Cell) {
        context_.error(kPastAtStart, span, "before the first step there is no past",
                       "initial values are made of params, draws and other initial values");
        return bad(span);
    }
    const Type duration = duration_type();
    const std::optional<double> lag = check_constant(source.lag, &duration, "how long ago");
    Scope inner;
    inner.home = scope_.home;
    inner.frame = context_.add_frame();
    inner.purpose = scope_.purpose;
    inner.in_past = true;
    std::vector<LocalIndex> outer_locals;
    for (const auto& [name, local] : scope_.locals) {
        const Type type = context_.model.at(scope_.frame).locals[local].type;
        const Units units = context_.local_units(scope_.frame, local);
        const LocalIndex copy = context_.add_local(inner.frame, name, type);
        context_.set_local_units(inner.frame, copy, units);
        inner.locals.emplace_back(name, copy);
        outer_locals.push_back(local);
    }
    const Checked value = Expressions(context_, inner).check(source.value);
    if (value.bad || !lag) return bad(span);
    const auto step = static_cast<double>(context_.model.calendar.ticks_per_step());
    const double steps = std::floor(*lag / step + 0.5);
    if (steps < 1 || steps > 1e6) {
        context_.error(kWrongLag, span_of(source.lag),
                       "`past` looks back a whole number of steps, at least one",
                       fmt::format("a step is a {}", unit_name(context_.model.calendar.unit)));
        return bad(span);
    }
    Past past;
    past.frame = inner.frame;
    past.expression = value.id;
    past.lag_steps = static_cast<std::uint32_t>(steps);
    past.span = span;
    Expression expression = node(ExpressionKind::Past, value.type, span);
    std::vector<bool> used(outer_locals.size(), false);
    walk_expression(context_.model, value.id, [&](const Expression& part) {
        if (part.kind == ExpressionKind::Local && part.local < used.size()) used[part.local] = true;
    });
    for (std::size_t i = 0; i < used.size(); ++i) {
        if (!used[i]) continue;
        const Type type = context_.model.at(scope_.frame).locals[outer_locals[i]].type;
        if (type.base != BaseType::Member || type.set) {
            context_.error(kWrongType, span,
                           fmt::format("`{}`, {}, is not known of the past", inner.locals[i].first,
                                       context_.describe(type)),
                           "inside `past` stand state and names of entities");
            return bad(span);
        }
        past.locals.push_back(static_cast<LocalIndex>(i));
        Expression argument = node(ExpressionKind::Local, type, span);
        argument.local = outer_locals[i];
        expression.args.push_back(context_.add(std::move(argument)));
    }
    expression.past = PastId{static_cast<std::uint32_t>(context_.model.pasts.size())};
    context_.model.pasts.push_back(std::move(past));
    return make(std::move(expression), value.units);
}

}  // namespace jonbar
