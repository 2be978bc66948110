#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "jonbar/report.h"
#include "report/layout.h"

namespace jonbar {

namespace {

constexpr int kNameColumns = 26;
constexpr int kRareRows = 14;  // rows of a section that are printed without `all`

/// Collects lines; knows the styles and the width.
class Page {
  public:
    Page(const TextOptions& options) : style(Style::of(options.colour)), columns(options.columns) {}

    void line(std::string_view text) {
        while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
        out_ += text;
        out_ += '\n';
    }
    void blank() { out_ += '\n'; }
    void heading(std::string_view text) {
        blank();
        out_ += fmt::format("{}{}{}\n", style.bold, text, style.off);
    }
    std::string take() { return std::move(out_); }

    const Style style;
    const int columns;

  private:
    std::string out_;
};

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
        page.line(fmt::format("{}{}{}{}", page.style.bold, answer.name, page.style.off,
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

/// Of rows sorted by how often they happened, keeps the most frequent; the others are summed up in
/// a line.
template <typename Row, typename Share>
std::vector<const Row*> frequent(const std::vector<Row>& rows, bool all, Share share) {
    std::vector<const Row*> kept;
    for (const Row& row : rows) {
        if (all || share(row) > 0) kept.push_back(&row);
    }
    if (all || kept.size() <= kRareRows) return kept;
    std::vector<const Row*> sorted = kept;
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Row* left, const Row* right) {
        return share(*left) > share(*right);
    });
    sorted.resize(kRareRows);
    std::vector<const Row*> in_order;
    for (const Row* row : kept) {
        if (std::find(sorted.begin(), sorted.end(), row) != sorted.end()) in_order.push_back(row);
    }
    return in_order;
}

void rest_line(Page& page, std::size_t rows, std::size_t shown) {
    if (rows > shown) {
        page.line(fmt::format("  {}and {} less frequent (--all shows them){}", page.style.dim,
                              rows - shown, page.style.off));
    }
}

template <typename Row, typename Share>
std::size_t positive_count(const std::vector<Row>& rows, bool all, Share share) {
    return static_cast<std::size_t>(std::count_if(
        rows.begin(), rows.end(), [&](const Row& row) { return all || share(row) > 0; }));
}

void event_section(Page& page, const Answers& answers, bool all) {
    const auto share = [](const EventAnswer& row) { return row.share.value; };
    std::vector<EventAnswer> events;
    for (const EventAnswer& event : answers.events) {
        if (all || !event.rule) events.push_back(event);
    }
    const auto rows = frequent(events, all, share);
    if (rows.empty()) return;
    page.heading(fmt::format("{} {:>9}  {:>15}", pad(all ? "Events and rules" : "Events", kNameColumns + 2),
                             "histories", "times a history"));
    for (const EventAnswer* row : rows) {
        page.line(fmt::format("  {} {:>9}  {:>15}", pad(row->name, kNameColumns),
                              percent(row->share.value), short_number(row->mean_times)));
    }
    rest_line(page, positive_count(events, all, share), rows.size());
}

void decision_section(Page& page, const Answers& answers, bool all) {
    const auto share = [](const DecisionAnswer& row) { return row.share.value; };
    const auto rows = frequent(answers.decisions, all, share);
    if (rows.empty()) return;
    page.heading("Decisions: what was chosen, of the times each was taken");
    for (const DecisionAnswer* row : rows) {
        page.line(fmt::format("  {}  {}taken in {} of histories, {} times a history{}", row->name,
                              page.style.dim, percent(row->share.value),
                              short_number(row->mean_times), page.style.off));
        std::vector<const DecisionAnswer::Taken*> options;
        for (const DecisionAnswer::Taken& taken : row->options) {
            if (all || taken.share > 0) options.push_back(&taken);
        }
        for (const DecisionAnswer::Taken* taken : options) {
            const int room = std::max(4, page.columns - kNameColumns - 16);
            page.line(fmt::format("    {} {}  {}{}{}", pad(taken->option, kNameColumns),
                                  pad_left(percent(taken->share), 8), page.style.bar,
                                  bar(taken->share, room), page.style.off));
        }
    }
    rest_line(page, positive_count(answers.decisions, all, share), rows.size());
}

void vote_section(Page& page, const Answers& answers, bool all) {
    const auto share = [](const VoteAnswer& row) { return row.held.value; };
    const auto rows = frequent(answers.votes, all, share);
    if (rows.empty()) return;
    page.heading(fmt::format("{} {:>9}  {:>9}  {:>20}", pad("Votes", kNameColumns + 2), "held in",
                             "carried in", "carried of sittings"));
    for (const VoteAnswer* row : rows) {
        page.line(fmt::format("  {} {:>9}  {:>9}  {:>20}", pad(row->name, kNameColumns),
                              percent(row->held.value), percent(row->carried.value),
                              percent(row->share_carried)));
    }
    rest_line(page, positive_count(answers.votes, all, share), rows.size());
}

void never_section(Page& page, const Answers& answers, bool all) {
    if (answers.never.empty()) return;
    page.heading(fmt::format("In no history ({})", answers.never.size()));
    constexpr std::size_t kShown = 20;
    std::string line = " ";
    std::size_t shown = 0;
    for (const std::string& name : answers.never) {
        if (!all && shown == kShown) break;
        const std::string item = name + (shown + 1 < answers.never.size() ? "," : "");
        if (display_width(line) + 1 + display_width(item) > page.columns && line != " ") {
            page.line(line);
            line = " ";
        }
        line += " " + item;
        ++shown;
    }
    page.line(line);
    rest_line(page, answers.never.size(), shown);
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
    event_section(page, answers, options.all);
    decision_section(page, answers, options.all);
    vote_section(page, answers, options.all);
    never_section(page, answers, options.all);
    if (!answers.saturations.empty()) {
        page.heading("Cut off at the bounds of their range");
        for (const SaturationAnswer& row : answers.saturations) {
            page.line(fmt::format("  {} {:>16} times, {} a history", pad(row.name, kNameColumns),
                                  grouped(row.count),
                                  short_number(static_cast<double>(row.count) /
                                               static_cast<double>(answers.histories))));
        }
    }
    if (answers.fired_in_vain > 0) {
        page.blank();
        page.line(fmt::format("Fired in vain (what had already happened): {} times",
                              grouped(answers.fired_in_vain)));
    }
    return page.take();
}

}  // namespace jonbar
