// Series: the figure that holds at the first tick of a step is the same in all lanes, a table by
// step for each cell.

#include "model/series.h"
#include "program/lowering.h"

namespace jonbar::program {

/// Tells whether a cell of a series has no figure at some step.
bool Lowering::has_gaps(StateId id) { return figure_tables(id).known.exists(); }

const FigureTables& Lowering::figure_tables(StateId id) {
    const auto found = figure_tables_.find(id.index);
    if (found != figure_tables_.end()) {
        return found->second;
    }
    const State& state = model_.at(id);
    const auto steps = static_cast<std::size_t>(model_.calendar.step_count);
    std::vector<std::vector<double>> figures, known;
    bool gaps = false;
    for (std::size_t cell = 0; cell < state.figures.size(); ++cell) {
        figures.emplace_back(steps);
        known.emplace_back(steps);
        for (std::size_t step = 0; step < steps; ++step) {
            const auto tick = model_.calendar.tick_of_step(static_cast<std::int64_t>(step));
            const std::optional<double> figure = figure_at(state, cell, tick);
            figures.back()[step] = figure.value_or(0);
            known.back()[step] = figure ? 1 : 0;
            gaps = gaps || !figure;
        }
    }
    auto& tables = draft_.program.step_tables;
    const auto put = [&tables](std::vector<std::vector<double>>& values) {
        const Operand first{
            .place = Place::Step, .shape = 0, .base = static_cast<std::uint32_t>(tables.size())};
        tables.insert(tables.end(), std::make_move_iterator(values.begin()),
                      std::make_move_iterator(values.end()));
        return first;
    };
    FigureTables made;
    made.figures = put(figures);
    if (gaps) {
        made.known = put(known);
    }
    return figure_tables_.emplace(id.index, made).first->second;
}

Value Lowering::load_series(const Expression& e, const Scope& scope, Operand mask) {
    const State& state = model_.at(e.state);
    const std::vector<Value> at = evaluate_all(e.args, scope, mask);
    FigureTables tables = figure_tables(e.state);
    if (in_init_) {  // there is no step yet: it is as in the first
        const auto first_step = [&](Operand& table) {
            std::vector<double> values;
            for (std::size_t cell = 0; cell < state.figures.size(); ++cell) {
                values.push_back(draft_.program.step_tables[table.base + cell].front());
            }
            table = draft_.table(values);
        };
        first_step(tables.figures);
        if (tables.known.exists()) {
            first_step(tables.known);
        }
    }
    const Type number = {.base = BaseType::Real, .domain = {}, .optional = false, .set = false};
    if (tables.known.exists()) {
        // A none among the indices, as `past` may meet, asks for no figure.
        const Operand known = load(address(tables.known, 1, state.indices, at), number, 1).operand;
        Operand wanted = mask;
        for (std::size_t i = 0; lenient_ && i < at.size(); ++i) {
            wanted = both(wanted, truth(Op::LessEqual, constant(0), at[i].operand));
        }
        check(Op::CheckPositive, known, wanted, e.span,
              "series " + state.name + " has no figure for this date");
    }
    const bool is_truth_type = is_truth(state.type);
    const Value figure =
        load(address(tables.figures, 1, state.indices, at), is_truth_type ? number : state.type, 1);
    if (!is_truth_type) {
        return figure;
    }
    return {truth(Op::Less, constant(0), figure.operand)};
}

}  // namespace jonbar::program
