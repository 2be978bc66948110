// Turns of a step: what is due, what happens, what it does; and what statements fire.

#include <algorithm>

#include "program/lowering.h"

namespace jonbar::program {

/// Runs body over the instances of a declaration, in order.
void Lowering::for_instances(const Declaration& declaration, bool first_phase,
                             const std::function<void(const std::vector<Operand>&)>& body) {
    std::vector<Operand> entities;
    const std::function<void(std::size_t)> visit = [&](std::size_t depth) {
        if (depth == declaration.indices.size()) {
            body(entities);
            return;
        }
        Operand start;
        if (declaration.unordered && depth == 1) {
            start = entities[0];
            start.base += 1;
            if (entities[0].place == Place::Constant) {
                start = constant(*draft_.constant_of(entities[0]) + 1);
            }
        }
        run_loop(
            size_of(declaration.indices[depth]),
            [&](Operand index) {
                entities.push_back(index);
                visit(depth + 1);
                entities.pop_back();
            },
            start, TableLoop{.closed = !first_phase, .writes = {}, .tables = {}});
    };
    visit(0);
}

Scope Lowering::instance_scope(DeclarationId id, const std::vector<Operand>& entities,
                               Operand mask) {
    const Declaration& declaration = model_.at(id);
    Scope scope;
    scope.frame = declaration.frame;
    scope.declaration = id;
    scope.mask = mask;
    scope.locals.resize(model_.at(declaration.frame).locals.size());
    for (std::size_t i = 0; i < entities.size(); ++i) {
        scope.locals[i] = {entities[i]};
    }
    return scope;
}

/// Runs body on the steps on which a declaration with constant dates is due, or on all.
void Lowering::when_due(const Declaration& declaration, const std::function<void()>& body) {
    const Timing& timing = declaration.timing;
    const bool dated = timing.kind == TimingKind::Every || timing.kind == TimingKind::At;
    if (!dated || !timing.dates.empty()) {
        body();
        return;
    }
    std::vector<double> due(timing.due.begin(), timing.due.end());
    const auto count = std::count(due.begin(), due.end(), 1.0);
    if (count == static_cast<std::ptrdiff_t>(due.size())) {
        body();
    } else if (count > 0) {
        skip_unless(step_table(std::move(due)), body);
    }
}

/// Returns the lanes of a scope in which its instance is due, save for constant dates.
Operand Lowering::due(DeclarationId id, const Scope& scope) {
    const Declaration& declaration = model_.at(id);
    const Timing& timing = declaration.timing;
    Operand mask = scope.mask;
    if (!declaration.repeatable) {
        mask = but_not(mask, instance_column(id, records_[id.index].ran, scope));
    }
    if (timing.dates.empty()) {
        return mask;
    }
    const Calendar& calendar = model_.calendar;
    const Operand step = step_number();
    Operand now_due =
        truth(Op::NotEqual, step_table(std::vector<double>(timing.due.begin(), timing.due.end())),
              constant(0));
    for (const ExpressionId id_of_date : timing.dates) {
        const Operand date = number(Op::Floor, scalar(id_of_date, scope, mask));
        const Operand since_start =
            number(Op::Subtract, date, constant(static_cast<double>(calendar.first_tick)));
        const Operand in_steps =
            number(Op::Floor, number(Op::Divide, since_start,
                                     constant(static_cast<double>(calendar.ticks_per_step()))));
        now_due = truth(Op::Or, now_due, truth(Op::Equal, in_steps, step));
    }
    return both(mask, now_due);
}

Operand Lowering::step_length(RateUnit unit) {
    const Calendar& calendar = model_.calendar;
    const auto ticks = static_cast<double>(calendar.ticks_per_step());
    const bool in_days = calendar.counts_days();
    std::vector<double> lengths;
    for (std::int64_t step = 0; step < calendar.step_count; ++step) {
        const double days = in_days ? ticks : calendar.days_in_step(step);
        switch (unit) {
            case RateUnit::Day:
                lengths.push_back(days);
                break;
            case RateUnit::Week:
                lengths.push_back(days / 7);
                break;
            case RateUnit::Month:
                lengths.push_back(in_days ? ticks / kDaysPerMonth : ticks);
                break;
            case RateUnit::Quarter:
                lengths.push_back(in_days ? ticks / (3 * kDaysPerMonth) : ticks / 3);
                break;
            case RateUnit::Year:
                lengths.push_back(in_days ? ticks / kDaysPerYear : ticks / 12);
                break;
        }
    }
    const bool same = std::all_of(lengths.begin(), lengths.end(),
                                  [&](double length) { return length == lengths[0]; });
    return same ? constant(lengths[0]) : step_table(std::move(lengths));
}

/// Returns the rate of a hazard, its factors applied, or its mean time.
Operand Lowering::hazard(const Declaration& declaration, const Scope& scope, Operand mask) {
    const Timing& timing = declaration.timing;
    const Span span = model_.at(timing.rate).span;
    Operand rate = scalar(timing.rate, scope, mask);
    check_finite(rate, mask, span, "a hazard");
    if (timing.mean_time) {
        check(Op::CheckPositive, rate, mask, span, "a mean time that is not above 0");
        return rate;
    }
    for (const HazardFactor& factor : timing.factors) {
        Operand guard = mask;
        Operand applies;
        if (factor.condition.exists()) {
            applies = scalar(factor.condition, scope, mask);
            guard = may_fault(factor.factor) ? both(mask, applies) : mask;
        }
        const Operand raised = number(Op::Multiply, rate, scalar(factor.factor, scope, guard));
        rate = applies.exists() ? number(Op::Select, applies, raised, rate) : raised;
    }
    check_finite(rate, mask, span, "a hazard");
    check(Op::CheckNotNegative, rate, mask, span, "a negative hazard");
    return rate;
}

Operand Lowering::happens(DeclarationId id, const Scope& scope, Operand chance, Operand mask) {
    const Keys noise = keys(model_.at(id).site, scope);
    Instruction made;
    made.op = Op::Happens;
    made.out = {.place = Place::Truth, .shape = 0, .base = kNewColumn};
    made.a = noise.first;
    made.b = noise.index;
    made.c = chance;
    made.mask = mask;
    made.count = noise.count;
    made.stride = noise.stride;
    const Operand result = emit(made);
    return scope.context == nullptr ? impose_happening(id, scope, chance, result, mask) : result;
}

/// Decides whether and how an instance happens in the lanes where it is due and open.
Plan Lowering::decide(DeclarationId id, Scope& scope, Operand open, bool fired) {
    const Declaration& declaration = model_.at(id);
    const Timing& timing = declaration.timing;
    if (declaration.kind == DeclarationKind::Decision) {
        return choose_option(id, scope, open, fired);
    }
    if (declaration.kind == DeclarationKind::Vote) {
        return is_election(declaration) ? hold_election(id, scope, open)
                                        : hold_vote(id, scope, open);
    }
    Operand chance;
    if (timing.kind == TimingKind::Hazard && !fired) {
        const Operand rate = hazard(declaration, scope, open);
        const auto ticks = static_cast<double>(model_.calendar.ticks_per_step());
        chance = timing.mean_time ? number(Op::WaitingChance, constant(ticks), rate)
                                  : number(Op::HazardChance, rate, step_length(timing.rate_unit));
    } else if (timing.chance.exists()) {
        chance = scalar(timing.chance, scope, open);
        const Span span = model_.at(timing.chance).span;
        check_finite(chance, open, span, "a chance");
        check(Op::CheckUnit, chance, open, span, "a chance outside 0..1");
    } else {
        return {.happens = as_truth(open)};
    }
    return {.happens = both(open, happens(id, scope, chance, open))};
}

/// Runs the first phase of an instance in the lanes in which it is due.
Plan Lowering::plan_instance(DeclarationId id, Scope& scope, Operand due, bool fired) {
    Plan plan = plan_open(id, scope, due, fired);
    plan.happens = unblocked(id, scope, plan.happens);
    return plan;
}

Plan Lowering::plan_open(DeclarationId id, Scope& scope, Operand due, bool fired) {
    const Declaration& declaration = model_.at(id);
    const auto gate = [&] {
        return declaration.when.exists() ? both(due, scalar(declaration.when, scope, due)) : due;
    };
    const bool draws = declaration.kind == DeclarationKind::Decision ||
                       declaration.kind == DeclarationKind::Vote || declaration.site.exists();
    if (!draws) {
        const Plan plan = decide(id, scope, gate(), fired);
        return {.happens = kept({plan.happens}, kTruthType).operand};
    }
    // What is drawn or weighed is worth skipping where no lane is due and open.
    Plan plan;
    plan.happens = truth_variable(false);
    const auto result = [&](Operand value, bool is_number) {
        if (!value.exists()) {
            return Operand{};
        }
        const Operand made = is_number ? new_number() : new_truth();
        store(made, value, {});
        return made;
    };
    bool may_happen = false;  // not if the gate is known to be closed
    skip_if_none(due, [&] {
        const Operand open = gate();
        skip_if_none(open, [&] {
            may_happen = true;
            const Plan found = decide(id, scope, open, fired);
            store(plan.happens, found.happens, {});
            plan.slot = result(found.slot, true);
            plan.actor = result(found.actor, true);
            plan.yes = result(found.yes, true);
            plan.next = result(found.next, true);
            plan.abstained = result(found.abstained, true);
            plan.counted = result(found.counted, true);
            plan.all = result(found.all, true);
            plan.bar = result(found.bar, true);
            plan.margin = result(found.margin, true);
            plan.carried = result(found.carried, false);
        });
    });
    return may_happen ? plan : Plan{.happens = constant(0)};
}

/// Runs the second phase of an instance where its plan says it happens. Guarded: an earlier body of
/// the turn may have fired it.
void Lowering::act(DeclarationId id, Scope& scope, const Plan& plan, bool guarded) {
    const Declaration& declaration = model_.at(id);
    const bool unplanned = (declaration.kind == DeclarationKind::Decision && !plan.slot.exists()) ||
                           (declaration.kind == DeclarationKind::Vote && !plan.yes.exists());
    if (unplanned) {
        return;  // it is known never to be due
    }
    Operand mask = plan.happens;
    if (alive_.exists()) {
        mask = both(alive_, mask);
    }
    const auto known = draft_.constant_of(mask);
    if (known) {
        mask = *known != 0 ? Operand{} : mask;
    }
    if (guarded && is_fired(id)) {
        const Operand ran = may_not_run(id, scope);
        tally(fired_in_vain_, both(mask, ran));
        mask = but_not(mask, ran);
    }
    skip_if_none(mask, [&] {
        scope.mask = mask;
        write_record(id, scope, plan, mask);
        const auto trace = [&](RecordKind kind, std::vector<std::pair<Value, Type>> more) {
            if (options_.trace) {
                auto values = instance_values(id, scope);
                values.insert(values.end(), more.begin(), more.end());
                trace_line({.kind = kind,
                            .name = declaration.name,
                            .option = {},
                            .pieces = {},
                            .span = declaration.span},
                           values, mask);
            }
        };
        const Type real;
        switch (declaration.kind) {
            case DeclarationKind::Rule:
                trace(RecordKind::Rule, {});
                run(declaration.body, scope);
                return;
            case DeclarationKind::Event:
                trace(declaration.timing.kind == TimingKind::Procedure ? RecordKind::Procedure
                                                                       : RecordKind::Event,
                      {});
                run(declaration.body, scope);
                return;
            case DeclarationKind::Decision:
                run_options(id, scope, plan);
                return;
            case DeclarationKind::Vote:
                if (is_election(declaration)) {
                    if (options_.trace) {
                        trace_election(id, scope, plan, mask);
                    }
                    break;
                }
                trace(RecordKind::Vote, {{{plan.yes}, real},
                                         {{plan.abstained}, real},
                                         {{plan.counted}, real},
                                         {{plan.all}, real},
                                         {{plan.bar}, real},
                                         {{plan.carried}, kTruthType}});
                break;
        }
        const Operand carried = both(mask, plan.carried);
        const Operand lost = but_not(mask, plan.carried);
        skip_if_none(carried, [&] {
            Scope inner = scope;
            inner.mask = carried;
            if (is_election(declaration)) {
                run_options(id, inner, plan);
            }
            run(declaration.vote.carried, inner);
        });
        skip_if_none(lost, [&] {
            Scope inner = scope;
            inner.mask = lost;
            run(declaration.vote.lost, inner);
        });
    });
}

/// Lowers the turn of a declaration: the first phase of all instances, then the second.
void Lowering::lower_family(DeclarationId id) {
    const Declaration& declaration = model_.at(id);
    if (declaration.timing.kind == TimingKind::Procedure || full()) {
        return;
    }
    where_ = name_of(declaration);
    place_ = declaration.span;
    when_due(declaration, [&] {
        pause_turn(id);
        const std::uint32_t count = instance_count(declaration);
        if (count == 1) {
            for_instances(declaration, true, [&](const std::vector<Operand>& entities) {
                Scope scope = instance_scope(id, entities, alive_);
                const Plan plan = plan_instance(id, scope, due(id, scope), false);
                act(id, scope, plan, true);
            });
            return;
        }
        Plan all;  // blocks
        all.happens = new_truth(count);
        bool may_happen = false;
        for_instances(declaration, true, [&](const std::vector<Operand>& entities) {
            Scope scope = instance_scope(id, entities, alive_);
            const Plan plan = plan_instance(id, scope, due(id, scope), false);
            may_happen = may_happen || draft_.constant_of(plan.happens) != 0.0;
            const auto put = [&](Operand Plan::*part, Place place) {
                if (!(plan.*part).exists()) {
                    return;
                }
                if (!(all.*part).exists()) {
                    all.*part = draft_.columns(place, count);
                }
                store(instance_column(id, all.*part, scope), plan.*part, {});
            };
            put(&Plan::happens, Place::Truth);
            for (const auto part :
                 {&Plan::slot, &Plan::actor, &Plan::yes, &Plan::next, &Plan::abstained,
                  &Plan::counted, &Plan::all, &Plan::bar, &Plan::margin}) {
                put(part, Place::Number);
            }
            put(&Plan::carried, Place::Truth);
        });
        if (!may_happen) {
            return;
        }
        for_instances(declaration, false, [&](const std::vector<Operand>& entities) {
            Scope scope = instance_scope(id, entities, {});
            Plan plan;
            for (const auto part : {&Plan::happens, &Plan::slot, &Plan::actor, &Plan::yes,
                                    &Plan::next, &Plan::abstained, &Plan::counted, &Plan::all,
                                    &Plan::bar, &Plan::margin, &Plan::carried}) {
                if ((all.*part).exists()) {
                    plan.*part = instance_column(id, all.*part, scope);
                }
            }
            act(id, scope, plan, true);
        });
    });
}

}  // namespace jonbar::program
