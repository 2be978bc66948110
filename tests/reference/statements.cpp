#include <fmt/format.h>

#include "tests/reference/interpreter.h"

namespace jonbar::reference {

void Interpreter::run(const std::vector<StatementId>& body, Scope& scope) {
    for (const StatementId id : body) {
        run(model_.at(id), id, scope);
    }
}

void Interpreter::run(const Statement& statement, StatementId id, Scope& scope) {
    switch (statement.kind) {
        case StatementKind::Assign:
            assign(statement, scope);
            return;
        case StatementKind::Let: {
            Value value = evaluate(statement.value, scope);
            check_storable(model_.at(statement.value).type, value, statement.span);
            scope.locals[statement.local] = std::move(value);
            return;
        }
        case StatementKind::If: {
            const bool holds = truth(statement.value, scope);
            ++history_.counters.branches[{id.index, !holds}];
            run(holds ? statement.body : statement.otherwise, scope);
            return;
        }
        case StatementKind::For:
        case StatementKind::Together: {
            const bool outermost = !together_;
            together_ =
                together_ || statement.kind == StatementKind::Together || statement.together;
            if (statement.kind == StatementKind::For) {
                loop(statement, scope);
            } else {
                run(statement.body, scope);
            }
            if (outermost && together_) {
                together_ = false;
                write_pending();
            }
            return;
        }
        case StatementKind::Say:
            say(statement, scope);
            return;
        case StatementKind::Fire:
            fire(statement, scope);
            return;
        case StatementKind::End:
            throw HistoryEnds{};
    }
}

void Interpreter::loop(const Statement& statement, Scope& scope) {
    for (const double member : elements(statement.domain, statement.set, scope)) {
        scope.locals[statement.local].number = member;
        if (open(statement.where, scope)) {
            run(statement.body, scope);
        }
    }
}

void Interpreter::say(const Statement& statement, Scope& scope) {
    std::string text;
    for (const SayPiece& piece : statement.say) {
        text += piece.expression.exists() ? text_of(piece, scope) : piece.text;
    }
    tell(std::move(text));
}

/// Returns a value of a chronicle line, or a dash for what has none.
std::string Interpreter::text_of(const SayPiece& piece, Scope& scope) {
    const Type& type = model_.at(piece.expression).type;
    Value value;
    try {
        value = evaluate(piece.expression, scope);
    } catch (const Fault&) {
        return "-";
    }
    const bool is_number = type.base == BaseType::Real || type.base == BaseType::Int;
    if (type.set || !is_number) {
        return text_of(type, value);
    }
    const double shown = piece.percent ? value.number * 100 : value.number;
    const std::string digits = piece.decimals < 0 ? fmt::format("{}", shown)
                                                  : fmt::format("{:.{}f}", shown, piece.decimals);
    return piece.percent ? digits + "%" : digits;
}

std::string Interpreter::text_of(const Type& type, const Value& value) const {
    if (type.set) {
        std::string text;
        for (std::size_t i = 0; i < value.members.size(); ++i) {
            if (value.members[i]) {
                text += (text.empty() ? "" : ", ") + model_.at(type.domain).members[i].label;
            }
        }
        return text.empty() ? "nobody" : text;
    }
    switch (type.base) {
        case BaseType::Truth:
            return value.number != 0 ? "yes" : "no";
        case BaseType::Member:
            return value.number == kNobody ? "nobody"
                                           : model_.at(type.domain)
                                                 .members[static_cast<std::size_t>(value.number)]
                                                 .label;
        case BaseType::Date:
            return value.number == kNoDate
                       ? "never"
                       : model_.calendar.format(static_cast<std::int64_t>(value.number));
        case BaseType::Real:
        case BaseType::Int:
        case BaseType::Duration:
            return fmt::format("{}", value.number);
    }
    return {};
}

}  // namespace jonbar::reference
