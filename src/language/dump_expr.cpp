#include "language/dump_expr.h"

#include <fmt/format.h>

#include "language/native_forms.h"
#include "language/words.h"

namespace jonbar::ast {
namespace {

std::string unit_text(const Unit& unit) {
    std::string out = "[";
    for (const Name& word : unit.numerator)
        out += fmt::format("{}{}", out.size() > 1 ? " " : "", word.text);
    for (const Name& word : unit.denominator)
        out += fmt::format("{}{}", out.size() > 1 ? " per " : "per ", word.text);
    return out + "]";
}

class NodePrinter {
  public:
    explicit NodePrinter(const ExprDumper& dump) : dump_(dump) {}

    std::string operator()(const NumberExpr& e) const {
        std::string out = e.text;
        if (e.duration) out = fmt::format("(duration {} {})", e.text, unit_name(*e.duration));
        if (e.unit) out = fmt::format("(unit {} {})", e.text, unit_text(*e.unit));
        return out;
    }
    std::string operator()(const TruthExpr& e) const { return e.value ? "yes" : "no"; }
    std::string operator()(const NoneExpr&) const { return "none"; }
    std::string operator()(const DateExpr& e) const {
        return fmt::format("(date {})", to_string(e.date));
    }
    std::string operator()(const NowExpr&) const { return "now"; }
    std::string operator()(const TextExpr& e) const { return quoted(e.value); }
    std::string operator()(const NameExpr& e) const { return e.name.text; }
    std::string operator()(const FieldExpr& e) const {
        return fmt::format("(. {} {})", dump_.expr(e.object), e.name.text);
    }
    std::string operator()(const CallExpr& e) const {
        return dump_.list(
            fmt::format("call {}{}", e.module ? e.module->text + "." : "", e.name.text),
            e.arguments);
    }
    std::string operator()(const UnaryExpr& e) const {
        return fmt::format("({} {})", e.op == UnaryOp::Minus ? "neg" : "not",
                           dump_.expr(e.operand));
    }
    std::string operator()(const BinaryExpr& e) const {
        return fmt::format("({} {} {})", word_of(e.op), dump_.expr(e.left), dump_.expr(e.right));
    }
    std::string operator()(const IsSomeoneExpr& e) const {
        return fmt::format("(someone {})", dump_.expr(e.operand));
    }
    std::string operator()(const IfExpr& e) const {
        return fmt::format("(if {} {} {})", dump_.expr(e.condition), dump_.expr(e.then_value),
                           dump_.expr(e.else_value));
    }
    std::string operator()(const SetExpr& e) const { return dump_.list("set", e.elements); }
    std::string operator()(const ComprehensionExpr& e) const {
        return fmt::format("(those {})", dump_.binder(e.binder));
    }
    std::string operator()(const AggregateExpr& e) const {
        std::string out = fmt::format("({}", word_of(e.kind));
        if (e.size.valid()) out += " " + dump_.expr(e.size);
        out += " " + dump_.binder(e.binder);
        if (e.value.valid()) out += fmt::format(" (value {})", dump_.expr(e.value));
        return out + ")";
    }
    std::string operator()(const NativeExpr& e) const {
        std::string out = fmt::format("({}", form_of(e.kind).name);
        if (e.entity.valid()) {
            out += fmt::format(" {} {}", dump_.expr(e.entity), dump_.expr(e.set));
        } else {
            for (std::size_t i = 0; i + 1 < e.variables.size(); ++i)
                out += " " + e.variables[i].text;
            out += " " + dump_.binder({e.variables.back(), e.set, e.where});
        }
        for (const NativeClause& clause : e.clauses) {
            out += fmt::format(" ({} {})", clause.word.empty() ? "value" : clause.word,
                               dump_.expr(clause.value));
        }
        return out + ")";
    }
    std::string operator()(const RecordExpr& e) const {
        return fmt::format("({} {})", word_of(e.kind), dump_.expr(e.site));
    }
    std::string operator()(const CarriedExpr& e) const {
        return fmt::format("(carried {})", dump_.expr(e.site));
    }
    std::string operator()(const ChoseExpr& e) const {
        return fmt::format("({} {} {})", e.elected ? "elected" : "chose", dump_.expr(e.site),
                           dump_.expr(e.option));
    }
    std::string operator()(const PastExpr& e) const {
        return fmt::format("(past {} {})", dump_.expr(e.value), dump_.expr(e.lag));
    }
    std::string operator()(const FirstDateExpr& e) const {
        return fmt::format("(first-date {})", dump_.expr(e.condition));
    }
    std::string operator()(const AtExpr& e) const {
        return fmt::format("(at {} {})", dump_.expr(e.value),
                           e.date.valid() ? dump_.expr(e.date) : "end");
    }
    std::string operator()(const DrawExpr& e) const {
        return fmt::format("(draw {})", dump_.distribution(e.distribution));
    }
    std::string operator()(const EitherExpr& e) const {
        std::string out = "(either";
        for (const Alternative& a : e.alternatives) {
            out += fmt::format(" ({} {}{})", dump_.expr(a.value), dump_.expr(a.weight),
                               dump_.evidence(a.evidence));
        }
        return out + ")";
    }
    std::string operator()(const ListExpr& e) const {
        std::string out = "(list";
        for (const Name& name : e.names) out += fmt::format(" {}", name.text);
        return out + ")";
    }
    std::string operator()(const BadExpr&) const { return "(bad)"; }

  private:
    const ExprDumper& dump_;
};

}  // namespace

std::string ExprDumper::expr(ExprId id) const {
    if (!id.valid()) return "-";
    return std::visit(NodePrinter(*this), tree_[id].node);
}

std::string ExprDumper::list(std::string_view head, const std::vector<ExprId>& ids) const {
    std::string out = fmt::format("({}", head);
    for (const ExprId id : ids) out += fmt::format(" {}", expr(id));
    return out + ")";
}

std::string ExprDumper::binder(const Binder& b) const {
    std::string out =
        fmt::format("{} {}", b.variable.text.empty() ? "-" : b.variable.text, expr(b.set));
    if (b.where.valid()) out += fmt::format(" (where {})", expr(b.where));
    return out;
}

std::string ExprDumper::evidence(const Evidence& e) const {
    std::string out;
    if (!e.cites.empty()) {
        out += " (cites";
        for (const Name& name : e.cites) out += fmt::format(" {}", name.text);
        out += ")";
    }
    if (e.assumed) out += fmt::format(" (assumed {})", quoted(e.assumed->value));
    if (e.hindsight) out += " (hindsight)";
    if (e.exception) out += fmt::format(" (exception {})", quoted(e.exception->value));
    return out;
}

std::string ExprDumper::distribution(DistId id) const {
    if (!id.valid()) return "-";
    const Distribution& d = tree_[id];
    const std::string unit = d.unit ? fmt::format(" {}", unit_text(*d.unit)) : "";
    switch (d.form) {
        case DistForm::Word:
            return fmt::format("(word {})", d.name.text);
        case DistForm::Arguments: {
            std::string out = list("dist " + d.name.text, d.arguments);
            out.pop_back();
            return out + unit + ")";
        }
        case DistForm::Points:
            return fmt::format("(points {} {} {}{})", d.name.text, expr(d.low), expr(d.high), unit);
        case DistForm::Either:
            return expr(d.either);
    }
    return {};
}

std::string ExprDumper::type(const TypeRef& t) const {
    return fmt::format("{}{}{}", t.set ? "set of " : "", path_text(t.path), t.optional ? "?" : "");
}

std::string ExprDumper::value_type(const ValueType& t) const {
    std::string out = type(t.type);
    if (t.unit) out += fmt::format(" {}", unit_text(*t.unit));
    if (t.low.valid()) out += fmt::format(" (in {} {})", expr(t.low), expr(t.high));
    return fmt::format("(type {})", out);
}

std::string ExprDumper::initial(const Initial& i) const {
    if (i.value.valid()) return fmt::format(" (= {})", expr(i.value));
    if (i.distribution.valid()) return fmt::format(" (~ {})", distribution(i.distribution));
    return {};
}

std::string ExprDumper::parameters(const std::vector<Parameter>& all) const {
    if (all.empty()) return {};
    std::string out;
    for (const Parameter& p : all) {
        if (!out.empty()) out += ", ";
        out += (p.name.text.empty() ? "" : p.name.text + ": ") + type(p.type);
    }
    return fmt::format(" ({})", out);
}

}  // namespace jonbar::ast
