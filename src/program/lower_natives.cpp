// Native functions: what they are told, laid out in blocks, and one instruction.
//
// What a function is told is checked in a loop beside it: the instruction itself never faults, and
// in a lane that told it nonsense gives nonsense. So where a loop around does not change what the
// function reads, the instruction stands before the loop and only the checks stay inside.

#include <algorithm>

#include "math/distributions.h"
#include "program/lowering.h"
#include "program/native_layout.h"

namespace jonbar::program {

namespace {

constexpr double kLargest = 1e100;

/// Members that a function can take at once where all of a large domain may not.
std::uint32_t present_max(NativeFunction function) {
    switch (function) {
        case NativeFunction::RulingCoalition:
            return 24;
        case NativeFunction::Alignment:
            return 32;
        case NativeFunction::Banzhaf:
        case NativeFunction::ShapleyShubik:
        case NativeFunction::DeeganPackel:
        case NativeFunction::Holler:
            return 20;
        default:
            return 500;
    }
}

bool has_majority(NativeFunction function) {
    return function == NativeFunction::RulingCoalition || is_power_index(function) ||
           function == NativeFunction::Winning || function == NativeFunction::MinimalWinning;
}

}  // namespace

/// Evaluates what belongs to the call as a whole, then what is asked of each member and of each
/// pair.
NativeInputs Lowering::native_inputs(const Expression& e, const Scope& scope, Operand mask) {
    const Native& native = e.native;
    NativeInputs inputs;
    NativeCall& call = inputs.call;
    call.function = native.function;
    call.members = native.domain.exists() ? size_of(native.domain) : 0;
    call.columns = static_cast<std::uint32_t>(native.columns.size());
    call.by_quota = native.by_quota;
    // Of whom a number is asked does not matter to the call.
    const std::size_t told = e.args.size() - (gives_numbers(native.function) ? 1 : 0);
    std::vector<Value> args;
    for (std::size_t i = 0; i < told; ++i) {
        args.push_back(evaluate(e.args[i], scope, mask));
        call.wholes += model_.at(e.args[i]).type.set ? 0U : 1U;
    }
    if (const std::uint32_t count = number_count(call)) {
        inputs.numbers = new_number(count);
    }
    if (const std::uint32_t count = truth_count(call)) {
        inputs.truths = new_truth(count);
    }
    for (std::uint32_t i = 0; i < call.wholes; ++i) {
        Operand place = inputs.numbers;
        place.base += i;
        store(place, args[i].operand, {});
        inputs.wholes.push_back(args[i].operand);
    }
    check_whole(e, inputs, mask);
    if (asks_of_set(native.function)) {
        Operand place = inputs.truths;
        place.base += first_other_truth(call);
        pure_loop(call.members, [&](Operand member) {
            store(draft_.moved(place, member, 1), draft_.moved(args.back().operand, member, 1), {});
        });
    }
    if (native.domain.exists()) {
        Scope inner = scope;
        native_members(e, inner, mask, inputs);
        native_pairs(e, inner, mask, inputs);
        check_count(e, inputs, mask);
    }
    return inputs;
}

void Lowering::native_members(const Expression& e, Scope& inner, Operand mask,
                              const NativeInputs& inputs) {
    const Native& native = e.native;
    const Value set = native.set.exists() ? evaluate(native.set, inner, mask) : Value{};
    pure_loop(inputs.call.members, [&](Operand index) {
        const Operand part = draft_.moved(inputs.truths, index, 1);
        Operand condition = native.set.exists() ? draft_.moved(set.operand, index, 1) : Operand{};
        inner.locals[native.first] = {index};
        if (native.where.exists()) {
            const Operand guard = may_fault(native.where) ? both(mask, condition) : mask;
            condition = both(condition, scalar(native.where, inner, guard));
        }
        store(part, as_truth(condition), {});
        const Operand guard = both(mask, condition);
        std::vector<Operand> values;
        for (std::uint32_t column = 0; column < inputs.call.columns; ++column) {
            Operand place = inputs.numbers;
            place.base += first_column(inputs.call, column);
            const Operand value = scalar(native.columns[column], inner, guard);
            store(draft_.moved(place, index, 1), value, {});
            values.push_back(value);
        }
        check_member(e, values, guard);
    });
}

/// Evaluates what is asked of two different members that take part.
void Lowering::native_pairs(const Expression& e, Scope& inner, Operand mask,
                            const NativeInputs& inputs) {
    const Native& native = e.native;
    if (!native.pair.exists()) {
        return;
    }
    const std::uint32_t members = inputs.call.members;
    const bool truths = asks_truths_of_pairs(native.function);
    Operand block = truths ? inputs.truths : inputs.numbers;
    block.base += truths ? first_other_truth(inputs.call) : first_pair_number(inputs.call);
    pure_loop(members, [&](Operand first) {
        inner.locals[native.first] = {first};
        const Operand row = draft_.moved(block, first, members);
        const Operand one = draft_.moved(inputs.truths, first, 1);
        pure_loop(members, [&](Operand second) {
            inner.locals[native.second] = {second};
            const Operand other = draft_.moved(inputs.truths, second, 1);
            const Operand guard =
                both(both(mask, one), both(other, truth(Op::NotEqual, first, second)));
            const Operand value = scalar(native.pair, inner, guard);
            store(draft_.moved(row, second, 1), value, {});
            if (!truths) {
                check(Op::CheckTrue,
                      truth(Op::And, truth(Op::Less, constant(-kLargest), value),
                            truth(Op::Less, value, constant(kLargest))),
                      guard, e.span, "a propensity that is beyond ±1e100");
            }
        });
    });
}

/// Checks the numbers that belong to a call as a whole.
void Lowering::check_whole(const Expression& e, const NativeInputs& inputs, Operand mask) {
    const auto within = [&](Operand value, double low, std::string_view what) {
        const Operand above = truth(Op::Less, constant(low), value);
        check(Op::CheckTrue, truth(Op::And, above, truth(Op::Less, value, constant(kLargest))),
              mask, e.span, what);
    };
    if (e.native.by_quota) {
        within(inputs.wholes.front(), 0, "a quota that is not above 0 (or beyond 1e100)");
    } else if (has_majority(e.native.function)) {
        const Operand share = inputs.wholes.front();
        const Operand enough = truth(Op::LessEqual, constant(0.5), share);
        check(Op::CheckTrue, truth(Op::And, enough, truth(Op::Less, share, constant(1))), mask,
              e.span, "a majority that is not at least 1/2 and below 1");
    } else if (!e.native.domain.exists()) {
        for (const Operand whole : inputs.wholes) {
            const Operand enough = truth(Op::LessEqual, constant(0), whole);
            check(Op::CheckTrue, truth(Op::And, enough, truth(Op::Less, whole, constant(kLargest))),
                  mask, e.span, "a number of a battle that is below 0 or beyond 1e100");
        }
    }
}

/// Checks what is said of a member or of a pair.
void Lowering::check_member(const Expression& e, const std::vector<Operand>& values, Operand mask) {
    const auto inside = [&](Operand value, Op op, double low, std::string_view what) {
        const Operand above = truth(op, constant(low), value);
        check(Op::CheckTrue, truth(Op::And, above, truth(Op::Less, value, constant(kLargest))),
              mask, e.span, what);
    };
    constexpr std::string_view kBeyond = "a position that is beyond ±1e100";
    switch (e.native.function) {
        case NativeFunction::RulingCoalition:
            inside(values[0], Op::Less, 0, "a power that is not above 0 (or beyond 1e100)");
            return;
        case NativeFunction::Alignment:
            inside(values[0], Op::LessEqual, 0, "a size that is below 0 (or beyond 1e100)");
            return;
        case NativeFunction::WeightedMedian:
            inside(values[0], Op::Less, -kLargest, kBeyond);
            inside(values[1], Op::LessEqual, 0, "a weight that is below 0 (or beyond 1e100)");
            return;
        case NativeFunction::Bargain:
            inside(values[0], Op::Less, -kLargest, kBeyond);
            inside(values[1], Op::LessEqual, 0, "a capability that is below 0 (or beyond 1e100)");
            inside(values[2], Op::LessEqual, 0, "a salience that is below 0 (or beyond 1e100)");
            return;
        case NativeFunction::Banzhaf:
        case NativeFunction::ShapleyShubik:
        case NativeFunction::DeeganPackel:
        case NativeFunction::Holler:
        case NativeFunction::Winning:
        case NativeFunction::MinimalWinning:
            inside(values[0], Op::LessEqual, 0, "a weight that is below 0 (or beyond 1e100)");
            return;
        case NativeFunction::Component:
        case NativeFunction::LanchesterSquare:
        case NativeFunction::LanchesterLinear:
        case NativeFunction::LanchesterMixed:
            return;
    }
}

/// Checks how many take part.
void Lowering::check_count(const Expression& e, const NativeInputs& inputs, Operand mask) {
    const NativeCall& call = inputs.call;
    const bool needs_one = call.function == NativeFunction::WeightedMedian;
    const std::uint32_t most = present_max(call.function);
    if (no_faults_ || (!needs_one && call.members <= most)) {
        return;
    }
    const Operand count = number_variable(0);
    pure_loop(call.members, [&](Operand member) {
        Instruction made;
        made.op = Op::AddWhere;
        made.out = count;
        made.a = constant(1);
        made.mask = draft_.moved(inputs.truths, member, 1);
        emit(made);
    });
    if (needs_one) {
        check(Op::CheckPositive, count, mask, e.span, "the weighted median of nothing");
    }
    if (call.members > most) {
        check(Op::CheckTrue, truth(Op::LessEqual, count, constant(most)), mask, e.span,
              std::string(jonbar::name_of(call.function)) + " of more than " +
                  std::to_string(most) + " members");
    }
}

Operand Lowering::call_native(const Expression& e, const NativeInputs& inputs, Operand mask) {
    std::vector<NativeCall>& natives = draft_.program.natives;
    auto at = std::find(natives.begin(), natives.end(), inputs.call);
    if (at == natives.end()) {
        at = natives.insert(at, inputs.call);
    }
    Instruction made;
    made.op = gives_set(e.native.function) ? Op::NativeSet : Op::NativeNumbers;
    made.count = result_count(inputs.call);
    made.out = made.op == Op::NativeSet ? new_truth(made.count) : new_number(made.count);
    made.a = inputs.numbers;
    made.b = inputs.truths;
    made.mask = mask;
    made.detail = static_cast<std::uint32_t>(at - natives.begin());
    return emit(made);
}

/// Returns what a call reads before its instruction, all but the member of whom a number is asked;
/// as if it drew where a part of that can fault.
Reads Lowering::native_reads(const Expression& e) {
    Reads all;
    const auto add = [&](ExpressionId part) {
        if (!part.exists()) {
            return;
        }
        const Reads& reads = reads_of(part);
        all.locals.insert(reads.locals.begin(), reads.locals.end());
        all.states.insert(reads.states.begin(), reads.states.end());
        all.declarations.insert(reads.declarations.begin(), reads.declarations.end());
        all.draws = all.draws || reads.draws || may_fault(part);
    };
    const std::size_t own = e.args.size() - (gives_numbers(e.native.function) ? 1 : 0);
    for (std::size_t i = 0; i < own; ++i) {
        add(e.args[i]);
    }
    for (const ExpressionId part : {e.native.set, e.native.where, e.native.pair}) {
        add(part);
    }
    for (const ExpressionId column : e.native.columns) {
        add(column);
    }
    all.locals.erase(e.native.first);
    all.locals.erase(e.native.second);
    return all;
}

/// Calls a native function before the loops around that do not change what it reads, once for all
/// calls in them; returns what it gave. Only where what it reads cannot fault: not everybody may
/// ask.
std::optional<Operand> Lowering::native_before_loops(ExpressionId id, const Scope& scope) {
    if (!options_.optimise || lenient_ || table_loops_.empty()) {
        return std::nullopt;
    }
    const Expression& e = model_.at(id);
    const Reads reads = native_reads(e);
    const auto registers = reads.draws ? std::nullopt : registers_read(reads, scope);
    if (!registers) {
        return std::nullopt;
    }
    std::size_t before = table_loops_.size();
    for (std::size_t i = table_loops_.size(); i-- > 0 && !changes(table_loops_[i], reads) &&
                                              !registers->contains(table_loops_[i].reg);) {
        before = i;
    }
    if (before == table_loops_.size()) {
        return std::nullopt;
    }
    std::vector<std::uint64_t> key = {id.index};
    for (const std::uint32_t local : reads.locals) {
        const Operand& value = scope.locals[local].operand;
        key.push_back((std::uint64_t{1} << 63U) | (std::uint64_t{value.shape} << 32U) | value.base);
        key.push_back(static_cast<std::uint64_t>(value.place));
    }
    const auto known = table_loops_[before].tables.find(key);
    if (known != table_loops_[before].tables.end()) {
        return known->second;
    }
    Operand block;
    outside(before, [&] {
        const bool faults = std::exchange(no_faults_, true);
        block = call_native(e, native_inputs(e, scope, {}), {});
        no_faults_ = faults;
    });
    table_loops_[before].tables.emplace(std::move(key), block);
    return block;
}

Value Lowering::native(ExpressionId id, const Scope& scope, Operand mask) {
    const Expression& e = model_.at(id);
    const NativeFunction function = e.native.function;
    const std::uint32_t members = e.native.domain.exists() ? size_of(e.native.domain) : 0;
    if (e.native.domain.exists() && members == 0) {
        if (function == NativeFunction::WeightedMedian) {
            check(Op::CheckTrue, constant(0), mask, e.span, "the weighted median of nothing");
        }
        return {gives_set(function) ? draft_.table({}) : constant(0)};
    }
    const std::optional<Operand> hoisted = native_before_loops(id, scope);
    const NativeInputs inputs = native_inputs(e, scope, mask);  // with its checks
    const Operand given = hoisted ? *hoisted : call_native(e, inputs, mask);
    if (gives_set(function)) {
        return {given, members};
    }
    if (gives_numbers(function)) {
        const Value asked = evaluate(e.args.back(), scope, mask);
        return load(address(given, 1, {e.native.domain}, {asked}), e.type, 1);
    }
    if (is_truth(e.type)) {
        return {truth(Op::NotEqual, given, constant(0))};
    }
    return {given};
}

}  // namespace jonbar::program
