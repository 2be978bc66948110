#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/direction.h"
#include "jonbar/report.h"
#include "report/given.h"
#include "report/happenings.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

/// The cells of what an answer was without the record, where there is one.
constexpr int kPriorColumns = 9;

/// One row: name, percentage, interval, the prior's percentage if there is one, bar.
void share_row(Page& page, std::string_view name, const Estimate& share, const ValueShare* prior,
               int name_columns, bool given) {
    const int room = std::max(4, page.columns - name_columns - 26 - (given ? kPriorColumns : 0));
    const std::string before = given ? pad_left(percent(prior ? prior->share.value : 0), 8) : "";
    page.line(fmt::format(
        "  {} {} {}{}{}{}{}  {}{}{}", pad(name, name_columns), pad_left(percent(share.value), 8),
        page.style.dim, pad(percent_interval(share), 11), before, page.style.off, given ? " " : "",
        page.style.bar, bar(share.value, room), page.style.off));
}

/// The same value of the outcome without the record.
const ValueShare* value_of(const OutcomeAnswer* prior, const std::string& value) {
    if (prior == nullptr) return nullptr;
    for (const ValueShare& each : prior->values) {
        if (each.value == value) return &each;
    }
    return nullptr;
}

int name_columns_of(const std::vector<ValueShare>& values) {
    int width = 8;
    for (const ValueShare& value : values) width = std::max(width, display_width(value.label));
    return std::min(width, kNameColumns + 4);
}

void number_rows(Page& page, const OutcomeAnswer& answer, const OutcomeAnswer* prior) {
    const std::string unit = answer.unit.empty() ? "" : " " + answer.unit;
    page.line(fmt::format("  mean {}{} {}({}–{}){}   sd {}   from {} to {}",
                          short_number(answer.mean.value), unit, page.style.dim,
                          short_number(answer.mean.low), short_number(answer.mean.high),
                          page.style.off, short_number(answer.sd), short_number(answer.least),
                          short_number(answer.greatest)));
    if (prior != nullptr) {
        page.line(fmt::format("  {}prior mean {}{}   sd {}   from {} to {}{}", page.style.dim,
                              short_number(prior->mean.value), unit, short_number(prior->sd),
                              short_number(prior->least), short_number(prior->greatest),
                              page.style.off));
    }
    static constexpr std::array<const char*, 5> kNames = {" 5 %", "25 %", "50 %", "75 %", "95 %"};
    const double span = answer.greatest - answer.least;
    const int room = std::max(4, page.columns - 44 - (prior != nullptr ? 18 : 0));
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        const Estimate& quantile = answer.quantiles[i];
        const std::string before =
            prior == nullptr
                ? ""
                : pad(fmt::format("prior {}", short_number(prior->quantiles[i].value)), 18);
        const double share = span > 0 ? (quantile.value - answer.least) / span : 0;
        page.line(fmt::format(
            "  {} {} {}{}{}{}  {}{}{}", kNames[i], pad_left(short_number(quantile.value), 10),
            page.style.dim,
            pad(fmt::format("{}–{}", short_number(quantile.low), short_number(quantile.high)), 20),
            before, page.style.off, page.style.bar, bar(share, room), page.style.off));
    }
}

void date_rows(Page& page, const OutcomeAnswer& answer, const OutcomeAnswer* prior,
               std::uint64_t histories) {
    const ValueShare* never = value_of(&answer, "never");
    const Estimate none = never != nullptr ? never->share : Estimate{};
    page.line(fmt::format("  in {} of histories {}({}){}", percent(1 - none.value), page.style.dim,
                          percent_interval({1 - none.value, 1 - none.high, 1 - none.low}),
                          page.style.off));
    if (prior != nullptr) {
        const ValueShare* prior_never = value_of(prior, "never");
        const double share = prior_never != nullptr ? 1 - prior_never->share.value : 1;
        page.line(fmt::format("  {}prior: in {}{}{}", page.style.dim, percent(share),
                              prior->present > 0 ? ", median " + prior->quantile_dates[2] : "",
                              page.style.off));
    }
    if (answer.present == 0) return;
    page.line(fmt::format("  5 % {}   25 % {}   median {}   75 % {}   95 % {}",
                          answer.quantile_dates[0], answer.quantile_dates[1],
                          answer.quantile_dates[2], answer.quantile_dates[3],
                          answer.quantile_dates[4]));
    std::uint64_t greatest = 0;
    std::map<int, std::uint64_t> years;
    for (const OutcomeAnswer::Bin& bin : answer.bins) {
        greatest = std::max(greatest, bin.count);
        years[bin.year] += bin.count;
    }
    const std::size_t shown_years = years.size();
    for (const auto& [year, count] : years) {
        if (shown_years > 40 && count == 0) continue;
        std::string quarters;
        for (int quarter = 1; quarter <= 4; ++quarter) {
            std::string_view cell = " ";
            for (const OutcomeAnswer::Bin& bin : answer.bins) {
                if (bin.year == year && bin.quarter == quarter) cell = height(bin.count, greatest);
            }
            quarters += fmt::format("{}{}", cell, cell);
        }
        const double share =
            histories > 0 ? static_cast<double>(count) / static_cast<double>(histories) : 0;
        page.line(fmt::format("  {:>6} {}{}{} {}", year, page.style.bar, quarters, page.style.off,
                              pad_left(percent(share), 8)));
    }
}

void outcome_section(Page& page, const Answers& answers) {
    for (std::size_t i = 0; i < answers.outcomes.size(); ++i) {
        const OutcomeAnswer& answer = answers.outcomes[i];
        const OutcomeAnswer* prior = answers.given ? &answers.given->prior[i] : nullptr;
        page.blank();
        page.line(fmt::format("{}{}{}{}", page.style.bold, answer.name, page.style.off,
                              answer.label.empty() || answer.label == answer.name
                                  ? ""
                                  : "  " + isolate(answer.label)));
        switch (answer.kind) {
            case AnswerKind::Truth:
            case AnswerKind::Choice: {
                const int columns = name_columns_of(answer.values);
                const auto shown = [&](const ValueShare& value) {
                    const ValueShare* before = value_of(prior, value.value);
                    return value.count > 0 || (before != nullptr && before->count > 0) ||
                           answer.values.size() <= 4;
                };
                if (prior != nullptr) {
                    page.line(fmt::format("  {}{} {} {}{}{}", page.style.dim, pad("", columns),
                                          pad_left("given", 8), pad("", 11), pad_left("prior", 8),
                                          page.style.off));
                }
                for (const ValueShare& value : answer.values) {
                    if (shown(value)) {
                        share_row(page, value.label, value.share, value_of(prior, value.value),
                                  columns, prior != nullptr);
                    }
                }
                std::string missing;
                for (const ValueShare& value : answer.values) {
                    if (!shown(value)) {
                        missing += (missing.empty() ? "" : ", ") + isolate(value.label);
                    }
                }
                if (!missing.empty())
                    page.line(
                        fmt::format("  {}never: {}{}", page.style.dim, missing, page.style.off));
                break;
            }
            case AnswerKind::Number:
                if (answer.present > 0) number_rows(page, answer, prior);
                break;
            case AnswerKind::Date:
                date_rows(page, answer, prior, answers.histories);
                break;
        }
    }
}

}  // namespace

std::string to_text(const Answers& answers, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("{}{}{}", page.style.bold, isolate(answers.title), page.style.off));
    page.line(fmt::format("{} … {} by {}   {} {}   seed {}   {:.2f} s", answers.from, answers.to,
                          answers.by, grouped(answers.histories),
                          answers.given ? "particles" : "histories", answers.seed,
                          answers.seconds));
    for (const ContinuedScenario& each : answers.continues) {
        page.line(fmt::format("continues {}", isolate(each.title)));
        page.line(fmt::format("  ({}) from the end of {}, {}", each.scenario, each.at, each.given));
    }
    for (const std::string& setting : answers.settings) page.line("set " + setting);
    if (answers.partial) {
        page.line(fmt::format("{}PARTIAL: stopped after {} of {} histories{}", page.style.warn,
                              grouped(answers.histories), grouped(answers.requested),
                              page.style.off));
    }
    if (answers.histories == 0) return page.take();
    if (answers.given) add_evidence(page, answers);
    outcome_section(page, answers);
    if (answers.given) {
        add_record(page, answers);
    } else {
        add_happenings(page, answers, options.all);
    }
    return page.take();
}

}  // namespace jonbar
