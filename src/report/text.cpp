#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "jonbar/report.h"
#include "report/happenings.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

/// One row: name, percentage, interval, bar.
void share_row(Page& page, std::string_view name, const Estimate& share, int name_columns) {
    const int room = std::max(4, page.columns - name_columns - 26);
    page.line(fmt::format("  {} {} {}{}{}  {}{}{}", pad(name, name_columns),
                          pad_left(percent(share.value), 8), page.style.dim,
                          pad(percent_interval(share), 11), page.style.off, page.style.bar,
                          bar(share.value, room), page.style.off));
}

int name_columns_of(const std::vector<ValueShare>& values) {
    int width = 8;
    for (const ValueShare& value : values) width = std::max(width, display_width(value.label));
    return std::min(width, kNameColumns + 4);
}

void number_rows(Page& page, const OutcomeAnswer& answer) {
    const std::string unit = answer.unit.empty() ? "" : " " + answer.unit;
    page.line(fmt::format("  mean {}{} {}({}–{}){}   sd {}   from {} to {}",
                          short_number(answer.mean.value), unit, page.style.dim,
                          short_number(answer.mean.low), short_number(answer.mean.high),
                          page.style.off, short_number(answer.sd), short_number(answer.least),
                          short_number(answer.greatest)));
    static constexpr std::array<const char*, 5> kNames = {" 5 %", "25 %", "50 %", "75 %", "95 %"};
    const double span = answer.greatest - answer.least;
    const int room = std::max(4, page.columns - 44);
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        const Estimate& quantile = answer.quantiles[i];
        const double share = span > 0 ? (quantile.value - answer.least) / span : 0;
        page.line(fmt::format(
            "  {} {} {}{}{}  {}{}{}", kNames[i], pad_left(short_number(quantile.value), 10),
            page.style.dim,
            pad(fmt::format("{}–{}", short_number(quantile.low), short_number(quantile.high)), 20),
            page.style.off, page.style.bar, bar(share, room), page.style.off));
    }
}

void date_rows(Page& page, const OutcomeAnswer& answer, std::uint64_t histories) {
    const ValueShare* never = nullptr;
    for (const ValueShare& value : answer.values) {
        if (value.value == "never") never = &value;
    }
    const Estimate none = never != nullptr ? never->share : Estimate{};
    page.line(fmt::format("  in {} of histories {}({}){}", percent(1 - none.value), page.style.dim,
                          percent_interval({1 - none.value, 1 - none.high, 1 - none.low}),
                          page.style.off));
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
    for (const OutcomeAnswer& answer : answers.outcomes) {
        page.blank();
        page.line(fmt::format(
            "{}{}{}{}", page.style.bold, answer.name, page.style.off,
            answer.label.empty() || answer.label == answer.name ? "" : "  " + answer.label));
        switch (answer.kind) {
            case AnswerKind::Truth:
            case AnswerKind::Choice: {
                const int columns = name_columns_of(answer.values);
                for (const ValueShare& value : answer.values) {
                    if (value.count > 0 || answer.values.size() <= 4) {
                        share_row(page, value.label, value.share, columns);
                    }
                }
                std::string missing;
                for (const ValueShare& value : answer.values) {
                    if (value.count == 0 && answer.values.size() > 4) {
                        missing += (missing.empty() ? "" : ", ") + value.label;
                    }
                }
                if (!missing.empty())
                    page.line(
                        fmt::format("  {}never: {}{}", page.style.dim, missing, page.style.off));
                break;
            }
            case AnswerKind::Number:
                if (answer.present > 0) number_rows(page, answer);
                break;
            case AnswerKind::Date:
                date_rows(page, answer, answers.histories);
                break;
        }
    }
}

}  // namespace

std::string to_text(const Answers& answers, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("{}{}{}", page.style.bold, answers.title, page.style.off));
    page.line(fmt::format("{} … {} by {}   {} histories   seed {}   {:.2f} s", answers.from,
                          answers.to, answers.by, grouped(answers.histories), answers.seed,
                          answers.seconds));
    for (const std::string& setting : answers.settings) page.line("set " + setting);
    if (answers.partial) {
        page.line(fmt::format("{}PARTIAL: stopped after {} of {} histories{}", page.style.warn,
                              grouped(answers.histories), grouped(answers.requested),
                              page.style.off));
    }
    if (answers.histories == 0) return page.take();
    outcome_section(page, answers);
    add_happenings(page, answers, options.all);
    return page.take();
}

}  // namespace jonbar
