// Which draw gives a cell its value, for facts that name the value.

#include <algorithm>

#include "model/facts.h"
#include "model/fold.h"
#include "model/instances.h"

namespace jonbar {
namespace {

/// Tells whether a statement may write a cell: its indices are unknown or those of the cell.
bool may_write(const Model& model, const Statement& statement, const KnownCell& wanted) {
    const State& state = model.at(wanted.state);
    Tuple tuple;
    for (const ExpressionId argument : statement.args) {
        const std::optional<double> member = fold(model, argument);
        if (!member || *member < 0) return true;
        tuple.push_back(static_cast<std::uint32_t>(*member));
    }
    return cell_index(model, state, tuple) == wanted.cell;
}

/// Tells whether the cell alone says which instance and which turn of the loops made the draw, so
/// that a step makes it once at most.
bool is_told_by_cell(const Model& model, const Statement& statement, const Site& site) {
    if (site.in_procedure || site.actor != kNoLocal) return false;
    const auto is_index = [&](LocalIndex local) {
        return std::any_of(statement.args.begin(), statement.args.end(),
                           [&](ExpressionId argument) {
                               const Expression& index = model.at(argument);
                               return index.kind == ExpressionKind::Local && index.local == local;
                           });
    };
    return std::all_of(site.instance.begin(), site.instance.end(), is_index) &&
           std::all_of(site.loops.begin(), site.loops.end(), is_index);
}

}  // namespace

std::optional<SingleDraw> find_single_draw(const Model& model, KnownCell cell) {
    const Statement* writer = nullptr;
    for (const Statement& statement : model.statements) {
        if (statement.kind != StatementKind::Assign || statement.state != cell.state) continue;
        if (!may_write(model, statement, cell)) continue;
        if (writer != nullptr) return std::nullopt;
        writer = &statement;
    }
    if (writer == nullptr) {
        const ExpressionId initial = model.at(cell.state).cells[cell.cell].initial;
        if (!initial.exists() || model.at(initial).kind != ExpressionKind::Draw)
            return std::nullopt;
        return SingleDraw{initial, true};
    }
    if (writer->op != AssignOp::Set || !writer->value.exists()) return std::nullopt;
    const Expression& value = model.at(writer->value);
    if (value.kind != ExpressionKind::Draw || !value.site.exists()) return std::nullopt;
    if (!is_told_by_cell(model, *writer, model.at(value.site))) return std::nullopt;
    return SingleDraw{writer->value, false};
}

}  // namespace jonbar
