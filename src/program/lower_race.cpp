// Races: hazards that compete.

#include <algorithm>

#include "program/lowering.h"

namespace jonbar::program {

/// Lowers hazards that compete: the first to come within the step happens.
void Lowering::lower_race(const Turn& turn) {
    const Operand best = number_variable(0);
    const Operand winner = number_variable(kNobody);
    const auto slot_of = [&](DeclarationId id, const std::vector<Operand>& entities,
                             std::uint32_t first) {
        Operand slot{.place = Place::Index, .shape = 0, .base = first};
        const Declaration& declaration = model_.at(id);
        std::uint32_t stride = instance_count(declaration);
        for (std::size_t i = 0; i < entities.size(); ++i) {
            stride /= size_of(declaration.indices[i]);
            slot = draft_.moved(slot, entities[i], stride);
        }
        return slot.shape == 0 ? constant(slot.base) : slot;
    };
    std::uint32_t slots = 0;
    bool imposed = false;
    for (const DeclarationId id : turn.declarations) {
        slots += instance_count(model_.at(id));
        imposed = imposed || std::any_of(facts_.begin(), facts_.end(),
                                         [&](const FactInfo& info) { return is_forced(info, id); });
    }
    const Imposition numbers = imposed ? imposition(2 + 2 * slots, 1) : Imposition{};
    if (imposed) {
        pure_loop(slots, [&](Operand i) {
            store(draft_.moved(at_place(numbers.in, 2), i, 1), constant(0), {});
        });
    }
    // Who wins in the lanes that have a switch on as if it did not block.
    struct Blocker {
        const SwitchInfo* info = nullptr;
        Operand best, winner;
    };
    std::vector<Blocker> blockers;
    each_intervention(
        InterventionKind::Block, [&](const SwitchInfo& info, const Intervention& what) {
            const bool here = std::find(turn.declarations.begin(), turn.declarations.end(),
                                        what.declaration) != turn.declarations.end();
            if (here && (blockers.empty() || blockers.back().info != &info)) {
                blockers.push_back({&info, number_variable(0), number_variable(kNobody)});
            }
        });
    const auto contend = [&](Operand best_time, Operand who, Operand time, Operand slot,
                             Operand mask) {
        Instruction made;
        made.op = Op::KeepSmallest;
        made.out = best_time;
        made.out2 = who;
        made.a = time;
        made.b = slot;
        made.mask = mask;
        emit(made);
    };
    std::uint32_t first = 0;
    for (const DeclarationId id : turn.declarations) {
        const Declaration& declaration = model_.at(id);
        where_ = name_of(declaration);
        for_instances(declaration, true, [&](const std::vector<Operand>& entities) {
            Scope scope = instance_scope(id, entities, alive_);
            Operand open = due(id, scope);
            if (declaration.when.exists()) {
                open = both(open, scalar(declaration.when, scope, open));
            }
            skip_if_none(open, [&] {
                const Operand rate = hazard(declaration, scope, open);
                const auto ticks = static_cast<double>(model_.calendar.ticks_per_step());
                const Operand over_step =
                    declaration.timing.mean_time
                        ? number(Op::Divide, constant(ticks), rate)
                        : number(Op::Multiply, rate, step_length(declaration.timing.rate_unit));
                const Operand u = draw_op(Op::DrawUniform, keys(declaration.site, scope), 0);
                const Operand time =
                    number(Op::Divide, number(Op::Negate, number(Op::Log, u)), over_step);
                const Operand in_step = both(truth(Op::Less, time, constant(1)),
                                             truth(Op::NotEqual, over_step, constant(0)));
                const Operand slot = slot_of(id, entities, first);
                const Operand comes = both(open, in_step);
                std::vector<Operand> blocked;
                for (const Blocker& blocker : blockers) {
                    blocked.push_back(blocked_by(*blocker.info, id, scope));
                }
                const auto left = [&](std::size_t but) {
                    Operand mask = comes;
                    for (std::size_t k = 0; k < blockers.size(); ++k) {
                        mask = k == but ? mask : but_not(mask, blocked[k]);
                    }
                    return mask;
                };
                contend(best, winner, time, slot, left(blockers.size()));
                if (imposed) {
                    Operand runs = open;
                    for (const Operand& one : blocked) {
                        runs = but_not(runs, one);
                    }
                    store(draft_.moved(at_place(numbers.in, 2), slot, 1), over_step, runs);
                }
                for (std::size_t k = 0; k < blockers.size(); ++k) {
                    contend(blockers[k].best, blockers[k].winner, time, slot, left(k));
                }
            });
        });
        first += instance_count(declaration);
    }
    if (imposed) {
        impose_race(turn, numbers, slots, winner);
    }
    first = 0;
    for (const DeclarationId id : turn.declarations) {
        for (const Blocker& blocker : blockers) {
            for (const Intervention& what : blocker.info->made->interventions) {
                if (what.kind != InterventionKind::Block || what.declaration != id) {
                    continue;
                }
                when_between(what.first_step, what.last_step, [&] {
                    const Operand won =
                        number(Op::Select, blocker.info->on, blocker.winner, winner);
                    for_chosen(what, [&](const std::vector<Operand>& entities) {
                        touch(*blocker.info, truth(Op::Equal, won, slot_of(id, entities, first)));
                    });
                });
            }
        }
        first += instance_count(model_.at(id));
    }
    first = 0;
    for (const DeclarationId id : turn.declarations) {
        const Declaration& declaration = model_.at(id);
        where_ = name_of(declaration);
        for_instances(declaration, false, [&](const std::vector<Operand>& entities) {
            Scope scope = instance_scope(id, entities, {});
            const Operand won = truth(Op::Equal, winner, slot_of(id, entities, first));
            act(id, scope, {.happens = won}, true);
        });
        first += instance_count(declaration);
    }
}

}  // namespace jonbar::program
