// What an outcome depends on, as text and as JSON.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "jonbar/report.h"
#include "report/asked.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

constexpr std::size_t kShown = 20;

std::string index(const Estimate& estimate) {
    return fmt::format("{:.3f} ({:.3f}–{:.3f})", estimate.value, estimate.low, estimate.high);
}

void rows(Page& page, const SensitivityAnswer& answer, bool params, std::size_t most) {
    std::size_t shown = 0;
    std::size_t left = 0;
    for (const SensitivityIndex& one : answer.indices) {
        if (one.param != params) continue;
        if (shown == most || one.total.value <= 0) {
            ++left;
            continue;
        }
        ++shown;
        const int room = std::max(4, page.columns - 71);
        page.line(fmt::format("  {} {} {} {}{}{}", pad(one.name, 26),
                              pad(index(one.first_order), 20), pad(index(one.total), 20),
                              page.style.bar, bar(one.total.value, room), page.style.off));
    }
    if (left > 0) {
        page.line(fmt::format("  {}{} more: less, or nothing that could be told{}", page.style.dim,
                              left, page.style.off));
    }
}

}  // namespace

std::string to_text(const SensitivityAnswer& answer, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("{}What {} depends on{}  {}", page.style.bold, asked_outcome(answer),
                          page.style.off, answer.title));
    page.line(asked_histories(answer));
    page.line(
        fmt::format("Its mean is {} ({}–{}). What was drawn at step 0 explains {:.1f} % of its",
                    short_number(answer.mean.value), short_number(answer.mean.low),
                    short_number(answer.mean.high), 100 * answer.explained.value));
    page.line(fmt::format("variance ({:.1f}–{:.1f}); the rest is chance.",
                          100 * answer.explained.low, 100 * answer.explained.high));
    page.heading(fmt::format("  {} {} {}", pad("Params", 26), pad("first order", 20), "total"));
    rows(page, answer, true, options.all ? answer.indices.size() : kShown);
    page.heading(fmt::format("  {} {} {}", pad("Other draws of step 0", 26), pad("first order", 20),
                             "total"));
    rows(page, answer, false, options.all ? answer.indices.size() : kShown / 2);
    return page.take();
}

std::string to_json(const SensitivityAnswer& answer) {
    Json indices = Json::array();
    for (const SensitivityIndex& one : answer.indices) {
        indices.push_back({{"name", one.name},
                           {"param", one.param},
                           {"first_order", json_estimate(one.first_order)},
                           {"total", json_estimate(one.total)}});
    }
    Json json = asked_json(answer);
    json["mean"] = json_estimate(answer.mean);
    json["explained"] = json_estimate(answer.explained);
    json["indices"] = indices;
    return json_text(json);
}

}  // namespace jonbar
