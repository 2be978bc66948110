// Campaigns as text and as JSON.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "jonbar/report.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

int name_columns(const CampaignAnswer& answer) {
    int widest = 5;
    for (const CampaignPhase& phase : answer.phases)
        widest = std::max(widest, display_width(phase.name));
    return std::min(widest, 24);
}

void phase_rows(Page& page, const CampaignAnswer& answer) {
    const int names = name_columns(answer);
    page.heading(fmt::format("{}  {}  {}  {}  {}  {}  {}", pad("Phase", names), pad("Law", 10),
                             pad_left(answer.x, 9), pad_left(answer.y, 9), pad_left("left", 9),
                             pad_left("left", 9), pad_left("Time", 8)));
    for (const CampaignPhase& phase : answer.phases) {
        page.line(fmt::format(
            "{}  {}  {}  {}  {}  {}  {}", pad(phase.name, names), pad(phase.law, 10),
            pad_left(short_number(phase.start_x), 9), pad_left(short_number(phase.start_y), 9),
            pad_left(short_number(phase.left_x), 9), pad_left(short_number(phase.left_y), 9),
            pad_left(std::isfinite(phase.time) ? short_number(phase.time) : "∞", 8)));
    }
}

void chance_row(Page& page, const std::string& name, const CampaignChances& chances) {
    page.line(fmt::format("{}  {}  {}  {}  {}", name, pad_left(percent(chances.x_stands), 12),
                          pad_left(percent(chances.y_stands), 12),
                          pad_left(short_number(chances.mean_x), 10),
                          pad_left(short_number(chances.mean_y), 10)));
}

void chance_rows(Page& page, const CampaignAnswer& answer) {
    const int names = name_columns(answer);
    page.heading(fmt::format("Men who fall by chance, {} histories, seed {}",
                             grouped(answer.histories), answer.seed));
    page.line(fmt::format("{}  {}  {}  {}  {}", pad("Phase", names),
                          pad_left("only " + answer.x, 12), pad_left("only " + answer.y, 12),
                          pad_left("mean left", 10), pad_left("mean left", 10)));
    for (const CampaignPhase& phase : answer.phases)
        chance_row(page, pad(phase.name, names), *phase.chances);
    chance_row(page, pad("in all", names), *answer.chances);
}

Json chances_json(const CampaignChances& chances) {
    return {{"x_stands", json_number(chances.x_stands)},
            {"y_stands", json_number(chances.y_stands)},
            {"mean_x", json_number(chances.mean_x)},
            {"mean_y", json_number(chances.mean_y)}};
}

}  // namespace

std::string to_text(const CampaignAnswer& answer, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("{}Campaign{}  {}", page.style.bold, page.style.off, answer.table));
    phase_rows(page, answer);
    if (answer.chances) chance_rows(page, answer);
    page.blank();
    page.line(fmt::format("In the end {}{}{} has {}, {}{}{} has {}.", page.style.bold, answer.x,
                          page.style.off, short_number(answer.left_x), page.style.bold, answer.y,
                          page.style.off, short_number(answer.left_y)));
    return page.take();
}

std::string to_json(const CampaignAnswer& answer) {
    Json phases = Json::array();
    for (const CampaignPhase& phase : answer.phases) {
        Json json = {{"name", phase.name},
                     {"law", phase.law},
                     {"a", json_number(phase.a)},
                     {"b", json_number(phase.b)},
                     {"start_x", json_number(phase.start_x)},
                     {"start_y", json_number(phase.start_y)},
                     {"left_x", json_number(phase.left_x)},
                     {"left_y", json_number(phase.left_y)},
                     {"time", json_number(phase.time)},
                     {"ended", phase.ended}};
        if (phase.chances) json["chances"] = chances_json(*phase.chances);
        phases.push_back(json);
    }
    Json json = {{"table", answer.table}, {"x", answer.x}, {"y", answer.y}, {"phases", phases}};
    json["left_x"] = json_number(answer.left_x);
    json["left_y"] = json_number(answer.left_y);
    if (answer.chances) {
        json["histories"] = answer.histories;
        json["seed"] = answer.seed;
        json["chances"] = chances_json(*answer.chances);
    }
    return json_text(json);
}

}  // namespace jonbar
