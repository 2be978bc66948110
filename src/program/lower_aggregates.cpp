// Aggregates, sets and draws within expressions.

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "program/lowering.h"

namespace jonbar::program {

/// Makes a set by computing each member's truth.
Value Lowering::element_wise(std::uint32_t width, const std::function<Operand(Operand)>& element) {
    const Value set = {new_truth(width), width};
    loop(width,
         [&](Operand member) { store(draft_.moved(set.operand, member, 1), element(member), {}); });
    return set;
}

/// Returns a value that later statements cannot change.
Value Lowering::kept(const Value& value, const Type& type) {
    if (value.operand.place != Place::StateNumber && value.operand.place != Place::StateTruth) {
        return value;
    }
    if (type.set) {
        return element_wise(value.width,
                            [&](Operand member) { return draft_.moved(value.operand, member, 1); });
    }
    const Operand copy = is_truth(type) ? new_truth() : new_number();
    store(copy, value.operand, {});
    return {copy};
}

/// Tells whether a set can be asked member by member instead of being made as a whole.
bool Lowering::is_lazy(ExpressionId id) {
    if (may_fault(id)) {
        return false;
    }
    const Expression& e = model_.at(id);
    switch (e.kind) {
        case ExpressionKind::Binary:
            return is_lazy(e.args[0]) && is_lazy(e.args[1]);
        case ExpressionKind::Call:
            return is_lazy(model_.at(e.definition).body);
        case ExpressionKind::Load:
        case ExpressionKind::Local:
        case ExpressionKind::EmptySet:
        case ExpressionKind::SetLiteral:
            return true;
        case ExpressionKind::Aggregate:
            return e.aggregate.op == AggregateOp::Collect &&
                   (!e.aggregate.set.exists() || is_lazy(e.aggregate.set));
        default:
            return false;
    }
}

/// Returns whether `index` is in a set. Where the index is out of the domain the answer is no.
Operand Lowering::membership(ExpressionId id, const Scope& scope, Operand index, Operand mask) {
    const Expression& e = model_.at(id);
    const DomainId domain = e.type.domain;
    if (is_lazy(id)) {
        if (e.kind == ExpressionKind::Binary) {
            const Operand left = membership(e.args[0], scope, index, mask);
            const Operand right = membership(e.args[1], scope, index, mask);
            return truth(e.op == Operator::Union          ? Op::Or
                         : e.op == Operator::Intersection ? Op::And
                                                          : Op::AndNot,
                         left, right);
        }
        if (e.kind == ExpressionKind::Call) {
            return membership(model_.at(e.definition).body, definition_scope(e, scope, mask), index,
                              mask);
        }
        if (e.kind == ExpressionKind::Aggregate) {
            Scope inner = scope;
            inner.locals[e.aggregate.local] = {index};
            Operand there;
            if (e.aggregate.set.exists()) {
                there = membership(e.aggregate.set, scope, index, mask);
            } else if (!is_static(index, domain)) {
                there = truth(Op::LessEqual, constant(0), index);
            }
            if (e.aggregate.where.exists()) {
                there = both(there, scalar(e.aggregate.where, inner, mask));
            }
            return as_truth(there);
        }
        if (e.kind == ExpressionKind::SetLiteral) {
            Operand there = constant(0);
            for (const ExpressionId member : e.args) {
                const Operand one = scalar(member, scope, mask);
                there = truth(Op::Or, there, truth(Op::Equal, index, one));
            }
            return there;
        }
        if (e.kind == ExpressionKind::Load) {
            // A cell of the state's truths: the member is one more index.
            const State& state = model_.at(e.state);
            std::vector<DomainId> domains = state.indices;
            domains.push_back(domain);
            std::vector<Value> at = evaluate_all(e.args, scope, mask);
            at.push_back({index});
            const StateInfo& info = states_[e.state.index];
            const bool in_table = info.table.has_value() && options_.optimise;
            const Operand first = in_table ? *info.table : info.columns;
            return load(address(first, 1, domains, at), kTruthType, 1).operand;
        }
    }
    const Value set = evaluate(id, scope, mask);
    return load(address(set.operand, 1, {domain}, {{index}}), kTruthType, 1).operand;
}

/// Runs body(index, condition, guard) for each member of an aggregate's domain: whether it is a
/// row, and the mask for what is evaluated of it. The condition is none where all are rows.
template <class Body>
void Lowering::rows(const Aggregate& aggregate, Scope& inner, Operand mask, Body body) {
    const bool as_a_whole = aggregate.set.exists() && !is_lazy(aggregate.set);
    const Value set = as_a_whole ? evaluate(aggregate.set, inner, mask) : Value{};
    pure_loop(size_of(aggregate.domain), [&](Operand index) {
        Operand condition;
        if (as_a_whole) {
            condition = draft_.moved(set.operand, index, 1);
        } else if (aggregate.set.exists()) {
            condition = membership(aggregate.set, inner, index, mask);
        }
        inner.locals[aggregate.local] = {index};
        if (aggregate.where.exists()) {
            const Operand guard = may_fault(aggregate.where) ? both(mask, condition) : mask;
            condition = both(condition, scalar(aggregate.where, inner, guard));
        }
        if (condition.exists()) {
            const auto known = draft_.constant_of(condition);
            if (known && *known == 0) {
                return;
            }
            condition = known ? Operand{} : condition;
        }
        body(index, condition, may_fault(aggregate.body) ? both(mask, condition) : mask);
    });
}

Value Lowering::aggregate(const Expression& e, const Scope& scope, Operand mask) {
    const Aggregate& aggregate = e.aggregate;
    Scope inner = scope;
    const auto accumulate = [&](Op op, Operand out, Operand value, Operand condition) {
        Instruction made;
        made.op = op;
        made.out = out;
        if (op == Op::AddWhere) {
            made.a = value;
            made.mask = condition;
        } else {
            made.a = out;
            made.b = value;
        }
        emit(made);
    };
    switch (aggregate.op) {
        case AggregateOp::Sum:
        case AggregateOp::Mean:
        case AggregateOp::Count: {
            const Operand sum = number_variable(0);
            const Operand count =
                aggregate.op == AggregateOp::Mean ? number_variable(0) : Operand{};
            rows(aggregate, inner, mask, [&](Operand, Operand condition, Operand guard) {
                const bool counts = aggregate.op == AggregateOp::Count;
                accumulate(Op::AddWhere, sum,
                           counts ? constant(1) : scalar(aggregate.body, inner, guard), condition);
                if (count.exists()) {
                    accumulate(Op::AddWhere, count, constant(1), condition);
                }
            });
            if (!count.exists()) {
                return {sum};
            }
            if (may_be_empty(aggregate)) {
                check(Op::CheckPositive, count, mask, e.span, "the mean of nothing");
            }
            return {number(Op::Divide, sum, count)};
        }
        case AggregateOp::Any:
        case AggregateOp::All: {
            const bool any = aggregate.op == AggregateOp::Any;
            const Operand result = truth_variable(!any);
            rows(aggregate, inner, mask, [&](Operand, Operand condition, Operand guard) {
                Operand value = scalar(aggregate.body, inner, guard);
                if (any) {
                    accumulate(Op::Or, result, as_truth(both(condition, value)), {});
                } else {
                    accumulate(Op::AndNot, result, as_truth(but_not(condition, value)), {});
                }
            });
            return {result};
        }
        case AggregateOp::Max:
        case AggregateOp::Min: {
            const bool largest = aggregate.op == AggregateOp::Max;
            const double infinity = std::numeric_limits<double>::infinity();
            const Operand best = number_variable(largest ? -infinity : infinity);
            const Operand some = truth_variable(false);
            rows(aggregate, inner, mask, [&](Operand, Operand condition, Operand guard) {
                const Operand value = scalar(aggregate.body, inner, guard);
                store(best, number(largest ? Op::Max : Op::Min, best, value), condition);
                accumulate(Op::Or, some, as_truth(condition), {});
            });
            if (may_be_empty(aggregate)) {
                check(Op::CheckTrue, some, mask, e.span,
                      largest ? "the max of nothing" : "the min of nothing");
            }
            return {best};
        }
        case AggregateOp::ArgMax:
        case AggregateOp::ArgMin:
            return best_of(e, inner, mask);
        case AggregateOp::Collect: {
            const std::uint32_t width = size_of(aggregate.domain);
            const Value set = {new_truth(width), width};
            loop(width, [&](Operand member) {
                store(draft_.moved(set.operand, member, 1), constant(0), {});
            });
            rows(aggregate, inner, mask, [&](Operand index, Operand condition, Operand) {
                store(draft_.moved(set.operand, index, 1), as_truth(condition), {});
            });
            return set;
        }
        case AggregateOp::Top:
        case AggregateOp::Pick:
            return top_or_pick(e, scope, inner, mask);
    }
    return {};
}

Value Lowering::best_of(const Expression& e, Scope& inner, Operand mask) {
    const Operand best = number_variable(0);
    const Operand who = number_variable(kNobody);
    rows(e.aggregate, inner, mask, [&](Operand index, Operand condition, Operand guard) {
        Instruction made;
        made.op = e.aggregate.op == AggregateOp::ArgMax ? Op::KeepLargest : Op::KeepSmallest;
        made.out = best;
        made.out2 = who;
        made.a = scalar(e.aggregate.body, inner, guard);
        made.b = index;
        made.mask = condition;
        emit(made);
    });
    return {who};
}

Value Lowering::top_or_pick(const Expression& e, const Scope& scope, Scope& inner, Operand mask) {
    const Aggregate& aggregate = e.aggregate;
    const std::uint32_t width = size_of(aggregate.domain);
    const Operand count =
        aggregate.count.exists() ? scalar(aggregate.count, scope, mask) : Operand{};
    const Operand best = aggregate.pick_one ? number_variable(0) : Operand{};
    const Operand who = aggregate.pick_one ? number_variable(kNobody) : Operand{};
    const Operand scores = aggregate.pick_one ? Operand{} : new_number(width);
    const Operand candidates = aggregate.pick_one ? Operand{} : new_truth(width);
    if (candidates.exists()) {
        loop(width,
             [&](Operand member) { store(draft_.moved(candidates, member, 1), constant(0), {}); });
    }
    rows(aggregate, inner, mask, [&](Operand index, Operand condition, Operand guard) {
        Operand score = scalar(aggregate.body, inner, guard);
        if (aggregate.op == AggregateOp::Pick) {
            guard = both(mask, condition);
            check_finite(score, guard, e.span, "a weight");
            check(Op::CheckNotNegative, score, guard, e.span, "a negative weight");
            condition = both(condition, truth(Op::Less, constant(0), score));
            const Operand u = draw_op(Op::DrawUniform, keys(aggregate.site, inner), 0);
            const Operand noise = number(Op::Log, number(Op::Negate, number(Op::Log, u)));
            score = number(Op::Subtract, number(Op::Log, score), noise);
        }
        if (aggregate.pick_one) {
            Instruction made;
            made.op = Op::KeepLargest;
            made.out = best;
            made.out2 = who;
            made.a = score;
            made.b = index;
            made.mask = condition;
            emit(made);
            return;
        }
        store(draft_.moved(scores, index, 1), score, {});
        store(draft_.moved(candidates, index, 1), as_truth(condition), {});
    });
    if (aggregate.pick_one) {
        return {who};
    }
    const Value set = {new_truth(width), width};
    Instruction made;
    made.op = Op::SelectTop;
    made.out = set.operand;
    made.a = scores;
    made.b = candidates;
    made.c = count;
    made.count = width;
    emit(made);
    return set;
}

/// Draws by the table of a fixed distribution.
Operand Lowering::tabled_draw(const FixedDistribution& fixed, Operand uniform, Operand mask) {
    std::vector<FixedDistribution>& tabled = draft_.program.tabled;
    auto at = std::find(tabled.begin(), tabled.end(), fixed);
    if (at == tabled.end()) {
        at = tabled.insert(at, fixed);
    }
    Instruction made;
    made.op = Op::QuantileTabled;
    made.out = {.place = Place::Number, .shape = 0, .base = kNewColumn};
    made.a = uniform;
    made.mask = mask;
    made.detail = static_cast<std::uint32_t>(at - tabled.begin());
    return emit(made);
}

Value Lowering::draw(const Expression& e, const Scope& scope, Operand mask) {
    if (const auto fixed = tabled_distribution(model_, e)) {
        const Operand value =
            tabled_draw(*fixed, draw_op(Op::DrawUniform, keys(e.site, scope), 0), mask);
        return {impose_draw(e, scope,
                            {{constant(fixed->parameters[0])}, {constant(fixed->parameters[1])}},
                            value, mask)};
    }
    const std::vector<Value> parameters = evaluate_all(e.args, scope, mask);
    const auto parameter = [&](std::size_t i) {
        return i < parameters.size() ? parameters[i].operand : Operand{};
    };
    for (const Value& value : parameters) {
        check_finite(value.operand, mask, e.span, "a parameter of a draw");
    }
    if (!no_faults_) {
        Instruction made;
        made.op = Op::CheckParameters;
        made.a = parameter(0);
        made.b = parameter(1);
        made.c = parameter(2);
        made.mask = mask;
        made.stride = static_cast<std::uint32_t>(e.distribution);
        made.detail = fault(e.span, "a parameter of a draw outside its range");
        emit(made);
    }
    Instruction made;
    made.op = Op::Quantile;
    made.out = {.place = Place::Number, .shape = 0, .base = kNewColumn};
    made.a = draw_op(Op::DrawUniform, keys(e.site, scope), 0);
    made.b = parameter(0);
    made.c = parameter(1);
    made.d = parameter(2);
    made.mask = mask;
    made.detail = static_cast<std::uint32_t>(e.distribution);
    const Operand drawn = impose_draw(e, scope, parameters, emit(made), mask);
    return {e.type.base == BaseType::Truth ? truth(Op::NotEqual, drawn, constant(0)) : drawn};
}

Value Lowering::either(const Expression& e, const Scope& scope, Operand mask) {
    const Operand u = draw_op(Op::DrawWord, keys(e.site, scope), 0);
    std::vector<Operand> below;  // u < the weights up to here
    double cumulative = 0;
    for (std::size_t i = 0; i + 1 < e.args.size(); ++i) {
        cumulative += e.weights[i];
        below.push_back(truth(Op::Less, u, constant(cumulative)));
    }
    std::vector<Value> alternatives;
    for (std::size_t i = 0; i < e.args.size(); ++i) {
        Operand guard = i < below.size() ? both(mask, below[i]) : mask;
        for (std::size_t before = 0; before < i; ++before) {
            guard = but_not(guard, below[before]);
        }
        alternatives.push_back(evaluate(e.args[i], scope, guard));
    }
    Value result = alternatives.back();
    for (std::size_t i = below.size(); i-- > 0;) {
        result = choose(e.type, below[i], alternatives[i], result);
    }
    return result;
}

}  // namespace jonbar::program
