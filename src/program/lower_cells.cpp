// Cells of states and of other arrays: addresses, reading, writing.

#include <limits>

#include "program/lowering.h"

namespace jonbar::program {

std::uint32_t Lowering::cells_of(const std::vector<DomainId>& domains) const {
    std::uint32_t count = 1;
    for (const DomainId domain : domains) {
        count *= size_of(domain);
    }
    return count;
}

/// Tells whether an index is a constant inside its domain or a loop register.
bool Lowering::is_static(const Operand& index, DomainId domain) const {
    if (index.place == Place::Index) {
        return true;
    }
    const auto known = draft_.constant_of(index);
    return known && *known >= 0 && *known < size_of(domain);
}

Address Lowering::address(Operand first, std::uint32_t width, const std::vector<DomainId>& domains,
                          const std::vector<Value>& at) {
    Address result{.base = first};
    std::vector<std::pair<Operand, std::uint32_t>> dynamic;  // index, stride in cells
    std::uint32_t stride = cells_of(domains);
    for (std::size_t i = 0; i < domains.size(); ++i) {
        const Operand index = at[i].operand;
        const std::uint32_t size = size_of(domains[i]);
        stride = size == 0 ? 0 : stride / size;
        if (is_static(index, domains[i])) {
            result.base = draft_.moved(result.base, index, stride * width);
        } else {
            dynamic.push_back({index, stride});
            result.count = size;
        }
    }
    if (dynamic.empty()) {
        return result;
    }
    if (dynamic.size() == 1) {
        result.index = dynamic[0].first;
        result.stride = dynamic[0].second * width;
        return result;
    }
    // One index over all: its parts are exact. None among them must not meet another cell.
    Operand some;
    Operand total;
    for (const auto& [index, cells] : dynamic) {
        some = both(some, truth(Op::LessEqual, constant(0), index));
        const Operand part = number(Op::Multiply, index, constant(cells));
        total = total.exists() ? number(Op::Add, total, part) : part;
    }
    result.index = number(Op::Select, as_truth(some), total, constant(kNobody));
    result.stride = width;
    result.count = cells_of(domains);
    return result;
}

/// Returns the address moved by a constant or register of columns: a member of a set.
Address Lowering::shifted(const Address& address, Operand part) const {
    Address result = address;
    result.base = const_cast<Draft&>(draft_).moved(address.base, part, 1);
    return result;
}

Value Lowering::load(const Address& address, const Type& type, std::uint32_t width) {
    if (!address.index.exists()) {
        return {address.base, width};
    }
    const auto gather = [&](Op op, const Operand& base, const Operand& elsewhere) {
        Instruction made;
        made.op = op;
        made.out = {.place = op == Op::Gather ? Place::Number : Place::Truth,
                    .shape = 0,
                    .base = kNewColumn};
        made.a = base;
        made.b = address.index;
        made.c = elsewhere;
        made.count = address.count;
        made.stride = address.stride;
        return emit(made);
    };
    if (type.set) {
        return element_wise(width, [&](Operand member) {
            return gather(Op::GatherTruth, draft_.moved(address.base, member, 1), {});
        });
    }
    if (type.base == BaseType::Truth) {
        return {gather(Op::GatherTruth, address.base, {})};
    }
    return {gather(Op::Gather, address.base, constant(type.optional ? none_of(type) : 0))};
}

/// Writes one column of a cell where the mask is set.
void Lowering::write(const Address& address, std::uint32_t part, Operand value, Operand mask) {
    Operand base = address.base;
    base.base += part;
    if (!address.index.exists()) {
        store(base, value, mask);
        return;
    }
    Instruction made;
    const bool is_number = base.place == Place::Number || base.place == Place::StateNumber;
    made.op = is_number ? Op::Scatter : Op::ScatterTruth;
    made.out = base;
    made.a = value;
    made.b = address.index;
    made.mask = mask;
    made.count = address.count;
    made.stride = address.stride;
    emit(made);
}

Value Lowering::load_state(const Expression& e, const Scope& scope, Operand mask) {
    const State& state = model_.at(e.state);
    if (state.role == StateRole::Series) {
        return load_series(e, scope, mask);
    }
    const StateInfo& info = states_[e.state.index];
    const std::vector<Value> at = evaluate_all(e.args, scope, mask);
    const Address cell = address(info.columns, info.width, state.indices, at);
    if (!info.known.empty() && options_.optimise) {
        const std::uint32_t place = cell.base.base - info.columns.base;
        if (!cell.index.exists() && cell.base.shape == 0 && info.width == 1 && info.known[place]) {
            return {constant(*info.known[place])};
        }
        if (info.table) {
            Address in_table = cell;
            in_table.base.place = Place::Constant;
            in_table.base.base = info.table->base + place;
            return load(in_table, state.type, info.width);
        }
    }
    return load(cell, state.type, info.width);
}

/// Checks, saturates and writes a value.
void Lowering::assign_cell(StateId id, const std::vector<Value>& at, const Value& value,
                           Operand mask, Span span) {
    const State& state = model_.at(id);
    const StateInfo& info = states_[id.index];
    Operand written = value.operand;
    const bool is_number = !is_truth(state.type) && state.type.base != BaseType::Member;
    if (is_number) {
        check_finite(written, mask, span, "the value of " + state.name);
        if (state.type.base == BaseType::Int) {
            check(Op::CheckInteger, written, mask, span, "an int outside ±2^53");
        }
    }
    if (is_number && (state.low || state.high)) {
        Instruction made;
        made.op = Op::Saturate;
        made.out = {.place = Place::Number, .shape = 0, .base = kNewColumn};
        made.a = written;
        made.b = constant(state.low.value_or(-std::numeric_limits<double>::infinity()));
        made.c = constant(state.high.value_or(std::numeric_limits<double>::infinity()));
        made.d = options_.tallies ? info.saturations : Operand{};
        made.mask = mask;
        written = emit(made);
    }
    write_cell(id, at, {written, value.width}, mask);
}

/// Writes a cell, a symmetric one in both its places.
void Lowering::write_cell(StateId id, const std::vector<Value>& at, const Value& value,
                          Operand mask) {
    const State& state = model_.at(id);
    const StateInfo& info = states_[id.index];
    std::vector<std::vector<Value>> places = {at};
    if (state.symmetric && at[0].operand != at[1].operand) {
        places.push_back({at[1], at[0]});
    }
    for (const std::vector<Value>& place : places) {
        const Address cell = address(info.columns, info.width, state.indices, place);
        if (!state.type.set) {
            write(cell, 0, value.operand, mask);
            continue;
        }
        loop(info.width, [&](Operand member) {
            write(shifted(cell, member), 0, draft_.moved(value.operand, member, 1), mask);
        });
    }
}

}  // namespace jonbar::program
