// Decisions: what is there, what it is worth, what is taken.

#include <algorithm>

#include "program/lowering.h"

namespace jonbar::program {

/// Returns the worth of an option in the lanes where it is there; `shared` still to be reduced.
Operand Lowering::worth(const Declaration& declaration, const Option& option, const Scope& scope,
                        Operand rationality, Operand there) {
    const Span span = model_.at(option.worth).span;
    Operand value = scalar(option.worth, scope, there);
    if (option.worth_kind == WorthKind::Rate) {
        check_finite(value, there, span, "a worth");
        check(Op::CheckPositive, value, there, span, "a mean time that is not above 0");
        const auto ticks = static_cast<double>(model_.calendar.ticks_per_step());
        value = number(Op::RateWorth, constant(ticks), value);
    } else if (declaration.rationality.exists()) {
        value = number(Op::Multiply, rationality, value);
    }
    return value;
}

Plan Lowering::choose_option(DeclarationId id, Scope& scope, Operand open, bool fired) {
    const Declaration& declaration = model_.at(id);
    const RecordInfo& info = records_[id.index];
    Plan plan;
    if (declaration.by.exists()) {
        const Expression& by = model_.at(declaration.by);
        const Operand actor = kept(evaluate(declaration.by, scope, open), by.type).operand;
        if (by.type.optional) {
            open = both(open, is_some(by.type, actor));
        }
        if (declaration.actor != kNoLocal) {
            scope.locals[declaration.actor] = {actor};
        }
        if (by.kind != ExpressionKind::Local) {
            plan.actor = actor;
        }
    }
    const Type real;
    if (options_.trace) {
        auto values = instance_values(id, scope);
        if (declaration.by.exists()) {
            values.push_back({scope.locals[declaration.actor], model_.at(declaration.by).type});
        }
        trace_line({.kind = RecordKind::Decision,
                    .name = declaration.name,
                    .option = {},
                    .pieces = {},
                    .span = declaration.span},
                   values, open);
    }
    const Operand rationality =
        declaration.rationality.exists() ? scalar(declaration.rationality, scope, open) : Operand{};
    const bool of_two = declaration.options.size() == 2 &&
                        declaration.options[0].over == kNoLocal &&
                        declaration.options[1].over == kNoLocal;
    const auto there_of = [&](const Option& option) {
        Operand there = open;
        if (option.when.exists()) {
            there = both(there, scalar(option.when, scope, open));
        }
        return as_truth(there);
    };
    const auto finished_worth = [&](const Option& option, Operand there, Operand count) {
        Operand value = worth(declaration, option, scope, rationality, there);
        if (count.exists()) {
            value = number(Op::Subtract, value, number(Op::Log, count));
        }
        check_finite(value, there, model_.at(option.worth).span, "a worth");
        if (options_.trace) {
            std::vector<std::pair<Value, Type>> values;
            if (option.over != kNoLocal) {
                values.push_back({scope.locals[option.over],
                                  model_.at(declaration.frame).locals[option.over].type});
            }
            values.push_back({{value}, real});
            trace_line({.kind = RecordKind::Option,
                        .name = declaration.name,
                        .option = option.name,
                        .over_entity = option.over != kNoLocal,
                        .pieces = {},
                        .span = option.span},
                       values, there);
        }
        return value;
    };
    const std::vector<Chosen> choices = choices_in(id, scope);
    if (of_two) {
        std::vector<Operand> there, worths;
        for (const Option& option : declaration.options) {
            there.push_back(there_of(option));
        }
        for (std::size_t i = 0; i < 2; ++i) {
            worths.push_back(finished_worth(declaration.options[i], there[i], {}));
        }
        Plan chosen = choose_of_two(id, scope, open, there, worths);
        chosen.actor = plan.actor;
        for (std::size_t i = 0; i < 2; ++i) {
            offer(choices, constant(static_cast<double>(i)), there[i]);
        }
        chosen.slot = chosen_slot(choices, chosen.slot);
        chosen.slot = played_slot(id, scope, chosen, fired);
        return chosen;
    }
    const Keys noise = slot_keys(declaration, scope);
    const std::uint32_t slot_count = info.slot_first.back();
    const ForcedSteps forced = forced_steps(id, scope);
    const bool coupled = is_coupled(declaration);
    Imposition numbers;
    const auto when_imposed = [&](const std::function<void()>& body) {
        if (coupled) {
            body();
        } else if (forced.any) {
            skip_unless(step_table(forced.steps), body);
        }
    };
    if (coupled || forced.any) {
        numbers = imposition(3 + 2 * slot_count, 1);
        when_imposed([&] {
            pure_loop(2 * slot_count, [&](Operand i) {
                store(draft_.moved(at_place(numbers.in, 3), i, 1), constant(0), {});
            });
        });
    }
    const Operand standing = new_number(2);
    store(standing, constant(0), {});  // it outlives each turn of the loops below
    plan.slot = number_variable(kNobody);
    const auto compete = [&](Operand there, Operand value, Operand slot) {
        offer(choices, slot, there);
        when_imposed([&] {
            store(draft_.moved(at_place(numbers.in, 3), slot, 1), constant(1), there);
            store(draft_.moved(at_place(numbers.in, 3 + slot_count), slot, 1), value, there);
        });
        Instruction made;
        made.op = Op::Compete;
        made.out = standing;
        made.out2 = plan.slot;
        made.a = value;
        made.b = slot;
        made.c = noise.first;
        made.d = noise.index;
        made.mask = there;
        made.count = noise.count;
        made.stride = noise.stride;
        emit(made);
    };
    for (std::size_t i = 0; i < declaration.options.size(); ++i) {
        const Option& option = declaration.options[i];
        const std::uint32_t first = info.slot_first[i];
        if (option.over == kNoLocal) {
            const Operand there = there_of(option);
            const Operand count = option.worth_kind == WorthKind::Shared ? constant(1) : Operand{};
            skip_if_none(there, [&] {
                compete(there, finished_worth(option, there, count), constant(first));
            });
            continue;
        }
        const std::uint32_t slots = info.slot_first[i + 1] - first;
        const bool shared = option.worth_kind == WorthKind::Shared;
        const Operand all = shared ? new_truth(slots) : Operand{};
        const Operand count = shared ? number_variable(0) : Operand{};
        if (shared) {
            pure_loop(slots, [&](Operand entity) {
                scope.locals[option.over] = {entity};
                const Operand there = there_of(option);
                store(draft_.moved(all, entity, 1), there, {});
                Instruction made;
                made.op = Op::AddWhere;
                made.out = count;
                made.a = constant(1);
                made.mask = there;
                emit(made);
            });
        }
        pure_loop(slots, [&](Operand entity) {
            scope.locals[option.over] = {entity};
            const Operand there = shared ? draft_.moved(all, entity, 1) : there_of(option);
            Operand slot{.place = Place::Index, .shape = 0, .base = first};
            slot = draft_.moved(slot, entity, 1);
            if (slot.shape == 0) {
                slot = constant(slot.base);
            }
            skip_if_none(there,
                         [&] { compete(there, finished_worth(option, there, count), slot); });
        });
    }
    if (coupled || forced.any) {
        impose_choice(id, scope, open, numbers, plan.slot);
    }
    plan.slot = chosen_slot(choices, plan.slot);
    plan.happens = both(open, truth(Op::LessEqual, constant(0), plan.slot));
    plan.slot = played_slot(id, scope, plan, fired);
    return plan;
}

/// Returns which of two plain options has the name that sorts first.
std::size_t Lowering::first_of_two(const Declaration& declaration) {
    return declaration.options[0].name < declaration.options[1].name ? 0 : 1;
}

/// Chooses between two plain options with one uniform: the one whose name sorts first as an event.
Plan Lowering::choose_of_two(DeclarationId id, const Scope& scope, Operand open,
                             const std::vector<Operand>& there,
                             const std::vector<Operand>& worths) {
    const Declaration& declaration = model_.at(id);
    const std::size_t first = first_of_two(declaration);
    const Operand both_there = truth(Op::And, there[0], there[1]);
    const Operand chance =
        number(Op::Logistic, number(Op::Subtract, worths[first], worths[1 - first]));
    const Operand drawn = happens(id, scope, chance, both_there);
    const Operand takes_first = truth(Op::SelectTruth, both_there, drawn, there[first]);
    Plan plan;
    plan.slot = number(Op::Select, takes_first, constant(static_cast<double>(first)),
                       constant(static_cast<double>(1 - first)));
    plan.happens = as_truth(both(open, truth(Op::Or, there[0], there[1])));
    return plan;
}

/// Runs the body of the option that was taken.
void Lowering::run_options(DeclarationId id, const Scope& scope, const Plan& plan) {
    const Declaration& declaration = model_.at(id);
    const RecordInfo& info = records_[id.index];
    Scope inner = scope;
    if (declaration.by.exists() && declaration.actor != kNoLocal) {
        const bool again = model_.at(declaration.by).kind == ExpressionKind::Local;
        inner.locals[declaration.actor] =
            again ? evaluate(declaration.by, scope, scope.mask) : Value{plan.actor};
    }
    const auto run_slot = [&](const Option& option, Operand slot) {
        const Operand chosen = both(scope.mask, truth(Op::Equal, plan.slot, slot));
        skip_if_none(chosen, [&] {
            const std::uint32_t slots = info.slot_first.back();
            const auto column = [&](Operand block) {
                return draft_.moved(instance_column(id, block, inner, slots), slot, 1);
            };
            if (info.first.exists()) {
                note_first(column(info.first), chosen);
            }
            if (options_.tallies) {
                tally(column(info.option_times), chosen);
                tally_ever(column(info.option_histories), column(info.option_ran), chosen);
            }
            if (options_.trace && !is_election(declaration)) {
                auto values = instance_values(id, inner);
                if (option.over != kNoLocal) {
                    values.push_back({inner.locals[option.over],
                                      model_.at(declaration.frame).locals[option.over].type});
                }
                trace_line({.kind = RecordKind::Chosen,
                            .name = declaration.name,
                            .option = option.name,
                            .over_entity = option.over != kNoLocal,
                            .pieces = {},
                            .span = option.span},
                           values, chosen);
            }
            Scope body = inner;
            body.mask = chosen;
            run(option.body, body);
        });
    };
    for (std::size_t i = 0; i < declaration.options.size(); ++i) {
        const Option& option = declaration.options[i];
        const std::uint32_t first = info.slot_first[i];
        if (option.over == kNoLocal) {
            run_slot(option, constant(first));
            continue;
        }
        loop(info.slot_first[i + 1] - first, [&](Operand entity) {
            inner.locals[option.over] = {entity};
            Operand slot{.place = Place::Index, .shape = 0, .base = first};
            slot = draft_.moved(slot, entity, 1);
            run_slot(option, slot.shape == 0 ? constant(slot.base) : slot);
        });
    }
}

}  // namespace jonbar::program
