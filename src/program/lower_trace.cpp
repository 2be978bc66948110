// Lines of the chronicle.

#include "program/lowering.h"

namespace jonbar::program {

/// Emits a line: the values in the order of the record's pieces that have one.
void Lowering::trace_line(Record record, const std::vector<std::pair<Value, Type>>& values,
                          Operand mask) {
    Instruction begin;
    begin.op = Op::TraceBegin;
    begin.mask = mask;
    begin.detail = static_cast<std::uint32_t>(draft_.program.records.size());
    if (record.pieces.empty()) {
        for (const auto& [value, type] : values) {
            record.pieces.push_back({.text = {}, .value = Printed{.type = type}});
        }
    }
    draft_.program.records.push_back(std::move(record));
    emit(begin);
    for (const auto& [value, type] : values) {
        const auto add = [&, truths = is_truth(type)](Operand operand) {
            Instruction made;
            made.op = truths ? Op::TraceTruth : Op::TraceNumber;
            made.a = operand;
            emit(made);
        };
        if (type.set) {
            for (std::uint32_t member = 0; member < value.width; ++member) {
                add(draft_.moved(value.operand, constant(member), 1));
            }
        } else {
            add(value.operand);
        }
    }
}

std::vector<std::pair<Value, Type>> Lowering::instance_values(DeclarationId id,
                                                              const Scope& scope) const {
    const Declaration& declaration = model_.at(id);
    std::vector<std::pair<Value, Type>> values;
    for (std::size_t i = 0; i < declaration.indices.size(); ++i) {
        values.push_back({scope.locals[i], model_.at(declaration.frame).locals[i].type});
    }
    return values;
}

void Lowering::say(const Statement& statement, const Scope& scope) {
    if (!options_.trace) {
        return;
    }
    Record record{.kind = RecordKind::Say,
                  .name = where_,
                  .option = {},
                  .pieces = {},
                  .span = statement.span};
    std::vector<std::pair<Value, Type>> values;
    const bool could_fault = no_faults_;
    no_faults_ = true;
    for (const SayPiece& piece : statement.say) {
        if (!piece.expression.exists()) {
            record.pieces.push_back({.text = piece.text, .value = {}});
            continue;
        }
        const Type& type = model_.at(piece.expression).type;
        values.push_back({evaluate(piece.expression, scope, scope.mask), type});
        record.pieces.push_back(
            {.text = {},
             .value = Printed{.type = type, .decimals = piece.decimals, .percent = piece.percent}});
    }
    no_faults_ = could_fault;
    trace_line(std::move(record), values, scope.mask);
}

}  // namespace jonbar::program
