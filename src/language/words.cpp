#include "language/words.h"

#include <fmt/format.h>

namespace jonbar::ast {

std::string_view word_of(BinaryOp op) {
    switch (op) {
        case BinaryOp::Or:
            return "or";
        case BinaryOp::And:
            return "and";
        case BinaryOp::Equal:
            return "==";
        case BinaryOp::NotEqual:
            return "!=";
        case BinaryOp::Less:
            return "<";
        case BinaryOp::LessEqual:
            return "<=";
        case BinaryOp::Greater:
            return ">";
        case BinaryOp::GreaterEqual:
            return ">=";
        case BinaryOp::In:
            return "in";
        case BinaryOp::Else:
            return "else";
        case BinaryOp::Add:
            return "+";
        case BinaryOp::Subtract:
            return "-";
        case BinaryOp::Union:
            return "|";
        case BinaryOp::Multiply:
            return "*";
        case BinaryOp::Divide:
            return "/";
        case BinaryOp::Intersect:
            return "&";
    }
    return {};
}

std::string_view word_of(AggregateKind kind) {
    switch (kind) {
        case AggregateKind::Count:
            return "count";
        case AggregateKind::Sum:
            return "sum";
        case AggregateKind::Min:
            return "min";
        case AggregateKind::Max:
            return "max";
        case AggregateKind::Mean:
            return "mean";
        case AggregateKind::Any:
            return "any";
        case AggregateKind::All:
            return "all";
        case AggregateKind::Argmax:
            return "argmax";
        case AggregateKind::Top:
            return "top";
        case AggregateKind::Pick:
            return "pick";
    }
    return {};
}

std::string_view word_of(RecordKind kind) {
    switch (kind) {
        case RecordKind::Happened:
            return "happened";
        case RecordKind::On:
            return "on";
        case RecordKind::Since:
            return "since";
        case RecordKind::Times:
            return "times";
        case RecordKind::Held:
            return "held";
        case RecordKind::Margin:
            return "margin";
        case RecordKind::Odds:
            return "odds";
    }
    return {};
}

std::string_view word_of(AssignOp op) {
    switch (op) {
        case AssignOp::Set:
            return "=";
        case AssignOp::Add:
            return "+=";
        case AssignOp::Subtract:
            return "-=";
        case AssignOp::Multiply:
            return "*=";
        case AssignOp::Draw:
            return "~";
    }
    return {};
}

std::string_view word_of(CouplingKind kind) {
    switch (kind) {
        case CouplingKind::Ordered:
            return "ordered";
        case CouplingKind::Gumbel:
            return "gumbel";
        case CouplingKind::Independent:
            return "independent";
    }
    return {};
}

std::string_view word_of(WindowKind kind) {
    switch (kind) {
        case WindowKind::None:
            return "";
        case WindowKind::In:
            return "in";
        case WindowKind::At:
            return "at";
        case WindowKind::By:
            return "by";
        case WindowKind::FromTo:
            return "from";
    }
    return {};
}

std::string escape_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string quoted(std::string_view text) { return fmt::format("\"{}\"", escape_text(text)); }

std::string path_text(const Path& path) {
    std::string out;
    for (const Name& name : path.names)
        out += fmt::format("{}{}", out.empty() ? "" : ".", name.text);
    return out;
}

}  // namespace jonbar::ast
