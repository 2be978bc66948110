#include "program/lowering.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/walk.h"
#include "program/passes.h"
#include "program/work.h"

namespace jonbar::program {

Lowering::Lowering(const Model& model, const LowerOptions& options, Diagnostics& diagnostics)
    : model_(model),
      options_(options),
      diagnostics_(diagnostics),
      states_(model.states.size()),
      records_(model.declarations.size()),
      may_fault_(model.expressions.size()),
      may_end_(model.declarations.size()) {}

std::string Lowering::name_of(const Declaration& declaration) const {
    const auto kind = [&] {
        switch (declaration.kind) {
            case DeclarationKind::Rule:
                return "rule ";
            case DeclarationKind::Event:
                return "event ";
            case DeclarationKind::Decision:
                return "decision ";
            case DeclarationKind::Vote:
                return "vote ";
        }
        return "";
    };
    const std::string module = declaration.module.empty() ? "" : declaration.module + ":";
    return kind() + module + declaration.name;
}

std::string Lowering::cell_label(const State& state, std::uint32_t cell) const {
    std::string text = state.module.empty() ? state.name : state.module + ":" + state.name;
    std::vector<std::string> names(state.indices.size());
    for (std::size_t i = names.size(); i-- > 0;) {
        const std::uint32_t size = size_of(state.indices[i]);
        names[i] = model_.at(state.indices[i]).members[cell % size].name;
        cell /= size;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        text += (i == 0 ? "(" : ", ") + names[i];
    }
    return names.empty() ? text : text + ")";
}

void Lowering::lay_out_states() {
    for (std::size_t i = 0; i < states_.size(); ++i) {
        const State& state = model_.states[i];
        StateInfo& info = states_[i];
        info.width = width_of(state.type);
        if (state.role == StateRole::Series) {
            draft_.program.states.push_back({.name = state.name,
                                             .type = state.type,
                                             .first = {},
                                             .cell_count = 0,
                                             .role = state.role,
                                             .cells = {}});
            continue;
        }
        const auto cells = cells_of(state.indices);
        info.columns = draft_.columns(is_truth(state.type) ? Place::StateTruth : Place::StateNumber,
                                      cells * info.width);
        if (!state.written && !intervened_.contains(static_cast<std::uint32_t>(i))) {
            info.known.resize(std::size_t{cells} * info.width);
            info.left = info.known.size();
        }
        if (options_.tallies && (state.low || state.high)) {
            info.saturations = counter(
                {.kind = CounterKind::Saturated,
                 .name = state.module.empty() ? state.name : state.module + ":" + state.name,
                 .option = {},
                 .span = state.span});
        }
        const bool uncertain = state.role == StateRole::Param || state.role == StateRole::Strength;
        const bool kept = uncertain ? options_.start_draws : options_.keep_states;
        draft_.program.states.push_back({.name = state.name,
                                         .type = state.type,
                                         .first = info.columns,
                                         .cell_count = cells,
                                         .width = info.width,
                                         .role = state.role,
                                         .kept = kept,
                                         .cells = {}});
        if (uncertain) {
            for (std::uint32_t cell = 0; cell < cells; ++cell) {
                draft_.program.states.back().cells.push_back(cell_label(state, cell));
            }
        }
    }
}

Scope Lowering::cell_scope(const Cell& cell) {
    Scope scope;
    scope.frame = cell.frame;
    scope.locals.resize(model_.at(cell.frame).locals.size());
    for (std::size_t i = 0; i < cell.bindings.size(); ++i) {
        scope.locals[i] = {constant(cell.bindings[i])};
    }
    return scope;
}

void Lowering::lower_initial_state() {
    for (const Model::CellRef& place : model_.initial_order) {
        const State& state = model_.at(place.state);
        const Cell& cell = state.cells[place.cell];
        StateInfo& info = states_[place.state.index];
        where_ = cell_label(state, place.cell);
        place_ = state.span;
        const Drawn drawn{place.state, cell_indices(state, place.cell), {}};
        drawn_ = &drawn;
        const Value value = evaluate(cell.initial, cell_scope(cell), {});
        drawn_ = nullptr;
        assign_cell(place.state, cell_indices(state, place.cell), value, {}, cell.span);
        intervene_initially(place.state, place.cell);
        if (info.known.empty()) {
            continue;
        }
        const auto learn = [&](std::uint32_t part) {
            const auto known = draft_.constant_of(draft_.moved(value.operand, constant(part), 1));
            if (!known) {
                return;
            }
            double held = *known;
            held = state.low && held < *state.low ? *state.low : held;
            held = state.high && held > *state.high ? *state.high : held;
            const auto set = [&](std::size_t column) {
                info.left -= info.known[column] ? 0U : 1U;
                info.known[column] = held;
            };
            set(place.cell * std::size_t{info.width} + part);
            if (state.symmetric) {
                const auto size = static_cast<std::size_t>(size_of(state.indices[0]));
                const std::size_t turned = place.cell % size * size + place.cell / size;
                set(turned * info.width + part);
            }
        };
        for (std::uint32_t part = 0; part < info.width; ++part) {
            learn(part);
        }
        if (info.left == 0) {
            std::vector<double> values;
            for (const auto& known : info.known) {
                values.push_back(*known);
            }
            info.table = draft_.table(values);
        }
    }
}

void Lowering::lower_step() {
    for (const Turn& turn : model_.order) {
        if (turn.race) {
            lower_race(turn);
            continue;
        }
        for (const DeclarationId id : turn.declarations) {
            lower_family(id);
        }
    }
}

void Lowering::lower_outcome(const Outcome& outcome, Operand column, Operand mask) {
    where_ = "outcome " + outcome.name;
    place_ = outcome.span;
    Scope scope;
    scope.frame = outcome.frame;
    scope.locals.resize(model_.at(outcome.frame).locals.size());
    for (std::size_t i = 0; i < outcome.bindings.size(); ++i) {
        scope.locals[i] = {constant(outcome.bindings[i])};
    }
    const Operand value = scalar(outcome.expression, scope, mask);
    if (outcome.time == OutcomeTime::FirstWhen) {
        const Operand first = both(truth(Op::Equal, column, constant(kNoDate)), value);
        store(column, now(), first);
        return;
    }
    if (!is_truth(model_.at(outcome.expression).type)) {
        check_finite(value, mask, outcome.span, "the value of outcome " + outcome.name);
    }
    store(column, value, {});
}

/// Outcomes are read at the end of a step, before the columns of `past` move on.
void Lowering::lower_outcomes() {
    const auto last = static_cast<std::uint32_t>(model_.calendar.step_count - 1);
    for (const Outcome& outcome : model_.outcomes) {
        const Type type =
            outcome.time == OutcomeTime::FirstWhen
                ? Type{.base = BaseType::Date, .domain = {}, .optional = true, .set = false}
                : model_.at(outcome.expression).type;
        const Operand column =
            draft_.columns(is_truth(type) ? Place::StateTruth : Place::StateNumber, 1);
        draft_.program.outcomes.push_back({.name = outcome.name,
                                           .label = outcome.label,
                                           .kind = outcome.kind,
                                           .type = type,
                                           .column = column,
                                           .none_text = outcome.none_text,
                                           .unit = outcome.unit});
        if (outcome.time == OutcomeTime::FirstWhen) {
            Code* const step = std::exchange(code_, &draft_.init);
            store(column, constant(kNoDate), {});
            code_ = step;
            lower_outcome(outcome, column, {});
            continue;
        }
        const std::uint32_t at = outcome.time == OutcomeTime::End ? last : outcome.step;
        std::vector<double> due(static_cast<std::size_t>(model_.calendar.step_count));
        due[at] = 1;
        skip_unless(step_table(due), [&] { lower_outcome(outcome, column, {}); });
    }
}

/// Adds the pasts that an expression reads to `found`, those it reads first.
void Lowering::find_pasts(ExpressionId id, std::vector<std::uint32_t>& found) const {
    if (!id.exists()) {
        return;
    }
    const Expression& e = model_.at(id);
    for (const ExpressionId argument : e.args) {
        find_pasts(argument, found);
    }
    if (e.kind == ExpressionKind::Call) {
        find_pasts(model_.at(e.definition).body, found);
    }
    if (e.kind == ExpressionKind::Odds) {
        for (const ExpressionId part : voting_parts(model_.at(e.declaration))) {
            find_pasts(part, found);
        }
    }
    for_each_bound_part(e, [&](ExpressionId part) { find_pasts(part, found); });
    if (e.kind == ExpressionKind::Past &&
        std::find(found.begin(), found.end(), e.past.index) == found.end()) {
        find_pasts(model_.at(e.past).expression, found);
        found.push_back(e.past.index);
    }
}

std::vector<std::uint32_t> Lowering::pasts_readers_first() const {
    std::vector<std::uint32_t> order;
    for (const auto& [past, columns] : past_columns_) {
        if (std::find(order.begin(), order.end(), past) == order.end()) {
            find_pasts(model_.pasts[past].expression, order);
            order.push_back(past);
        }
    }
    std::reverse(order.begin(), order.end());
    return order;
}

/// Writes the columns of `past`: all places at the start, then the oldest at the end of each step.
/// A past that reads another reads it as it was before this.
void Lowering::write_pasts(bool initial) {
    std::vector<std::uint32_t> order = pasts_readers_first();
    if (initial) {
        std::reverse(order.begin(), order.end());
    }
    lenient_ = true;
    for (const std::uint32_t index : order) {
        const Past& past = model_.pasts[index];
        const Type& type = model_.at(past.expression).type;
        const std::uint32_t width = width_of(type);
        std::vector<DomainId> domains;
        for (const LocalIndex local : past.locals) {
            domains.push_back(model_.at(past.frame).locals[local].type.domain);
        }
        const std::uint32_t slot_size = cells_of(domains) * width;
        Scope scope;
        scope.frame = past.frame;
        scope.locals.resize(model_.at(past.frame).locals.size());
        std::vector<Value> at;
        where_ = "past";
        const std::function<void(std::size_t)> visit = [&](std::size_t depth) {
            if (depth < domains.size()) {
                loop(size_of(domains[depth]), [&](Operand entity) {
                    scope.locals[past.locals[depth]] = {entity};
                    at.push_back({entity});
                    visit(depth + 1);
                    at.pop_back();
                });
                return;
            }
            const Value value = evaluate(past.expression, scope, {});
            const auto put = [&](Operand ring) {
                const auto found = past_columns_.find(index);
                if (found == past_columns_.end()) {
                    return;
                }
                const Operand slot = draft_.moved(found->second, ring, slot_size);
                const Operand cell = address(slot, width, domains, at).base;
                if (!type.set) {
                    store(cell, value.operand, {});
                    return;
                }
                loop(width, [&](Operand member) {
                    store(draft_.moved(cell, member, 1), draft_.moved(value.operand, member, 1),
                          {});
                });
            };
            if (initial) {
                loop(past.lag_steps, put);
            } else {
                put(index_operand(draft_, rings_.at(past.lag_steps)));
            }
        };
        visit(0);
    }
    lenient_ = false;
}

std::optional<Draft> Lowering::run() {
    draft_.program.title = model_.title;
    draft_.program.calendar = model_.calendar;
    draft_.program.step_count = static_cast<std::uint32_t>(model_.calendar.step_count);
    draft_.program.domains = model_.domains;
    in_init_ = true;
    code_ = &draft_.init;
    make_switches();
    lay_out_states();
    make_holds();
    bool ends = false;
    for (std::uint32_t i = 0; i < model_.declarations.size(); ++i) {
        ends = ends || may_end(DeclarationId{i});
    }
    each_intervention(
        InterventionKind::Statements,
        [&](const SwitchInfo&, const Intervention& what) { ends = ends || may_end(what.body); });
    if (ends) {
        alive_ = draft_.columns(Place::StateTruth, 1);
        store(alive_, constant(1), {});
    }
    for (std::uint32_t i = 0; i < records_.size(); ++i) {
        make_record(DeclarationId{i});
    }
    if (options_.tallies) {
        fired_in_vain_ =
            counter({.kind = CounterKind::FiredInVain, .name = "", .option = {}, .span = {}});
    }
    make_facts();
    lower_initial_state();
    weigh_facts();

    in_init_ = false;
    code_ = &draft_.step;
    intervene();
    lower_step();
    lower_outcomes();
    weigh_facts();
    Code ends_of_step;
    code_ = &ends_of_step;
    write_pasts(false);
    in_init_ = true;
    code_ = &draft_.init;
    write_pasts(true);

    Code step;
    for (const auto& [lag, reg] : rings_) {
        std::vector<double> slots;
        for (std::uint32_t i = 0; i < draft_.program.step_count; ++i) {
            slots.push_back(i % lag);
        }
        Instruction set;
        set.op = Op::SetRegister;
        set.detail = reg;
        set.a = step_table(std::move(slots));
        step.push_back({set, {}});
    }
    step.insert(step.end(), std::make_move_iterator(draft_.step.begin()),
                std::make_move_iterator(draft_.step.end()));
    step.insert(step.end(), std::make_move_iterator(ends_of_step.begin()),
                std::make_move_iterator(ends_of_step.end()));
    draft_.step = std::move(step);

    std::size_t columns = 0;
    for (const Place place : {Place::Number, Place::Truth, Place::StateNumber, Place::StateTruth}) {
        const std::vector<Block>& blocks = draft_.blocks(place);
        columns += blocks.empty() ? 0 : blocks.back().base + blocks.back().count;
    }
    if (run_ > kRunMax) {
        diagnostics_.error(
            3950, full_at_,
            fmt::format("with this a step runs more than {:.0f} instructions", kRunMax),
            "loops within loops multiply: go over fewer entities, or keep a sum in a variable");
        return std::nullopt;
    }
    if (full() || columns > options_.column_count_max) {
        diagnostics_.error(3010, full_at_, "the scenario is too large to run",
                           "its program may have " +
                               std::to_string(options_.instruction_count_max) +
                               " instructions, columns and draw sites; definitions that use "
                               "definitions and procedures that fire procedures multiply");
        return std::nullopt;
    }
    return std::move(draft_);
}

Program lower(const Model& model, const LowerOptions& options, Diagnostics& diagnostics) {
    std::optional<Draft> draft = Lowering(model, options, diagnostics).run();
    if (!draft) {
        return {};
    }
    if (options.optimise) {
        optimise(*draft);
    }
    allocate(*draft, options.optimise);
    return finish(std::move(*draft));
}

}  // namespace jonbar::program
