// A player: the decisions of one entity, handed to who runs the histories.

#include "program/lowering.h"

namespace jonbar::program {

/// Tells whether a decision may be the player's.
bool Lowering::may_play(const Declaration& declaration) const {
    return options_.player && declaration.kind == DeclarationKind::Decision &&
           declaration.by.exists() &&
           model_.at(declaration.by).type.domain == options_.player->domain;
}

/// Emits a pause; without a mask, of all lanes.
void Lowering::pause(PausePlace place, Operand wanted, Operand own, Operand mask) {
    Instruction made;
    made.op = Op::Pause;
    made.out = wanted;
    made.a = own;
    made.mask = mask;
    made.detail = static_cast<std::uint32_t>(draft_.program.pauses.size());
    draft_.program.pauses.push_back(std::move(place));
    emit(made);
}

/// Pauses before the turn of a decision that may be the player's: what is by chance from here on
/// he cannot know.
void Lowering::pause_turn(DeclarationId id) {
    const Declaration& declaration = model_.at(id);
    if (may_play(declaration)) {
        pause({.kind = PauseKind::Turn, .declaration = id, .name = declaration.name}, {}, {}, {});
    }
}

/// Returns the slot that a decision takes: where it is the player's, the one he wants.
Operand Lowering::played_slot(DeclarationId id, const Scope& scope, const Plan& plan, bool fired) {
    const Declaration& declaration = model_.at(id);
    if (!may_play(declaration) || declaration.actor == kNoLocal) {
        return plan.slot;
    }
    const Operand player = constant(options_.player->member);
    const Operand mask =
        both(plan.happens, truth(Op::Equal, scope.locals[declaration.actor].operand, player));
    if (draft_.constant_of(mask) == 0.0) {
        return plan.slot;
    }
    const Operand slot = new_number();
    store(slot, plan.slot, {});
    skip_if_none(mask, [&] {
        const Operand wanted = new_number();
        store(wanted, constant(kNobody), {});
        pause({.kind = PauseKind::Choice,
               .declaration = id,
               .name = declaration.name,
               .fired = fired,
               .slot_first = records_[id.index].slot_first},
              wanted, slot, mask);
        store(slot, wanted, both(mask, truth(Op::LessEqual, constant(0), wanted)));
    });
    return slot;
}

}  // namespace jonbar::program
