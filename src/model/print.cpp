// Expressions, types and sites in print.

#include <fmt/format.h>

#include "model/dump.h"
#include "model/points.h"

namespace jonbar {
namespace {

std::string_view word(Operator op) {
    switch (op) {
        case Operator::Negate:
            return "-";
        case Operator::Not:
            return "not ";
        case Operator::Add:
            return "+";
        case Operator::Subtract:
        case Operator::Difference:
            return "-";
        case Operator::Multiply:
            return "*";
        case Operator::Divide:
            return "/";
        case Operator::Modulo:
            return "mod";
        case Operator::Equal:
            return "==";
        case Operator::NotEqual:
            return "!=";
        case Operator::Less:
            return "<";
        case Operator::LessEqual:
            return "<=";
        case Operator::Greater:
            return ">";
        case Operator::GreaterEqual:
            return ">=";
        case Operator::And:
            return "and";
        case Operator::Or:
            return "or";
        case Operator::Union:
            return "|";
        case Operator::Intersection:
            return "&";
        case Operator::In:
            return "in";
    }
    return {};
}

std::string_view word(Function function) {
    switch (function) {
        case Function::Exp:
            return "exp";
        case Function::Log:
            return "log";
        case Function::Log1p:
            return "log1p";
        case Function::Expm1:
            return "expm1";
        case Function::Sqrt:
            return "sqrt";
        case Function::Abs:
            return "abs";
        case Function::Floor:
            return "floor";
        case Function::Ceil:
            return "ceil";
        case Function::Round:
            return "round";
        case Function::Sign:
            return "sign";
        case Function::Sin:
            return "sin";
        case Function::Cos:
            return "cos";
        case Function::Tanh:
            return "tanh";
        case Function::Logistic:
            return "logistic";
        case Function::Logit:
            return "logit";
        case Function::NormalCdf:
            return "normal_cdf";
        case Function::Power:
            return "pow";
        case Function::Min:
            return "min";
        case Function::Max:
            return "max";
        case Function::Clamp:
            return "clamp";
        case Function::YearOf:
            return "year_of";
        case Function::MonthOf:
            return "month_of";
    }
    return {};
}

std::string_view word(AggregateOp op) {
    switch (op) {
        case AggregateOp::Sum:
            return "sum";
        case AggregateOp::Count:
            return "count";
        case AggregateOp::Mean:
            return "mean";
        case AggregateOp::Max:
            return "max";
        case AggregateOp::Min:
            return "min";
        case AggregateOp::Any:
            return "any";
        case AggregateOp::All:
            return "all";
        case AggregateOp::ArgMax:
            return "argmax";
        case AggregateOp::ArgMin:
            return "argmin";
        case AggregateOp::Collect:
            return "";
        case AggregateOp::Top:
            return "top";
        case AggregateOp::Pick:
            return "pick";
    }
    return {};
}

std::string_view word(PastQuery query) {
    switch (query) {
        case PastQuery::Happened:
            return "happened";
        case PastQuery::On:
            return "on";
        case PastQuery::Since:
            return "since";
        case PastQuery::Times:
            return "times";
        case PastQuery::Chose:
            return "chose";
        case PastQuery::Held:
            return "held";
        case PastQuery::Margin:
            return "margin";
    }
    return {};
}

class Printer {
  public:
    Printer(const Model& model, const Frame& frame) : model_(model), frame_(frame) {}

    std::string print(ExpressionId id) const {
        if (!id.exists()) return "?";
        const Expression& e = model_.at(id);
        switch (e.kind) {
            case ExpressionKind::Number:
            case ExpressionKind::Truth:
                return jonbar::print(model_, e.type, e.number);
            case ExpressionKind::EmptySet:
                return "{}";
            case ExpressionKind::Local:
                return frame_.locals[e.local].name;
            case ExpressionKind::Load:
                return model_.at(e.state).name + list(e.args);
            case ExpressionKind::Unary:
                return std::string(word(e.op)) + print(e.args[0]);
            case ExpressionKind::Binary:
                return fmt::format("({} {} {})", print(e.args[0]), word(e.op), print(e.args[1]));
            case ExpressionKind::Call:
                return model_.at(e.definition).name + list(e.args);
            case ExpressionKind::Apply:
                return std::string(word(e.function)) + list(e.args);
            case ExpressionKind::If:
                return fmt::format("(if {} then {} else {})", print(e.args[0]), print(e.args[1]),
                                   print(e.args[2]));
            case ExpressionKind::Else:
                return fmt::format("({} else {})", print(e.args[0]), print(e.args[1]));
            case ExpressionKind::IsSomeone:
                return fmt::format("({} is someone)", print(e.args[0]));
            case ExpressionKind::Now:
                return "now";
            case ExpressionKind::InitialTick:
                return "start";
            case ExpressionKind::Import:
                return fmt::format("import {}", e.import);
            case ExpressionKind::Aggregate:
                return aggregate(e);
            case ExpressionKind::Native:
                return native(e);
            case ExpressionKind::SetLiteral:
                return "{" + inner(e.args) + "}";
            case ExpressionKind::History:
                return history(e);
            case ExpressionKind::Past:
                return past(e);
            case ExpressionKind::Odds:
                return fmt::format("odds({}{})", model_.at(e.declaration).name, list(e.args));
            case ExpressionKind::Draw:
                return fmt::format("{}({}) at [{}]", distribution_name(e.distribution),
                                   inner(e.args), jonbar::print(model_, model_.at(e.site)));
            case ExpressionKind::Either:
                return either(e);
        }
        return {};
    }

    std::string inner(const std::vector<ExpressionId>& args) const {
        std::string text;
        for (const ExpressionId argument : args)
            text += (text.empty() ? "" : ", ") + print(argument);
        return text;
    }

    std::string list(const std::vector<ExpressionId>& args) const {
        return args.empty() ? "" : "(" + inner(args) + ")";
    }

  private:
    std::string aggregate(const Expression& e) const {
        const Aggregate& a = e.aggregate;
        std::string over = fmt::format("{} in {}", frame_.locals[a.local].name,
                                       a.set.exists() ? print(a.set) : model_.at(a.domain).name);
        if (a.where.exists()) over += " where " + print(a.where);
        if (a.op == AggregateOp::Collect) return "{" + over + "}";
        std::string count = a.count.exists() ? print(a.count) + ", " : "";
        std::string body = a.body.exists() ? ": " + print(a.body) : "";
        std::string site =
            a.site.exists() ? " at [" + jonbar::print(model_, model_.at(a.site)) + "]" : "";
        return fmt::format("{}({}{}{}){}", word(a.op), count, over, body, site);
    }

    std::string native(const Expression& e) const {
        const Native& n = e.native;
        std::string text = std::string(name_of(n.function)) + "(";
        if (n.domain.exists()) {
            text += frame_.locals[n.first].name;
            if (n.second != kNoLocal) text += ", " + frame_.locals[n.second].name;
            text += " in " + (n.set.exists() ? print(n.set) : model_.at(n.domain).name);
            if (n.where.exists()) text += " where " + print(n.where);
            text += ": " + inner(n.columns);
            if (n.pair.exists()) text += (n.columns.empty() ? "" : ", ") + print(n.pair);
            if (!e.args.empty()) text += n.by_quota ? "; quota " : "; ";
        }
        return text + inner(e.args) + ")";
    }

    std::string history(const Expression& e) const {
        const Declaration& declaration = model_.at(e.declaration);
        if (e.query != PastQuery::Chose) {
            return fmt::format("{}({}{})", word(e.query), declaration.name, list(e.args));
        }
        const Option& option = declaration.options[e.option];
        std::vector<ExpressionId> args = e.args;
        std::vector<ExpressionId> entity;
        if (option.over != kNoLocal) {
            entity.push_back(args.back());
            args.pop_back();
        }
        if (is_election(declaration)) {
            return fmt::format("({}{} elected {})", declaration.name, list(args), inner(entity));
        }
        return fmt::format("({}{} chose {}{})", declaration.name, list(args), option.name,
                           list(entity));
    }

    std::string past(const Expression& e) const {
        const Past& past = model_.at(e.past);
        const Printer inside(model_, model_.at(past.frame));
        std::string with;
        for (std::size_t i = 0; i < e.args.size(); ++i) {
            with +=
                fmt::format("{}{} = {}", i == 0 ? " with " : ", ",
                            model_.at(past.frame).locals[past.locals[i]].name, print(e.args[i]));
        }
        return fmt::format("past({}, {} steps{})", inside.print(past.expression), past.lag_steps,
                           with);
    }

    std::string either(const Expression& e) const {
        std::string text = "either {";
        for (std::size_t i = 0; i < e.args.size(); ++i) {
            text += fmt::format("{} {}: {}", i == 0 ? "" : ",", print(e.args[i]), e.weights[i]);
        }
        return text + " } at [" + jonbar::print(model_, model_.at(e.site)) + "]";
    }

    const Model& model_;
    const Frame& frame_;
};

}  // namespace

std::string print(const Model& model, const Frame& frame, ExpressionId id) {
    return Printer(model, frame).print(id);
}

std::string print(const Model& model, const Type& type, double value) {
    switch (type.base) {
        case BaseType::Truth:
            return value != 0 ? "yes" : "no";
        case BaseType::Member:
            if (value < 0) return "none";
            return model.at(type.domain).members[static_cast<std::size_t>(value)].name;
        case BaseType::Date:
            return value == kNoDate ? "none"
                                    : model.calendar.format(static_cast<std::int64_t>(value));
        case BaseType::Duration:
            return fmt::format("{} {}", value, model.calendar.counts_days() ? "days" : "months");
        case BaseType::Real:
        case BaseType::Int:
            return fmt::format("{}", value);
    }
    return {};
}

std::string print(const Model& model, const Type& type) {
    std::string text;
    switch (type.base) {
        case BaseType::Real:
            text = "real";
            break;
        case BaseType::Int:
            text = "int";
            break;
        case BaseType::Truth:
            text = "bool";
            break;
        case BaseType::Date:
            text = "date";
            break;
        case BaseType::Duration:
            text = "duration";
            break;
        case BaseType::Member:
            text = model.at(type.domain).name;
            break;
    }
    if (type.set) return "set of " + text;
    return type.optional ? text + "?" : text;
}

std::string print(const Model& model, const Site& site) {
    const Frame& frame = model.at(site.frame);
    const auto names = [&](const std::vector<LocalIndex>& locals) {
        std::string text;
        for (const LocalIndex local : locals)
            text += (text.empty() ? "" : ",") + frame.locals[local].name;
        return text.empty() ? text : "(" + text + ")";
    };
    std::string text = site.module.empty() ? site.owner : site.module + ":" + site.owner;
    text += names(site.instance);
    if (!site.place.empty()) text += "/" + site.place;
    text += names(site.loops);
    if (site.actor != kNoLocal) text += "~" + frame.locals[site.actor].name;
    if (site.in_procedure) text += "<";
    return text;
}

}  // namespace jonbar
