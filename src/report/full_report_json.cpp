// A report as JSON: the objects of its questions, and what stands in no other answer.

#include "jonbar/full_report.h"
#include "report/evidence_json.h"
#include "report/json_parts.h"

namespace jonbar {

namespace {

/// Returns the object that a question's own command prints, without what the clock told.
template <class Answer>
Json of_question(const std::optional<Answer>& answer) {
    if (!answer) return nullptr;
    Json out = Json::parse(to_json(*answer));
    out.erase("seconds");
    return out;
}

Json numbers(const std::vector<double>& values) {
    Json out = Json::array();
    for (const double value : values) out.push_back(json_number(value));
    return out;
}

Json quantity(const QuantityAnswer& one) {
    constexpr std::array<const char*, 5> kNames = {"q05", "q25", "q50", "q75", "q95"};
    Json worlds = Json::array();
    for (const DatedWorld& world : one.worlds) {
        Json told = {{"name", world.name},
                     {"whatif", world.what_if.empty() ? Json(nullptr) : Json(world.what_if)},
                     {"mean", numbers(world.mean)}};
        for (std::size_t i = 0; i < kNames.size(); ++i)
            told[kNames[i]] = numbers(world.quantiles[i]);
        worlds.push_back(std::move(told));
    }
    Json out = {{"name", one.name}, {"expression", one.expression}};
    if (!one.unit.empty()) out["unit"] = one.unit;
    out["kind"] = one.truth ? "truth" : "number";
    out["dates"] = one.dates;
    out["worlds"] = worlds;
    return out;
}

Json map(const MapAnswer& one) {
    return {{"name", one.name},
            {"relation", one.relation},
            {"years", one.years},
            {"members", one.members},
            {"together", one.together}};
}

Json flows(const WhatIfAnswers& answers) {
    Json out = Json::array();
    for (const WhatIfAnswer& what_if : answers.what_ifs) {
        for (const OutcomeShift& shift : what_if.outcomes) {
            if (shift.flow.empty()) continue;
            Json values = Json::array(), share = Json::array();
            for (const ValueShift& value : shift.values) values.push_back(value.value);
            for (const std::vector<double>& row : shift.flow) share.push_back(numbers(row));
            out.push_back({{"whatif", what_if.name},
                           {"outcome", shift.name},
                           {"from", values},
                           {"to", values},
                           {"share", share}});
        }
    }
    return out;
}

Json date(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json record_item(const RecordItem& one) {
    Json out = {{"first", date(one.first)},
                {"last", date(one.last)},
                {"text", one.text},
                {"file", one.file},
                {"line", one.line}};
    out["probability"] = one.probability ? json_number(*one.probability) : Json(nullptr);
    out["density"] = one.density;
    out["forced"] = one.forced;
    out["claims"] = one.claims;
    out["assumed"] = one.assumed;
    return out;
}

Json question(const FullReport& report) {
    if (report.why) return {{"outcome", report.why->outcome}, {"value", report.why->value}};
    if (report.sensitivity) {
        return {{"outcome", report.sensitivity->outcome}, {"value", report.sensitivity->value}};
    }
    return nullptr;
}

Json settings(const FullReport& report) {
    Json out = {{"seed", report.sample.seed}, {"histories", report.run.histories}};
    if (report.given) {
        const GivenRecord& given = *report.given->given;
        out["particles"] = report.given->histories;
        out["islands"] = given.islands;
        out["island_size"] = given.island_size;
        out["moves"] = given.moves;
        out["until"] = given.until;
        out["log_evidence"] = {{"value", json_number(given.log_evidence.value)},
                               {"low", json_number(given.log_evidence.low)},
                               {"high", json_number(given.log_evidence.high)}};
        out["effective_islands"] = json_number(given.effective_islands);
        out["distinct_vectors"] = given.distinct_vectors;
    }
    out["prior"] = report.sample.prior;
    out["set"] = report.settings;
    return out;
}

Json texts(const std::vector<SourceText>& all) {
    Json files = Json::array();
    for (const SourceText& one : all) files.push_back({{"path", one.path}, {"text", one.text}});
    return {{"files", files}};
}

template <class Each, class Told>
Json each(const std::vector<Each>& all, const Told& told) {
    Json out = Json::array();
    for (const Each& one : all) out.push_back(told(one));
    return out;
}

Json refusal(const RecordRefusal& one) {
    return {{"code", one.degenerate ? "J5901" : "J5900"}, {"message", one.message}};
}

}  // namespace

std::string to_json(const FullReport& report) {
    Json out = {
        {"format", "jonbar-report-1"},
        {"version", report.version},
        {"title", report.title},
        {"file", report.file},
        {"command", report.command},
        {"question", question(report)},
        {"calendar", {{"unit", report.unit}, {"first", report.first}, {"last", report.last}}},
        {"settings", settings(report)},
        {"run", of_question(std::optional(report.run))},
        {"given", of_question(report.given)}};
    if (report.refusal) out["given_refused"] = refusal(*report.refusal);
    out["whatif"] = of_question(report.what_if);
    out["why"] = of_question(report.why);
    out["sensitivity"] = of_question(report.sensitivity);
    out["evidence"] = evidence_in_full(report.evidence);
    out["quantities"] = each(report.quantities, quantity);
    out["maps"] = each(report.maps, map);
    out["flows"] = report.what_if ? flows(*report.what_if) : Json::array();
    out["record"] = each(report.record, record_item);
    out["text"] = texts(report.texts);
    return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jonbar
