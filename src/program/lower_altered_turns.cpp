// Interventions on what a turn decides: instances blocked, options chosen.

#include "program/lowering.h"

namespace jonbar::program {

/// Takes out the lanes in which an instance is blocked.
Operand Lowering::unblocked(DeclarationId id, const Scope& scope, Operand happens) {
    each_intervention(
        InterventionKind::Block, [&](const SwitchInfo& info, const Intervention& what) {
            const Operand match = what.declaration == id ? meant(what, scope) : constant(0);
            if (draft_.constant_of(match) == 0.0 || draft_.constant_of(happens) == 0.0) {
                return;
            }
            const Operand left = new_truth();
            store(left, happens, {});
            when_between(what.first_step, what.last_step, [&] {
                const Operand mask = both(happens, match);
                touch(info, mask);
                store(left, constant(0), both(info.on, mask));
            });
            happens = left;
        });
    return happens;
}

/// Returns the lanes in which a switch blocks an instance in this step.
Operand Lowering::blocked_by(const SwitchInfo& info, DeclarationId id, const Scope& scope) {
    Operand blocked = constant(0);
    for (const Intervention& what : info.made->interventions) {
        if (what.kind != InterventionKind::Block || what.declaration != id) {
            continue;
        }
        const Operand match = meant(what, scope);
        if (draft_.constant_of(match) == 0.0) {
            continue;
        }
        std::vector<double> due(static_cast<std::size_t>(model_.calendar.step_count));
        for (std::size_t step = 0; step < due.size(); ++step) {
            const auto number = static_cast<std::int64_t>(step);
            due[step] = what.first_step <= number && number <= what.last_step ? 1 : 0;
        }
        const Operand acts = truth(Op::NotEqual, step_table(std::move(due)), constant(0));
        blocked = truth(Op::Or, blocked, both(truth(Op::And, info.on, acts), match));
    }
    return blocked;
}

/// Returns where a scope runs an instance that an intervention means.
Operand Lowering::meant(const Intervention& what, const Scope& scope) {
    if (what.instances.empty()) {
        return constant(1);
    }
    Operand match = constant(0);
    for (const std::vector<std::uint32_t>& instance : what.instances) {
        const Operand one = matches(instance, scope);
        match = draft_.constant_of(match) == 0.0 ? one
                : draft_.constant_of(one) == 0.0 ? match
                                                 : truth(Op::Or, match, one);
    }
    return match;
}

/// Finds the choices that switches make in a decision, and makes room for whether they can.
std::vector<Chosen> Lowering::choices_in(DeclarationId id, const Scope& scope) {
    std::vector<Chosen> found;
    each_intervention(
        InterventionKind::Choose, [&](const SwitchInfo& info, const Intervention& what) {
            const Operand match = what.declaration == id ? meant(what, scope) : constant(0);
            if (draft_.constant_of(match) != 0.0) {
                const bool over = what.option_entity != Fact::kNoEntity;
                const std::uint32_t slot =
                    records_[id.index].slot_first[what.option] + (over ? what.option_entity : 0);
                found.push_back({.info = &info,
                                 .what = &what,
                                 .slot = slot,
                                 .match = match,
                                 .there = truth_variable(false)});
            }
        });
    return found;
}

/// Notes that a slot is there, in those lanes.
void Lowering::offer(const std::vector<Chosen>& choices, Operand slot, Operand there) {
    for (const Chosen& chosen : choices) {
        const auto known = draft_.constant_of(slot);
        if (known && *known != chosen.slot) {
            continue;
        }
        const Operand is_it =
            known ? there : both(there, truth(Op::Equal, slot, constant(chosen.slot)));
        store(chosen.there, constant(1), is_it);
    }
}

/// Replaces what a decision takes by what switches choose.
Operand Lowering::chosen_slot(const std::vector<Chosen>& choices, Operand slot) {
    for (const Chosen& chosen : choices) {
        const Operand taken = new_number();
        store(taken, slot, {});
        when_between(chosen.what->first_step, chosen.what->last_step, [&] {
            const Operand offered = both(chosen.there, chosen.match);
            const Operand wanted = constant(chosen.slot);
            store(chosen.info->offered, constant(1), offered);
            touch(*chosen.info, truth(Op::And, offered, truth(Op::NotEqual, taken, wanted)));
            store(taken, wanted, both(chosen.info->on, offered));
        });
        slot = taken;
    }
    return slot;
}

}  // namespace jonbar::program
