// Tables: what loops would compute again and again, computed once before them.
//
// Inside loops over a and b an expression that only reads b has as many values as b has entities,
// and not a times as many. Where nothing in the loops writes what it reads, it is computed for each
// b before the outermost of them. Only what cannot fault is: a table has values that nobody may ask
// for.

#include <algorithm>

#include "program/lowering.h"

namespace jonbar::program {

namespace {

constexpr std::uint32_t kCellsMax = 1024;

void add_all(std::set<std::uint32_t>& to, const std::set<std::uint32_t>& from) {
    to.insert(from.begin(), from.end());
}

}  // namespace

/// Returns what an expression reads: its free locals, states, declarations, and roughly what it
/// costs.
const Reads& Lowering::reads_of(ExpressionId id) {
    const auto found = reads_.find(id.index);
    if (found != reads_.end()) {
        return found->second;
    }
    const Expression& e = model_.at(id);
    Reads reads;
    reads.cost = 1;
    const auto add = [&](ExpressionId part, LocalIndex bound, std::uint32_t times) {
        if (!part.exists()) {
            return;
        }
        const Reads& inner = reads_of(part);
        for (const std::uint32_t local : inner.locals) {
            if (local != bound) {
                reads.locals.insert(local);
            }
        }
        add_all(reads.states, inner.states);
        add_all(reads.declarations, inner.declarations);
        reads.draws = reads.draws || inner.draws;
        reads.cost = std::min<std::size_t>(reads.cost + times * inner.cost, 1'000'000);
    };
    for (const ExpressionId argument : e.args) {
        add(argument, kNoLocal, 1);
    }
    switch (e.kind) {
        case ExpressionKind::Local:
            reads.locals.insert(e.local);
            break;
        case ExpressionKind::Load:
            reads.states.insert(e.state.index);
            break;
        case ExpressionKind::History:
            reads.declarations.insert(e.declaration.index);
            break;
        case ExpressionKind::Draw:
        case ExpressionKind::Either:
            reads.draws = true;
            break;
        case ExpressionKind::Odds:
            for (const ExpressionId part : voting_parts(model_.at(e.declaration))) {
                // The locals of a vote are its own. Its swing is not drawn.
                const Reads body = reads_of(part);
                add_all(reads.states, body.states);
                add_all(reads.declarations, body.declarations);
                reads.cost = std::min<std::size_t>(reads.cost + body.cost, 1'000'000);
            }
            break;
        case ExpressionKind::Call: {
            // The locals of a definition are its own: its arguments are counted already.
            const Reads& body = reads_of(model_.at(e.definition).body);
            add_all(reads.states, body.states);
            add_all(reads.declarations, body.declarations);
            reads.cost = std::min<std::size_t>(reads.cost + body.cost, 1'000'000);
            break;
        }
        case ExpressionKind::Aggregate: {
            const std::uint32_t size = size_of(e.aggregate.domain);
            reads.draws = reads.draws || e.aggregate.op == AggregateOp::Pick;
            add(e.aggregate.set, kNoLocal, size);
            add(e.aggregate.count, kNoLocal, 1);
            add(e.aggregate.where, e.aggregate.local, size);
            add(e.aggregate.body, e.aggregate.local, size);
            break;
        }
        case ExpressionKind::Native:
            add(e.native.set, kNoLocal, 1);
            add(e.native.where, kNoLocal, 1);
            add(e.native.pair, kNoLocal, 1);
            for (const ExpressionId column : e.native.columns) {
                add(column, kNoLocal, 1);
            }
            reads.locals.erase(e.native.first);
            reads.locals.erase(e.native.second);
            break;
        default:
            break;
    }
    return reads_.emplace(id.index, std::move(reads)).first->second;
}

/// Returns the register that an operand is, or nothing if it is more than that.
std::optional<std::uint32_t> Lowering::plain_register(const Operand& operand) const {
    const auto& terms = draft_.program.shapes[operand.shape].terms;
    if (operand.place != Place::Index || operand.base != 0 || terms.size() != 1 ||
        terms[0].stride != 1) {
        return std::nullopt;
    }
    return terms[0].reg;
}

/// Returns the value of an expression from a table before the loops around, if that pays.
std::optional<Value> Lowering::tabled(ExpressionId id, const Scope& scope) {
    constexpr std::size_t kCostMin = 12;
    const Expression& e = model_.at(id);
    if (!options_.optimise || lenient_ || table_loops_.empty() || e.type.set || may_fault(id)) {
        return std::nullopt;
    }
    const Reads& reads = reads_of(id);
    if (reads.cost < kCostMin || reads.draws) {
        return std::nullopt;
    }
    const auto registers = registers_read(reads, scope);
    if (!registers) {
        return std::nullopt;
    }
    // The outermost loop that neither turns what is read nor changes it, all inside of it likewise.
    std::size_t before = table_loops_.size();
    for (std::size_t i = table_loops_.size(); i-- > 0 && !changes(table_loops_[i], reads);) {
        if (!registers->contains(table_loops_[i].reg)) {
            before = i;
        }
    }
    if (before == table_loops_.size()) {
        return std::nullopt;
    }
    return table_before(before, id, scope);
}

/// Returns the loop registers that something reads; nothing where it reads a local that is neither
/// a register nor a constant.
std::optional<std::set<std::uint32_t>> Lowering::registers_read(const Reads& reads,
                                                                const Scope& scope) const {
    std::set<std::uint32_t> registers;
    for (const std::uint32_t local : reads.locals) {
        const Operand& value = scope.locals[local].operand;
        if (const auto reg = plain_register(value)) {
            registers.insert(*reg);
        } else if (!draft_.constant_of(value)) {
            return std::nullopt;
        }
    }
    return registers;
}

/// Tells whether a loop may change what something reads.
bool Lowering::changes(const TableLoop& loop, const Reads& reads) {
    const auto meets = [](const std::set<std::uint32_t>& a, const std::set<std::uint32_t>& b) {
        return std::any_of(a.begin(), a.end(), [&b](std::uint32_t x) { return b.contains(x); });
    };
    return loop.closed || meets(reads.states, loop.writes.states) ||
           meets(reads.declarations, loop.writes.declarations);
}

/// Lowers `body` before the loop number `before` of those around, as if they had not begun.
void Lowering::outside(std::size_t before, const std::function<void()>& body) {
    std::vector<TableLoop> inner(
        std::make_move_iterator(table_loops_.begin() + static_cast<std::ptrdiff_t>(before)),
        std::make_move_iterator(table_loops_.end()));
    table_loops_.resize(before);
    Code* const code = std::exchange(code_, inner[0].outer);
    body();
    code_ = code;
    table_loops_.insert(table_loops_.end(), std::make_move_iterator(inner.begin()),
                        std::make_move_iterator(inner.end()));
}

std::optional<Value> Lowering::table_before(std::size_t before, ExpressionId id,
                                            const Scope& scope) {
    const Expression& e = model_.at(id);
    std::vector<std::uint32_t> turning;  // registers of loops inside, each a dimension of the table
    for (std::size_t i = before; i < table_loops_.size(); ++i) {
        turning.push_back(table_loops_[i].reg);
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> dimensions;  // local, register
    std::vector<std::uint64_t> key = {id.index};
    std::uint32_t cells = 1;
    for (const std::uint32_t local : reads_of(id).locals) {
        const Operand& value = scope.locals[local].operand;
        const auto reg = plain_register(value);
        if (reg && std::find(turning.begin(), turning.end(), *reg) != turning.end()) {
            dimensions.push_back({local, *reg});
            cells *= draft_.register_counts[*reg];
            key.push_back(draft_.register_counts[*reg]);
        } else {
            key.push_back((std::uint64_t{1} << 63U) | (std::uint64_t{value.shape} << 32U) |
                          value.base);
            key.push_back(static_cast<std::uint64_t>(value.place));
        }
    }
    if (cells > kCellsMax) {
        return std::nullopt;
    }
    const auto known = table_loops_[before].tables.find(key);
    Operand block;
    if (known != table_loops_[before].tables.end()) {
        block = known->second;
    } else {
        block = is_truth(e.type) ? new_truth(cells) : new_number(cells);
        Scope table_scope = scope;
        Operand cell = block;
        const std::function<void(std::size_t, std::uint32_t)> fill = [&](std::size_t depth,
                                                                         std::uint32_t stride) {
            if (depth == dimensions.size()) {
                store(cell, evaluate(id, table_scope, {}).operand, {});
                return;
            }
            const std::uint32_t count = draft_.register_counts[dimensions[depth].second];
            pure_loop(count, [&](Operand index) {
                const Operand outer_cell = cell;
                cell = draft_.moved(cell, index, stride / count);
                table_scope.locals[dimensions[depth].first] = {index};
                fill(depth + 1, stride / count);
                cell = outer_cell;
            });
        };
        outside(before, [&] { fill(0, cells); });
        table_loops_[before].tables.emplace(std::move(key), block);
    }
    std::uint32_t stride = cells;
    for (const auto& [local, reg] : dimensions) {
        stride /= draft_.register_counts[reg];
        block = draft_.moved(block, index_operand(draft_, reg), stride);
    }
    return Value{block};
}

/// Returns what the statements write, also by what they fire.
Writes Lowering::writes_of(const std::vector<StatementId>& body) const {
    std::map<std::uint32_t, unsigned> ops;
    Writes writes;
    collect_writes(body, ops, writes.declarations);
    for (const auto& [state, op] : ops) {
        writes.states.insert(state);
    }
    return writes;
}

}  // namespace jonbar::program
