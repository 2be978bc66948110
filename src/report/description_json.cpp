// A scenario's description as JSON.

#include <utility>

#include "jonbar/description.h"
#include "report/json_parts.h"

namespace jonbar {

namespace {

Json optional_number(const std::optional<double>& value) {
    return value ? json_number(*value) : Json();
}

Json labelled(const std::vector<std::string>& names, const std::vector<std::string>& labels) {
    Json all = Json::array();
    for (std::size_t i = 0; i < names.size(); ++i)
        all.push_back({{"name", names[i]}, {"label", labels[i]}});
    return all;
}

Json as_json(const DescribedOutcome& outcome) {
    return {{"name", outcome.name},
            {"label", outcome.label},
            {"unit", outcome.unit},
            {"kind", kind_name(outcome.kind)},
            {"values", labelled(outcome.values, outcome.labels)},
            {"file", outcome.place.file},
            {"line", outcome.place.line}};
}

Json as_json(const DescribedParam& param) {
    Json quantiles;
    if (param.quantiles) {
        quantiles = Json::array();
        for (const double value : *param.quantiles) quantiles.push_back(json_number(value));
    }
    return {{"name", param.name},
            {"module", param.module},
            {"type", param.type},
            {"unit", param.unit},
            {"strength", param.strength},
            {"low", optional_number(param.low)},
            {"high", optional_number(param.high)},
            {"value", optional_number(param.value)},
            {"quantiles", quantiles},
            {"prior", param.prior},
            {"cites", param.cites},
            {"assumed", param.assumed},
            {"file", param.place.file},
            {"line", param.place.line}};
}

Json as_json(const DescribedWorld& world) {
    return {{"name", world.name},       {"label", world.label},
            {"group", world.group},     {"interventions", world.interventions},
            {"file", world.place.file}, {"line", world.place.line}};
}

Json as_json(const DescribedFact& fact) {
    return {{"number", fact.number},  {"text", fact.text},         {"first", fact.first},
            {"last", fact.last},      {"accounts", fact.accounts}, {"ending", fact.ending},
            {"cites", fact.cites},    {"assumed", fact.assumed},   {"file", fact.place.file},
            {"line", fact.place.line}};
}

Json as_json(const DescribedDomain& domain) {
    return {{"name", domain.name},
            {"enum", domain.is_enum},
            {"members", labelled(domain.members, domain.labels)}};
}

Json as_json(const DescribedHappening& happening) {
    Json options = Json::array();
    for (const DescribedHappening::Option& option : happening.options)
        options.push_back({{"name", option.name}, {"over", option.over}});
    return {{"kind", happening.kind},           {"name", happening.name},
            {"module", happening.module},       {"indices", happening.indices},
            {"unordered", happening.unordered}, {"options", options},
            {"file", happening.place.file},     {"line", happening.place.line}};
}

Json as_json(const DescribedState& state) {
    return {{"kind", state.kind},
            {"name", state.name},
            {"module", state.module},
            {"type", state.type},
            {"domain", state.domain},
            {"unit", state.unit},
            {"indices", state.indices},
            {"low", optional_number(state.low)},
            {"high", optional_number(state.high)},
            {"file", state.place.file},
            {"line", state.place.line}};
}

Json as_json(const DescribedPlayer& player) {
    return {{"name", player.name},
            {"label", player.label},
            {"domain", player.domain},
            {"count", player.count},
            {"decisions", player.decisions}};
}

template <class Part>
Json all_of(const std::vector<Part>& parts) {
    Json all = Json::array();
    for (const Part& part : parts) all.push_back(as_json(part));
    return all;
}

}  // namespace

std::string to_json(const ScenarioDescription& description) {
    Json continues = Json::array();
    for (const ContinuedScenario& each : description.continues) {
        continues.push_back({{"scenario", each.scenario},
                             {"title", each.title},
                             {"at", each.at},
                             {"given", each.given}});
    }
    return json_text({{"scenario", description.scenario},
                      {"title", description.title},
                      {"from", description.from},
                      {"to", description.to},
                      {"by", description.by},
                      {"files", description.files},
                      {"continues", continues},
                      {"outcomes", all_of(description.outcomes)},
                      {"params", all_of(description.params)},
                      {"causes", all_of(description.causes)},
                      {"whatifs", all_of(description.what_ifs)},
                      {"record", all_of(description.record)},
                      {"domains", all_of(description.domains)},
                      {"happenings", all_of(description.happenings)},
                      {"states", all_of(description.states)},
                      {"players", all_of(description.players)}});
}

}  // namespace jonbar
