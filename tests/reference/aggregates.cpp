// Aggregates: sums, counts, bests and picks over the members of a domain or a set.

#include "math/functions_inl.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

/// Returns the members of a set, or of the whole domain if there is none, in declaration order.
std::vector<double> Interpreter::elements(DomainId domain, ExpressionId set, Scope& scope) {
    Members members(domain_size(domain), true);
    if (set.exists()) {
        members = evaluate(set, scope).members;
    }
    std::vector<double> found;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (members[i]) {
            found.push_back(static_cast<double>(i));
        }
    }
    return found;
}

Value Interpreter::aggregate(const Expression& e, Scope& scope) {
    const Aggregate& aggregate = e.aggregate;
    std::vector<double> members;
    for (const double member : elements(aggregate.domain, aggregate.set, scope)) {
        scope.locals[aggregate.local].number = member;
        if (open(aggregate.where, scope)) {
            members.push_back(member);
        }
    }
    switch (aggregate.op) {
        case AggregateOp::Sum:
        case AggregateOp::Mean:
        case AggregateOp::Max:
        case AggregateOp::Min:
        case AggregateOp::Any:
        case AggregateOp::All:
            return fold(e, members, scope);
        case AggregateOp::Count:
            return {static_cast<double>(members.size()), {}};
        case AggregateOp::ArgMax:
        case AggregateOp::ArgMin:
            return best(e, members, scope);
        case AggregateOp::Collect: {
            Value set{0, Members(domain_size(aggregate.domain))};
            for (const double member : members) {
                set.members[static_cast<std::size_t>(member)] = true;
            }
            return set;
        }
        case AggregateOp::Top:
            return top(e, members, scope);
        case AggregateOp::Pick:
            return pick(e, members, scope);
    }
    return {};
}

Value Interpreter::fold(const Expression& e, const std::vector<double>& members, Scope& scope) {
    const AggregateOp op = e.aggregate.op;
    std::vector<double> values;
    for (const double member : members) {
        scope.locals[e.aggregate.local].number = member;
        values.push_back(number(e.aggregate.body, scope));
    }
    const bool needs_some =
        op == AggregateOp::Mean || op == AggregateOp::Max || op == AggregateOp::Min;
    if (values.empty() && needs_some) {
        fail(FaultKind::OfNothing, e.span);
    }
    double result = op == AggregateOp::All ? 1 : 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = values[i];
        if (op == AggregateOp::Sum || op == AggregateOp::Mean) {
            result += value;
        } else if (op == AggregateOp::Any || op == AggregateOp::All) {
            result = (value != 0) == (op == AggregateOp::Any) ? value : result;
        } else if (i == 0) {
            result = value;
        } else {
            result = op == AggregateOp::Max ? math::max(result, value) : math::min(result, value);
        }
    }
    if (op == AggregateOp::Mean) {
        result /= static_cast<double>(values.size());
    }
    return {result, {}};
}

Value Interpreter::best(const Expression& e, const std::vector<double>& members, Scope& scope) {
    double best_member = kNobody;
    double best_score = 0;
    for (const double member : members) {
        scope.locals[e.aggregate.local].number = member;
        const double score = number(e.aggregate.body, scope);
        const bool better =
            e.aggregate.op == AggregateOp::ArgMax ? best_score < score : score < best_score;
        if (best_member == kNobody || better) {
            best_member = member;
            best_score = score;
        }
    }
    return {best_member, {}};
}

Value Interpreter::top(const Expression& e, const std::vector<double>& members, Scope& scope) {
    const double count = number(e.aggregate.count, scope);
    std::vector<std::pair<double, double>> scored;
    for (const double member : members) {
        scope.locals[e.aggregate.local].number = member;
        scored.push_back({member, number(e.aggregate.body, scope)});
    }
    return of_highest(e, scored, count);
}

Value Interpreter::pick(const Expression& e, const std::vector<double>& members, Scope& scope) {
    const double count = e.aggregate.count.exists() ? number(e.aggregate.count, scope) : 1;
    std::vector<std::pair<double, double>> scored;
    for (const double member : members) {
        scope.locals[e.aggregate.local].number = member;
        const double weight = number(e.aggregate.body, scope);
        require_finite(weight, e.span);
        if (weight < 0) {
            fail(FaultKind::NegativeWeight, e.span);
        }
        if (weight > 0) {
            const double u = noise(e.aggregate.site, scope).uniform(0);
            scored.push_back({member, math::log(weight) - math::log(-math::log(u))});
        }
    }
    return of_highest(e, scored, count);
}

/// Returns the set of the `count` members with the highest scores, or the one member of a pick of
/// one.
Value Interpreter::of_highest(const Expression& e, std::vector<std::pair<double, double>> scored,
                              double count) const {
    Value chosen{kNobody, Members(domain_size(e.aggregate.domain))};
    for (double i = 0; i < count && !scored.empty(); ++i) {
        auto best = scored.begin();
        for (auto it = scored.begin(); it != scored.end(); ++it) {
            if (best->second < it->second) {
                best = it;
            }
        }
        chosen.number = best->first;
        chosen.members[static_cast<std::size_t>(best->first)] = true;
        scored.erase(best);
    }
    return e.aggregate.pick_one ? Value{chosen.number, {}} : Value{0, chosen.members};
}

}  // namespace jonbar::reference
