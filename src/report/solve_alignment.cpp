// Alignments as text and as JSON.

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

constexpr std::size_t kListed = 20;

std::vector<std::string> names_of(const AlignmentAnswer& answer,
                                  const std::vector<std::size_t>& camp) {
    std::vector<std::string> names;
    names.reserve(camp.size());
    for (const std::size_t actor : camp) names.push_back(answer.actors[actor]);
    return names;
}

/// Writes one camp, as many lines as it takes.
void camp_lines(Page& page, const AlignmentAnswer& answer, const std::vector<std::size_t>& camp,
                const char* sign) {
    constexpr std::string_view kIndent = "    ";
    std::string line = fmt::format("{}{} ", kIndent, sign);
    bool first = true;
    for (const std::string& name : names_of(answer, camp)) {
        if (!first && display_width(line + ", " + name) > page.columns) {
            page.line(line + ",");
            line = std::string(kIndent) + "  ";
            first = true;
        }
        line += (first ? "" : ", ") + name;
        first = false;
    }
    page.line(camp.empty() ? line + "nobody" : line);
}

void camps_lines(Page& page, const AlignmentAnswer& answer, const AlignmentCamps& camps) {
    camp_lines(page, answer, camps.first, "+");
    camp_lines(page, answer, camps.second, "-");
}

Json camps_json(const AlignmentAnswer& answer, const AlignmentCamps& camps, bool counted) {
    Json json = {{"first", names_of(answer, camps.first)},
                 {"second", names_of(answer, camps.second)},
                 {"energy", json_number(camps.energy)},
                 {"larger_share", json_number(camps.larger)}};
    if (counted) {
        json["basin"] = camps.basin;
        json["basin_share"] = json_number(camps.share);
    }
    return json;
}

}  // namespace

std::string to_text(const AlignmentAnswer& answer, const TextOptions& options) {
    Page page(options);
    page.line(
        fmt::format("{}Stable alignments{}  {}", page.style.bold, page.style.off, answer.table));
    page.line(fmt::format("{} actors, {} configurations", answer.actors.size(),
                          grouped(answer.configurations)));
    if (answer.one_sided) page.line("Some propensities differ by direction: their means count.");
    if (answer.start) {
        page.heading(fmt::format("From energy {}", fmt::format("{:.8g}", answer.start->energy)));
        camps_lines(page, answer, *answer.start);
        page.heading(fmt::format("to energy {}", fmt::format("{:.8g}", answer.camps[0].energy)));
        camps_lines(page, answer, answer.camps[0]);
        return page.take();
    }
    page.line(fmt::format("{} stable configuration{}", grouped(answer.minima),
                          answer.minima == 1 ? "" : "s"));
    const std::size_t shown =
        options.all ? answer.camps.size() : std::min(answer.camps.size(), kListed);
    for (std::size_t i = 0; i < shown; ++i) {
        const AlignmentCamps& camps = answer.camps[i];
        page.heading(fmt::format("{}  energy {}, basin {} ({}), larger camp {}", i + 1,
                                 fmt::format("{:.8g}", camps.energy), grouped(camps.basin),
                                 percent(camps.share), percent(camps.larger)));
        camps_lines(page, answer, camps);
    }
    if (shown < answer.minima) {
        page.blank();
        page.line(fmt::format("… and {} more{}", grouped(answer.minima - shown),
                              options.all ? "" : "; --all lists them to 10,000"));
    }
    return page.take();
}

std::string to_json(const AlignmentAnswer& answer) {
    Json actors = Json::array();
    for (std::size_t i = 0; i < answer.actors.size(); ++i)
        actors.push_back({{"name", answer.actors[i]}, {"size", json_number(answer.sizes[i])}});
    Json camps = Json::array();
    for (const AlignmentCamps& each : answer.camps)
        camps.push_back(camps_json(answer, each, !answer.start));
    Json json = {{"table", answer.table},
                 {"actors", actors},
                 {"configurations", answer.configurations},
                 {"one_sided", answer.one_sided}};
    if (answer.start) {
        json["start"] = camps_json(answer, *answer.start, false);
        json["end"] = camps.front();
    } else {
        json["minima"] = answer.minima;
        json["alignments"] = camps;
    }
    return json_text(json);
}

}  // namespace jonbar
