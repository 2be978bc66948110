#include "model/dump_writer.h"

#include <fmt/format.h>

#include <string_view>

#include "model/instances.h"

namespace jonbar {
namespace {

std::string_view word(AssignOp op) {
    switch (op) {
        case AssignOp::Set:
            return "=";
        case AssignOp::Add:
            return "+=";
        case AssignOp::Subtract:
            return "-=";
        case AssignOp::Multiply:
            return "*=";
    }
    return {};
}

}  // namespace

void DumpWriter::line(int depth, const std::string& text) {
    text_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text).append("\n");
}

std::string DumpWriter::domains(const std::vector<DomainId>& indices) const {
    std::string text;
    for (const DomainId index : indices) text += (text.empty() ? "" : ", ") + model_.at(index).name;
    return text.empty() ? text : "(" + text + ")";
}

std::string DumpWriter::ground(const Support& support) const {
    std::string text;
    for (const ClaimId claim : support.cites) {
        text += (text.empty() ? " cites " : ", ") + model_.claims[claim.index].name;
    }
    if (!support.assumed.empty()) text += fmt::format(" assumed \"{}\"", support.assumed);
    if (!support.exception.empty()) text += fmt::format(" exception \"{}\"", support.exception);
    return support.hindsight ? text + " hindsight" : text;
}

std::string DumpWriter::place(const State& state, std::uint32_t cell) const {
    std::string text;
    const Tuple tuple = cell_tuple(model_, state, cell);
    for (std::size_t i = 0; i < tuple.size(); ++i) {
        text += (i == 0 ? "" : ", ") + model_.at(state.indices[i]).members[tuple[i]].name;
    }
    return text.empty() ? text : "(" + text + ") ";
}

void DumpWriter::statements(const Frame& frame, const std::vector<StatementId>& body, int depth) {
    for (const StatementId id : body) add(frame, model_.at(id), depth);
}

std::string DumpWriter::list(const Frame& frame, const std::vector<ExpressionId>& args) const {
    std::string text;
    for (const ExpressionId argument : args)
        text += (text.empty() ? "" : ", ") + say(frame, argument);
    return text.empty() ? text : "(" + text + ")";
}

std::string DumpWriter::loops(const Frame& frame, const Statement& statement) const {
    std::string text;
    for (const LocalIndex local : statement.loops)
        text += (text.empty() ? " in " : ", ") + frame.locals[local].name;
    return text;
}

std::string DumpWriter::said(const Frame& frame, const Statement& statement) const {
    std::string text;
    for (const SayPiece& piece : statement.say) {
        text += piece.text;
        if (!piece.expression.exists()) continue;
        text += "{" + say(frame, piece.expression);
        if (piece.decimals >= 0 || piece.percent) text += ":";
        if (piece.decimals >= 0)
            text += fmt::format(".{}{}", piece.decimals, piece.percent ? "" : "f");
        text += piece.percent ? "%}" : "}";
    }
    return text;
}

void DumpWriter::add(const Frame& frame, const Statement& statement, int depth) {
    const std::string end = ground(statement.support);
    switch (statement.kind) {
        case StatementKind::Assign:
            return line(depth, fmt::format("{}{} {} {}{}", model_.at(statement.state).name,
                                           list(frame, statement.args), word(statement.op),
                                           say(frame, statement.value), end));
        case StatementKind::Let:
            return line(depth, fmt::format("let {} = {}{}", frame.locals[statement.local].name,
                                           say(frame, statement.value), end));
        case StatementKind::If:
            line(depth, "if " + say(frame, statement.value));
            statements(frame, statement.body, depth + 1);
            if (statement.otherwise.empty()) return;
            line(depth, "else");
            return statements(frame, statement.otherwise, depth + 1);
        case StatementKind::For: {
            std::string text =
                fmt::format("for {} in {}", frame.locals[statement.local].name,
                            statement.set.exists() ? say(frame, statement.set)
                                                   : model_.at(statement.domain).name);
            if (statement.where.exists()) text += " where " + say(frame, statement.where);
            line(depth, statement.together ? text + " together" : text);
            return statements(frame, statement.body, depth + 1);
        }
        case StatementKind::Together:
            line(depth, "together");
            return statements(frame, statement.body, depth + 1);
        case StatementKind::Say:
            return line(depth, fmt::format("say \"{}\"", said(frame, statement)));
        case StatementKind::Fire:
            return line(depth,
                        fmt::format("fire {}{}{}{}", model_.at(statement.declaration).name,
                                    list(frame, statement.args), loops(frame, statement), end));
        case StatementKind::End:
            return line(depth, "end history");
    }
}

}  // namespace jonbar
