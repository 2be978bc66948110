// Ruling coalitions as text and as JSON.

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

std::vector<std::string> names_of(const CoalitionAnswer& answer,
                                  const std::vector<std::size_t>& coalition) {
    std::vector<std::string> names;
    names.reserve(coalition.size());
    for (const std::size_t member : coalition) names.push_back(answer.members[member].name);
    return names;
}

/// Cells for names: as many as the longest takes, within reason.
int name_columns(const CoalitionAnswer& answer) {
    int widest = 6;
    for (const CoalitionMember& member : answer.members)
        widest = std::max(widest, display_width(member.name));
    return std::min(widest, 40);
}

void opening(Page& page, const CoalitionAnswer& answer) {
    page.line(
        fmt::format("{}Who comes to rule{}  {}", page.style.bold, page.style.off, answer.table));
    page.line(fmt::format("{} member{}, power {} in all; more than {} of a coalition's power wins",
                          answer.members.size(), answer.members.size() == 1 ? "" : "s",
                          answer.power, answer.majority));
}

void member_rows(Page& page, const CoalitionAnswer& answer) {
    const int names = name_columns(answer);
    const bool unique = answer.answers == 1;
    page.heading(fmt::format("{}  {}  {}{}", pad("Member", names), pad_left("Power", 12),
                             pad_left("Share", 8), unique ? "   Rules with" : ""));
    for (const CoalitionMember& member : answer.members) {
        const std::string rule =
            unique && member.in_rule > 0 ? "   " + pad_left(percent(member.in_rule), 10) : "";
        page.line(fmt::format("{}  {}  {}{}", pad(member.name, names), pad_left(member.power, 12),
                              pad_left(percent(member.share), 8), rule));
    }
}

void coalition_rows(Page& page, const CoalitionAnswer& answer, bool all) {
    const std::string strength =
        fmt::format("power {}, {} of the whole", answer.ruling_power, percent(answer.ruling_share));
    page.blank();
    if (answer.coalitions.front().size() == answer.members.size()) {
        page.line(fmt::format("All rule together: no coalition within could stay as it is."));
        return;
    }
    if (answer.answers == 1) {
        page.line(fmt::format("{}{}{} {}: {}.", page.style.bold,
                              fmt::join(names_of(answer, answer.coalitions.front()), ", "),
                              page.style.off,
                              answer.coalitions.front().size() == 1 ? "rules" : "rule", strength));
        return;
    }
    page.line(fmt::format("Powers tie: {} coalitions may come to rule, each with {}.",
                          grouped(answer.answers), strength));
    const std::size_t shown =
        all ? answer.coalitions.size() : std::min(answer.coalitions.size(), kListed);
    for (std::size_t i = 0; i < shown; ++i) {
        page.line(fmt::format("  {}", fmt::join(names_of(answer, answer.coalitions[i]), ", ")));
    }
    if (shown < answer.answers) {
        page.line(fmt::format("  … and {} more{}", grouped(answer.answers - shown),
                              all ? "" : "; --all lists them to 10,000"));
    }
}

}  // namespace

std::string to_text(const CoalitionAnswer& answer, const TextOptions& options) {
    Page page(options);
    opening(page, answer);
    member_rows(page, answer);
    coalition_rows(page, answer, options.all);
    return page.take();
}

std::string to_json(const CoalitionAnswer& answer) {
    Json members = Json::array();
    for (const CoalitionMember& member : answer.members) {
        members.push_back({{"name", member.name},
                           {"power", member.power},
                           {"share", member.share},
                           {"in_rule", member.in_rule}});
    }
    Json coalitions = Json::array();
    for (const std::vector<std::size_t>& coalition : answer.coalitions)
        coalitions.push_back(names_of(answer, coalition));
    return json_text({{"table", answer.table},
                      {"majority", answer.majority},
                      {"power", answer.power},
                      {"members", members},
                      {"answers", answer.answers},
                      {"ruling_power", answer.ruling_power},
                      {"ruling_share", answer.ruling_share},
                      {"coalitions", coalitions}});
}

}  // namespace jonbar
