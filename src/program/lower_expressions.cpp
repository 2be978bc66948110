// Expressions.

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "program/lowering.h"

namespace jonbar::program {

namespace {

Op function_op(Function function) {
    switch (function) {
        case Function::Exp:
            return Op::Exp;
        case Function::Log:
            return Op::Log;
        case Function::Log1p:
            return Op::Log1p;
        case Function::Expm1:
            return Op::Expm1;
        case Function::Sqrt:
            return Op::Sqrt;
        case Function::Abs:
            return Op::Abs;
        case Function::Floor:
            return Op::Floor;
        case Function::Ceil:
            return Op::Ceil;
        case Function::Round:
            return Op::Round;
        case Function::Sign:
            return Op::Sign;
        case Function::Sin:
            return Op::Sin;
        case Function::Cos:
            return Op::Cos;
        case Function::Tanh:
            return Op::Tanh;
        case Function::Logistic:
            return Op::Logistic;
        case Function::Logit:
            return Op::Logit;
        case Function::NormalCdf:
            return Op::NormalCdf;
        case Function::Power:
            return Op::Power;
        case Function::Min:
            return Op::Min;
        case Function::Max:
            return Op::Max;
        case Function::YearOf:
            return Op::YearOf;
        case Function::MonthOf:
            return Op::MonthOf;
        case Function::Clamp:
            break;
    }
    return Op::Copy;
}

}  // namespace

double Lowering::none_of(const Type& type) const {
    return type.base == BaseType::Member ? kNobody : kNoDate;
}

Operand Lowering::is_some(const Type& type, Operand value) {
    return truth(Op::NotEqual, value, constant(none_of(type)));
}

std::vector<Value> Lowering::evaluate_all(const std::vector<ExpressionId>& ids, const Scope& scope,
                                          Operand mask) {
    std::vector<Value> values;
    for (const ExpressionId id : ids) {
        values.push_back(evaluate(id, scope, mask));
    }
    return values;
}

Value Lowering::evaluate(ExpressionId id, const Scope& scope, Operand mask) {
    const Expression& e = model_.at(id);
    ++evaluated_;
    if (full()) {
        // Any value will do: the program is given up.
        return {is_truth(e.type) ? new_truth(width_of(e.type)) : constant(0), width_of(e.type)};
    }
    switch (e.kind) {
        case ExpressionKind::Number:
        case ExpressionKind::Truth:
            return {constant(e.number)};
        case ExpressionKind::EmptySet: {
            const std::uint32_t width = size_of(e.type.domain);
            return {draft_.table(std::vector<double>(width)), width};
        }
        case ExpressionKind::Local:
            return scope.locals[e.local];
        case ExpressionKind::Load:
            return load_state(e, scope, mask);
        case ExpressionKind::Unary:
            return unary(e, scope, mask);
        case ExpressionKind::Binary:
            return binary(e, scope, mask);
        case ExpressionKind::Call: {
            const auto table = tabled(id, scope);
            return table ? *table : call(e, scope, mask);
        }
        case ExpressionKind::Apply:
            return {apply(e, evaluate_all(e.args, scope, mask), mask)};
        case ExpressionKind::If: {
            const Operand condition = scalar(e.args[0], scope, mask);
            const bool guards = may_fault(e.args[1]) || may_fault(e.args[2]);
            const Value yes = evaluate(e.args[1], scope, guards ? both(mask, condition) : mask);
            const Value no = evaluate(e.args[2], scope, guards ? but_not(mask, condition) : mask);
            return choose(e.type, condition, yes, no);
        }
        case ExpressionKind::Else:
            return otherwise(e, scope, mask);
        case ExpressionKind::IsSomeone:
            return {is_some(model_.at(e.args[0]).type, scalar(e.args[0], scope, mask))};
        case ExpressionKind::Now:
            return {now()};
        case ExpressionKind::Aggregate: {
            const auto table = tabled(id, scope);
            return table ? *table : aggregate(e, scope, mask);
        }
        case ExpressionKind::Native:
            return native(id, scope, mask);
        case ExpressionKind::SetLiteral:
            return set_literal(e, scope, mask);
        case ExpressionKind::History:
            return query(e, scope, mask);
        case ExpressionKind::Past:
            return past(e, scope, mask);
        case ExpressionKind::Odds:
            return odds(e, scope, mask);
        case ExpressionKind::Draw:
            return draw(e, scope, mask);
        case ExpressionKind::Either:
            return either(e, scope, mask);
        case ExpressionKind::InitialTick:
            return {constant(static_cast<double>(model_.calendar.first_tick))};
        case ExpressionKind::Import:
            return import(e);
    }
    return {};
}

Value Lowering::choose(const Type& type, Operand condition, const Value& yes, const Value& no) {
    if (const auto known = draft_.constant_of(condition)) {
        return *known != 0 ? yes : no;
    }
    if (type.set) {
        return element_wise(yes.width, [&](Operand member) {
            return truth(Op::SelectTruth, condition, draft_.moved(yes.operand, member, 1),
                         draft_.moved(no.operand, member, 1));
        });
    }
    return {is_truth(type) ? truth(Op::SelectTruth, condition, yes.operand, no.operand)
                           : number(Op::Select, condition, yes.operand, no.operand)};
}

Value Lowering::otherwise(const Expression& e, const Scope& scope, Operand mask) {
    const Operand value = scalar(e.args[0], scope, mask);
    const Operand some = is_some(model_.at(e.args[0]).type, value);
    const Operand rest = may_fault(e.args[1]) ? but_not(mask, some) : mask;
    return {number(Op::Select, some, value, scalar(e.args[1], scope, rest))};
}

Value Lowering::unary(const Expression& e, const Scope& scope, Operand mask) {
    const Operand value = scalar(e.args[0], scope, mask);
    return {e.op == Operator::Not ? truth(Op::Not, value) : number(Op::Negate, value)};
}

Value Lowering::binary(const Expression& e, const Scope& scope, Operand mask) {
    if (e.op == Operator::In) {
        const Type& type = model_.at(e.args[0]).type;
        const Operand member = scalar(e.args[0], scope, mask);
        Operand inside_of = membership(e.args[1], scope, member, mask);
        if (type.optional || lenient_) {
            inside_of = truth(Op::And, is_some(type, member), inside_of);
        }
        return {inside_of};
    }
    const Value left = evaluate(e.args[0], scope, mask);
    if (e.op == Operator::And || e.op == Operator::Or) {
        const auto known = draft_.constant_of(left.operand);
        if (known && (*known != 0) == (e.op == Operator::Or)) {
            return left;
        }
        Operand rest = mask;
        if (may_fault(e.args[1])) {
            rest = e.op == Operator::And ? both(mask, left.operand) : but_not(mask, left.operand);
        }
        const Operand right = scalar(e.args[1], scope, rest);
        return {truth(e.op == Operator::And ? Op::And : Op::Or, left.operand, right)};
    }
    const Value right = evaluate(e.args[1], scope, mask);
    const auto members = [&](Op op) {
        return element_wise(left.width, [&](Operand member) {
            return truth(op, draft_.moved(left.operand, member, 1),
                         draft_.moved(right.operand, member, 1));
        });
    };
    switch (e.op) {
        case Operator::Add:
            return {number(Op::Add, left.operand, right.operand)};
        case Operator::Subtract:
            return {number(Op::Subtract, left.operand, right.operand)};
        case Operator::Multiply:
            return {number(Op::Multiply, left.operand, right.operand)};
        case Operator::Divide:
            check(Op::CheckNonZero, right.operand, mask, e.span, "division by zero");
            return {number(Op::Divide, left.operand, right.operand)};
        case Operator::Modulo:
            check(Op::CheckNonZero, right.operand, mask, e.span, "mod by zero");
            return {number(Op::Modulo, left.operand, right.operand)};
        case Operator::Union:
            return members(Op::Or);
        case Operator::Intersection:
            return members(Op::And);
        case Operator::Difference:
            return members(Op::AndNot);
        case Operator::Equal:
        case Operator::NotEqual:
        case Operator::Less:
        case Operator::LessEqual:
        case Operator::Greater:
        case Operator::GreaterEqual:
            return {compare(e, left, right)};
        case Operator::Negate:
        case Operator::Not:
        case Operator::And:
        case Operator::Or:
        case Operator::In:
            break;
    }
    return {};
}

Operand Lowering::same_set(const Value& left, const Value& right) {
    const Operand same = truth_variable(true);
    loop(left.width, [&](Operand member) {
        Instruction made;
        made.op = Op::AndNot;
        made.out = same;
        made.a = same;
        made.b = truth(Op::Xor, draft_.moved(left.operand, member, 1),
                       draft_.moved(right.operand, member, 1));
        emit(made);
    });
    return same;
}

Operand Lowering::compare(const Expression& e, const Value& left, const Value& right) {
    const Type& left_type = model_.at(e.args[0]).type;
    const Type& right_type = model_.at(e.args[1]).type;
    const Operand a = left.operand;
    const Operand b = right.operand;
    Operand known;  // where neither is `since` what never happened
    for (const auto& [type, value] : {std::pair(left_type, a), std::pair(right_type, b)}) {
        if (type.base == BaseType::Duration && type.optional) {
            known = both(known, is_some(type, value));
        }
    }
    const auto among_known = [&](Operand result) { return as_truth(both(known, result)); };
    switch (e.op) {
        case Operator::Less:
            return among_known(truth(Op::Less, a, b));
        case Operator::LessEqual:
            return among_known(truth(Op::LessEqual, a, b));
        case Operator::Greater:
            return among_known(truth(Op::Less, b, a));
        case Operator::GreaterEqual:
            return among_known(truth(Op::LessEqual, b, a));
        default:
            break;
    }
    const bool wants_equal = e.op == Operator::Equal;
    if (left_type.set) {
        const Operand same = same_set(left, right);
        return wants_equal ? same : truth(Op::Not, same);
    }
    if (left_type.base == BaseType::Truth) {
        const Operand differs = truth(Op::Xor, a, b);
        return wants_equal ? truth(Op::Not, differs) : differs;
    }
    const bool may_be_none = left_type.base == BaseType::Member || left_type.base == BaseType::Date;
    if (may_be_none && ((left_type.optional && right_type.optional) || lenient_)) {
        const Operand same = truth(Op::And, truth(Op::Equal, a, b), is_some(left_type, a));
        return wants_equal ? same : truth(Op::Not, same);
    }
    return among_known(truth(wants_equal ? Op::Equal : Op::NotEqual, a, b));
}

Operand Lowering::apply(const Expression& e, const std::vector<Value>& args, Operand mask) {
    const Operand x = args[0].operand;
    const auto outside = [&](Op op, Operand value, std::string_view function) {
        check(op, value, mask, e.span, std::string(function) + " outside its domain");
    };
    switch (e.function) {
        case Function::Log:
            outside(Op::CheckPositive, x, "log");
            break;
        case Function::Log1p:
            outside(Op::CheckTrue, truth(Op::Less, constant(-1), x), "log1p");
            break;
        case Function::Sqrt:
            outside(Op::CheckNotNegative, x, "sqrt");
            break;
        case Function::Logit:
            outside(Op::CheckInsideUnit, x, "logit");
            break;
        case Function::Power: {
            const Operand result = number(Op::Power, x, args[1].operand);
            outside(Op::CheckNumber, result, "power");
            return result;
        }
        case Function::Min:
        case Function::Max: {
            Operand best = x;
            for (std::size_t i = 1; i < args.size(); ++i) {
                best = number(function_op(e.function), best, args[i].operand);
            }
            return best;
        }
        case Function::Clamp:
            return number(Op::Min, number(Op::Max, x, args[1].operand), args[2].operand);
        default:
            break;
    }
    return number(function_op(e.function), x);
}

Scope Lowering::definition_scope(const Expression& e, const Scope& scope, Operand mask) {
    const Definition& definition = model_.at(e.definition);
    Scope inner;
    inner.frame = definition.frame;
    inner.locals.resize(model_.at(definition.frame).locals.size());
    for (std::size_t i = 0; i < e.args.size(); ++i) {
        inner.locals[i] = evaluate(e.args[i], scope, mask);
    }
    return inner;
}

Value Lowering::call(const Expression& e, const Scope& scope, Operand mask) {
    return evaluate(model_.at(e.definition).body, definition_scope(e, scope, mask), mask);
}

Value Lowering::set_literal(const Expression& e, const Scope& scope, Operand mask) {
    const std::uint32_t width = size_of(e.type.domain);
    const std::vector<Value> members = evaluate_all(e.args, scope, mask);
    const bool known = std::all_of(members.begin(), members.end(), [this](const Value& member) {
        return draft_.constant_of(member.operand).has_value();
    });
    if (known) {
        std::vector<double> truths(width);
        for (const Value& member : members) {
            const double place = *draft_.constant_of(member.operand);
            if (place >= 0 && place < width) {
                truths[static_cast<std::size_t>(place)] = 1;
            }
        }
        return {draft_.table(truths), width};
    }
    const Value set = {new_truth(width), width};
    loop(width,
         [&](Operand member) { store(draft_.moved(set.operand, member, 1), constant(0), {}); });
    for (const Value& member : members) {
        write(address(set.operand, 1, {e.type.domain}, {member}), 0, constant(1), {});
    }
    return set;
}

Value Lowering::past(const Expression& e, const Scope& scope, Operand mask) {
    const Past& past = model_.at(e.past);
    std::vector<DomainId> domains;
    for (const LocalIndex local : past.locals) {
        domains.push_back(model_.at(past.frame).locals[local].type.domain);
    }
    const std::uint32_t width = width_of(e.type);
    const std::uint32_t slot_size = cells_of(domains) * width;
    const auto found = past_columns_.find(e.past.index);
    Operand first;
    if (found == past_columns_.end()) {
        first = draft_.columns(is_truth(e.type) ? Place::StateTruth : Place::StateNumber,
                               slot_size * past.lag_steps);
        past_columns_.emplace(e.past.index, first);
        // The register exists from now on; `set_rings` gives it its value at the start of a step.
        if (!rings_.contains(past.lag_steps)) {
            rings_.emplace(past.lag_steps, draft_.new_register(past.lag_steps));
        }
    } else {
        first = found->second;
    }
    if (!in_init_) {
        first = draft_.moved(first, index_operand(draft_, rings_.at(past.lag_steps)), slot_size);
    }
    const std::vector<Value> at = evaluate_all(e.args, scope, mask);
    return load(address(first, width, domains, at), e.type, width);
}

}  // namespace jonbar::program
