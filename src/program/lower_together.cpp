// `together`: all reads are the state at entry, what is written is kept and written at the end.

#include "program/lowering.h"

namespace jonbar::program {

namespace {

constexpr unsigned kSets = 1;  // `=` or `*=` in a together
constexpr unsigned kAdds = 2;  // `+=` or `-=`

}  // namespace

void Lowering::assign_later(const Statement& statement, const std::vector<Value>& at,
                            const Value& value, Scope& scope) {
    const State& state = model_.at(statement.state);
    const StateInfo& info = states_[statement.state.index];
    Pending& pending = (*pending_)[statement.state.index];
    std::vector<std::vector<Value>> places = {at};
    if (state.symmetric && at[0].operand != at[1].operand) {
        places.push_back({at[1], at[0]});
    }
    const auto cell = [&](Operand block, const std::vector<Value>& place, std::uint32_t width) {
        return address(block, width, state.indices, place);
    };
    const auto each_member = [&](Operand block, const std::vector<Value>& place, auto write_one) {
        const Address first = cell(block, place, info.width);
        loop(info.width, [&](Operand member) {
            write_one(shifted(first, member),
                      value.operand.exists() ? draft_.moved(value.operand, member, 1) : Operand{});
        });
    };

    const bool sets = statement.op == AssignOp::Set || statement.op == AssignOp::Multiply;
    if (sets) {
        const Operand taken = load(cell(pending.assigned, at, 1), kTruthType, 1).operand;
        check(Op::CheckTrue, truth(Op::Not, taken), scope.mask, statement.span,
              "two = to one place in one together");
        Value assigned = value;
        if (statement.op == AssignOp::Multiply) {
            const Value before =
                load(address(info.columns, info.width, state.indices, at), state.type, info.width);
            assigned.operand = number(Op::Multiply, before.operand, value.operand);
        }
        if (!is_truth(state.type) && state.type.base != BaseType::Member) {
            check_finite(assigned.operand, scope.mask, statement.span,
                         "the value of " + state.name);
        }
        for (const std::vector<Value>& place : places) {
            write(cell(pending.assigned, place, 1), 0, constant(1), scope.mask);
            if (state.type.set) {
                each_member(pending.value, place, [&](const Address& one, Operand member) {
                    write(one, 0, member, scope.mask);
                });
            } else {
                write(cell(pending.value, place, 1), 0, assigned.operand, scope.mask);
            }
        }
        return;
    }
    for (const std::vector<Value>& place : places) {
        write(cell(pending.touched, place, 1), 0, constant(1), scope.mask);
    }
    if (!state.type.set) {
        const Operand before = load(cell(pending.sum, at, 1), state.type, 1).operand;
        const Operand part =
            statement.op == AssignOp::Add ? value.operand : number(Op::Negate, value.operand);
        const Operand sum = number(Op::Add, before, part);
        check_finite(sum, scope.mask, statement.span, "the value of " + state.name);
        for (const std::vector<Value>& place : places) {
            write(cell(pending.sum, place, 1), 0, sum, scope.mask);
        }
        return;
    }
    const Operand block = statement.op == AssignOp::Add ? pending.added : pending.removed;
    for (const std::vector<Value>& place : places) {
        if (model_.at(statement.value).type.set) {
            each_member(block, place, [&](const Address& one, Operand member) {
                write(one, 0, constant(1), both(scope.mask, member));
            });
            continue;
        }
        std::vector<DomainId> domains = state.indices;
        domains.push_back(state.type.domain);
        std::vector<Value> with_member = place;
        with_member.push_back(value);
        write(address(block, 1, domains, with_member), 0, constant(1), scope.mask);
    }
}

/// Notes which states the statements assign in a together, and how; also in what they fire.
void Lowering::collect_writes(const std::vector<StatementId>& body,
                              std::map<std::uint32_t, unsigned>& ops,
                              std::set<std::uint32_t>& seen) const {
    for (const StatementId id : body) {
        const Statement& statement = model_.at(id);
        if (statement.kind == StatementKind::Assign) {
            const bool sets = statement.op == AssignOp::Set || statement.op == AssignOp::Multiply;
            ops[statement.state.index] |= sets ? kSets : kAdds;
        }
        collect_writes(statement.body, ops, seen);
        collect_writes(statement.otherwise, ops, seen);
        if (statement.kind == StatementKind::Fire &&
            seen.insert(statement.declaration.index).second) {
            const Declaration& declaration = model_.at(statement.declaration);
            collect_writes(declaration.body, ops, seen);
            collect_writes(declaration.vote.carried, ops, seen);
            collect_writes(declaration.vote.lost, ops, seen);
            for (const Option& option : declaration.options) {
                collect_writes(option.body, ops, seen);
            }
        }
    }
}

void Lowering::run_together(const std::function<void()>& body,
                            const std::vector<StatementId>& inside_of, Scope& scope) {
    if (pending_ != nullptr) {
        body();  // part of the outer one
        return;
    }
    std::map<std::uint32_t, unsigned> ops;
    std::set<std::uint32_t> seen;
    collect_writes(inside_of, ops, seen);
    std::map<std::uint32_t, Pending> pending;
    for (const auto& [state, op] : ops) {
        const State& of = model_.at(StateId{state});
        const std::uint32_t cells = cells_of(of.indices);
        const std::uint32_t width = states_[state].width;
        Pending& made = pending[state];
        made.span = of.span;
        std::vector<Operand> cleared;
        if ((op & kSets) != 0) {
            made.assigned = new_truth(cells);
            made.value = is_truth(of.type) ? new_truth(cells * width) : new_number(cells);
            cleared.push_back(made.assigned);
        }
        if ((op & kAdds) != 0) {
            made.touched = new_truth(cells);
            cleared.push_back(made.touched);
            if (of.type.set) {
                made.added = new_truth(cells * width);
                made.removed = new_truth(cells * width);
            } else {
                made.sum = new_number(cells);
                cleared.push_back(made.sum);
            }
        }
        loop(cells, [&](Operand cell) {
            for (const Operand& block : cleared) {
                store(draft_.moved(block, cell, 1), constant(0), {});
            }
        });
        if (made.added.exists()) {
            loop(cells * width, [&](Operand member) {
                store(draft_.moved(made.added, member, 1), constant(0), {});
                store(draft_.moved(made.removed, member, 1), constant(0), {});
            });
        }
    }
    pending_ = &pending;
    body();
    if (alive_.exists() && may_end(inside_of)) {
        scope.mask = both(scope.mask, alive_);  // what is not yet written is lost
    }
    write_pending(scope);
    pending_ = nullptr;
}

void Lowering::write_pending(Scope& scope) {
    const std::map<std::uint32_t, Pending> all = *pending_;
    pending_ = nullptr;  // from here on writes are real
    for (const auto& one : all) {
        const StateId id{one.first};
        const Pending& pending = one.second;
        const State& of = model_.at(id);
        std::vector<Value> at;
        const std::function<void(std::size_t)> visit = [&](std::size_t depth) {
            if (depth == of.indices.size()) {
                write_pending_cell(id, pending, at, scope.mask);
                return;
            }
            Operand start;
            if (of.symmetric && depth == 1) {
                start = at[0].operand;  // each pair once
            }
            loop(
                size_of(of.indices[depth]),
                [&](Operand index) {
                    at.push_back({index});
                    visit(depth + 1);
                    at.pop_back();
                },
                start);
        };
        visit(0);
        set_back(id);
    }
}

void Lowering::write_pending_cell(StateId id, const Pending& pending, const std::vector<Value>& at,
                                  Operand mask) {
    const State& state = model_.at(id);
    const StateInfo& info = states_[id.index];
    const auto flag = [&](Operand block) { return address(block, 1, state.indices, at).base; };
    Operand changed;
    if (pending.assigned.exists()) {
        changed = flag(pending.assigned);
    }
    if (pending.touched.exists()) {
        changed = changed.exists() ? truth(Op::Or, changed, flag(pending.touched))
                                   : flag(pending.touched);
    }
    changed = both(mask, changed);
    skip_if_none(changed, [&] {
        const Operand cell = address(info.columns, info.width, state.indices, at).base;
        const auto part = [&](Operand block, Operand member) {
            return draft_.moved(address(block, info.width, state.indices, at).base, member, 1);
        };
        if (state.type.set) {
            const Value result = element_wise(info.width, [&](Operand member) {
                Operand value = draft_.moved(cell, member, 1);
                if (pending.assigned.exists()) {
                    value = truth(Op::SelectTruth, flag(pending.assigned),
                                  part(pending.value, member), value);
                }
                if (pending.touched.exists()) {
                    value = truth(Op::Or, value, part(pending.added, member));
                    value = truth(Op::AndNot, value, part(pending.removed, member));
                }
                return value;
            });
            assign_cell(id, at, result, changed, pending.span);
            return;
        }
        Operand value = cell;
        if (pending.assigned.exists()) {
            const Operand assigned = flag(pending.value);
            value = is_truth(state.type)
                        ? truth(Op::SelectTruth, flag(pending.assigned), assigned, value)
                        : number(Op::Select, flag(pending.assigned), assigned, value);
        }
        if (pending.touched.exists()) {
            const Operand sum = number(Op::Add, value, flag(pending.sum));
            value = number(Op::Select, flag(pending.touched), sum, value);
        }
        assign_cell(id, at, {value}, changed, pending.span);
    });
}

}  // namespace jonbar::program
