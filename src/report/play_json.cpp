// A game as JSON: one object a line, for programs that play; and the file in which it is kept.

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "base/direction.h"
#include "jonbar/play.h"
#include "jonbar/report.h"
#include "report/json_parts.h"

namespace jonbar {

namespace {

constexpr const char* kFormat = "jonbar-play";
constexpr int kVersion = 1;

std::string line_of(const Json& json) {
    return without_isolates(
               json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) +
           "\n";
}

Json lines(const std::vector<PlayLine>& told) {
    Json out = Json::array();
    for (const PlayLine& line : told) out.push_back({{"date", line.date}, {"text", line.text}});
    return out;
}

const char* name_of(PlayKnown::About about) {
    switch (about) {
        case PlayKnown::About::Self:
            return "self";
        case PlayKnown::About::Ties:
            return "ties";
        case PlayKnown::About::Holders:
            return "holders";
        case PlayKnown::About::World:
            return "world";
    }
    return "";
}

Json outcome(const OutcomeAnswer& answer) {
    Json out = {{"kind", kind_name(answer.kind)}};
    if (!answer.label.empty()) out["label"] = answer.label;
    if (!answer.unit.empty()) out["unit"] = answer.unit;
    if (answer.kind == AnswerKind::Number) {
        out["mean"] = json_estimate(answer.mean);
        return out;
    }
    Json values = Json::object();
    for (const ValueShare& value : answer.values) values[value.value] = json_estimate(value.share);
    out["values"] = values;
    return out;
}

Json told_or_null(const std::optional<bool>& met) { return met ? Json(*met) : Json(); }

[[noreturn]] void damaged(const std::string& name, const std::string& how) {
    throw SavedPlayError(
        fmt::format("{} is no saved game of jonbar, or a damaged one: {}; a game "
                    "that cannot be read has to be played anew",
                    name, how));
}

}  // namespace

std::string to_json(const PlayStop& stop) {
    Json known = Json::array(), options = Json::array(), record = Json::array();
    for (const PlayKnown& one : stop.known) {
        known.push_back({{"about", name_of(one.about)},
                         {"name", one.name},
                         {"value", one.value},
                         {"number", one.number},
                         {"empty", one.empty},
                         {"changed", one.changed}});
    }
    for (const PlayOption& option : stop.options) {
        options.push_back(
            {{"name", option.name}, {"label", option.label}, {"share", option.share}});
    }
    for (const PlayAdvice& advice : stop.record) {
        record.push_back(
            {{"text", advice.text}, {"option", advice.option}, {"chosen", advice.chosen}});
    }
    return line_of({{"type", "stop"},
                    {"number", stop.number},
                    {"date", stop.date},
                    {"decision", stop.decision},
                    {"told", lines(stop.told)},
                    {"known", known},
                    {"options", options},
                    {"record", record}});
}

std::string to_json(const PlayOdds& odds) {
    Json options = Json::object();
    for (const PlayOdds::Option& option : odds.options) {
        Json outcomes = Json::object();
        for (const OutcomeAnswer& answer : option.outcomes) outcomes[answer.name] = outcome(answer);
        options[option.name] = outcomes;
    }
    return line_of({{"type", "odds"},
                    {"histories", odds.histories},
                    {"partial", odds.partial},
                    {"options", options}});
}

std::string to_json(const PlayEnd& end) {
    Json choices = Json::array(), outcomes = Json::object(), facts = Json::array();
    for (const PlayChoice& choice : end.choices) {
        choices.push_back({{"date", choice.date},
                           {"decision", choice.decision},
                           {"option", choice.option},
                           {"own", choice.own}});
    }
    for (const PlayOutcome& one : end.outcomes) {
        outcomes[one.name] = {
            {"label", one.label}, {"unit", one.unit}, {"played", one.played}, {"own", one.own}};
    }
    for (const PlayFact& fact : end.facts) {
        facts.push_back({{"text", fact.text},
                         {"played", told_or_null(fact.played)},
                         {"own", told_or_null(fact.own)}});
    }
    return line_of({{"type", "end"},
                    {"told", lines(end.told)},
                    {"outcomes", outcomes},
                    {"choices", choices},
                    {"parted", end.parted},
                    {"only_played", lines(end.only_played)},
                    {"only_own", lines(end.only_own)},
                    {"facts", facts}});
}

std::string to_json(const SavedPlay& saved) {
    Json choices = Json::array();
    for (const SavedPlay::Choice& choice : saved.choices) {
        choices.push_back(
            {{"date", choice.date}, {"decision", choice.decision}, {"option", choice.option}});
    }
    const ConditioningOptions& as = saved.conditioning;
    return json_text({{"format", kFormat},
                      {"version", kVersion},
                      {"scenario", saved.scenario},
                      {"title", saved.title},
                      {"hash", saved.hash},
                      {"settings", saved.settings},
                      {"continue_as", saved.continue_as},
                      {"person", saved.person},
                      {"history", saved.history},
                      {"seed", saved.seed},
                      {"conditioning",
                       {{"particles", as.particles},
                        {"island_size", as.island_size},
                        {"moves", as.moves},
                        {"until", as.until}}},
                      {"choices", choices}});
}

SavedPlay saved_play(const std::string& json, const std::string& name) {
    const Json read = Json::parse(json, nullptr, false);
    if (read.is_discarded()) damaged(name, "its JSON breaks off or is malformed");
    // Asks for a member of the sort of `wanted`, and takes it.
    const auto take = [&name](const Json& from, const char* key, auto& wanted) {
        const auto found = from.is_object() ? from.find(key) : from.end();
        if (!from.is_object() || found == from.end()) {
            damaged(name, fmt::format("\"{}\" is missing", key));
        }
        using Wanted = std::remove_reference_t<decltype(wanted)>;
        bool right = false;
        if constexpr (std::is_same_v<Wanted, std::string>) {
            right = found->is_string();
        } else if constexpr (std::is_same_v<Wanted, std::uint64_t>) {
            right = found->is_number_unsigned();
        } else {
            right =
                found->is_array() && std::all_of(found->begin(), found->end(),
                                                 [](const Json& one) { return one.is_string(); });
        }
        if (!right) damaged(name, fmt::format("\"{}\" is of another sort", key));
        wanted = found->get<Wanted>();
    };
    SavedPlay saved;
    std::string format;
    std::uint64_t version = 0;
    take(read, "format", format);
    take(read, "version", version);
    if (format != kFormat) damaged(name, fmt::format("its format is \"{}\"", format));
    if (version != kVersion) {
        damaged(name,
                fmt::format("its version is {}, and this program reads {}", version, kVersion));
    }
    take(read, "scenario", saved.scenario);
    take(read, "title", saved.title);
    take(read, "hash", saved.hash);
    take(read, "settings", saved.settings);
    take(read, "continue_as", saved.continue_as);
    take(read, "person", saved.person);
    take(read, "history", saved.history);
    take(read, "seed", saved.seed);
    const auto conditioning = read.find("conditioning");
    if (conditioning == read.end()) damaged(name, "\"conditioning\" is missing");
    take(*conditioning, "particles", saved.conditioning.particles);
    take(*conditioning, "island_size", saved.conditioning.island_size);
    take(*conditioning, "moves", saved.conditioning.moves);
    take(*conditioning, "until", saved.conditioning.until);
    const auto choices = read.find("choices");
    if (choices == read.end() || !choices->is_array()) damaged(name, "\"choices\" is missing");
    for (const Json& one : *choices) {
        SavedPlay::Choice choice;
        take(one, "date", choice.date);
        take(one, "decision", choice.decision);
        take(one, "option", choice.option);
        saved.choices.push_back(std::move(choice));
    }
    return saved;
}

}  // namespace jonbar
