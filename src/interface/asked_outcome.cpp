#include "interface/asked_outcome.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "base/nearest.h"
#include "base/spelling.h"
#include "jonbar/questions.h"

namespace jonbar {

namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& name,
                         const std::vector<std::string>& there) {
    const std::string_view nearest = nearest_name(name, there);
    throw QuestionError(
        fmt::format("{} '{}'; there {}: {}{}", what, name, there.size() == 1 ? "is" : "are",
                    fmt::join(there, ", "),
                    nearest.empty() ? "" : fmt::format(" (did you mean {}?)", nearest)));
}

std::size_t index_of(const Model& model, const std::string& name) {
    std::vector<std::string> names;
    for (const Outcome& outcome : model.outcomes) names.push_back(outcome.name);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (same_name(names[i], name)) return i;
    }
    if (names.empty()) throw QuestionError("the scenario has no outcome to ask about");
    refuse("no outcome is called", name, names);
}

/// The values of an outcome by name; a number has none.
std::vector<std::pair<std::string, double>> values_of(const Model& model, const Outcome& outcome) {
    switch (outcome.kind) {
        case OutcomeKind::Truth:
            return {{"yes", 1}, {"no", 0}};
        case OutcomeKind::Choice: {
            std::vector<std::pair<std::string, double>> values;
            const Type& type = model.at(outcome.expression).type;
            for (const Domain::Member& member : model.at(type.domain).members) {
                values.emplace_back(member.name, static_cast<double>(values.size()));
            }
            if (type.optional) {
                values.emplace_back(outcome.none_text.empty() ? "nobody" : outcome.none_text,
                                    kNobody);
            }
            return values;
        }
        case OutcomeKind::Date:
            return {{"never", kNoDate}};
        case OutcomeKind::Number:
            break;
    }
    return {};
}

}  // namespace

double AskedOutcome::of(double column_value) const {
    if (number) return column_value;
    if (at_all) return column_value != kNoDate ? 1 : 0;
    return column_value == wanted ? 1 : 0;
}

AskedOutcome find_outcome(const Model& model, const std::string& name, const std::string& value) {
    AskedOutcome asked;
    asked.index = index_of(model, name);
    const Outcome& outcome = model.outcomes[asked.index];
    asked.name = outcome.name;
    asked.value = value;
    if (outcome.kind == OutcomeKind::Number) {
        if (!value.empty()) {
            throw QuestionError(
                fmt::format("outcome {} is a number: it is asked without a value", name));
        }
        asked.number = true;
        return asked;
    }
    if (value.empty()) {
        asked.at_all = outcome.kind == OutcomeKind::Date;
        asked.open = outcome.kind == OutcomeKind::Choice;
        if (outcome.kind != OutcomeKind::Truth) return asked;
        asked.value = "yes";
    }
    std::vector<std::string> names;
    for (const auto& [one, number] : values_of(model, outcome)) {
        if (same_name(one, asked.value)) {
            asked.value = one;
            asked.wanted = number;
            return asked;
        }
        names.push_back(one);
    }
    refuse(fmt::format("outcome {} is never", name), asked.value, names);
}

void settle(AskedOutcome& asked, const Model& model, std::span<const double> column_values) {
    std::map<double, std::size_t> counts;
    for (const double found : column_values) ++counts[found];
    std::size_t most = 0;
    for (const auto& [one, number] : values_of(model, model.outcomes[asked.index])) {
        if (counts[number] > most) {
            most = counts[number];
            asked.value = one;
            asked.wanted = number;
        }
    }
    asked.open = false;
}

}  // namespace jonbar
