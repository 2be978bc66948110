#include "tests/reference/interpreter.h"

#include <cmath>

namespace jonbar::reference {

Interpreter::Interpreter(const Model& model, Settings settings, Memo& memo)
    : model_(model),
      settings_(settings),
      memo_(memo),
      pasts_(model.pasts.size()),
      first_dates_(model.outcomes.size(), kNoDate),
      read_(model.outcomes.size()) {
    history_.effects.resize(settings_.world.size());
    for (const State& state : model.states) {
        history_.cells.emplace_back(state.cells.size());
    }
    for (const Declaration& declaration : model.declarations) {
        std::size_t count = 1;
        for (const DomainId domain : declaration.indices) {
            count *= domain_size(domain);
        }
        records_.emplace_back(count);
    }
}

History Interpreter::run() {
    try {
        set_initial_state();
        draw_accounts();
        for (std::size_t i = 0; i < model_.pasts.size(); ++i) {
            pasts_[i].push_back(past_column(model_.pasts[i]));
        }
        weigh_facts();
        for (step_ = 0; step_ < model_.calendar.step_count; ++step_) {
            run_step();
            end_step();
        }
        --step_;
        for (std::size_t i = 0; i < model_.outcomes.size(); ++i) {
            const Outcome& outcome = model_.outcomes[i];
            switch (outcome.time) {
                case OutcomeTime::End:
                    history_.outcomes.push_back(read_outcome(outcome));
                    break;
                case OutcomeTime::At:
                    history_.outcomes.push_back(read_[i].value());
                    break;
                case OutcomeTime::FirstWhen:
                    history_.outcomes.push_back(first_dates_[i]);
                    break;
            }
        }
    } catch (const Fault& fault) {
        history_.fault = fault;
    }
    return std::move(history_);
}

void Interpreter::set_initial_state() {
    for (const Model::CellRef& place : model_.initial_order) {
        const State& state = model_.at(place.state);
        const Cell& cell = state.cells[place.cell];
        Scope scope{std::vector<Value>(model_.at(cell.frame).locals.size())};
        for (std::size_t i = 0; i < cell.bindings.size(); ++i) {
            scope.locals[i].number = cell.bindings[i];
        }
        store(place.state, place.cell, evaluate(cell.initial, scope), cell.span);
        intervene_initially(place);
    }
}

void Interpreter::run_step() {
    happenings_.clear();
    if (ended_) {
        return;
    }
    try {
        intervene();
        for (const Turn& turn : model_.order) {
            run_turn(turn);
        }
    } catch (const HistoryEnds&) {
        ended_ = true;
        together_ = false;
        pending_.clear();
    }
}

void Interpreter::end_step() {
    std::vector<std::vector<Value>> columns;
    for (const Past& past : model_.pasts) {
        columns.push_back(past_column(past));
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        pasts_[i].push_back(std::move(columns[i]));
    }
    for (std::size_t i = 0; i < model_.outcomes.size(); ++i) {
        const Outcome& outcome = model_.outcomes[i];
        if (outcome.time == OutcomeTime::At && outcome.step == step_) {
            read_[i] = read_outcome(outcome);
        }
        if (outcome.time == OutcomeTime::FirstWhen && first_dates_[i] == kNoDate &&
            read_outcome(outcome) != 0) {
            first_dates_[i] = now();
        }
    }
    weigh_facts();
}

double Interpreter::read_outcome(const Outcome& outcome) {
    Scope scope{std::vector<Value>(model_.at(outcome.frame).locals.size())};
    for (std::size_t i = 0; i < outcome.bindings.size(); ++i) {
        scope.locals[i].number = outcome.bindings[i];
    }
    const double value = number(outcome.expression, scope);
    require_finite(value, outcome.span);
    return value;
}

double Interpreter::now() const {
    return static_cast<double>(model_.calendar.tick_of_step(step_ < 0 ? 0 : step_));
}

void Interpreter::fail(FaultKind kind, Span span) const { throw Fault{kind, step_, span}; }

void Interpreter::require_finite(double value, Span span) const {
    if (!std::isfinite(value)) {
        fail(FaultKind::NotFinite, span);
    }
}

}  // namespace jonbar::reference
