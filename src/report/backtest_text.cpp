// Backtests and fits, as text.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "jonbar/report.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

/// The name of a case: its file without folder and ending.
std::string case_name(const std::string& file) {
    const std::size_t begin = file.rfind('/') + 1;
    const std::size_t end = file.rfind('.');
    return file.substr(begin, end > begin ? end - begin : std::string::npos);
}

std::string title_of(FactGroup group) {
    switch (group) {
        case FactGroup::Leads:
            return "Who led";
        case FactGroup::Fate:
            return "What befell them";
        case FactGroup::Other:
            return "What else came about";
    }
    return "";
}

std::string label_of(const std::string& method) {
    if (method == "prior") return "as the library has it";
    if (method == "leave-one-out") return "fitted to the others";
    if (method == "uniform") return "all alike";
    if (method == "lever") return "the strongest lever";
    if (method == "incumbent") return "who held first place";
    if (method == "frequency") return "as often as elsewhere";
    return method;
}

/// A score with its interval: "1.23 (0.98 to 1.50)".
std::string score(const Estimate& estimate) {
    return fmt::format("{:.2f} ({:.2f} to {:.2f})", estimate.value, estimate.low, estimate.high);
}

std::string whole_percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

void methods(Page& page, const GroupSummary& group) {
    page.heading(fmt::format("{} ({} fact{})", title_of(group.group), group.facts,
                             group.facts == 1 ? "" : "s"));
    page.line(fmt::format("  {}{}{}{}{}", pad("", 24), pad("cases", 7), pad("log score", 22),
                          pad("Brier", 22), "rank"));
    for (const MethodSummary& method : group.methods) {
        const std::string rank = method.rank > 0 ? fmt::format("{:.1f}", method.rank) : "";
        page.line(fmt::format(
            "  {}{}{}{}{}", pad(label_of(method.name), 24), pad(std::to_string(method.cases), 7),
            pad(score(method.log_score), 22), pad(score(method.brier), 22), rank));
    }
}

void differences(Page& page, const GroupSummary& group) {
    if (group.differences.empty()) return;
    page.blank();
    page.line("  against a baseline: below 0 the forecast is the better");
    for (const MethodDifference& one : group.differences) {
        page.line(fmt::format("  {}{}{}",
                              pad(label_of(one.method) + " – " + label_of(one.baseline), 46),
                              pad(score(one.log_score), 24), score(one.brier)));
    }
}

void calibration(Page& page, const std::string& of, const std::vector<CalibrationBin>& bins) {
    if (bins.empty()) return;
    page.blank();
    page.line(fmt::format("  {}{}{}{}{}", pad("forecast, " + of, 33), pad("values", 8),
                          pad("came", 6), pad("foretold", 10), "came, share"));
    for (const CalibrationBin& bin : bins) {
        page.line(fmt::format(
            "  {}{}{}{}{}", pad(fmt::format("{:.0f}–{:.0f} %", 100 * bin.low, 100 * bin.high), 33),
            pad(std::to_string(bin.count), 8), pad(std::to_string(bin.came), 6),
            pad(fmt::format("{:.1f} %", 100 * bin.mean), 10),
            fmt::format("{:.0f} % ({:.0f}–{:.0f})", 100 * bin.share.value, 100 * bin.share.low,
                        100 * bin.share.high)));
    }
}

/// The value to which a forecast gives most.
std::string favourite(const FactForecast& fact, const std::vector<double>& forecast) {
    const auto most = std::max_element(forecast.begin(), forecast.end()) - forecast.begin();
    return fact.values[static_cast<std::size_t>(most)];
}

std::string told(const FactForecast& fact, const std::vector<double>& forecast,
                 const ForecastScore& score) {
    if (forecast.empty()) return pad("–", 25);
    const std::string most = favourite(fact, forecast);
    return pad(
        fmt::format("{} {}", pad_left(whole_percent(score.probability), 5),
                    score.rank == 1 ? "(first)" : fmt::format("({:.0f}; {})", score.rank, most)),
        25);
}

void case_rows(Page& page, const BacktestAnswer& answer, bool all) {
    page.heading("Case by case: what came, its probability (its rank; what was held likelier)");
    page.line(fmt::format("  {}{}{}", pad("", 34), pad("as the library has it", 25),
                          answer.leave_one_out ? "fitted to the others" : ""));
    for (const BacktestCase& one : answer.cases) {
        std::string worth;
        if (answer.leave_one_out)
            worth = fmt::format("; fitted: worth {:.0f} histories", one.effective);
        page.line(fmt::format("{}{}{}  {}{}{}", page.style.bold, case_name(one.file),
                              page.style.off, grouped(one.histories),
                              one.conditioned ? ", given what is not hidden" : "", worth));
        for (const FactForecast& fact : one.facts) {
            if (fact.group != FactGroup::Leads && !all) continue;
            const std::string what =
                fact.group == FactGroup::Leads ? "led: " + fact.values[fact.truth] : fact.text;
            page.line(fmt::format(
                "  {} {}{}", pad(what, 33), told(fact, fact.prior, fact.prior_score),
                answer.leave_one_out ? told(fact, fact.fitted, fact.fitted_score) : ""));
        }
        for (const std::string& fact : one.unscored)
            page.line(fmt::format("  not scored, a measure: {}", fact));
    }
}

}  // namespace

std::string to_text(const BacktestAnswer& answer, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("{}Backtest of {} case{}{}   {} histories each   seed {}   {:.1f} s",
                          page.style.bold, answer.cases.size(), answer.cases.size() == 1 ? "" : "s",
                          page.style.off, grouped(answer.histories), answer.seed, answer.seconds));
    if (answer.leave_one_out) {
        page.line(fmt::format("{} params that the cases share, fitted for each case to the others.",
                              answer.params));
    }
    page.line("Scores are better the lower; intervals (95 %) are over cases.");
    for (const GroupSummary& group : answer.groups) {
        methods(page, group);
        differences(page, group);
        calibration(page, "as the library has it", group.prior_calibration);
        calibration(page, "fitted to the others", group.fitted_calibration);
    }
    case_rows(page, answer, options.all);
    return page.take();
}

std::string to_text(const FitAnswer& answer, const TextOptions& options) {
    Page page(options);
    page.line(
        fmt::format("{}{} param{} fitted to {} case{}{}   {} facts   {} histories each   "
                    "seed {}   {:.1f} s",
                    page.style.bold, answer.params.size(), answer.params.size() == 1 ? "" : "s",
                    answer.files.size(), answer.files.size() == 1 ? "" : "s", page.style.off,
                    answer.facts, grouped(answer.histories), answer.seed, answer.seconds));
    page.heading(fmt::format("  {}{}{}{}", pad("", 26), pad("prior 5 % – 95 %", 22),
                             pad("fitted 5 % – 95 %", 22), "score"));
    for (const FittedParam& param : answer.params) {
        page.line(fmt::format(
            "  {}{}{}{}", pad(param.name, 26),
            pad(fmt::format("{} – {}", short_number(param.prior[0]), short_number(param.prior[2])),
                22),
            pad(fmt::format("{} – {}", short_number(param.posterior[0]),
                            short_number(param.posterior[2])),
                22),
            fmt::format("{:+.2f} ± {:.2f}", param.mean, param.sd)));
    }
    for (const std::string& name : answer.held)
        page.line(fmt::format("  {}left as it is: its prior has no known points", pad(name, 26)));
    page.blank();
    page.line(fmt::format("Means and sds from {:.0f} draws, worth {:.0f}.", answer.draws,
                          answer.effective));
    for (const std::string& fact : answer.unscored)
        page.line(fmt::format("Says nothing here, a measure: {}", fact));
    return page.take();
}

}  // namespace jonbar
