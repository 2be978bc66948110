#include "language/format_expr.h"

#include <fmt/format.h>

#include <utility>

#include "language/native_forms.h"
#include "language/words.h"

namespace jonbar::ast {
namespace {

// How tightly an expression binds, as in the parser.
int tightness_of(BinaryOp op) {
    switch (op) {
        case BinaryOp::Or:
            return 1;
        case BinaryOp::And:
            return 2;
        case BinaryOp::Equal:
        case BinaryOp::NotEqual:
        case BinaryOp::Less:
        case BinaryOp::LessEqual:
        case BinaryOp::Greater:
        case BinaryOp::GreaterEqual:
        case BinaryOp::In:
            return 4;
        case BinaryOp::Else:
            return 5;
        case BinaryOp::Add:
        case BinaryOp::Subtract:
        case BinaryOp::Union:
            return 6;
        case BinaryOp::Multiply:
        case BinaryOp::Divide:
        case BinaryOp::Intersect:
            return 7;
    }
    return 0;
}

constexpr int kNotTightness = 3;
constexpr int kComparisonTightness = 4;
constexpr int kUnaryTightness = 8;
constexpr int kTightest = 9;
// Where `x in S` would be taken for the head of a comprehension.
constexpr int kNoBinder = kComparisonTightness + 1;

int tightness_of(const Expr& expr) {
    if (const auto* binary = std::get_if<BinaryExpr>(&expr.node)) return tightness_of(binary->op);
    if (const auto* unary = std::get_if<UnaryExpr>(&expr.node)) {
        return unary->op == UnaryOp::Not ? kNotTightness : kUnaryTightness;
    }
    if (std::holds_alternative<IsSomeoneExpr>(expr.node)) return kComparisonTightness;
    const bool greedy = std::holds_alternative<IfExpr>(expr.node) ||
                        std::holds_alternative<FirstDateExpr>(expr.node) ||
                        std::holds_alternative<AtExpr>(expr.node);
    return greedy ? 0 : kTightest;
}

std::string duration_word(CalendarUnit unit, double count) {
    return fmt::format("{}{}", unit_name(unit), count == 1 ? "" : "s");
}

}  // namespace

std::string unit_text(const Unit& unit) {
    std::string out;
    for (const Name& word : unit.numerator)
        out += fmt::format("{}{}", out.empty() ? "" : " ", word.text);
    for (const Name& word : unit.denominator) {
        out += fmt::format("{}per {}", out.empty() ? "" : " ", word.text);
    }
    return unit.bracketed ? fmt::format("[{}]", out) : out;
}

std::string type_text(const TypeRef& type) {
    return fmt::format("{}{}{}", type.set ? "set of " : "", path_text(type.path),
                       type.optional ? "?" : "");
}

Doc ExprWriter::operand(ExprId id, int tightness) const {
    const Expr& expr = tree_[id];
    const auto* binary = std::get_if<BinaryExpr>(&expr.node);
    const bool ambiguous_else = else_ends_ && binary != nullptr && binary->op == BinaryOp::Else;
    if (!expr.parenthesised && !ambiguous_else && tightness_of(expr) >= tightness)
        return bare(expr);
    const bool else_ends = std::exchange(else_ends_, false);
    Doc inside = bare(expr);
    else_ends_ = else_ends;
    return concat({text("("), std::move(inside), text(")")});
}

Doc ExprWriter::bare(const Expr& expr) const {
    return std::visit([this](const auto& node) { return print(node); }, expr.node);
}

std::vector<Doc> ExprWriter::list(const std::vector<ExprId>& ids, int tightness) const {
    std::vector<Doc> docs;
    for (const ExprId id : ids) docs.push_back(operand(id, tightness));
    return docs;
}

// `head` arguments `tail`, all on one line or each on its own.
Doc ExprWriter::arguments(std::string head, std::vector<Doc> arguments, std::string tail) const {
    if (arguments.empty()) return text(head + tail);
    std::vector<Doc> inside{soft_line()};
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        inside.push_back(std::move(arguments[i]));
        if (i + 1 < arguments.size()) {
            inside.push_back(text(","));
            inside.push_back(line());
        }
    }
    return group(
        {text(std::move(head)), nest(std::move(inside)), soft_line(), text(std::move(tail))});
}

Doc ExprWriter::print(const NumberExpr& e) const {
    if (e.duration) return text(fmt::format("{} {}", e.text, duration_word(*e.duration, e.value)));
    if (e.unit) return text(fmt::format("{} {}", e.text, unit_text(*e.unit)));
    return text(e.text);
}
Doc ExprWriter::print(const TruthExpr& e) const { return text(e.value ? "yes" : "no"); }
Doc ExprWriter::print(const NoneExpr&) const { return text("none"); }
Doc ExprWriter::print(const DateExpr& e) const { return text(to_string(e.date)); }
Doc ExprWriter::print(const NowExpr&) const { return text("now"); }
Doc ExprWriter::print(const TextExpr& e) const { return text(quoted(e.value)); }
Doc ExprWriter::print(const NameExpr& e) const { return text(e.name.text); }
Doc ExprWriter::print(const FieldExpr& e) const {
    return concat({operand(e.object, kTightest), text("." + e.name.text)});
}

Doc ExprWriter::print(const CallExpr& e) const {
    const bool else_ends = std::exchange(else_ends_, false);
    std::string head =
        e.module ? fmt::format("{}.{}(", e.module->text, e.name.text) : e.name.text + "(";
    const bool aggregate = e.name.text == "min" || e.name.text == "max";
    Doc doc = arguments(std::move(head), list(e.arguments, aggregate ? kNoBinder : 0), ")");
    else_ends_ = else_ends;
    return doc;
}

Doc ExprWriter::print(const UnaryExpr& e) const {
    if (e.op == UnaryOp::Not) return concat({text("not "), operand(e.operand, kNotTightness)});
    return concat({text("-"), operand(e.operand, kUnaryTightness)});
}

// A chain of operators that bind alike breaks before all of them or none.
Doc ExprWriter::chain(const BinaryExpr& binary) const {
    const int tightness = tightness_of(binary.op);
    std::vector<const BinaryExpr*> spine{&binary};
    while (true) {
        const Expr& left = tree_[spine.back()->left];
        const auto* next = std::get_if<BinaryExpr>(&left.node);
        const bool flat_left =
            next != nullptr && !left.parenthesised && tightness_of(next->op) == tightness &&
            tightness != kComparisonTightness && !(else_ends_ && next->op == BinaryOp::Else);
        if (!flat_left) break;
        spine.push_back(next);
    }
    const int left_tightness = tightness == kComparisonTightness ? tightness + 1 : tightness;
    std::vector<Doc> rest;
    for (auto node = spine.rbegin(); node != spine.rend(); ++node) {
        rest.push_back(line());
        rest.push_back(text(fmt::format("{} ", word_of((*node)->op))));
        rest.push_back(operand((*node)->right, tightness + 1));
    }
    return group({operand(spine.back()->left, left_tightness), nest(std::move(rest))});
}

Doc ExprWriter::print(const BinaryExpr& e) const { return chain(e); }

Doc ExprWriter::print(const IsSomeoneExpr& e) const {
    return concat({operand(e.operand, kComparisonTightness + 1), text(" is someone")});
}

Doc ExprWriter::print(const IfExpr& e) const {
    const bool else_ends = std::exchange(else_ends_, false);
    Doc condition = operand(e.condition, 1);
    else_ends_ = true;
    Doc then_value = operand(e.then_value, 1);
    else_ends_ = else_ends;
    return group({text("if "), std::move(condition),
                  nest({line(), text("then "), std::move(then_value), line(), text("else "),
                        expr(e.else_value)})});
}

Doc ExprWriter::print(const SetExpr& e) const {
    const bool else_ends = std::exchange(else_ends_, false);
    std::vector<Doc> elements = list(e.elements, kNoBinder);
    else_ends_ = else_ends;
    for (std::size_t i = 0; i + 1 < elements.size(); ++i)
        elements[i] = concat({std::move(elements[i]), text(",")});
    return concat({text("{"), nest({fill(std::move(elements))}), text("}")});
}

Doc ExprWriter::print(const ComprehensionExpr& e) const {
    const bool else_ends = std::exchange(else_ends_, false);
    Doc inside = binder(e.binder);
    else_ends_ = else_ends;
    return concat({text("{"), std::move(inside), text("}")});
}

Doc ExprWriter::binder(const Binder& binder) const {
    constexpr int kSumTightness = 6;
    Doc head = concat({text(binder.variable.text + " in "), operand(binder.set, kSumTightness)});
    if (!binder.where.valid()) return head;
    return group({std::move(head), nest({line(), text("where "), expr(binder.where)})});
}

Doc ExprWriter::print(const AggregateExpr& e) const {
    const bool else_ends = std::exchange(else_ends_, false);
    std::vector<Doc> parts;
    if (e.size.valid()) parts.push_back(operand(e.size, kNoBinder));
    Doc body = e.binder.variable.text.empty() ? operand(e.binder.set, kNoBinder) : binder(e.binder);
    if (e.value.valid()) {
        body = group({std::move(body), text(":"), nest({line(), expr(e.value)})});
    }
    parts.push_back(std::move(body));
    Doc doc = arguments(fmt::format("{}(", word_of(e.kind)), std::move(parts), ")");
    else_ends_ = else_ends;
    return doc;
}

Doc ExprWriter::print(const NativeExpr& e) const {
    const bool else_ends = std::exchange(else_ends_, false);
    std::string head = fmt::format("{}(", form_of(e.kind).name);
    std::vector<Doc> parts;
    if (e.entity.valid()) {
        parts.push_back(concat({operand(e.entity, kNoBinder), text(" in "), operand(e.set, 6),
                                text(" via "), expr(e.clauses.front().value)}));
    } else {
        for (std::size_t i = 0; i + 1 < e.variables.size(); ++i) head += e.variables[i].text + ", ";
        const Doc over = binder({e.variables.back(), e.set, e.where});
        for (const NativeClause& clause : e.clauses) {
            Doc value = expr(clause.value);
            if (!clause.word.empty()) value = concat({text(clause.word + " "), std::move(value)});
            parts.push_back(parts.empty()
                                ? group({over, text(":"), nest({line(), std::move(value)})})
                                : std::move(value));
        }
    }
    Doc doc = arguments(std::move(head), std::move(parts), ")");
    else_ends_ = else_ends;
    return doc;
}

Doc ExprWriter::print(const RecordExpr& e) const {
    return concat({text(fmt::format("{}(", word_of(e.kind))), expr(e.site), text(")")});
}
Doc ExprWriter::print(const CarriedExpr& e) const {
    return concat({expr(e.site), text(" carried")});
}
Doc ExprWriter::print(const ChoseExpr& e) const {
    return concat({expr(e.site), text(e.elected ? " elected " : " chose "), expr(e.option)});
}
Doc ExprWriter::print(const PastExpr& e) const {
    const bool else_ends = std::exchange(else_ends_, false);
    Doc doc = arguments("past(", list({e.value, e.lag}, 0), ")");
    else_ends_ = else_ends;
    return doc;
}
Doc ExprWriter::print(const FirstDateExpr& e) const {
    return concat({text("first date when "), expr(e.condition)});
}
Doc ExprWriter::print(const AtExpr& e) const {
    return concat({operand(e.value, 0), text(" at "), e.date.valid() ? expr(e.date) : text("end")});
}
Doc ExprWriter::print(const DrawExpr& e) const {
    return concat({text("draw "), distribution(e.distribution)});
}

Doc ExprWriter::print(const EitherExpr& e) const {
    std::vector<Doc> inside;
    for (const Alternative& alternative : e.alternatives) {
        std::vector<Doc> parts{expr(alternative.value), text(": "), expr(alternative.weight)};
        for (Doc& clause : evidence(alternative.evidence)) {
            parts.push_back(text(" "));
            parts.push_back(std::move(clause));
        }
        inside.push_back(inside.empty() ? line() : wide_line());
        inside.push_back(concat(std::move(parts)));
    }
    return group({text("either {"), nest(std::move(inside)), line(), text("}")});
}

Doc ExprWriter::print(const ListExpr& e) const {
    std::vector<Doc> names;
    for (std::size_t i = 0; i < e.names.size(); ++i) {
        names.push_back(text(e.names[i].text + (i + 1 < e.names.size() ? "," : "")));
    }
    return concat({text("["), nest({fill(std::move(names))}), text("]")});
}
Doc ExprWriter::print(const BadExpr&) const { return text("?"); }

Doc ExprWriter::distribution(DistId id) const {
    const Distribution& d = tree_[id];
    std::vector<Doc> parts;
    switch (d.form) {
        case DistForm::Either:
            return expr(d.either);
        case DistForm::Word:
            return text(d.name.text);
        case DistForm::Arguments:
            parts.push_back(arguments(d.name.text + "(", list(d.arguments, 0), ")"));
            break;
        case DistForm::Points:
            parts.push_back(text(d.name.text + " "));
            if (d.low.valid()) {
                parts.push_back(operand(d.low, kUnaryTightness));
                parts.push_back(text(" "));
            }
            parts.push_back(text("to "));
            parts.push_back(operand(d.high, kUnaryTightness));
            break;
    }
    if (d.unit) parts.push_back(text(" " + unit_text(*d.unit)));
    return concat(std::move(parts));
}

Doc ExprWriter::value_type(const ValueType& type) const {
    std::vector<Doc> parts{text(type_text(type.type))};
    if (type.unit) parts.push_back(text(" " + unit_text(*type.unit)));
    if (type.low.valid()) {
        constexpr int kSumTightness = 6;
        parts.push_back(text(" in "));
        parts.push_back(operand(type.low, kSumTightness));
        parts.push_back(text(".."));
        parts.push_back(operand(type.high, kSumTightness));
    }
    return concat(std::move(parts));
}

Doc ExprWriter::initial(const Initial& initial) const {
    if (initial.value.valid()) return concat({text(" = "), expr(initial.value)});
    if (initial.distribution.valid())
        return concat({text(" ~ "), distribution(initial.distribution)});
    return concat({});
}

// Neighbours of one type share it: `(a, b: person, c: body)`.
Doc ExprWriter::parameters(const std::vector<Parameter>& parameters) const {
    if (parameters.empty()) return concat({});
    std::string out = "(";
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const std::string type = type_text(parameters[i].type);
        const bool last = i + 1 == parameters.size();
        if (parameters[i].name.text.empty()) {
            out += type;
        } else {
            out += parameters[i].name.text;
            if (last || type_text(parameters[i + 1].type) != type) out += ": " + type;
        }
        out += last ? ")" : ", ";
    }
    return text(std::move(out));
}

std::vector<Doc> ExprWriter::evidence(const Evidence& evidence) const {
    std::vector<Doc> clauses;
    if (!evidence.cites.empty()) {
        std::vector<Doc> names{text("cites")};
        for (std::size_t i = 0; i < evidence.cites.size(); ++i) {
            names.push_back(
                text(evidence.cites[i].text + (i + 1 < evidence.cites.size() ? "," : "")));
        }
        clauses.push_back(nest({fill(std::move(names))}));
    }
    if (evidence.assumed) clauses.push_back(text("assumed " + quoted(evidence.assumed->value)));
    if (evidence.hindsight) clauses.push_back(text("hindsight"));
    if (evidence.exception)
        clauses.push_back(text("exception " + quoted(evidence.exception->value)));
    return clauses;
}

Doc ExprWriter::say(const SayStmt& say) const {
    std::string out = "say \"";
    for (const SayPart& part : say.parts) {
        if (part.value.valid()) {
            out += fmt::format("{{{}{}{}}}", flat(expr(part.value)), part.format.empty() ? "" : ":",
                               part.format);
            continue;
        }
        for (const char c : escape_text(part.literal)) {
            out += c;
            if (c == '{' || c == '}') out += c;
        }
    }
    return text(out + "\"");
}

}  // namespace jonbar::ast
