// Power indices as text and as JSON.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "jonbar/report.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

constexpr int kIndexColumns = 14;
constexpr int kFractionColumns = 13;

int name_columns(const PowerAnswer& answer) {
    int widest = 7;
    for (const PowerVoter& voter : answer.voters)
        widest = std::max(widest, display_width(voter.name));
    return std::min(widest, 30);
}

int weight_columns(const PowerAnswer& answer) {
    int widest = 6;
    for (const PowerVoter& voter : answer.voters)
        widest = std::max(widest, display_width(voter.weight));
    return widest;
}

void opening(Page& page, const PowerAnswer& answer) {
    page.line(
        fmt::format("{}Who turns the scale{}  {}", page.style.bold, page.style.off, answer.table));
    const std::string rule = answer.majority.empty() ? fmt::format("{} or more wins", answer.quota)
                                                     : fmt::format("more than {} wins, from {} on",
                                                                   answer.majority, answer.quota);
    page.line(fmt::format("{} voter{}, weight {} in all; {}", answer.voters.size(),
                          answer.voters.size() == 1 ? "" : "s", answer.weight, rule));
}

std::string index_text(double value) {
    return pad_left(fmt::format("{:.6f}", value), kIndexColumns);
}

void index_rows(Page& page, const PowerAnswer& answer) {
    const int names = name_columns(answer), weights = weight_columns(answer);
    page.heading(fmt::format("{}  {}{}{}{}{}{}", pad("Voter", names), pad_left("Weight", weights),
                             pad_left("Share", 9), pad_left("Banzhaf", kIndexColumns),
                             pad_left("Shapley", kIndexColumns), pad_left("Holler", kIndexColumns),
                             answer.left_out ? "" : pad_left("Deegan", kIndexColumns)));
    for (const PowerVoter& voter : answer.voters) {
        page.line(
            fmt::format("{}  {}{}{}{}{}{}", pad(voter.name, names), pad_left(voter.weight, weights),
                        pad_left(percent(voter.share), 9), index_text(voter.banzhaf.value),
                        index_text(voter.shapley_shubik.value), index_text(voter.holler.value),
                        answer.left_out ? "" : index_text(voter.deegan_packel.value)));
    }
}

std::array<std::string, 4> fractions_of(const PowerVoter& voter) {
    return {voter.banzhaf.fraction, voter.shapley_shubik.fraction, voter.holler.fraction,
            voter.deegan_packel.fraction};
}

/// Prints the fractions where all are short.
void fraction_rows(Page& page, const PowerAnswer& answer) {
    for (const PowerVoter& voter : answer.voters) {
        for (const std::string& fraction : fractions_of(voter)) {
            if (fraction.size() >= kFractionColumns) return;
        }
        if (voter.swings.size() >= kFractionColumns) return;
    }
    const int names = name_columns(answer);
    page.heading(
        fmt::format("{}  {}{}{}{}{}", pad("Exactly", names), pad_left("Swings", kFractionColumns),
                    pad_left("Banzhaf", kFractionColumns), pad_left("Shapley", kFractionColumns),
                    pad_left("Holler", kFractionColumns),
                    answer.left_out ? "" : pad_left("Deegan", kFractionColumns)));
    for (const PowerVoter& voter : answer.voters) {
        std::string line = pad(voter.name, names) + "  " + pad_left(voter.swings, kFractionColumns);
        const auto fractions = fractions_of(voter);
        for (std::size_t i = 0; i < fractions.size() - (answer.left_out ? 1 : 0); ++i)
            line += pad_left(fractions[i], kFractionColumns);
        page.line(line);
    }
}

}  // namespace

std::string to_text(const PowerAnswer& answer, const TextOptions& options) {
    Page page(options);
    opening(page, answer);
    index_rows(page, answer);
    fraction_rows(page, answer);
    page.blank();
    const bool short_counts = answer.swings.size() <= 20;
    if (short_counts) {
        page.line(fmt::format("Swings in all: {}; minimal winning coalitions: {}.", answer.swings,
                              answer.coalitions));
    }
    if (answer.left_out)
        page.line("Deegan and Packel's index takes long here; --all counts it up to its limit.");
    return page.take();
}

std::string to_json(const PowerAnswer& answer) {
    const auto index = [](const PowerShare& share) {
        return Json{{"value", share.value}, {"fraction", share.fraction}};
    };
    Json voters = Json::array();
    for (const PowerVoter& voter : answer.voters) {
        voters.push_back(
            {{"name", voter.name},
             {"weight", voter.weight},
             {"share", voter.share},
             {"swings", voter.swings},
             {"banzhaf", index(voter.banzhaf)},
             {"banzhaf_absolute", voter.banzhaf_absolute},
             {"shapley_shubik", index(voter.shapley_shubik)},
             {"memberships", voter.memberships},
             {"holler", index(voter.holler)},
             {"deegan_packel", answer.left_out ? Json(nullptr) : index(voter.deegan_packel)}});
    }
    return json_text({{"table", answer.table},
                      {"weight", answer.weight},
                      {"quota", answer.quota},
                      {"majority", answer.majority.empty() ? Json(nullptr) : Json(answer.majority)},
                      {"swings", answer.swings},
                      {"minimal_winning", answer.coalitions},
                      {"voters", voters}});
}

}  // namespace jonbar
