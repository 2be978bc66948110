// `--set param=value`.

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/nearest.h"
#include "base/spelling.h"
#include "model/check.h"
#include "model/codes.h"
#include "model/instances.h"

namespace jonbar {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

bool is_param(const State& state) {
    return state.role == StateRole::Param || state.role == StateRole::Strength;
}

/// Reads a value of a type, or nothing.
std::optional<double> read_value(const Model& model, const Type& type, std::string_view text) {
    if (type.set) return std::nullopt;
    if (type.base == BaseType::Truth) {
        if (text == "yes") return 1;
        if (text == "no") return 0;
        return std::nullopt;
    }
    if (type.base == BaseType::Member) {
        if (type.optional && text == "none") return kNobody;
        const std::vector<Domain::Member>& members = model.at(type.domain).members;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (same_name(members[i].name, text)) return static_cast<double>(i);
        }
        return std::nullopt;
    }
    if (type.base == BaseType::Date) return std::nullopt;
    double value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    if (type.base == BaseType::Int && std::floor(value) != value) return std::nullopt;
    return value;
}

std::string expected(const Model& model, const Type& type) {
    switch (type.base) {
        case BaseType::Truth:
            return "expected yes or no";
        case BaseType::Member:
            return "expected a name of " + model.at(type.domain).name;
        case BaseType::Int:
            return "expected a whole number";
        case BaseType::Duration:
            return "expected a number of months, or of days in a scenario by day or week";
        case BaseType::Date:
            return "a date cannot be set";
        case BaseType::Real:
            return "expected a number";
    }
    return {};
}

}  // namespace

bool override_param(Model& model, std::string_view name, std::string_view value,
                    Diagnostics& diagnostics) {
    const std::string_view whole = trimmed(name);
    const std::string_view base = trimmed(whole.substr(0, whole.find('(')));
    State* param = nullptr;
    std::vector<std::string> candidates;
    for (State& state : model.states) {
        if (!is_param(state)) continue;
        candidates.push_back(state.name);
        if (same_name(state.name, base) ||
            (!state.module.empty() && same_name(state.module + "." + state.name, base)))
            param = &state;
    }
    if (param == nullptr) {
        const std::string_view nearest = nearest_name(base, candidates);
        diagnostics.error(kUnknownName, {}, fmt::format("there is no param `{}`", base),
                          nearest.empty() ? "" : fmt::format("did you mean `{}`?", nearest));
        return false;
    }
    Tuple tuple;
    if (whole.size() > base.size()) {
        std::string_view rest = whole.substr(whole.find('(') + 1);
        if (rest.empty() || rest.back() != ')') rest = {};
        if (!rest.empty()) rest.remove_suffix(1);
        for (std::size_t i = 0; i < param->indices.size() && !rest.empty(); ++i) {
            const std::string_view member = trimmed(rest.substr(0, rest.find(',')));
            rest = rest.find(',') == std::string_view::npos ? std::string_view{}
                                                            : rest.substr(rest.find(',') + 1);
            const std::optional<double> index =
                read_value(model, Type{BaseType::Member, param->indices[i]}, member);
            if (index) tuple.push_back(static_cast<std::uint32_t>(*index));
        }
    }
    if (!tuple.empty() ? tuple.size() != param->indices.size() : whole.size() != base.size()) {
        diagnostics.error(kUnknownName, {},
                          fmt::format("the param `{}` has no member `{}`", param->name, whole),
                          "expected NAME, or NAME(member) of a family");
        return false;
    }
    const std::optional<double> number = read_value(model, param->type, trimmed(value));
    if (!number) {
        diagnostics.error(kWrongType, {},
                          fmt::format("`{}` is no value of the param `{}`", value, param->name),
                          expected(model, param->type));
        return false;
    }
    if ((param->low && *number < *param->low) || (param->high && *number > *param->high)) {
        diagnostics.error(
            kWrongBounds, {},
            fmt::format("the param `{}` lies in {}..{}, {} does not", param->name,
                        param->low.value_or(-INFINITY), param->high.value_or(INFINITY), value));
        return false;
    }
    Expression constant;
    constant.kind =
        param->type.base == BaseType::Truth ? ExpressionKind::Truth : ExpressionKind::Number;
    constant.type = param->type;
    constant.number = *number;
    constant.span = param->span;
    const ExpressionId id{static_cast<std::uint32_t>(model.expressions.size())};
    model.expressions.push_back(std::move(constant));
    if (!tuple.empty()) {
        param->cells[cell_index(model, *param, tuple)].initial = id;
    } else {
        for (Cell& cell : param->cells) cell.initial = id;
    }
    return true;
}

}  // namespace jonbar
