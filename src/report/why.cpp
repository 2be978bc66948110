// Causes of an outcome, as text and as JSON.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "jonbar/report.h"
#include "report/asked.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

/// Prints a difference of shares in points of a hundred: "21.3 (18.0–24.6)".
std::string points(const Estimate& estimate) {
    if (!std::isfinite(estimate.low) || !std::isfinite(estimate.high)) {
        return fmt::format("{:.1f}", 100 * estimate.value);
    }
    return fmt::format("{:.1f} ({:.1f} to {:.1f})", 100 * estimate.value, 100 * estimate.low,
                       100 * estimate.high);
}

/// Prints a share with its interval: "43 % (39–47)".
std::string share(const Estimate& estimate) {
    return fmt::format("{:.0f} % ({:.0f}–{:.0f})", 100 * estimate.value, 100 * estimate.low,
                       100 * estimate.high);
}

std::string title_of(const CauseAnswer& cause) {
    return cause.label.empty() ? cause.name : cause.label;
}

/// Ranks: 1, 2, 3, where ties have the rank of the first of them and an equals sign.
std::vector<std::string> ranks_of(const std::vector<CauseAnswer>& causes) {
    std::vector<std::string> ranks;
    std::size_t rank = 1;
    for (std::size_t i = 0; i < causes.size(); ++i) {
        if (!causes[i].tied) rank = i + 1;
        const bool shared = causes[i].tied || (i + 1 < causes.size() && causes[i + 1].tied);
        ranks.push_back(fmt::format("{}{}", rank, shared ? "=" : " "));
    }
    return ranks;
}

void opening(Page& page, const WhyAnswer& answer) {
    page.line(fmt::format("{}Why {}?{}  {}", page.style.bold, asked_outcome(answer), page.style.off,
                          answer.title));
    page.line(asked_histories(answer));
    page.line(fmt::format("It holds in {}; with every cause absent in {}.", share(answer.with_all),
                          share(answer.without_any)));
    if (answer.prior) {
        page.line(fmt::format("Before any record: in {}{}.", share(*answer.prior),
                              answer.prior_without_strengths
                                  ? fmt::format("; with all strengths at zero in {}",
                                                share(*answer.prior_without_strengths))
                                  : ""));
    }
    page.line("Under these structures and priors; what absence means stands below.");
}

/// As `share`, in a column whose heading has the per cent: "43 (39–47)".
std::string bare_share(bool there, const Estimate& estimate) {
    if (!there) return "–";
    return fmt::format("{:.0f} ({:.0f}–{:.0f})", 100 * estimate.value, 100 * estimate.low,
                       100 * estimate.high);
}

void cause_rows(Page& page, const WhyAnswer& answer) {
    const int names = std::clamp(page.columns - 62, 18, 40);
    page.heading(fmt::format("    {}{}{}{}{}", pad("Cause", names), pad(" Shapley, points", 23),
                             pad("Necessity, %", 14), pad("Sufficiency, %", 16), "Present"));
    const std::vector<std::string> ranks = ranks_of(answer.causes);
    for (std::size_t i = 0; i < answer.causes.size(); ++i) {
        const CauseAnswer& cause = answer.causes[i];
        page.line(fmt::format("{} {}{}{}{}{}", pad_left(ranks[i], 3), pad(title_of(cause), names),
                              pad(" " + points(cause.shapley), 23),
                              pad(bare_share(cause.has_necessity, cause.necessity), 14),
                              pad(bare_share(cause.has_sufficiency, cause.sufficiency), 16),
                              percent(cause.present)));
    }
    if (answer.causes.size() > 1) {
        page.line(fmt::format(
            "The first stays first in {:.0f} % of draws of the params from their priors; = marks",
            100 * answer.first_stays_first));
        page.line("those whose order with the first of their rank turns in more than a third.");
    }
    std::string params;
    const std::size_t first = std::min<std::size_t>(answer.causes.size(), 3);
    for (std::size_t i = 0; i < first; ++i) {
        if (i > 0) params += i + 1 == first ? " and " : ", ";
        params += fmt::format("{:.0f}", 100 * answer.causes[i].param_share);
    }
    page.line(fmt::format("Of the variance of {} between histories {} % is of what nobody knows.",
                          first == 1 ? "its effect" : fmt::format("the first {} effects", first),
                          params));
    page.line(answer.exact ? "Shapley values over all subsets of the causes."
                           : "Shapley values from two orders of the causes a history.");
}

void group_rows(Page& page, const WhyAnswer& answer) {
    const bool grouped_causes =
        std::any_of(answer.groups.begin(), answer.groups.end(),
                    [](const CauseGroupAnswer& group) { return group.causes > 1; });
    if (!grouped_causes) return;
    page.heading("Groups (Owen values, points)");
    for (const CauseGroupAnswer& group : answer.groups) {
        page.line(fmt::format("  {} {}   {} {}", pad(group.name, 26), pad(points(group.owen), 22),
                              group.causes, group.causes == 1 ? "cause" : "causes"));
    }
}

void interaction_rows(Page& page, const WhyAnswer& answer) {
    if (answer.interactions.empty() || answer.interactions.front().value.value == 0) return;
    page.heading("Strongest interactions (points; above 0: each needs the other)");
    for (std::size_t i = 0; i < std::min<std::size_t>(answer.interactions.size(), 5); ++i) {
        const InteractionAnswer& pair = answer.interactions[i];
        if (pair.value.value == 0) continue;
        page.line(
            fmt::format("  {} {}", pad(pair.first + " × " + pair.second, 44), points(pair.value)));
    }
}

void coupling_rows(Page& page, const WhyAnswer& answer) {
    if (answer.couplings.empty()) return;
    page.heading("Under the three couplings of choices (gumbel, ordered, independent)");
    for (const CouplingRange& range : answer.couplings) {
        page.line(fmt::format("  {} Shapley {:.1f} to {:.1f}   necessity {:.0f} to {:.0f} %",
                              pad(range.cause, 26), 100 * range.shapley_low,
                              100 * range.shapley_high, 100 * range.necessity_low,
                              100 * range.necessity_high));
    }
}

void bound_rows(Page& page, const WhyAnswer& answer) {
    if (answer.bounds.empty()) return;
    page.heading("Necessity by data alone (Tian and Pearl), given the record before the cause");
    for (const NecessityBounds& bounds : answer.bounds) {
        page.line(fmt::format("  {} from {} to {}   here {}   record to {}", pad(bounds.cause, 26),
                              percent(bounds.low), percent(bounds.high), percent(bounds.necessity),
                              bounds.until));
    }
}

void absence_rows(Page& page, const WhyAnswer& answer) {
    page.heading("What absence means");
    for (const CauseAnswer& cause : answer.causes) {
        page.line(fmt::format("  {} {}", pad(cause.name, 20), cause.absence));
    }
}

}  // namespace

std::string to_text(const WhyAnswer& answer, const TextOptions& options) {
    Page page(options);
    opening(page, answer);
    cause_rows(page, answer);
    group_rows(page, answer);
    interaction_rows(page, answer);
    coupling_rows(page, answer);
    bound_rows(page, answer);
    absence_rows(page, answer);
    page.blank();
    page.line(fmt::format("{}{} altered worlds; {:.0f} % of their steps were shared{}",
                          page.style.dim, grouped(answer.worlds),
                          100 * std::max(0.0, answer.lane_steps_saved),  // snapshots cost steps too
                          page.style.off));
    return page.take();
}

std::string to_json(const WhyAnswer& answer) {
    Json causes = Json::array();
    for (const CauseAnswer& cause : answer.causes) {
        Json one = {{"name", cause.name},
                    {"label", cause.label},
                    {"group", cause.group},
                    {"absence", cause.absence},
                    {"present", cause.present},
                    {"shapley", json_estimate(cause.shapley)},
                    {"owen", json_estimate(cause.owen)},
                    {"param_share", cause.param_share},
                    {"tied", cause.tied}};
        one["necessity"] = cause.has_necessity ? json_estimate(cause.necessity) : Json(nullptr);
        one["sufficiency"] =
            cause.has_sufficiency ? json_estimate(cause.sufficiency) : Json(nullptr);
        causes.push_back(one);
    }
    Json groups = Json::array();
    for (const CauseGroupAnswer& group : answer.groups) {
        groups.push_back(
            {{"name", group.name}, {"owen", json_estimate(group.owen)}, {"causes", group.causes}});
    }
    Json interactions = Json::array();
    for (const InteractionAnswer& pair : answer.interactions) {
        interactions.push_back(
            {{"first", pair.first}, {"second", pair.second}, {"value", json_estimate(pair.value)}});
    }
    Json couplings = Json::array();
    for (const CouplingRange& range : answer.couplings) {
        couplings.push_back({{"cause", range.cause},
                             {"necessity", {range.necessity_low, range.necessity_high}},
                             {"shapley", {range.shapley_low, range.shapley_high}}});
    }
    Json bounds = Json::array();
    for (const NecessityBounds& one : answer.bounds) {
        bounds.push_back({{"cause", one.cause},
                          {"until", one.until},
                          {"low", one.low},
                          {"high", one.high},
                          {"necessity", one.necessity}});
    }
    const auto optional = [](const std::optional<Estimate>& estimate) {
        return estimate ? json_estimate(*estimate) : Json(nullptr);
    };
    Json json = asked_json(answer);
    json["exact"] = answer.exact;
    json["with_all"] = json_estimate(answer.with_all);
    json["without_any"] = json_estimate(answer.without_any);
    json["prior"] = optional(answer.prior);
    json["prior_without_strengths"] = optional(answer.prior_without_strengths);
    json["first_stays_first"] = answer.first_stays_first;
    json["causes"] = causes;
    json["groups"] = groups;
    json["interactions"] = interactions;
    json["couplings"] = couplings;
    json["bounds"] = bounds;
    json["worlds"] = answer.worlds;
    json["steps_shared"] = answer.lane_steps_saved;
    return json_text(json);
}

}  // namespace jonbar
