// Cells: where they are, and what may be stored in them.

#include <algorithm>
#include <cmath>

#include "tests/reference/interpreter.h"

namespace jonbar::reference {

namespace {

constexpr double kIntegerMax = 9007199254740992.0;  // 2^53

Members join(Members left, const Members& right) {
    for (std::size_t i = 0; i < left.size(); ++i) {
        left[i] = left[i] || right[i];
    }
    return left;
}

Members without(Members left, const Members& right) {
    for (std::size_t i = 0; i < left.size(); ++i) {
        left[i] = left[i] && !right[i];
    }
    return left;
}

}  // namespace

std::size_t Interpreter::row_major(const std::vector<DomainId>& domains,
                                   const std::vector<double>& at) const {
    std::size_t index = 0;
    for (std::size_t i = 0; i < domains.size(); ++i) {
        index = index * domain_size(domains[i]) + static_cast<std::size_t>(at[i]);
    }
    return index;
}

std::optional<std::size_t> Interpreter::cell_at(const State& state, std::vector<double> at) const {
    for (const double index : at) {
        if (index == kNobody) {
            return std::nullopt;
        }
    }
    if (state.symmetric && at[1] < at[0]) {
        std::swap(at[0], at[1]);
    }
    return row_major(state.indices, at);
}

/// Returns what is read at a none index.
Value Interpreter::nothing(const Type& type) const {
    if (type.set) {
        return {0, Members(domain_size(type.domain))};
    }
    if (type.optional) {
        return {type.base == BaseType::Member ? kNobody : kNoDate, {}};
    }
    return {};
}

double Interpreter::bounded(StateId id, double value) {
    const State& state = model_.at(id);
    if (state.low && value < *state.low) {
        ++history_.counters.saturations[id.index];
        return *state.low;
    }
    if (state.high && value > *state.high) {
        ++history_.counters.saturations[id.index];
        return *state.high;
    }
    return value;
}

void Interpreter::check_storable(const Type& type, const Value& value, Span span) const {
    if (type.set || type.base == BaseType::Truth || type.base == BaseType::Member) {
        return;
    }
    require_finite(value.number, span);
    if (type.base == BaseType::Int && std::abs(value.number) > kIntegerMax) {
        fail(FaultKind::IntegerTooLarge, span);
    }
}

void Interpreter::store(StateId id, std::size_t cell, Value value, Span span) {
    check_storable(model_.at(id).type, value, span);
    value.number = bounded(id, value.number);
    history_.cells[id.index][cell] = std::move(value);
    set_back(id, cell);
}

void Interpreter::write_pending() {
    const auto pending = std::move(pending_);
    pending_.clear();
    for (const auto& [place, change] : pending) {
        const StateId id{place.first};
        Value value = change.assigned.value_or(history_.cells[id.index][place.second]);
        if (model_.at(id).type.set) {
            value.members = without(join(value.members, change.added), change.removed);
        } else if (change.sums) {
            value.number += change.sum;
        }
        store(id, place.second, std::move(value), change.span);
    }
}

void Interpreter::assign(const Statement& statement, Scope& scope) {
    const State& state = model_.at(statement.state);
    const auto cell = cell_at(state, numbers(statement.args, scope));
    Value value = evaluate(statement.value, scope);
    const Type& type = model_.at(statement.value).type;
    if (state.type.set && !type.set) {  // one member added or removed
        Members one(domain_size(state.type.domain));
        if (value.number != kNobody) {
            one[static_cast<std::size_t>(value.number)] = true;
        }
        value = {0, one};
    }
    if (!cell) {
        return;
    }
    if (together_) {
        assign_later(statement, *cell, value);
        return;
    }
    Value result = history_.cells[statement.state.index][*cell];
    switch (statement.op) {
        case AssignOp::Set:
            result = value;
            break;
        case AssignOp::Add:
            result = state.type.set ? Value{0, join(result.members, value.members)}
                                    : Value{result.number + value.number, {}};
            break;
        case AssignOp::Subtract:
            result = state.type.set ? Value{0, without(result.members, value.members)}
                                    : Value{result.number - value.number, {}};
            break;
        case AssignOp::Multiply:
            result.number *= value.number;
            break;
    }
    store(statement.state, *cell, std::move(result), statement.span);
}

void Interpreter::assign_later(const Statement& statement, std::size_t cell, const Value& value) {
    const State& state = model_.at(statement.state);
    const Value& before = history_.cells[statement.state.index][cell];
    Pending& change = pending_[{statement.state.index, cell}];
    if (state.type.set && change.added.empty()) {
        change.added = change.removed = Members(domain_size(state.type.domain));
    }
    change.span = statement.span;
    switch (statement.op) {
        case AssignOp::Set:
        case AssignOp::Multiply: {
            if (change.assigned) {
                fail(FaultKind::AssignedTwice, statement.span);
            }
            Value assigned = value;
            if (statement.op == AssignOp::Multiply) {
                assigned.number = before.number * value.number;
            }
            check_storable(state.type, assigned, statement.span);
            change.assigned = assigned;
            return;
        }
        case AssignOp::Add:
        case AssignOp::Subtract:
            if (state.type.set) {
                Members& members = statement.op == AssignOp::Add ? change.added : change.removed;
                members = join(members, value.members);
                return;
            }
            change.sums = true;
            change.sum += statement.op == AssignOp::Add ? value.number : -value.number;
            check_storable(state.type, {change.sum, {}}, statement.span);
            return;
    }
}

}  // namespace jonbar::reference
