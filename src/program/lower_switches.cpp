// Other worlds: what interventions change in the lanes that have their switch on.
//
// A lane with the switch off computes what it would without it. It also notes, in `touched`, when
// the switch would first have changed something, so that the other world need not be run before.
// What a block of statements would change is found by running it in all lanes, without faults and
// counts, and setting back what it wrote.

#include <algorithm>
#include <limits>

#include "program/columns.h"
#include "program/lowering.h"

namespace jonbar::program {

/// Makes the columns of the switches, and notes what they write and fire.
void Lowering::make_switches() {
    for (const Switch& made : options_.switches) {
        SwitchInfo info;
        info.made = &made;
        info.on = draft_.columns(Place::StateTruth, 1);
        info.touched = draft_.columns(Place::StateNumber, 1);
        store(info.touched, constant(std::numeric_limits<double>::infinity()), {});
        std::int64_t first = made.interventions.empty() ? 0 : made.interventions[0].first_step;
        for (const Intervention& what : made.interventions) {
            first = std::min(first, what.first_step);
            if (what.kind == InterventionKind::Choose && !info.offered.exists()) {
                info.offered = draft_.columns(Place::StateTruth, 1);
            }
            if (what.kind == InterventionKind::Force) {
                fired_.insert(what.declaration.index);
            }
            if (what.state.exists()) {
                intervened_.insert(what.state.index);
            }
            const Writes writes = writes_of(what.body);
            intervened_.insert(writes.states.begin(), writes.states.end());
            fired_.insert(writes.declarations.begin(), writes.declarations.end());
        }
        draft_.program.switches.push_back({.name = made.name,
                                           .on = info.on,
                                           .touched = info.touched,
                                           .offered = info.offered,
                                           .first_step = first});
        switches_.push_back(info);
    }
}

/// Runs body in the steps from `first` to `last`.
void Lowering::when_between(std::int64_t first, std::int64_t last,
                            const std::function<void()>& body) {
    std::vector<double> due(static_cast<std::size_t>(model_.calendar.step_count));
    for (std::size_t step = 0; step < due.size(); ++step) {
        const auto number = static_cast<std::int64_t>(step);
        due[step] = first <= number && number <= last ? 1 : 0;
    }
    const auto count = std::count(due.begin(), due.end(), 1.0);
    if (count == static_cast<std::ptrdiff_t>(due.size())) {
        body();
    } else if (count > 0) {
        skip_unless(step_table(std::move(due)), body);
    }
}

/// Notes the lanes that a switch changes, or would.
void Lowering::touch(const SwitchInfo& info, Operand changed) {
    changed = alive_.exists() ? both(alive_, changed) : changed;
    const auto known = changed.exists() ? draft_.constant_of(changed) : std::nullopt;
    if (known && *known == 0) {
        return;
    }
    const Operand step = in_init_ ? constant(-1) : step_number();
    store(info.touched, number(Op::Min, info.touched, step), changed);
}

/// Returns the number of the step that runs.
Operand Lowering::step_number() {
    std::vector<double> steps;
    for (std::int64_t step = 0; step < model_.calendar.step_count; ++step) {
        steps.push_back(static_cast<double>(step));
    }
    return step_table(std::move(steps));
}

Operand Lowering::on_and_alive(const SwitchInfo& info) {
    return alive_.exists() ? truth(Op::And, info.on, alive_) : info.on;
}

Scope Lowering::intervention_scope(const SwitchInfo& info, const Intervention& what) {
    Scope scope;
    scope.frame = what.frame;
    scope.locals.resize(what.frame.exists() ? model_.at(what.frame).locals.size() : 0);
    scope.mask = on_and_alive(info);
    return scope;
}

/// Returns the indices of a cell, as constants.
std::vector<Value> Lowering::cell_indices(const State& state, std::uint32_t cell) {
    std::vector<Value> at(state.indices.size());
    for (std::size_t i = at.size(); i-- > 0;) {
        at[i] = {constant(cell % size_of(state.indices[i]))};
        cell /= size_of(state.indices[i]);
    }
    return at;
}

/// Returns whether two values differ.
Operand Lowering::differs(const Type& type, const Value& one, const Value& other) {
    if (type.set) {
        return truth(Op::Not, same_set(one, other));
    }
    return truth(is_truth(type) ? Op::Xor : Op::NotEqual, one.operand, other.operand);
}

/// Returns a value as it stands in a cell: within the bounds of the state.
Value Lowering::bounded(const State& state, const Value& value) {
    Value result = value;
    if (state.low) {
        result.operand = number(Op::Max, result.operand, constant(*state.low));
    }
    if (state.high) {
        result.operand = number(Op::Min, result.operand, constant(*state.high));
    }
    return result;
}

/// Gives a cell a value in the lanes that have the switch on.
void Lowering::set_cell(const SwitchInfo& info, const Intervention& what, std::uint32_t cell,
                        const Value& value) {
    const State& state = model_.at(what.state);
    const StateInfo& of = states_[what.state.index];
    const std::vector<Value> at = cell_indices(state, cell);
    const Value before =
        load(address(of.columns, of.width, state.indices, at), state.type, of.width);
    const Value written = kept(bounded(state, value), state.type);
    touch(info, differs(state.type, before, written));
    const auto hold = std::find_if(holds_.begin(), holds_.end(),
                                   [&](const Hold& one) { return one.what == &what; });
    if (hold != holds_.end()) {
        const Operand held = hold->value;
        loop(of.width, [&](Operand part) {
            store(draft_.moved(held, part, 1), draft_.moved(written.operand, part, 1), {});
        });
    }
    const Operand mask = on_and_alive(info);
    skip_if_none(mask, [&] { assign_cell(what.state, at, value, mask, what.span); });
}

/// Makes the columns of what is held.
void Lowering::make_holds() {
    each_intervention(InterventionKind::Hold, [&](const SwitchInfo& info,
                                                  const Intervention& what) {
        const State& state = model_.at(what.state);
        Hold hold;
        hold.what = &what;
        hold.info = static_cast<std::size_t>(&info - switches_.data());
        hold.value = draft_.columns(is_truth(state.type) ? Place::StateTruth : Place::StateNumber,
                                    width_of(state.type));
        if (options_.tallies) {
            hold.undone = counter({.kind = CounterKind::Undone,
                                   .name = info.made->name,
                                   .option = cell_label(state, what.cells[0]),
                                   .span = what.span});
        }
        holds_.push_back(hold);
    });
}

/// Applies what acts on a cell of the initial state, once that is drawn.
void Lowering::intervene_initially(StateId state, std::uint32_t cell) {
    if (!intervened_.contains(state.index)) {
        return;
    }
    for (const SwitchInfo& info : switches_) {
        for (const Intervention& what : info.made->interventions) {
            const auto found = std::find(what.cells.begin(), what.cells.end(), cell);
            if (what.state != state || found == what.cells.end() || what.first_step >= 0) {
                continue;
            }
            const auto place = static_cast<std::size_t>(found - what.cells.begin());
            const StateInfo& of = states_[state.index];
            Value value;
            if (what.kind == InterventionKind::Redraw) {
                const Cell& redrawn = what.redrawn[place];
                value = evaluate(redrawn.initial, cell_scope(redrawn), {});
            } else {
                const Scope scope = intervention_scope(info, what);
                value = evaluate(what.value, scope, scope.mask);
            }
            if (what.kind == InterventionKind::Scale) {
                const Operand drawn = draft_.moved(of.columns, constant(cell), of.width);
                value.operand = number(Op::Multiply, value.operand, drawn);
            }
            set_cell(info, what, cell, value);
        }
    }
}

/// Applies what acts before the first statement of a step.
void Lowering::intervene() {
    const auto set = [&](const SwitchInfo& info, const Intervention& what) {
        if (what.first_step < 0) {
            return;
        }
        where_ = info.made->name;
        when_between(what.first_step, what.first_step, [&] {
            const Scope scope = intervention_scope(info, what);
            set_cell(info, what, what.cells[0], evaluate(what.value, scope, scope.mask));
            if (what.kind == InterventionKind::Set) {
                set_back(what.state, &what);
            }
        });
    };
    for (const SwitchInfo& info : switches_) {
        for (const Intervention& what : info.made->interventions) {
            if (what.kind == InterventionKind::Set || what.kind == InterventionKind::Hold) {
                set(info, what);
            }
        }
    }
    each_intervention(
        InterventionKind::Force, [&](const SwitchInfo& info, const Intervention& what) {
            where_ = info.made->name;
            when_between(what.first_step, what.first_step, [&] { force(info, what); });
        });
    each_intervention(InterventionKind::Statements,
                      [&](const SwitchInfo& info, const Intervention& what) {
                          where_ = info.made->name;
                          when_between(what.first_step, what.first_step, [&] {
                              probe(info, what);
                              Scope scope = intervention_scope(info, what);
                              skip_if_none(scope.mask, [&] { run_body(what, scope); });
                          });
                      });
}

/// Tells whether one intervention stands after another.
bool Lowering::stands_after(const Intervention* one, const Intervention* other) const {
    for (const SwitchInfo& info : switches_) {
        for (const Intervention& what : info.made->interventions) {
            if (&what == one || &what == other) {
                return &what == other;
            }
        }
    }
    return false;
}

/// Sets cells back that are held, after what may have written their state. `setter`: the
/// intervention that did; what is held from the same step on, but told later, is not held yet.
void Lowering::set_back(StateId id, const Intervention* setter) {
    for (const Hold& hold : holds_) {
        const Intervention* const what = hold.what;
        if (what->state != id) {
            continue;
        }
        const SwitchInfo& info = switches_[hold.info];
        const bool begins = setter != nullptr && stands_after(what, setter);
        when_between(what->first_step + (begins ? 1 : 0), what->last_step, [&] {
            const State& state = model_.at(id);
            const StateInfo& of = states_[id.index];
            const std::vector<Value> at = cell_indices(state, what->cells[0]);
            const Value held = {hold.value, of.width};
            const Value there =
                load(address(of.columns, of.width, state.indices, at), state.type, of.width);
            const Operand changed = differs(state.type, there, held);
            touch(info, changed);
            const Operand undone = both(on_and_alive(info), changed);
            tally(hold.undone, undone);
            skip_if_none(undone, [&] { write_cell(id, at, held, undone); });
        });
    }
}

/// Fires instances with gate and chance taken as open and 1.
void Lowering::force(const SwitchInfo& info, const Intervention& what) {
    const DeclarationId id = what.declaration;
    const Declaration& declaration = model_.at(id);
    const bool procedure = declaration.timing.kind == TimingKind::Procedure;
    FireContext context;
    context.intervention = what.owner;
    for_chosen(what, [&](const std::vector<Operand>& entities) {
        Scope scope = instance_scope(id, entities, on_and_alive(info));
        if (procedure) {
            scope.context = &context;
            touch(info, {});
        } else {
            const Operand ran = may_not_run(id, scope);
            touch(info, truth(Op::Not, ran));
            tally(fired_in_vain_, both(scope.mask, ran));
            scope.mask = kept({but_not(scope.mask, ran)}, kTruthType).operand;
        }
        const std::string outer = std::exchange(where_, name_of(declaration));
        skip_if_none(scope.mask, [&] {
            const bool chooses = declaration.kind == DeclarationKind::Decision ||
                                 declaration.kind == DeclarationKind::Vote;
            const Plan plan =
                chooses ? decide(id, scope, scope.mask, true) : Plan{.happens = scope.mask};
            act(id, scope, plan, false);
        });
        where_ = outer;
    });
}

/// Runs body(entities) for the instances that an intervention means.
void Lowering::for_chosen(const Intervention& what,
                          const std::function<void(const std::vector<Operand>&)>& body) {
    if (what.instances.empty()) {
        for_instances(model_.at(what.declaration), false, body);
        return;
    }
    for (const std::vector<std::uint32_t>& instance : what.instances) {
        std::vector<Operand> entities;
        for (const std::uint32_t entity : instance) {
            entities.push_back(constant(entity));
        }
        body(entities);
    }
}

void Lowering::run_body(const Intervention& what, Scope& scope) {
    FireContext context;
    context.intervention = what.owner;
    scope.context = &context;
    run(what.body, scope);
}

/// Notes the lanes in which a block of statements changes, or would change, a value.
void Lowering::probe(const SwitchInfo& info, const Intervention& what) {
    Code trial;
    Code* const outer = std::exchange(code_, &trial);
    const bool tallies = std::exchange(options_.tallies, false);
    const bool trace = std::exchange(options_.trace, false);
    no_faults_ = true;
    Scope scope = intervention_scope(info, what);
    scope.mask = alive_;
    run_body(what, scope);
    no_faults_ = false;
    options_.tallies = tallies;
    options_.trace = trace;
    code_ = outer;

    std::map<std::pair<Place, std::uint32_t>, Operand> copies;  // of each block that it writes
    for_all(trial, [&](const Operand& operand, const Instruction& i) {
        if (is_output(operand, i) && is_state(operand)) {
            copies[{operand.place, draft_.block_of(operand).base}] = {};
        }
    });
    const auto each_column = [&](const auto& visit) {
        for (auto& [block, copy] : copies) {
            const Operand first{.place = block.first, .shape = 0, .base = block.second};
            const bool bits = block.first == Place::StateTruth;
            loop(draft_.block_of(first).count, [&, copy = copy](Operand i) {
                visit(draft_.moved(first, i, 1), draft_.moved(copy, i, 1), bits);
            });
        }
    };
    for (auto& [block, copy] : copies) {
        const Operand first{.place = block.first, .shape = 0, .base = block.second};
        const std::uint32_t count = draft_.block_of(first).count;
        copy = block.first == Place::StateTruth ? new_truth(count) : new_number(count);
    }
    each_column([&](Operand column, Operand copy, bool) { store(copy, column, {}); });
    code_->insert(code_->end(), std::make_move_iterator(trial.begin()),
                  std::make_move_iterator(trial.end()));
    const Operand changed = truth_variable(false);
    each_column([&](Operand column, Operand copy, bool bits) {
        Instruction either;
        either.op = Op::Or;
        either.out = changed;
        either.a = changed;
        either.b = truth(bits ? Op::Xor : Op::NotEqual, column, copy);
        emit(either);
        store(column, copy, {});
    });
    touch(info, changed);
}

}  // namespace jonbar::program
