#include "report/evidence_json.h"

namespace jonbar {
namespace {

const char* state_name(GroupState state) {
    switch (state) {
        case GroupState::Unused:
            return "unused";
        case GroupState::Weighed:
            return "weighed";
        case GroupState::Cited:
            return "cited";
        case GroupState::Explained:
            return "explained";
        case GroupState::Silent:
            return "silent";
    }
    return "";
}

Json shift(const OutcomeShift& one) {
    Json out = {{"kind", kind_name(one.kind)}};
    if (!one.unit.empty()) out["unit"] = one.unit;
    if (one.kind == AnswerKind::Number) {
        out["mean"] = {{"actual", json_estimate(one.actual_mean)},
                       {"altered", json_estimate(one.altered_mean)},
                       {"difference", json_estimate(one.mean_difference)}};
        return out;
    }
    Json values = Json::object();
    for (const ValueShift& value : one.values) {
        values[value.value] = {{"actual", json_estimate(value.actual)},
                               {"altered", json_estimate(value.altered)},
                               {"difference", json_estimate(value.difference)}};
    }
    out["values"] = values;
    if (one.kind == AnswerKind::Date)
        out["median"] = {{"actual", one.actual_median}, {"altered", one.altered_median}};
    return out;
}

Json reading(const ReadingAnswer& answer) {
    Json changes = Json::array();
    for (const ChangeAnswer& one : answer.changes) {
        changes.push_back({{"change", one.change},
                           {"what", one.what},
                           {"detail", one.detail},
                           {"place", one.place}});
    }
    Json outcomes = Json::object();
    for (const OutcomeMove& move : answer.outcomes) {
        Json one = {{"prior", shift(move.prior)}};
        one["prior"]["changed"] = json_estimate(move.prior.changed);
        if (move.given) one["given"] = shift(*move.given);
        outcomes[move.prior.name] = one;
    }
    return {{"changes", changes}, {"outcomes", outcomes}};
}

Json source(const SourceAnswer& one) {
    return {{"title", one.title}, {"language", one.language}, {"kind", one.kind},
            {"file", one.file},   {"claims", one.claims},     {"used", one.used}};
}

Json claim(const ClaimAnswer& one) {
    Json places = Json::array();
    for (const ClaimPlace& place : one.places) {
        places.push_back(
            {{"source", place.source}, {"language", place.language}, {"lines", place.lines}});
        if (!place.quotes.empty()) places.back()["quotes"] = place.quotes;
    }
    return {{"text", one.text}, {"kind", one.kind},   {"strength", one.strength},
            {"when", one.when}, {"group", one.group}, {"places", places},
            {"used", one.used}};
}

Json ground(const GroundAnswer& one) {
    Json out = {{"kind", one.kind}, {"what", one.what}, {"place", one.place}};
    out["cites"] = one.cites;
    out["assumed"] = one.assumed;
    out["hindsight"] = one.hindsight;
    Json alternatives = Json::array();
    for (const GroundAnswer::Alternative& alternative : one.alternatives) {
        alternatives.push_back({{"text", alternative.text},
                                {"weight", alternative.weight},
                                {"cites", alternative.cites}});
    }
    out["alternatives"] = alternatives;
    out["read_by"] = one.readers;
    return out;
}

Json grounds(const std::vector<GroundAnswer>& all) {
    Json out = Json::array();
    for (const GroundAnswer& one : all) out.push_back(ground(one));
    return out;
}

Json groups(const std::vector<GroupAnswer>& all) {
    Json out = Json::object();
    for (const GroupAnswer& one : all)
        out[one.name] = {{"state", state_name(one.state)}, {"claims", one.claims}};
    return out;
}

Json claims(const EvidenceAnswer& answer) {
    Json out = Json::object();
    for (const ClaimAnswer& one : answer.claim_answers) out[one.name] = claim(one);
    return out;
}

Json overview(const EvidenceAnswer& answer) {
    Json sources = Json::object();
    for (const SourceAnswer& one : answer.sources) sources[one.name] = source(one);
    return {{"scenario", answer.scenario},
            {"title", answer.title},
            {"params",
             {{"all", answer.params},
              {"cited", answer.params_cited},
              {"assumed", answer.params_assumed}}},
            {"observations", {{"all", answer.observations}, {"cited", answer.observations_cited}}},
            {"claims", {{"all", answer.claims}, {"used", answer.used}}},
            {"sources", sources},
            {"groups", groups(answer.groups)}};
}

}  // namespace

Json evidence_in_full(const EvidenceAnswer& answer) {
    Json out = overview(answer);
    out["claim_counts"] = out["claims"];
    out["claims"] = claims(answer);
    out["rests"] = grounds(answer.rests);
    return out;
}

std::string to_json(const EvidenceAnswer& answer) {
    if (answer.asked.empty()) return json_text(overview(answer));
    Json out = {{"scenario", answer.scenario}, {"title", answer.title}};
    out["asked"] = answer.asked;
    if (answer.source) out["source"] = source(*answer.source);
    out["claims"] = claims(answer);
    out["rests"] = grounds(answer.rests);
    out["supported"] = grounds(answer.supported);
    out["conflicts"] = groups(answer.conflicts);
    if (!answer.group) return json_text(out);
    out["group"] = {{"state", state_name(answer.group->state)}, {"claims", answer.group->claims}};
    Json sides = Json::object();
    for (const SideAnswer& side : answer.sides) sides[side.claim] = reading(side.reading);
    out["sides"] = sides;
    out["seed"] = answer.seed;
    out["histories"] = answer.histories;
    out["given"] = answer.given;
    out["seconds"] = answer.seconds;
    out["threads"] = answer.threads;
    return json_text(out);
}

std::string to_json(const WithoutAnswer& answer) {
    Json out = {{"scenario", answer.scenario}, {"title", answer.title}};
    out["without"] = {{"sources", answer.sources}, {"claims", answer.claims}};
    out["fallen"] = answer.fallen;
    out["seed"] = answer.seed;
    out["histories"] = answer.histories;
    out["given"] = answer.given;
    out.update(reading(answer.reading));
    out["seconds"] = answer.seconds;
    out["threads"] = answer.threads;
    return json_text(out);
}

}  // namespace jonbar
