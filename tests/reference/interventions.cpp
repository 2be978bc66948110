// Interventions: what an altered world does that the actual one does not.
//
// Each notes whether it changed a value or a result. Until the first time the world is the actual
// one, so that this is also the first time it would have changed something there.

#include <algorithm>

#include "model/site_name.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

bool Interpreter::acts(const Intervention& what) const {
    return what.first_step <= step_ && step_ <= what.last_step;
}

void Interpreter::touch(std::size_t alteration) {
    auto& touched = history_.effects[alteration].touched;
    touched = touched.value_or(step_);
}

/// Does what is done before the first statement of a step.
void Interpreter::intervene() {
    const auto each_that_starts = [&](auto&& act) {
        for (std::size_t i = 0; i < settings_.world.size(); ++i) {
            if (!settings_.world[i].on) {
                continue;
            }
            for (const Intervention& what : *settings_.world[i].interventions) {
                if (what.first_step == step_) {
                    act(i, what);
                }
            }
        }
    };
    each_that_starts([&](std::size_t i, const Intervention& what) {
        if (what.kind == InterventionKind::Set || what.kind == InterventionKind::Hold) {
            set(i, what);
        }
    });
    each_that_starts([&](std::size_t i, const Intervention& what) {
        if (what.kind == InterventionKind::Force) {
            force(i, what);
        }
    });
    each_that_starts([&](std::size_t i, const Intervention& what) {
        if (what.kind == InterventionKind::Statements) {
            run_statements(i, what);
        }
    });
}

/// Does what is done to a cell when the initial state is computed.
void Interpreter::intervene_initially(const Model::CellRef& place) {
    const auto cell = static_cast<std::uint32_t>(place.cell);
    for (std::size_t i = 0; i < settings_.world.size(); ++i) {
        if (!settings_.world[i].on) {
            continue;
        }
        for (const Intervention& what : *settings_.world[i].interventions) {
            const auto found = std::find(what.cells.begin(), what.cells.end(), cell);
            if (what.state != place.state || what.first_step != -1 || found == what.cells.end()) {
                continue;
            }
            const Value before = history_.cells[place.state.index][cell];
            Value value;
            if (what.kind == InterventionKind::Redraw) {
                const Cell& drawn =
                    what.redrawn[static_cast<std::size_t>(found - what.cells.begin())];
                Scope scope{std::vector<Value>(model_.at(drawn.frame).locals.size())};
                for (std::size_t k = 0; k < drawn.bindings.size(); ++k) {
                    scope.locals[k].number = drawn.bindings[k];
                }
                value = evaluate(drawn.initial, scope);
            } else {
                Scope scope{std::vector<Value>(model_.at(what.frame).locals.size())};
                value = evaluate(what.value, scope);
                if (what.kind == InterventionKind::Scale) {
                    value.number *= before.number;
                }
            }
            store(place.state, cell, std::move(value), what.span);
            if (history_.cells[place.state.index][cell] != before) {
                touch(i);
            }
        }
    }
}

/// Sets a cell at a date, or from then on.
void Interpreter::set(std::size_t alteration, const Intervention& what) {
    const std::size_t cell = what.cells[0];
    const Value before = history_.cells[what.state.index][cell];
    Scope scope{std::vector<Value>(model_.at(what.frame).locals.size())};
    store(what.state, cell, evaluate(what.value, scope), what.span);
    const Value after = history_.cells[what.state.index][cell];
    if (after != before) {
        touch(alteration);
    }
    if (what.kind == InterventionKind::Hold) {
        const auto& all = *settings_.world[alteration].interventions;
        held_.push_back({{alteration, static_cast<std::size_t>(&what - all.data())}, &what, after});
    }
}

/// Sets a cell back, after a statement that wrote it, where it is held.
void Interpreter::set_back(StateId id, std::size_t cell) {
    for (const Held& held : held_) {
        Value& value = history_.cells[id.index][cell];
        if (held.what->state == id && held.what->cells[0] == cell && acts(*held.what) &&
            value != held.value) {
            ++history_.counters.undone[held.hold];
            touch(held.hold.alteration);
            value = held.value;
        }
    }
}

/// Lets instances happen, whatever their gate and chance.
void Interpreter::force(std::size_t alteration, const Intervention& what) {
    for (const Instance& instance : instances(what.declaration)) {
        if (!is_meant(what, instance)) {
            continue;
        }
        if (!may_run(instance)) {
            ++history_.counters.fired_in_vain;
            continue;
        }
        touch(alteration);
        Plan planned{instance, scope_of(instance), {}, {}};
        planned.scope.context = what.owner;
        act(planned);
    }
}

void Interpreter::run_statements(std::size_t alteration, const Intervention& what) {
    const auto cells = history_.cells;
    const auto records = records_;
    const auto touch_if_changed = [&] {
        if (history_.cells != cells || records_ != records) {
            touch(alteration);
        }
    };
    Scope scope{std::vector<Value>(model_.at(what.frame).locals.size())};
    scope.context = what.owner;
    scope.intervention = &what;
    try {
        run(what.body, scope);
    } catch (const HistoryEnds&) {
        touch(alteration);
        throw;
    }
    touch_if_changed();
}

/// Tells whether an intervention speaks of an instance.
bool Interpreter::is_meant(const Intervention& what, const Instance& instance) const {
    const auto is_it = [&](const std::vector<std::uint32_t>& tuple) {
        return std::equal(tuple.begin(), tuple.end(), instance.entities.begin(),
                          instance.entities.end());
    };
    return what.declaration == instance.declaration &&
           (what.instances.empty() ||
            std::any_of(what.instances.begin(), what.instances.end(), is_it));
}

/// Tells whether an alteration that is on blocks an instance in this step.
bool Interpreter::blocks(const Alteration& alteration, const Instance& instance) const {
    const auto& all = *alteration.interventions;
    return alteration.on && std::any_of(all.begin(), all.end(), [&](const Intervention& what) {
               return what.kind == InterventionKind::Block && acts(what) &&
                      is_meant(what, instance);
           });
}

/// Tells whether what would come is kept from it.
bool Interpreter::is_blocked(const Instance& instance) {
    for (std::size_t i = 0; i < settings_.world.size(); ++i) {
        if (blocks(settings_.world[i], instance)) {
            touch(i);
            return true;
        }
    }
    return false;
}

/// Replaces what a decision takes by what alterations choose, where that is there.
void Interpreter::choose_instead(const Instance& instance, const std::vector<Choice>& there,
                                 Choice& taken) {
    for (std::size_t i = 0; i < settings_.world.size(); ++i) {
        for (const Intervention& what : *settings_.world[i].interventions) {
            if (what.kind != InterventionKind::Choose || !acts(what) || !is_meant(what, instance)) {
                continue;
            }
            const bool over = what.option_entity != Fact::kNoEntity;
            const double entity = over ? static_cast<double>(what.option_entity) : kNobody;
            const auto wanted = std::find_if(there.begin(), there.end(), [&](const Choice& one) {
                return one.option == what.option && one.entity == entity;
            });
            if (wanted == there.end()) {
                continue;
            }
            history_.effects[i].offered = true;
            const bool other = taken.option != wanted->option || taken.entity != wanted->entity;
            if (settings_.world[i].on && other) {
                touch(i);
                taken = *wanted;
            }
        }
    }
}

}  // namespace jonbar::reference
