// Statements of bodies.

#include <algorithm>

#include "program/lowering.h"

namespace jonbar::program {

namespace {

constexpr unsigned kSets = 1;  // `=` or `*=` in a together
constexpr unsigned kAdds = 2;  // `+=` or `-=`

}  // namespace

void Lowering::run(const std::vector<StatementId>& body, Scope& scope) {
    for (const StatementId id : body) {
        run(id, scope);
        if (alive_.exists() && may_end({id})) {
            scope.mask = both(scope.mask, alive_);
        }
    }
}

void Lowering::run(StatementId id, Scope& scope) {
    const Statement& statement = model_.at(id);
    switch (statement.kind) {
        case StatementKind::Assign:
            assign(statement, scope);
            return;
        case StatementKind::Let: {
            const Type& type = model_.at(statement.value).type;
            const Value value = kept(evaluate(statement.value, scope, scope.mask), type);
            if (!is_truth(type) && type.base != BaseType::Member) {
                check_finite(value.operand, scope.mask, statement.span, "the value of a let");
                if (type.base == BaseType::Int) {
                    check(Op::CheckInteger, value.operand, scope.mask, statement.span,
                          "an int outside ±2^53");
                }
            }
            scope.locals[statement.local] = value;
            return;
        }
        case StatementKind::If:
            branch(id, statement, scope);
            return;
        case StatementKind::For:
            if (statement.together) {
                run_together([&] { run_for(statement, scope); }, statement.body, scope);
            } else {
                run_for(statement, scope);
            }
            return;
        case StatementKind::Together:
            run_together([&] { run(statement.body, scope); }, statement.body, scope);
            return;
        case StatementKind::Say:
            say(statement, scope);
            return;
        case StatementKind::Fire:
            fire(statement, scope);
            return;
        case StatementKind::End:
            store(alive_, constant(0), scope.mask);
            return;
    }
}

void Lowering::assign(const Statement& statement, Scope& scope) {
    const State& state = model_.at(statement.state);
    const std::vector<Value> at = evaluate_all(statement.args, scope, scope.mask);
    const Value value = evaluate(statement.value, scope, scope.mask);
    if (pending_ != nullptr) {
        assign_later(statement, at, value, scope);
        return;
    }
    if (state.type.set) {
        assign_set(statement, at, value, scope);
        return;
    }
    Value result = value;
    if (statement.op != AssignOp::Set) {
        const StateInfo& info = states_[statement.state.index];
        const Value before =
            load(address(info.columns, info.width, state.indices, at), state.type, info.width);
        const Op op = statement.op == AssignOp::Add        ? Op::Add
                      : statement.op == AssignOp::Subtract ? Op::Subtract
                                                           : Op::Multiply;
        result.operand = number(op, before.operand, value.operand);
    }
    assign_cell(statement.state, at, result, scope.mask, statement.span);
}

void Lowering::assign_set(const Statement& statement, const std::vector<Value>& at,
                          const Value& value, Scope& scope) {
    const State& state = model_.at(statement.state);
    const StateInfo& info = states_[statement.state.index];
    if (statement.op == AssignOp::Set) {
        // The value may be made of the cell itself, in another order of members.
        assign_cell(statement.state, at, kept(value, state.type), scope.mask, statement.span);
        return;
    }
    const Operand added = constant(statement.op == AssignOp::Add ? 1 : 0);
    if (model_.at(statement.value).type.set) {
        const Address cell = address(info.columns, info.width, state.indices, at);
        loop(info.width, [&](Operand member) {
            const Operand changes = both(scope.mask, draft_.moved(value.operand, member, 1));
            write(shifted(cell, member), 0, added, changes);
        });
        return;
    }
    std::vector<DomainId> domains = state.indices;
    domains.push_back(state.type.domain);
    std::vector<Value> with_member = at;
    with_member.push_back(value);
    write(address(info.columns, 1, domains, with_member), 0, added, scope.mask);
}

void Lowering::branch(StatementId id, const Statement& statement, Scope& scope) {
    const Operand condition = scalar(statement.value, scope, scope.mask);
    const auto run_branch = [&](bool holds, const std::vector<StatementId>& body) {
        // A mask of its own: the body may change what the condition was read from.
        Operand mask = holds ? both(scope.mask, condition) : but_not(scope.mask, condition);
        if (mask.exists()) {
            mask = kept({mask}, kTruthType).operand;
        }
        Operand& counted = branches_[{id.index, holds}];
        if (options_.tallies && !counted.exists()) {
            counted = counter({.kind = CounterKind::Branch,
                               .name = where_,
                               .option = holds ? "then" : "else",
                               .span = statement.span});
        }
        return [this, mask, counted, &body, &scope] {
            skip_if_none(mask, [&] {
                tally(counted, mask);
                Scope inner = scope;
                inner.mask = mask;
                run(body, inner);
            });
        };
    };
    const auto then = run_branch(true, statement.body);
    const auto otherwise = run_branch(false, statement.otherwise);
    then();
    otherwise();
}

void Lowering::run_for(const Statement& statement, Scope& scope) {
    Value set;
    if (statement.set.exists()) {
        const Type& type = model_.at(statement.set).type;
        set = kept(evaluate(statement.set, scope, scope.mask), type);
    }
    const auto body = [&](Operand index) {
        Scope inner = scope;
        inner.locals[statement.local] = {index};
        if (alive_.exists() && may_end(statement.body)) {
            inner.mask = both(inner.mask, alive_);
        }
        if (set.operand.exists()) {
            inner.mask = both(inner.mask, draft_.moved(set.operand, index, 1));
        }
        if (statement.where.exists()) {
            inner.mask = both(inner.mask, scalar(statement.where, inner, inner.mask));
            inner.mask = kept({inner.mask}, kTruthType).operand;
        }
        skip_if_none(inner.mask, [&] { run(statement.body, inner); });
    };
    run_loop(size_of(statement.domain), body, {},
             TableLoop{.writes = writes_of(statement.body), .tables = {}});
}

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
    for (const auto& [state, pending] : all) {
        const StateId id{state};
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

/// Tells whether a body may end the history, also by what it fires.
bool Lowering::may_end(const std::vector<StatementId>& body) {
    return std::any_of(body.begin(), body.end(), [this](StatementId id) {
        const Statement& statement = model_.at(id);
        return statement.kind == StatementKind::End || may_end(statement.body) ||
               may_end(statement.otherwise) ||
               (statement.kind == StatementKind::Fire && may_end(statement.declaration));
    });
}

bool Lowering::may_end(DeclarationId id) {
    if (may_end_[id.index] == 0) {
        const Declaration& declaration = model_.at(id);
        bool may = may_end(declaration.body) || may_end(declaration.vote.carried) ||
                   may_end(declaration.vote.lost);
        for (const Option& option : declaration.options) {
            may = may || may_end(option.body);
        }
        may_end_[id.index] = may ? 2 : 1;
    }
    return may_end_[id.index] == 2;
}

}  // namespace jonbar::program
