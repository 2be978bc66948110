// What statements fire, and what may not run again.

#include "program/lowering.h"

namespace jonbar::program {

/// Returns the lanes in which an instance may not run now: it ran in this step, or may run once and
/// has.
Operand Lowering::may_not_run(DeclarationId id, const Scope& scope) {
    const Declaration& declaration = model_.at(id);
    const RecordInfo& info = records_[id.index];
    if (!declaration.repeatable) {
        return instance_column(id, info.ran, scope);
    }
    const bool vote = declaration.kind == DeclarationKind::Vote;
    return truth(Op::Equal, instance_column(id, vote ? info.held : info.on, scope), now());
}

void Lowering::fire(const Statement& statement, Scope& scope) {
    const Declaration& declaration = model_.at(statement.declaration);
    std::vector<Value> at = evaluate_all(statement.args, scope, scope.mask);
    bool known = true;
    for (std::size_t i = 0; i < at.size(); ++i) {
        at[i] = kept(at[i], model_.at(statement.args[i]).type);
        known = known && is_static(at[i].operand, declaration.indices[i]);
    }
    if (declaration.unordered) {
        const Operand low = number(Op::Min, at[0].operand, at[1].operand);
        const Operand high = number(Op::Max, at[0].operand, at[1].operand);
        known = draft_.constant_of(low) && draft_.constant_of(high);
        at = {{low}, {high}};
    }
    std::vector<Operand> entities;
    const std::function<void(std::size_t, Operand)> visit = [&](std::size_t depth, Operand mask) {
        if (depth == at.size()) {
            skip_if_none(mask, [&] { fire_instance(statement, scope, entities, mask); });
            return;
        }
        const Operand index = at[depth].operand;
        const DomainId domain = declaration.indices[depth];
        if (is_static(index, domain) && (known || !declaration.unordered)) {
            entities.push_back(index);
            visit(depth + 1, mask);
            entities.pop_back();
            return;
        }
        Operand start;
        if (declaration.unordered && depth == 1) {
            start = entities[0];
            start.base += 1;
        }
        loop(
            size_of(domain),
            [&](Operand candidate) {
                entities.push_back(candidate);
                visit(depth + 1, both(mask, truth(Op::Equal, index, candidate)));
                entities.pop_back();
            },
            start);
    };
    if (declaration.unordered && known && at[0].operand == at[1].operand) {
        return;  // a pair of one
    }
    visit(0, scope.mask);
}

void Lowering::fire_instance(const Statement& statement, const Scope& scope,
                             const std::vector<Operand>& entities, Operand mask) {
    if (full()) {
        return;
    }
    const DeclarationId id = statement.declaration;
    const Declaration& declaration = model_.at(id);
    const FireContext context{scope.declaration, &statement,  scope.locals,
                              scope.context,     scope.frame, {}};
    Scope inner = instance_scope(id, entities, mask);
    if (declaration.timing.kind == TimingKind::Procedure) {
        inner.context = &context;
    } else {
        const Operand ran = may_not_run(id, inner);
        tally(fired_in_vain_, both(mask, ran));
        inner.mask = kept({but_not(mask, ran)}, kTruthType).operand;
    }
    const std::string outer = where_;
    where_ = name_of(declaration);
    skip_if_none(inner.mask, [&] {
        const Plan plan = plan_instance(id, inner, inner.mask, true);
        act(id, inner, plan, false);
    });
    where_ = outer;
}

}  // namespace jonbar::program
