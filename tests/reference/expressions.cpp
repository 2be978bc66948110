#include <cmath>

#include "math/angles.h"
#include "math/functions_inl.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

namespace {

Value of_truth(bool truth) { return {truth ? 1.0 : 0.0, {}}; }

Value of_number(double number) { return {number, {}}; }

bool is_none(const Type& type, const Value& value) {
    return value.number == (type.base == BaseType::Member ? kNobody : kNoDate);
}

}  // namespace

Value Interpreter::evaluate(ExpressionId id, Scope& scope) {
    const Expression& e = model_.at(id);
    switch (e.kind) {
        case ExpressionKind::Number:
        case ExpressionKind::Truth:
            return of_number(e.number);
        case ExpressionKind::EmptySet:
            return {0, Members(domain_size(e.type.domain))};
        case ExpressionKind::Local:
            return scope.locals[e.local];
        case ExpressionKind::Load: {
            const auto cell = cell_at(model_.at(e.state), numbers(e.args, scope));
            if (cell && model_.at(e.state).role == StateRole::Series) {
                return of_number(figure(e, *cell));
            }
            return cell ? history_.cells[e.state.index][*cell] : nothing(e.type);
        }
        case ExpressionKind::Unary:
            return unary(e, scope);
        case ExpressionKind::Binary:
            return binary(e, scope);
        case ExpressionKind::Call:
            return call(e, scope);
        case ExpressionKind::Apply:
            return of_number(apply(e, numbers(e.args, scope)));
        case ExpressionKind::If:
            return evaluate(truth(e.args[0], scope) ? e.args[1] : e.args[2], scope);
        case ExpressionKind::Else: {
            Value value = evaluate(e.args[0], scope);
            return is_none(model_.at(e.args[0]).type, value) ? evaluate(e.args[1], scope) : value;
        }
        case ExpressionKind::IsSomeone:
            return of_truth(!is_none(model_.at(e.args[0]).type, evaluate(e.args[0], scope)));
        case ExpressionKind::Now:
            return of_number(now());
        case ExpressionKind::Aggregate:
            return aggregate(e, scope);
        case ExpressionKind::Native:
            return native(e, scope);
        case ExpressionKind::SetLiteral: {
            Value set{0, Members(domain_size(e.type.domain))};
            for (const double member : numbers(e.args, scope)) {
                if (member != kNobody) {
                    set.members[static_cast<std::size_t>(member)] = true;
                }
            }
            return set;
        }
        case ExpressionKind::History:
            return query(e, scope);
        case ExpressionKind::Past:
            return past(e, scope);
        case ExpressionKind::Odds:
            return of_number(odds(e, scope));
        case ExpressionKind::Draw:
            return of_number(draw(e, scope));
        case ExpressionKind::Either:
            return either(e, scope);
        case ExpressionKind::InitialTick:
            return of_number(static_cast<double>(model_.calendar.first_tick));
        case ExpressionKind::Import:
            return of_number(settings_.imports[e.import]);
    }
    return {};
}

/// Returns what a series says at the first tick of this step.
double Interpreter::figure(const Expression& e, std::size_t cell) const {
    for (const Figure& figure : model_.at(e.state).figures[cell]) {
        if (static_cast<double>(figure.first_tick) <= now() &&
            now() < static_cast<double>(figure.end_tick)) {
            return figure.value;
        }
    }
    fail(FaultKind::NoFigure, e.span);
}

/// Tells whether a condition holds; none always does.
bool Interpreter::open(ExpressionId condition, Scope& scope) {
    return !condition.exists() || truth(condition, scope);
}

std::vector<double> Interpreter::numbers(const std::vector<ExpressionId>& ids, Scope& scope) {
    std::vector<double> values;
    for (const ExpressionId id : ids) {
        values.push_back(number(id, scope));
    }
    return values;
}

Value Interpreter::unary(const Expression& e, Scope& scope) {
    const double value = number(e.args[0], scope);
    return e.op == Operator::Not ? of_truth(value == 0) : of_number(-value);
}

Value Interpreter::binary(const Expression& e, Scope& scope) {
    Value left = evaluate(e.args[0], scope);
    if (e.op == Operator::And || e.op == Operator::Or) {
        const bool decided = (left.number != 0) == (e.op == Operator::Or);
        return decided ? left : evaluate(e.args[1], scope);
    }
    const Value right = evaluate(e.args[1], scope);
    switch (e.op) {
        case Operator::Add:
        case Operator::Subtract:
        case Operator::Multiply:
        case Operator::Divide:
        case Operator::Modulo:
            return of_number(arithmetic(e, left.number, right.number));
        case Operator::Equal:
        case Operator::NotEqual:
        case Operator::Less:
        case Operator::LessEqual:
        case Operator::Greater:
        case Operator::GreaterEqual:
            return compare(e, left, right);
        case Operator::In:
            return of_truth(left.number != kNobody &&
                            right.members[static_cast<std::size_t>(left.number)]);
        case Operator::Union:
        case Operator::Intersection:
        case Operator::Difference:
            for (std::size_t i = 0; i < left.members.size(); ++i) {
                left.members[i] = e.op == Operator::Union ? left.members[i] || right.members[i]
                                  : e.op == Operator::Intersection
                                      ? left.members[i] && right.members[i]
                                      : left.members[i] && !right.members[i];
            }
            return left;
        case Operator::Negate:
        case Operator::Not:
        case Operator::And:
        case Operator::Or:
            break;
    }
    return {};
}

double Interpreter::arithmetic(const Expression& e, double left, double right) const {
    switch (e.op) {
        case Operator::Add:
            return left + right;
        case Operator::Subtract:
            return left - right;
        case Operator::Multiply:
            return left * right;
        default:
            break;
    }
    if (right == 0) {
        fail(FaultKind::DivisionByZero, e.span);
    }
    const double quotient = left / right;
    return e.op == Operator::Divide ? quotient : left - right * math::floor(quotient);
}

Value Interpreter::compare(const Expression& e, const Value& left, const Value& right) const {
    const Type& left_type = model_.at(e.args[0]).type;
    const Type& right_type = model_.at(e.args[1]).type;
    const double a = left.number;
    const double b = right.number;
    for (const auto& [type, value] : {std::pair(left_type, left), std::pair(right_type, right)}) {
        if (type.base == BaseType::Duration && type.optional && is_none(type, value)) {
            return of_truth(false);  // since what never happened
        }
    }
    switch (e.op) {
        case Operator::Less:
            return of_truth(a < b);
        case Operator::LessEqual:
            return of_truth(a <= b);
        case Operator::Greater:
            return of_truth(a > b);
        case Operator::GreaterEqual:
            return of_truth(a >= b);
        default:
            break;
    }
    bool equal = left_type.set ? left.members == right.members : a == b;
    if (!left_type.set &&
        (left_type.base == BaseType::Member || left_type.base == BaseType::Date)) {
        equal = equal && !is_none(left_type, left);
    }
    return of_truth(equal == (e.op == Operator::Equal));
}

double Interpreter::apply(const Expression& e, const std::vector<double>& args) const {
    const double x = args[0];
    const auto require = [&](bool inside) {
        if (!inside) {
            fail(FaultKind::OutsideDomain, e.span);
        }
    };
    switch (e.function) {
        case Function::Exp:
            return math::exp(x);
        case Function::Log:
            require(!(x <= 0));
            return math::log(x);
        case Function::Log1p:
            require(!(x <= -1));
            return math::log1p(x);
        case Function::Expm1:
            return math::expm1(x);
        case Function::Sqrt:
            require(!(x < 0));
            return math::sqrt(x);
        case Function::Abs:
            return math::abs(x);
        case Function::Floor:
            return math::floor(x);
        case Function::Ceil:
            return math::ceil(x);
        case Function::Round:
            return math::round(x);
        case Function::Sign:
            return x > 0 ? 1 : x < 0 ? -1 : 0;
        case Function::Sin:
            return math::sin(x);
        case Function::Cos:
            return math::cos(x);
        case Function::Tanh:
            return math::tanh(x);
        case Function::Logistic:
            return math::logistic(x);
        case Function::Logit:
            require(!(x <= 0) && !(x >= 1));
            return math::logit(x);
        case Function::NormalCdf:
            return math::normal_cdf(x);
        case Function::Power: {
            const double power = math::pow(x, args[1]);
            require(!std::isnan(power) || std::isnan(x) || std::isnan(args[1]));
            return power;
        }
        case Function::Min:
        case Function::Max: {
            double least = x;
            for (std::size_t i = 1; i < args.size(); ++i) {
                least = e.function == Function::Min ? math::min(least, args[i])
                                                    : math::max(least, args[i]);
            }
            return least;
        }
        case Function::Clamp:
            return math::min(math::max(x, args[1]), args[2]);
        case Function::YearOf:
            return model_.calendar.date_of(static_cast<std::int64_t>(math::floor(x))).year;
        case Function::MonthOf:
            return model_.calendar.date_of(static_cast<std::int64_t>(math::floor(x))).month;
    }
    return 0;
}

Value Interpreter::call(const Expression& e, Scope& scope) {
    const Definition& definition = model_.at(e.definition);
    Scope inner{std::vector<Value>(model_.at(definition.frame).locals.size())};
    for (std::size_t i = 0; i < e.args.size(); ++i) {
        inner.locals[i] = evaluate(e.args[i], scope);
    }
    return evaluate(definition.body, inner);
}

Value Interpreter::query(const Expression& e, Scope& scope) {
    const Declaration& declaration = model_.at(e.declaration);
    std::vector<double> at = numbers(e.args, scope);
    double entity = kNobody;
    const bool of_entity = at.size() > declaration.indices.size();
    if (of_entity) {
        entity = at.back();
        at.pop_back();
    }
    for (const double index : at) {
        if (index == kNobody) {
            return nothing(e.type);
        }
    }
    if (declaration.unordered && at[1] < at[0]) {
        std::swap(at[0], at[1]);
    }
    const Record& record = records_[e.declaration.index][row_major(declaration.indices, at)];
    switch (e.query) {
        case PastQuery::Happened:
            return of_truth(record.times > 0);
        case PastQuery::On:
            return of_number(record.on);
        case PastQuery::Since:
            return of_number(record.on == kNoDate ? kNoDate : now() - record.on);
        case PastQuery::Times:
            return of_number(static_cast<double>(record.times));
        case PastQuery::Chose:
            return of_truth(record.option == e.option &&
                            (!of_entity || (entity != kNobody && record.entity == entity)));
        case PastQuery::Held:
            return of_number(record.held);
        case PastQuery::Margin:
            return of_number(record.margin);
    }
    return {};
}

Value Interpreter::past(const Expression& e, Scope& scope) {
    const Past& past = model_.at(e.past);
    std::vector<double> at = numbers(e.args, scope);
    std::vector<DomainId> domains;
    for (std::size_t i = 0; i < at.size(); ++i) {
        if (at[i] == kNobody) {
            return nothing(Type{e.type.base, e.type.domain, e.type.optional, e.type.set});
        }
        domains.push_back(model_.at(past.frame).locals[past.locals[i]].type.domain);
    }
    const auto& ends = pasts_[e.past.index];
    const std::int64_t end = step_ + 1 - static_cast<std::int64_t>(past.lag_steps);
    const std::size_t cell = row_major(domains, at);
    if (ends.empty()) {  // the initial state is being recorded
        return past_column(past)[cell];
    }
    return ends[end < 0 ? 0 : static_cast<std::size_t>(end)][cell];
}

/// Returns e of `past(e, lag)` as it stands, for every tuple of the locals it reads.
std::vector<Value> Interpreter::past_column(const Past& past) {
    const Frame& frame = model_.at(past.frame);
    std::size_t count = 1;
    for (const LocalIndex local : past.locals) {
        count *= domain_size(frame.locals[local].type.domain);
    }
    std::vector<Value> column;
    for (std::size_t cell = 0; cell < count; ++cell) {
        Scope scope{std::vector<Value>(frame.locals.size())};
        std::size_t rest = cell;
        for (std::size_t i = past.locals.size(); i-- > 0;) {
            const std::size_t size = domain_size(frame.locals[past.locals[i]].type.domain);
            scope.locals[past.locals[i]].number = static_cast<double>(rest % size);
            rest /= size;
        }
        column.push_back(evaluate(past.expression, scope));
    }
    return column;
}

}  // namespace jonbar::reference
