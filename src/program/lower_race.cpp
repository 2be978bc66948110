// Races: hazards that compete.

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
                Instruction made;
                made.op = Op::KeepSmallest;
                made.out = best;
                made.out2 = winner;
                made.a = time;
                made.b = slot_of(id, entities, first);
                made.mask = both(open, in_step);
                emit(made);
            });
        });
        first += instance_count(declaration);
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
