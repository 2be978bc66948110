#include "jonbar/report.h"
#include "report/json_parts.h"

namespace jonbar {

namespace {

constexpr std::array<const char*, 5> kQuantileNames = {"0.05", "0.25", "0.5", "0.75", "0.95"};

Json outcome(const OutcomeAnswer& answer) {
    Json out = {{"kind", kind_name(answer.kind)}};
    if (!answer.label.empty()) out["label"] = answer.label;
    if (!answer.unit.empty()) out["unit"] = answer.unit;
    if (answer.kind != AnswerKind::Number) {
        Json values = Json::object();
        for (const ValueShare& value : answer.values)
            values[value.value] = json_estimate(value.share);
        out["values"] = values;
    }
    if (answer.kind == AnswerKind::Number && answer.present > 0) {
        out["mean"] = json_number(answer.mean.value);
        out["mean_low"] = json_number(answer.mean.low);
        out["mean_high"] = json_number(answer.mean.high);
        out["sd"] = json_number(answer.sd);
        Json quantiles = Json::object(), low = Json::object(), high = Json::object();
        for (std::size_t i = 0; i < kQuantileNames.size(); ++i) {
            quantiles[kQuantileNames[i]] = json_number(answer.quantiles[i].value);
            low[kQuantileNames[i]] = json_number(answer.quantiles[i].low);
            high[kQuantileNames[i]] = json_number(answer.quantiles[i].high);
        }
        out["quantiles"] = quantiles;
        out["quantiles_low"] = low;
        out["quantiles_high"] = high;
    }
    if (answer.kind == AnswerKind::Date && answer.present > 0) {
        Json quantiles = Json::object();
        for (std::size_t i = 0; i < kQuantileNames.size(); ++i) {
            quantiles[kQuantileNames[i]] = answer.quantile_dates[i];
        }
        out["quantiles"] = quantiles;
    }
    return out;
}

Json quantiles_of(const std::array<double, 5>& values) {
    Json out = Json::object();
    for (std::size_t i = 0; i < kQuantileNames.size(); ++i)
        out[kQuantileNames[i]] = json_number(values[i]);
    return out;
}

Json given_record(const GivenRecord& given) {
    Json prior = Json::object(), facts = Json::array(), params = Json::object();
    for (const OutcomeAnswer& answer : given.prior) prior[answer.name] = outcome(answer);
    for (const FactAnswer& fact : given.facts) {
        facts.push_back({{"text", fact.text},
                         {"place", fact.place},
                         {"forced", fact.forced},
                         {"density", fact.density},
                         {"log_probability", json_number(fact.log_probability)},
                         {"effective", json_number(fact.effective)},
                         {"ancestors", fact.ancestors}});
    }
    for (const ParamAnswer& param : given.params) {
        params[param.name] = {{"unit", param.unit},
                              {"prior", quantiles_of(param.prior)},
                              {"posterior", quantiles_of(param.posterior)}};
    }
    return {{"until", given.until},
            {"islands", given.islands},
            {"island_size", given.island_size},
            {"moves", given.moves},
            {"log_evidence",
             {{"value", json_number(given.log_evidence.value)},
              {"low", json_number(given.log_evidence.low)},
              {"high", json_number(given.log_evidence.high)}}},
            {"effective_islands", json_number(given.effective_islands)},
            {"distinct_vectors", given.distinct_vectors},
            {"resamplings", json_number(given.resamplings)},
            {"moves_accepted", json_number(given.moves_accepted)},
            {"facts", facts},
            {"params", params},
            {"prior_histories", given.prior_histories},
            {"prior", prior}};
}

}  // namespace

std::string to_json(const Answers& answers) {
    Json out = {{"scenario", answers.scenario}, {"title", answers.title},
                {"seed", answers.seed},         {"histories", answers.histories},
                {"partial", answers.partial},   {"seconds", answers.seconds},
                {"settings", answers.settings}};
    if (!answers.continues.empty()) {
        out["continues"] = Json::array();
        for (const ContinuedScenario& each : answers.continues) {
            out["continues"].push_back({{"scenario", each.scenario},
                                        {"title", each.title},
                                        {"at", each.at},
                                        {"given", each.given}});
        }
    }
    Json outcomes = Json::object(), events = Json::object(), decisions = Json::object();
    Json votes = Json::object(), saturations = Json::object();
    for (const OutcomeAnswer& answer : answers.outcomes) outcomes[answer.name] = outcome(answer);
    for (const EventAnswer& answer : answers.events) {
        events[answer.name] = {{"share", answer.share.value}, {"mean_times", answer.mean_times}};
    }
    for (const DecisionAnswer& answer : answers.decisions) {
        Json options = Json::object();
        for (const DecisionAnswer::Taken& taken : answer.options)
            options[taken.option] = taken.share;
        decisions[answer.name] = options;
    }
    for (const VoteAnswer& answer : answers.votes) {
        votes[answer.name] = {{"held", answer.held.value}, {"carried", answer.carried.value}};
    }
    for (const SaturationAnswer& answer : answers.saturations)
        saturations[answer.name] = answer.count;
    out["outcomes"] = outcomes;
    out["events"] = events;
    out["decisions"] = decisions;
    out["votes"] = votes;
    out["never"] = answers.never;
    out["saturations"] = saturations;
    if (answers.given) out["given"] = given_record(*answers.given);
    out["fired_in_vain"] = answers.fired_in_vain;
    return json_text(out);
}

}  // namespace jonbar
