#include "model/expressions.h"

#include <fmt/format.h>

#include "model/fold.h"

namespace jonbar {
namespace {

/// Expressions may nest this deep, definitions that are first used in one another included.
constexpr int kDepthMax = 400;

bool may_become(const Type& found, const Type& wanted) {
    if (found.set != wanted.set) return false;
    if (found.base == BaseType::Int && wanted.base == BaseType::Real) return true;
    return found.base == wanted.base && found.domain == wanted.domain;
}

}  // namespace

Expression Expressions::node(ExpressionKind kind, const Type& type, Span span) const {
    Expression expression;
    expression.kind = kind;
    expression.type = type;
    expression.span = span;
    return expression;
}

Checked Expressions::make(Expression expression, Units units) {
    const Type type = expression.type;
    const ExpressionId id = context_.add(std::move(expression));
    Checked made{id, type, std::move(units), false, {}, {}};
    if (made.type.optional) {
        const std::string key = fact_key(context_.model, id);
        for (const ShownSome& fact : scope_.known) {
            if (!key.empty() && fact.key == key) made.type.optional = false;
        }
    }
    return made;
}

Checked Expressions::bad(Span span, const Type* expected) {
    Checked made = make(context_.number(0, expected != nullptr ? *expected : real_type(), span));
    made.bad = true;
    return made;
}

Checked Expressions::check(ast::ExprId id, const Type* expected) {
    if (!id.valid()) return bad({}, expected);
    const ast::Expr& here = expr(id);
    if (context_.depth >= kDepthMax) {
        context_.error(kTooLarge, here.span, "expressions and definitions are nested too deep",
                       fmt::format("at most {} levels", kDepthMax));
        return bad(here.span, expected);
    }
    ++context_.depth;
    Checked found = check_node(here, expected);
    --context_.depth;
    return found;
}

Checked Expressions::check_node(const ast::Expr& here, const Type* expected) {
    const Span span = here.span;
    if (const auto* name = std::get_if<ast::NameExpr>(&here.node))
        return check_name(*name, span, expected);
    if (const auto* field = std::get_if<ast::FieldExpr>(&here.node))
        return check_field(*field, span);
    if (const auto* call = std::get_if<ast::CallExpr>(&here.node)) return check_call(*call, span);
    if (const auto* unary = std::get_if<ast::UnaryExpr>(&here.node))
        return check_unary(*unary, span);
    if (const auto* binary = std::get_if<ast::BinaryExpr>(&here.node)) {
        return check_binary(*binary, span, expected);
    }
    if (const auto* is = std::get_if<ast::IsSomeoneExpr>(&here.node))
        return check_is_someone(*is, span);
    if (const auto* branch = std::get_if<ast::IfExpr>(&here.node))
        return check_if(*branch, span, expected);
    if (const auto* set = std::get_if<ast::SetExpr>(&here.node))
        return check_set(*set, span, expected);
    if (const auto* some = std::get_if<ast::ComprehensionExpr>(&here.node)) {
        return check_comprehension(*some, span);
    }
    if (const auto* aggregate = std::get_if<ast::AggregateExpr>(&here.node)) {
        return check_aggregate(*aggregate, span);
    }
    if (const auto* native = std::get_if<ast::NativeExpr>(&here.node))
        return check_native(*native, span);
    if (const auto* record = std::get_if<ast::RecordExpr>(&here.node))
        return check_record(*record, span);
    if (const auto* carried = std::get_if<ast::CarriedExpr>(&here.node))
        return check_carried(*carried, span);
    if (const auto* chose = std::get_if<ast::ChoseExpr>(&here.node))
        return check_chose(*chose, span);
    if (const auto* past = std::get_if<ast::PastExpr>(&here.node)) return check_past(*past, span);
    if (const auto* draw = std::get_if<ast::DrawExpr>(&here.node)) {
        return check_distribution(draw->distribution, expected);
    }
    if (const auto* either = std::get_if<ast::EitherExpr>(&here.node)) {
        return check_either(*either, expected, span);
    }
    return check_plain(here, expected);
}

// Apart from check_node(), whose frame nests with the expressions and stays small for that.
Checked Expressions::check_plain(const ast::Expr& here, const Type* expected) {
    const Span span = here.span;
    const auto wrong_place = [&](std::string_view what, std::string_view where) {
        context_.error(kNotHere, span, fmt::format("{} has no meaning here", what),
                       std::string(where));
        return bad(span, expected);
    };
    if (const auto* number = std::get_if<ast::NumberExpr>(&here.node)) {
        if (number->duration) {
            const double ticks =
                duration_in_ticks(number->value, *number->duration, context_.model.calendar);
            return make(context_.number(ticks, duration_type(), span));
        }
        Units units;
        if (number->unit) units = units_of(*number->unit);
        units.any = !number->unit.has_value();
        return make(
            context_.number(number->value, number->is_integer ? int_type() : real_type(), span),
            units);
    }
    if (const auto* truth = std::get_if<ast::TruthExpr>(&here.node)) {
        return make(context_.number(truth->value ? 1 : 0, truth_type(), span));
    }
    if (std::holds_alternative<ast::NoneExpr>(here.node)) {
        if (expected == nullptr || expected->set ||
            (expected->base != BaseType::Member && expected->base != BaseType::Date)) {
            context_.error(kUntypedNone, span, "`none` has no type here",
                           expected == nullptr ? "expected a value that says of what kind it is"
                                               : "expected " + context_.describe(*expected));
            return bad(span, expected);
        }
        Type type = *expected;
        type.optional = true;
        return make(context_.number(type.base == BaseType::Date ? kNoDate : kNobody, type, span));
    }
    if (const auto* date = std::get_if<ast::DateExpr>(&here.node)) {
        const auto tick =
            static_cast<double>(context_.model.calendar.tick_of(first_of(date->date)));
        return make(context_.number(tick, date_type(), span));
    }
    if (std::holds_alternative<ast::NowExpr>(here.node)) {
        const bool initial = scope_.purpose == Purpose::Cell;
        return make(
            node(initial ? ExpressionKind::InitialTick : ExpressionKind::Now, date_type(), span));
    }
    if (std::holds_alternative<ast::TextExpr>(here.node)) {
        return wrong_place(
            "a text", "texts are labels and lines of `say`; state holds numbers, truths and names");
    }
    if (std::holds_alternative<ast::FirstDateExpr>(here.node)) {
        return wrong_place("`first date when`", "it is the whole value of an outcome");
    }
    if (std::holds_alternative<ast::AtExpr>(here.node)) {
        return wrong_place("`at`", "it ends the value of an outcome");
    }
    if (std::holds_alternative<ast::ListExpr>(here.node)) {
        return wrong_place("a list in brackets", "a set is written in braces");
    }
    return bad(span, expected);  // a BadExpr, reported by the parser
}

/// Returns the text of a short span in quotation marks, else "this".
std::string Expressions::quoted(Span span) const {
    const std::string_view text =
        span.file.valid() ? context_.sources.text(span) : std::string_view{};
    const bool plain =
        !text.empty() && text.size() <= 40 && text.find('\n') == std::string_view::npos;
    return plain ? fmt::format("`{}`", text) : "this";
}

Checked Expressions::fitted(Checked found, const Type& wanted, Span span, std::string_view what) {
    if (found.bad) return found;
    if (!may_become(found.type, wanted)) {
        std::string hint;
        if (found.type.base == BaseType::Real && wanted.base == BaseType::Int) {
            hint = "round(), floor() and ceil() give an int";
        } else if (found.type.base == BaseType::Truth && is_number(wanted)) {
            hint = "a truth is no number: if C then 1 else 0";
        }
        context_.error(kWrongType, span,
                       fmt::format("{} is {}, not {}", what, context_.describe(wanted),
                                   context_.describe(found.type)),
                       hint);
        return bad(span, &wanted);
    }
    const bool loose = scope_.in_past || (scope_.loose_dates && wanted.base == BaseType::Date);
    if (found.type.optional && !wanted.optional && !loose) {
        context_.error(
            kMayBeNone, span, fmt::format("{} may be none here", quoted(span)),
            "show first that it is someone, by `x is someone` in when, where, if or and;\n"
            "or say what stands in for none: x else y");
        return bad(span, &wanted);
    }
    return found;
}

Checked Expressions::check_as(ast::ExprId id, const Type& wanted, std::string_view what) {
    return fitted(check(id, &wanted), wanted, id.valid() ? span_of(id) : Span{}, what);
}

Checked Expressions::check_condition(ast::ExprId id, std::string_view what) {
    return check_as(id, truth_type(), what);
}

Checked Expressions::check_number(ast::ExprId id, std::string_view what) {
    return check_as(id, real_type(), what);
}

std::optional<double> Expressions::check_constant(ast::ExprId id, const Type* expected,
                                                  std::string_view what) {
    const Checked found = expected == nullptr ? check(id) : check_as(id, *expected, what);
    if (found.bad) return std::nullopt;
    const std::optional<double> value = fold(context_.model, found.id);
    if (!value) {
        context_.error(kNotConstant, span_of(id),
                       fmt::format("{} must be known before the run", what),
                       "expected an expression of literals");
    }
    return value;
}

}  // namespace jonbar
