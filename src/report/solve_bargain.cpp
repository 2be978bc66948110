// Bargaining as text and as JSON.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jonbar/report.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

constexpr std::size_t kListed = 15;

int name_columns(const BargainAnswer& answer) {
    int widest = 5;
    for (const BargainActor& actor : answer.actors)
        widest = std::max(widest, display_width(actor.name));
    return std::min(widest, 30);
}

void opening(Page& page, const BargainAnswer& answer) {
    page.line(fmt::format(
        "{}{}{}  {}", page.style.bold,
        answer.spatial ? "Bargaining, spatial model of politics" : "Bargaining by expected utility",
        page.style.off, answer.table));
    if (!answer.title.empty()) {
        page.line(answer.description.empty()
                      ? answer.title
                      : fmt::format("{}: {}", answer.title, answer.description));
    }
    page.line(fmt::format("{} actors, positions from {} to {}", answer.actors.size(),
                          short_number(answer.low), short_number(answer.high)));
    std::string line;
    for (const std::string& choice : answer.choices) {
        if (!line.empty() && display_width(line + ", " + choice) > page.columns) {
            page.line(line + ",");
            line.clear();
        }
        line += (line.empty() ? "" : ", ") + choice;
    }
    page.line(line);
}

/// How many moved in the round that led here.
std::size_t moved(const BargainAnswer& answer, std::size_t round) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < answer.actors.size(); ++i) {
        if (answer.rounds[round].positions[i] != answer.rounds[round - 1].positions[i]) ++count;
    }
    return count;
}

void round_rows(Page& page, const BargainAnswer& answer, bool all) {
    page.heading(fmt::format("Round  {}  {}  {}  Moved", pad("Dimension", 20),
                             pad_left("Median", 10), pad_left("Mean", 10)));
    const std::size_t count = answer.rounds.size();
    for (std::size_t number = 0; number < count; ++number) {
        if (!all && number + 1 < count && number >= kListed) {
            if (number == kListed) {
                page.line(
                    fmt::format("  …    {} more rounds; --all lists them", count - 1 - kListed));
            }
            continue;
        }
        const BargainRound& round = answer.rounds[number];
        for (std::size_t d = 0; d < answer.dimensions.size(); ++d) {
            page.line(fmt::format(
                "{}  {}  {}  {}  {}", pad_left(d == 0 ? std::to_string(number) : "", 5),
                pad(answer.dimensions[d], 20), pad_left(short_number(round.medians[d]), 10),
                pad_left(short_number(round.means[d]), 10),
                d == 0 && number > 0 ? pad_left(std::to_string(moved(answer, number)), 5) : ""));
        }
    }
}

void actor_rows(Page& page, const BargainAnswer& answer) {
    const int names = name_columns(answer);
    const BargainRound& first = answer.rounds.front();
    const BargainRound& last = answer.rounds.back();
    std::string head =
        fmt::format("{}  {}  {}  {}  {}", pad("Actor", names), pad_left("Influence", 9),
                    pad_left("Salience", 8), pad_left("Start", 8), pad_left("End", 8));
    if (!first.risks.empty()) head += "  " + pad_left(answer.spatial ? "Risk" : "r", 6);
    if (answer.spatial) head += "  " + pad_left("Chance", 8) + "  " + pad_left("At end", 8);
    page.heading(head);
    for (std::size_t i = 0; i < answer.actors.size(); ++i) {
        const BargainActor& actor = answer.actors[i];
        for (std::size_t d = 0; d < answer.dimensions.size(); ++d) {
            std::string line =
                fmt::format("{}  {}  {}  {}  {}", pad(d == 0 ? actor.name : "", names),
                            pad_left(d == 0 ? short_number(actor.influence) : "", 9),
                            pad_left(percent(actor.saliences[d]), 8),
                            pad_left(short_number(first.positions[i][d]), 8),
                            pad_left(short_number(last.positions[i][d]), 8));
            if (d == 0 && !first.risks.empty())
                line += "  " + pad_left(fmt::format("{:.2f}", first.risks[i]), 6);
            if (d == 0 && answer.spatial) {
                line += "  " + pad_left(percent(first.chances[i]), 8) + "  " +
                        pad_left(percent(last.chances[i]), 8);
            }
            page.line(line);
        }
    }
}

Json number_list(const std::vector<double>& numbers) {
    Json list = Json::array();
    for (const double number : numbers) list.push_back(json_number(number));
    return list;
}

Json round_json(const BargainAnswer& answer, const BargainRound& round) {
    Json positions = Json::array();
    for (const std::vector<double>& position : round.positions)
        positions.push_back(number_list(position));
    Json json = {{"positions", positions},
                 {"medians", number_list(round.medians)},
                 {"means", number_list(round.means)}};
    if (!round.risks.empty()) json["risks"] = number_list(round.risks);
    if (!answer.spatial) return json;
    json["chances"] = number_list(round.chances);
    Json proposals = Json::array();
    for (const BargainProposal& proposal : round.proposals) {
        proposals.push_back({{"initiator", answer.actors[proposal.initiator].name},
                             {"receiver", answer.actors[proposal.receiver].name},
                             {"win", json_number(proposal.win)},
                             {"gain", json_number(proposal.gain)},
                             {"initiator_to", number_list(proposal.initiator_to)},
                             {"receiver_to", number_list(proposal.receiver_to)},
                             {"taken_by_initiator", proposal.by_initiator},
                             {"taken_by_receiver", proposal.by_receiver}});
    }
    json["proposals"] = proposals;
    return json;
}

}  // namespace

std::string to_text(const BargainAnswer& answer, const TextOptions& options) {
    Page page(options);
    opening(page, answer);
    round_rows(page, answer, options.all);
    actor_rows(page, answer);
    page.blank();
    const BargainRound& last = answer.rounds.back();
    std::vector<std::string> medians;
    for (const double median : last.medians) medians.push_back(short_number(median));
    page.line(fmt::format("{} after {} round{}: weighted median {}{}{}.",
                          answer.settled ? "Hardly anybody moves any more" : "Stopped",
                          answer.rounds.size() - 1, answer.rounds.size() == 2 ? "" : "s",
                          page.style.bold, fmt::join(medians, " / "), page.style.off));
    return page.take();
}

std::string to_json(const BargainAnswer& answer) {
    Json actors = Json::array();
    for (const BargainActor& actor : answer.actors) {
        actors.push_back({{"name", actor.name},
                          {"description", actor.description},
                          {"influence", json_number(actor.influence)},
                          {"saliences", number_list(actor.saliences)}});
    }
    Json rounds = Json::array();
    for (const BargainRound& round : answer.rounds) rounds.push_back(round_json(answer, round));
    return json_text({{"table", answer.table},
                      {"title", answer.title},
                      {"description", answer.description},
                      {"model", answer.spatial ? "spatial" : "expected-utility"},
                      {"choices", answer.choices},
                      {"low", json_number(answer.low)},
                      {"high", json_number(answer.high)},
                      {"dimensions", answer.dimensions},
                      {"actors", actors},
                      {"settled", answer.settled},
                      {"rounds", rounds}});
}

}  // namespace jonbar
