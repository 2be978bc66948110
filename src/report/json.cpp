#include <cmath>
#include <nlohmann/json.hpp>

#include "jonbar/report.h"

namespace jonbar {

namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinity and no NaN: what is not finite becomes null.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json share(const Estimate& estimate) {
    return {{"p", number(estimate.value)},
            {"low", number(estimate.low)},
            {"high", number(estimate.high)}};
}

const char* kind_name(AnswerKind kind) {
    switch (kind) {
        case AnswerKind::Truth:
            return "truth";
        case AnswerKind::Number:
            return "number";
        case AnswerKind::Choice:
            return "choice";
        case AnswerKind::Date:
            return "date";
    }
    return "";
}

constexpr std::array<const char*, 5> kQuantileNames = {"0.05", "0.25", "0.5", "0.75", "0.95"};

Json outcome(const OutcomeAnswer& answer) {
    Json out = {{"kind", kind_name(answer.kind)}};
    if (!answer.label.empty()) out["label"] = answer.label;
    if (!answer.unit.empty()) out["unit"] = answer.unit;
    if (answer.kind != AnswerKind::Number) {
        Json values = Json::object();
        for (const ValueShare& value : answer.values) values[value.value] = share(value.share);
        out["values"] = values;
    }
    if (answer.kind == AnswerKind::Number && answer.present > 0) {
        out["mean"] = number(answer.mean.value);
        out["mean_low"] = number(answer.mean.low);
        out["mean_high"] = number(answer.mean.high);
        out["sd"] = number(answer.sd);
        Json quantiles = Json::object(), low = Json::object(), high = Json::object();
        for (std::size_t i = 0; i < kQuantileNames.size(); ++i) {
            quantiles[kQuantileNames[i]] = number(answer.quantiles[i].value);
            low[kQuantileNames[i]] = number(answer.quantiles[i].low);
            high[kQuantileNames[i]] = number(answer.quantiles[i].high);
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

}  // namespace

std::string to_json(const Answers& answers) {
    Json out = {{"scenario", answers.scenario}, {"title", answers.title},
                {"seed", answers.seed},         {"histories", answers.histories},
                {"partial", answers.partial},   {"seconds", answers.seconds},
                {"settings", answers.settings}};
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
    out["fired_in_vain"] = answers.fired_in_vain;
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jonbar
