// Statements of bodies.

#include <algorithm>

#include "program/lowering.h"

namespace jonbar::program {

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
            if (pending_ == nullptr) {
                set_back(statement.state);
            }
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
    const Drawn drawn{statement.state, at, statement.args};
    drawn_ = &drawn;
    const Value value = evaluate(statement.value, scope, scope.mask);
    drawn_ = nullptr;
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
