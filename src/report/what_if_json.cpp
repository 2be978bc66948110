#include "jonbar/report.h"
#include "report/json_parts.h"

namespace jonbar {

namespace {

Json outcome(const OutcomeShift& shift) {
    Json out = {{"kind", kind_name(shift.kind)}};
    if (!shift.label.empty()) out["label"] = shift.label;
    if (!shift.unit.empty()) out["unit"] = shift.unit;
    out["changed"] = json_estimate(shift.changed);
    if (shift.kind == AnswerKind::Number) {
        out["mean"] = {{"actual", json_estimate(shift.actual_mean)},
                       {"altered", json_estimate(shift.altered_mean)},
                       {"difference", json_estimate(shift.mean_difference)}};
        out["less"] = shift.sooner;
        out["greater"] = shift.later;
        return out;
    }
    Json values = Json::object();
    for (const ValueShift& value : shift.values) {
        values[value.value] = {{"actual", json_estimate(value.actual)},
                               {"altered", json_estimate(value.altered)},
                               {"difference", json_estimate(value.difference)}};
    }
    out["values"] = values;
    if (shift.kind == AnswerKind::Date) {
        out["median"] = {{"actual", shift.actual_median}, {"altered", shift.altered_median}};
        out["sooner"] = shift.sooner;
        out["later"] = shift.later;
        out["gained"] = shift.gained;
        out["lost"] = shift.lost;
        return out;
    }
    Json flow = Json::object();
    for (std::size_t from = 0; from < shift.flow.size(); ++from) {
        Json to = Json::object();
        for (std::size_t k = 0; k < shift.flow[from].size(); ++k) {
            to[shift.values[k].value] = json_number(shift.flow[from][k]);
        }
        flow[shift.values[from].value] = to;
    }
    out["flow"] = flow;
    return out;
}

Json what_if(const WhatIfAnswer& answer) {
    Json out = Json::object();
    if (!answer.label.empty()) out["label"] = answer.label;
    out["interventions"] = answer.interventions;
    out["unchanged"] = json_estimate(answer.unchanged);
    if (answer.chooses) out["never_offered"] = json_estimate(answer.never_offered);
    Json outcomes = Json::object();
    for (const OutcomeShift& shift : answer.outcomes) outcomes[shift.name] = outcome(shift);
    out["outcomes"] = outcomes;
    Json timings = Json::array();
    for (const TimingShift& shift : answer.timings) {
        timings.push_back({{"name", shift.name},
                           {"changed", json_estimate(shift.changed)},
                           {"sooner", shift.sooner},
                           {"later", shift.later},
                           {"gained", shift.gained},
                           {"lost", shift.lost},
                           {"median", shift.median}});
    }
    out["timings"] = timings;
    return out;
}

}  // namespace

std::string to_json(const WhatIfAnswers& answers) {
    Json out = {{"scenario", answers.scenario}, {"title", answers.title},
                {"seed", answers.seed},         {"histories", answers.histories},
                {"islands", answers.islands},   {"interventional", answers.interventional},
                {"partial", answers.partial},   {"seconds", answers.seconds},
                {"settings", answers.settings}};
    Json what_ifs = Json::object();
    for (const WhatIfAnswer& answer : answers.what_ifs) what_ifs[answer.name] = what_if(answer);
    out["whatifs"] = what_ifs;
    return json_text(out);
}

}  // namespace jonbar
