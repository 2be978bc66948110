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

int weight_columns(const PowerAnswer& answer, std::size_t rule) {
    int widest = display_width(answer.rules[rule].column);
    for (const PowerVoter& voter : answer.voters)
        widest = std::max(widest, display_width(voter.weights[rule]));
    return widest + 2;
}

void opening(Page& page, const PowerAnswer& answer) {
    page.line(
        fmt::format("{}Who turns the scale{}  {}", page.style.bold, page.style.off, answer.table));
    page.line(fmt::format("{} voter{}; a coalition wins with", answer.voters.size(),
                          answer.voters.size() == 1 ? "" : "s"));
    for (std::size_t i = 0; i < answer.rules.size(); ++i) {
        const PowerRule& rule = answer.rules[i];
        page.line(fmt::format(
            "  {} {} or more of {}{}{}", rule.column, rule.quota, rule.weight,
            rule.majority.empty() ? "" : fmt::format(", that is more than {}", rule.majority),
            i + 1 < answer.rules.size() ? ", and" : ""));
    }
}

std::string index_text(double value) {
    return pad_left(fmt::format("{:.6f}", value), kIndexColumns);
}

void index_rows(Page& page, const PowerAnswer& answer) {
    const int names = name_columns(answer);
    std::string weights;
    for (std::size_t rule = 0; rule < answer.rules.size(); ++rule)
        weights += pad_left(answer.rules[rule].column, weight_columns(answer, rule));
    page.heading(fmt::format("{}{}{}{}{}{}{}", pad("Voter", names), weights, pad_left("Share", 9),
                             pad_left("Banzhaf", kIndexColumns), pad_left("Shapley", kIndexColumns),
                             pad_left("Holler", kIndexColumns),
                             answer.left_out ? "" : pad_left("Deegan", kIndexColumns)));
    for (const PowerVoter& voter : answer.voters) {
        weights.clear();
        for (std::size_t rule = 0; rule < answer.rules.size(); ++rule)
            weights += pad_left(voter.weights[rule], weight_columns(answer, rule));
        page.line(pad(voter.name, names) + weights + pad_left(percent(voter.share), 9) +
                  index_text(voter.banzhaf.value) + index_text(voter.shapley_shubik.value) +
                  index_text(voter.holler.value) +
                  (answer.left_out ? "" : index_text(voter.deegan_packel.value)));
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
    Json rules = Json::array();
    for (const PowerRule& rule : answer.rules) {
        rules.push_back(
            {{"column", rule.column},
             {"weight", rule.weight},
             {"quota", rule.quota},
             {"majority", rule.majority.empty() ? Json(nullptr) : Json(rule.majority)}});
    }
    Json voters = Json::array();
    for (const PowerVoter& voter : answer.voters) {
        voters.push_back(
            {{"name", voter.name},
             {"weights", voter.weights},
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
                      {"rules", rules},
                      {"swings", answer.swings},
                      {"minimal_winning", answer.coalitions},
                      {"voters", voters}});
}

}  // namespace jonbar
