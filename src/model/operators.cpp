// Operators: arithmetic with units and dates, comparison, logic and what it shows, sets.

#include <fmt/format.h>

#include "model/expressions.h"
#include "model/fold.h"

namespace jonbar {
namespace {

Operator operator_of(ast::BinaryOp op) {
    switch (op) {
        case ast::BinaryOp::Or:
            return Operator::Or;
        case ast::BinaryOp::And:
            return Operator::And;
        case ast::BinaryOp::Equal:
            return Operator::Equal;
        case ast::BinaryOp::NotEqual:
            return Operator::NotEqual;
        case ast::BinaryOp::Less:
            return Operator::Less;
        case ast::BinaryOp::LessEqual:
            return Operator::LessEqual;
        case ast::BinaryOp::Greater:
            return Operator::Greater;
        case ast::BinaryOp::GreaterEqual:
            return Operator::GreaterEqual;
        case ast::BinaryOp::In:
            return Operator::In;
        case ast::BinaryOp::Else:
            break;
        case ast::BinaryOp::Add:
            return Operator::Add;
        case ast::BinaryOp::Subtract:
            return Operator::Subtract;
        case ast::BinaryOp::Union:
            return Operator::Union;
        case ast::BinaryOp::Multiply:
            return Operator::Multiply;
        case ast::BinaryOp::Divide:
            return Operator::Divide;
        case ast::BinaryOp::Intersect:
            return Operator::Intersection;
    }
    return Operator::Add;
}

Shown both(const Shown& left, const Shown& right) {
    Shown all = left;
    all.insert(all.end(), right.begin(), right.end());
    return all;
}

/// Shown that hold whichever of two cases it is.
Shown common(const Shown& left, const Shown& right) {
    Shown found;
    for (const ShownSome& fact : left) {
        for (const ShownSome& other : right) {
            if (fact.key == other.key) {
                found.push_back(fact);
                break;
            }
        }
    }
    return found;
}

}  // namespace

Shown Expressions::shown(const Checked& optional) const {
    ShownSome fact{fact_key(context_.model, optional.id), {}};
    if (fact.key.empty()) return {};
    Reads reads;
    collect_reads(context_, optional.id, reads);
    fact.reads = std::move(reads.states);
    return {fact};
}

bool Expressions::check_units(const Checked& left, const Checked& right, Span span,
                              std::string_view doing) {
    if (fit(left.units, right.units)) return true;
    const auto named = [](const Units& units) {
        return units.empty() ? std::string("a number of no unit") : "[" + to_string(units) + "]";
    };
    const bool rate = rate_unit(left.units).has_value() != rate_unit(right.units).has_value();
    context_.error(
        rate ? kRateWithoutPer : kUnitsDiffer, span,
        fmt::format("{} and {} cannot be {}", named(left.units), named(right.units), doing),
        rate ? "a rate times a duration is a number: rate * 1 month" : "");
    return false;
}

Checked Expressions::check_unary(const ast::UnaryExpr& unary, Span span) {
    if (unary.op == ast::UnaryOp::Not) {
        Checked operand = check_condition(unary.operand, "the operand of `not`");
        Expression expression = node(ExpressionKind::Unary, truth_type(), span);
        expression.op = Operator::Not;
        expression.args = {operand.id};
        Checked made = make(std::move(expression));
        made.bad = operand.bad;
        made.when_true = operand.when_false;
        made.when_false = operand.when_true;
        return made;
    }
    Checked operand = check(unary.operand);
    if (operand.bad) return operand;
    if (operand.type.base != BaseType::Duration || operand.type.optional) {
        operand = fitted(operand, real_type(), span_of(unary.operand), "the operand of `-`");
        if (operand.bad) return operand;
    }
    if (context_.model.at(operand.id).kind == ExpressionKind::Number) {
        return make(context_.number(-context_.model.at(operand.id).number, operand.type, span),
                    operand.units);
    }
    Expression expression = node(ExpressionKind::Unary, operand.type, span);
    expression.op = Operator::Negate;
    expression.args = {operand.id};
    return make(std::move(expression), operand.units);
}

Checked Expressions::check_binary(const ast::BinaryExpr& binary, Span span, const Type* expected) {
    switch (binary.op) {
        case ast::BinaryOp::Or:
        case ast::BinaryOp::And:
            return check_logic(binary, span);
        case ast::BinaryOp::Equal:
        case ast::BinaryOp::NotEqual:
        case ast::BinaryOp::Less:
        case ast::BinaryOp::LessEqual:
        case ast::BinaryOp::Greater:
        case ast::BinaryOp::GreaterEqual:
            return check_comparison(binary, span);
        case ast::BinaryOp::In:
            return check_membership(binary, span);
        case ast::BinaryOp::Else:
            return check_else(binary, span, expected);
        case ast::BinaryOp::Add:
        case ast::BinaryOp::Subtract:
        case ast::BinaryOp::Union:
        case ast::BinaryOp::Intersect:
            return check_sum(binary, span, expected);
        case ast::BinaryOp::Multiply:
        case ast::BinaryOp::Divide:
            return check_product(binary, span);
    }
    return bad(span);
}

Checked Expressions::check_logic(const ast::BinaryExpr& binary, Span span) {
    const bool is_and = binary.op == ast::BinaryOp::And;
    const std::string_view what = is_and ? "a side of `and`" : "a side of `or`";
    const Checked left = check_condition(binary.left, what);
    const Shown outer = scope_.known;
    scope_.learn(is_and ? left.when_true : left.when_false);
    const Checked right = check_condition(binary.right, what);
    scope_.known = outer;
    Expression expression = node(ExpressionKind::Binary, truth_type(), span);
    expression.op = operator_of(binary.op);
    expression.args = {left.id, right.id};
    Checked made = make(std::move(expression));
    made.bad = left.bad || right.bad;
    made.when_true =
        is_and ? both(left.when_true, right.when_true) : common(left.when_true, right.when_true);
    made.when_false = is_and ? common(left.when_false, right.when_false)
                             : both(left.when_false, right.when_false);
    return made;
}

Checked Expressions::check_comparison(const ast::BinaryExpr& binary, Span span) {
    const bool equality = binary.op == ast::BinaryOp::Equal || binary.op == ast::BinaryOp::NotEqual;
    for (const ast::ExprId side : {binary.left, binary.right}) {
        if (std::holds_alternative<ast::NoneExpr>(expr(side).node)) {
            context_.error(kComparesNone, span, "a comparison with none never holds",
                           "ask `x is someone` or `not (x is someone)`");
            return bad(span);
        }
    }
    Checked left;
    Checked right;
    if (needs_type(binary.left)) {
        right = check(binary.right);
        left = check(binary.left, right.bad ? nullptr : &right.type);
    } else {
        left = check(binary.left);
        right = check(binary.right, left.bad ? nullptr : &left.type);
    }
    if (left.bad || right.bad) return bad(span);
    const bool numbers = is_number(left.type) && is_number(right.type);
    const bool same = left.type.base == right.type.base && left.type.domain == right.type.domain &&
                      left.type.set == right.type.set;
    if (!numbers && !same) {
        context_.error(kWrongType, span,
                       fmt::format("{} and {} cannot be compared", context_.describe(left.type),
                                   context_.describe(right.type)));
        return bad(span);
    }
    const bool ordered =
        numbers || left.type.base == BaseType::Date || left.type.base == BaseType::Duration;
    if (!equality && !ordered) {
        context_.error(kWrongType, binary.op_span,
                       fmt::format("{} has no order", context_.describe(left.type)),
                       "expected == or !=");
        return bad(span);
    }
    if (!equality && left.type.base == BaseType::Date) {
        left = fitted(left, date_type(), span_of(binary.left), "a date that is compared");
        right = fitted(right, date_type(), span_of(binary.right), "a date that is compared");
        if (left.bad || right.bad) return bad(span);
    }
    if (numbers && !check_units(left, right, span, "compared")) return bad(span);
    Expression expression = node(ExpressionKind::Binary, truth_type(), span);
    expression.op = operator_of(binary.op);
    expression.args = {left.id, right.id};
    Checked made = make(std::move(expression));
    if (equality && !left.type.set && !numbers) {
        Shown& known = binary.op == ast::BinaryOp::Equal ? made.when_true : made.when_false;
        if (left.type.optional) known = both(known, shown(left));
        if (right.type.optional) known = both(known, shown(right));
    }
    return made;
}

Checked Expressions::check_membership(const ast::BinaryExpr& binary, Span span) {
    Checked member;
    Checked set;
    if (needs_type(binary.left)) {
        set = check(binary.right);
        const Type wanted = member_type(set.type.domain, true);
        member = set.bad ? bad(span) : check(binary.left, &wanted);
    } else {
        member = check(binary.left);
        const Type wanted = set_type(member.type.domain);
        set = check(binary.right,
                    member.bad || member.type.base != BaseType::Member ? nullptr : &wanted);
    }
    if (member.bad || set.bad) return bad(span);
    if (!set.type.set) {
        context_.error(kWrongType, span_of(binary.right),
                       fmt::format("{} is no set", context_.describe(set.type)),
                       "after `in` stands a set; a body is not a set, its members are");
        return bad(span);
    }
    if (member.type.set || member.type.base != BaseType::Member ||
        member.type.domain != set.type.domain) {
        context_.error(kWrongType, span,
                       fmt::format("{} cannot be in {}", context_.describe(member.type),
                                   context_.describe(set.type)));
        return bad(span);
    }
    Expression expression = node(ExpressionKind::Binary, truth_type(), span);
    expression.op = Operator::In;
    expression.args = {member.id, set.id};
    Checked made = make(std::move(expression));
    if (member.type.optional) made.when_true = shown(member);
    return made;
}

std::optional<Checked> Expressions::moved_date(const ast::BinaryExpr& binary, const Checked& left,
                                               Span span) {
    const auto* duration = std::get_if<ast::NumberExpr>(&expr(binary.right).node);
    const Calendar& calendar = context_.model.calendar;
    if (duration == nullptr || !duration->duration || !duration->is_integer ||
        !calendar.counts_days() || left.type.base != BaseType::Date) {
        return std::nullopt;
    }
    const std::optional<double> tick = fold(context_.model, left.id);
    if (!tick) return std::nullopt;
    const auto sign = binary.op == ast::BinaryOp::Add ? 1 : -1;
    const std::int64_t moved =
        add_units(static_cast<std::int64_t>(*tick),
                  sign * static_cast<std::int64_t>(duration->value), *duration->duration, calendar);
    return make(context_.number(static_cast<double>(moved), date_type(), span));
}

Checked Expressions::check_sum(const ast::BinaryExpr& binary, Span span, const Type* expected) {
    const bool set_only =
        binary.op == ast::BinaryOp::Union || binary.op == ast::BinaryOp::Intersect;
    const Type* hint = expected != nullptr && expected->set ? expected : nullptr;
    Checked left = check(binary.left, hint);
    if (!left.bad && left.type.set) hint = &left.type;
    Checked right = check(binary.right, hint);
    if (left.bad || right.bad) return bad(span);
    const bool sets = left.type.set && right.type.set && left.type.domain == right.type.domain;
    if (sets && binary.op != ast::BinaryOp::Add) {
        Expression expression = node(ExpressionKind::Binary, left.type, span);
        expression.op =
            binary.op == ast::BinaryOp::Subtract ? Operator::Difference : operator_of(binary.op);
        expression.args = {left.id, right.id};
        return make(std::move(expression));
    }
    if (left.type.base == BaseType::Date)
        left = fitted(left, date_type(), span_of(binary.left), "a date reckoned with");
    if (right.type.base == BaseType::Date)
        right = fitted(right, date_type(), span_of(binary.right), "a date reckoned with");
    if (left.bad || right.bad) return bad(span);
    const bool subtract = binary.op == ast::BinaryOp::Subtract;
    const BaseType l = left.type.base;
    const BaseType r = right.type.base;
    Type type;
    // Where a date of a timing or of the past may be none, moved it is none as well.
    const bool left_moves = l == BaseType::Date && r == BaseType::Duration && left.type.optional;
    const bool right_moves = r == BaseType::Date && l == BaseType::Duration && right.type.optional;
    bool right_types = !set_only && !left.type.set && !right.type.set &&
                       (!left.type.optional || left_moves) && (!right.type.optional || right_moves);
    if (is_number(left.type) && is_number(right.type)) {
        type = l == BaseType::Int && r == BaseType::Int ? int_type() : real_type();
    } else if (l == BaseType::Date && r == BaseType::Duration) {
        if (std::optional<Checked> moved =
                right_types && !left_moves ? moved_date(binary, left, span) : std::nullopt)
            return *moved;
        type = date_type();
    } else if (l == BaseType::Duration && r == BaseType::Date && !subtract) {
        type = date_type();
    } else if (l == BaseType::Date && r == BaseType::Date && subtract) {
        type = duration_type();
    } else if (l == BaseType::Duration && r == BaseType::Duration) {
        type = duration_type();
    } else {
        right_types = false;
    }
    if (!right_types) {
        const bool since = (l == BaseType::Duration && left.type.optional) ||
                           (r == BaseType::Duration && right.type.optional);
        context_.error(kWrongType, span,
                       fmt::format("{} and {} have no {}", context_.describe(left.type),
                                   context_.describe(right.type),
                                   set_only   ? "union or intersection"
                                   : subtract ? "difference"
                                              : "sum"),
                       since ? "what `since` gives may only be compared"
                       : left.type.base == BaseType::Truth || right.type.base == BaseType::Truth
                           ? "a truth is no number: if C then 1 else 0"
                           : "");
        return bad(span);
    }
    if (is_number(left.type) && !check_units(left, right, span, subtract ? "subtracted" : "added"))
        return bad(span);
    Units units = left.units.empty() ? right.units : left.units;
    units.any = left.units.any && right.units.any;
    Expression expression = node(ExpressionKind::Binary, type, span);
    expression.op = subtract ? Operator::Subtract : Operator::Add;
    expression.args = {left.id, right.id};
    const Checked sum = make(std::move(expression), units);
    if (!left_moves && !right_moves) return sum;
    Expression some = node(ExpressionKind::IsSomeone, truth_type(), span);
    some.args = {left_moves ? left.id : right.id};
    const Checked condition = make(std::move(some));
    const Checked none = make(context_.number(kNoDate, date_type(true), span));
    Expression moved = node(ExpressionKind::If, date_type(true), span);
    moved.args = {condition.id, sum.id, none.id};
    return make(std::move(moved));
}

Checked Expressions::check_product(const ast::BinaryExpr& binary, Span span) {
    const bool divide = binary.op == ast::BinaryOp::Divide;
    Checked left = check(binary.left);
    Checked right = check(binary.right);
    if (left.bad || right.bad) return bad(span);
    const auto plain = [](const Checked& side, BaseType base) {
        return side.type.base == base && !side.type.optional && !side.type.set;
    };
    Expression expression = node(ExpressionKind::Binary, real_type(), span);
    expression.op = divide ? Operator::Divide : Operator::Multiply;
    Units units = divide ? over(left.units, right.units) : times(left.units, right.units);
    const auto in_rate_unit = [&](const Checked& duration, CalendarUnit unit) {
        Expression share = node(ExpressionKind::Binary, real_type(), span);
        share.op = Operator::Divide;
        const double ticks = duration_in_ticks(1, unit, context_.model.calendar);
        share.args = {duration.id, context_.add(context_.number(ticks, duration_type(), span))};
        return context_.add(std::move(share));
    };
    if (is_number(left.type) && is_number(right.type)) {
        if (!divide && left.type.base == BaseType::Int && right.type.base == BaseType::Int) {
            expression.type = int_type();
        }
    } else if (!divide && is_number(left.type) && plain(right, BaseType::Duration) &&
               rate_unit(left.units)) {
        units = without_time(left.units);
        right.id = in_rate_unit(right, *rate_unit(left.units));
    } else if (!divide && is_number(right.type) && plain(left, BaseType::Duration) &&
               rate_unit(right.units)) {
        units = without_time(right.units);
        left.id = in_rate_unit(left, *rate_unit(right.units));
    } else if ((plain(left, BaseType::Duration) && is_number(right.type)) ||
               (!divide && is_number(left.type) && plain(right, BaseType::Duration))) {
        expression.type = duration_type();
    } else if (!divide || !plain(left, BaseType::Duration) || !plain(right, BaseType::Duration)) {
        const bool truth = left.type.base == BaseType::Truth || right.type.base == BaseType::Truth;
        context_.error(kWrongType, span,
                       fmt::format("{} and {} have no {}", context_.describe(left.type),
                                   context_.describe(right.type), divide ? "quotient" : "product"),
                       truth ? "a truth is no number: if C then 1 else 0" : "");
        return bad(span);
    }
    expression.args = {left.id, right.id};
    return make(std::move(expression), units);
}

Checked Expressions::check_else(const ast::BinaryExpr& binary, Span span, const Type* expected) {
    Checked left = check(binary.left, expected);
    if (left.bad) return left;
    const bool date_or_member =
        left.type.base == BaseType::Date || left.type.base == BaseType::Member;
    if (left.type.set || !date_or_member) {
        context_.error(kWrongType, span_of(binary.left),
                       fmt::format("{} is always there", context_.describe(left.type)),
                       "before `else` stands what may be none");
        return bad(span);
    }
    Type wanted = left.type;
    wanted.optional = true;
    const Checked right = check_as(binary.right, wanted, "what stands in for none");
    if (right.bad) return right;
    Type type = left.type;
    type.optional = right.type.optional;
    Expression expression = node(ExpressionKind::Else, type, span);
    expression.args = {left.id, right.id};
    return make(std::move(expression));
}

Checked Expressions::check_is_someone(const ast::IsSomeoneExpr& is, Span span) {
    const Checked operand = check(is.operand);
    if (operand.bad) return bad(span);
    const Type& type = context_.model.at(operand.id).type;
    if (type.set || (type.base != BaseType::Date && type.base != BaseType::Member)) {
        context_.error(kWrongType, span,
                       fmt::format("{} is always there", context_.describe(operand.type)),
                       "before `is someone` stands what may be none");
        return bad(span);
    }
    Expression expression = node(ExpressionKind::IsSomeone, truth_type(), span);
    expression.args = {operand.id};
    Checked made = make(std::move(expression));
    made.when_true = shown(operand);
    return made;
}

Checked Expressions::check_if(const ast::IfExpr& branch, Span span, const Type* expected) {
    const Checked condition = check_condition(branch.condition, "the condition of `if`");
    const Shown outer = scope_.known;
    scope_.learn(condition.when_true);
    Checked then_value;
    Checked else_value;
    if (expected == nullptr && needs_type(branch.then_value)) {
        scope_.known = outer;
        scope_.learn(condition.when_false);
        else_value = check(branch.else_value);
        scope_.known = outer;
        scope_.learn(condition.when_true);
        then_value = check(branch.then_value, else_value.bad ? nullptr : &else_value.type);
    } else {
        then_value = check(branch.then_value, expected);
        scope_.known = outer;
        scope_.learn(condition.when_false);
        const Type* hint = expected != nullptr ? expected
                           : then_value.bad    ? nullptr
                                               : &then_value.type;
        else_value = check(branch.else_value, hint);
    }
    scope_.known = outer;
    if (condition.bad || then_value.bad || else_value.bad) return bad(span, expected);
    Type type = then_value.type;
    if (is_number(type) && is_number(else_value.type)) {
        if (else_value.type.base == BaseType::Real) type = real_type();
        if (!check_units(then_value, else_value, span, "the two values of one `if`"))
            return bad(span, expected);
    } else if (type.base != else_value.type.base || type.domain != else_value.type.domain ||
               type.set != else_value.type.set) {
        context_.error(kWrongType, span,
                       fmt::format("the two values of `if` are {} and {}", context_.describe(type),
                                   context_.describe(else_value.type)),
                       "expected two of one type");
        return bad(span, expected);
    }
    type.optional |= else_value.type.optional;
    Units units = then_value.units.empty() ? else_value.units : then_value.units;
    units.any = then_value.units.any && else_value.units.any;
    Expression expression = node(ExpressionKind::If, type, span);
    expression.args = {condition.id, then_value.id, else_value.id};
    Checked made = make(std::move(expression), units);
    return made;
}

Checked Expressions::check_set(const ast::SetExpr& set, Span span, const Type* expected) {
    if (set.elements.empty()) {
        if (expected == nullptr || !expected->set) {
            context_.error(kUntypedNone, span, "this empty set has no type here",
                           "expected a place that says of what it is a set");
            return bad(span, expected);
        }
        return make(node(ExpressionKind::EmptySet, *expected, span));
    }
    DomainId domain = expected != nullptr && expected->set ? expected->domain : DomainId{};
    Expression expression = node(ExpressionKind::SetLiteral, {}, span);
    bool wrong = false;
    for (const ast::ExprId element : set.elements) {
        const Type wanted = member_type(domain, true);
        const Checked found =
            domain.exists() ? check_as(element, wanted, "a member of this set") : check(element);
        wrong |= found.bad;
        if (found.bad || domain.exists()) {
            expression.args.push_back(found.id);
            continue;
        }
        if (found.type.base != BaseType::Member || found.type.set) {
            context_.error(kWrongType, span_of(element),
                           fmt::format("{} makes no set", context_.describe(found.type)),
                           "sets are of a kind or an enum");
            wrong = true;
        }
        domain = found.type.domain;
        expression.args.push_back(found.id);
    }
    if (wrong) return bad(span, expected);
    expression.type = set_type(domain);
    return make(std::move(expression));
}

}  // namespace jonbar
