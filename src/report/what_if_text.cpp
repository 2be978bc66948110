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

constexpr double kRare = 0.005;         // a share below is left out of the flow
constexpr double kSeldom = 0.01;        // and below this a change of timing
constexpr std::size_t kTimings = 15;    // shown of one what-if, and
constexpr std::size_t kFewTimings = 5;  // of each of several

/// Prints a number with its sign.
std::string with_sign(double value, const std::string& digits) {
    return (value < 0 ? "−" : value > 0 ? "+" : "") + digits;
}

/// Prints a difference of shares in points of a hundred: "−11.2".
std::string points(double difference) {
    const double size = 100 * std::abs(difference);
    return with_sign(difference, size != 0 && size < 1 ? fmt::format("{:.2f}", size)
                                                       : fmt::format("{:.1f}", size));
}

std::string signed_number(double value) { return with_sign(value, short_number(std::abs(value))); }

template <typename Print>
std::string interval(const Estimate& estimate, Print print) {
    if (!std::isfinite(estimate.low) || !std::isfinite(estimate.high)) return "(no interval)";
    return fmt::format("({} … {})", print(estimate.low), print(estimate.high));
}

std::string label_of(const OutcomeShift& shift) {
    return shift.label.empty() || shift.label == shift.name ? "" : "  " + shift.label;
}

/// Adds words to a line as long as they fit, then to the next one.
class Wrap {
  public:
    Wrap(Page& page, std::string head) : page_(page), line_(std::move(head)) {
        indent_ = std::min(display_width(line_), kNameColumns);
    }
    void add(const std::string& text) {
        if (used_ && display_width(line_) + 2 + display_width(text) > page_.columns) {
            page_.line(line_);
            line_ = std::string(static_cast<std::size_t>(indent_), ' ');
        }
        line_ += "  " + text;
        used_ = true;
    }
    void end() { page_.line(line_); }

  private:
    Page& page_;
    std::string line_;
    int indent_ = 0;
    bool used_ = false;
};

void value_rows(Page& page, const OutcomeShift& shift, bool flow) {
    int names = 8;
    for (const ValueShift& value : shift.values) {
        names = std::max(names, display_width(value.label));
    }
    names = std::min(names, kNameColumns + 4);
    for (const ValueShift& value : shift.values) {
        const bool never = value.actual.value == 0 && value.altered.value == 0;
        if (never && shift.values.size() > 2) continue;
        page.line(fmt::format("  {} {} → {}  {} {}{}{}", pad(value.label, names),
                              pad_left(percent(value.actual.value), 8),
                              pad_left(percent(value.altered.value), 8),
                              pad_left(points(value.difference.value), 6), page.style.dim,
                              interval(value.difference, points), page.style.off));
    }
    if (!flow || shift.changed.value == 0) return;
    page.line(fmt::format("  {}where they went:{}", page.style.dim, page.style.off));
    for (std::size_t from = 0; from < shift.flow.size(); ++from) {
        const double whole = shift.values[from].actual.value;
        if (whole < kRare) continue;
        std::vector<std::size_t> to;
        for (std::size_t k = 0; k < shift.flow[from].size(); ++k) {
            if (shift.flow[from][k] >= kRare * whole) to.push_back(k);
        }
        std::stable_sort(to.begin(), to.end(), [&](std::size_t a, std::size_t b) {
            return shift.flow[from][a] > shift.flow[from][b];
        });
        Wrap row(page, "    " + pad(shift.values[from].label, names) + " →");
        for (const std::size_t k : to) {
            row.add(
                fmt::format("{} {}", shift.values[k].label, percent(shift.flow[from][k] / whole)));
        }
        row.end();
    }
}

void number_row(Page& page, const OutcomeShift& shift) {
    page.line(fmt::format("  mean {} → {}{}   {} {}{}{}", short_number(shift.actual_mean.value),
                          short_number(shift.altered_mean.value),
                          shift.unit.empty() ? "" : " " + shift.unit,
                          signed_number(shift.mean_difference.value), page.style.dim,
                          interval(shift.mean_difference, signed_number), page.style.off));
    page.line(fmt::format("  less in {} of histories, greater in {}", percent(shift.sooner),
                          percent(shift.later)));
}

void date_rows(Page& page, const OutcomeShift& shift) {
    value_rows(page, shift, false);
    if (!shift.actual_median.empty() && !shift.altered_median.empty()) {
        page.line(fmt::format("  median {} → {}", shift.actual_median, shift.altered_median));
    }
    if (shift.changed.value > 0) {
        page.line(fmt::format("  sooner {}, later {}, only then {}, no more {}",
                              percent(shift.sooner), percent(shift.later), percent(shift.gained),
                              percent(shift.lost)));
    }
}

void outcome_section(Page& page, const OutcomeShift& shift, bool whole) {
    page.line(fmt::format("{}{}{}{}", page.style.bold, shift.name, page.style.off,
                          whole ? label_of(shift) : ""));
    switch (shift.kind) {
        case AnswerKind::Truth:
        case AnswerKind::Choice:
            value_rows(page, shift, whole);
            break;
        case AnswerKind::Number:
            number_row(page, shift);
            break;
        case AnswerKind::Date:
            date_rows(page, shift);
            break;
    }
}

void timing_section(Page& page, const WhatIfAnswer& answer, std::size_t count_max, bool all) {
    std::vector<const TimingShift*> shown;
    std::size_t others = 0;
    for (const TimingShift& shift : answer.timings) {
        const bool often = shift.changed.value >= kSeldom && shown.size() < count_max;
        if (all || often) {
            shown.push_back(&shift);
        } else {
            ++others;
        }
    }
    if (shown.empty()) return;
    int names = 13;
    for (const TimingShift* shift : shown) names = std::max(names, display_width(shift->name));
    names = std::min(names, std::max(13, page.columns - 56));
    page.line(fmt::format("  {}{} {} {} {} {} {}  median{}", page.style.bold,
                          pad("First changes", names), pad_left("changed", 8),
                          pad_left("sooner", 8), pad_left("later", 8), pad_left("new", 8),
                          pad_left("gone", 8), page.style.off));
    for (const TimingShift* shift : shown) {
        page.line(fmt::format(
            "  {} {} {} {} {} {}  {}", pad(shift->name, names),
            pad_left(percent(shift->changed.value), 8), pad_left(percent(shift->sooner), 8),
            pad_left(percent(shift->later), 8), pad_left(percent(shift->gained), 8),
            pad_left(percent(shift->lost), 8), shift->median));
    }
    if (others > 0) {
        page.line(fmt::format("  {}and {} other{}{}", page.style.dim, others,
                              others == 1 ? "" : "s", page.style.off));
    }
}

void what_if_section(Page& page, const WhatIfAnswer& answer, bool whole, bool all) {
    page.heading(answer.label.empty() || answer.label == answer.name
                     ? answer.name
                     : fmt::format("{}  {}", answer.name, answer.label));
    for (const std::string& text : answer.interventions) {
        page.line(fmt::format("  {}{}{}", page.style.dim, text, page.style.off));
    }
    if (answer.unchanged.value > 0) {
        page.line(fmt::format("  changes nothing in {} of histories ({})",
                              percent(answer.unchanged.value), percent_interval(answer.unchanged)));
    }
    if (answer.chooses && answer.never_offered.value > 0) {
        page.line(fmt::format("  what it chooses was never offered in {} of histories ({})",
                              percent(answer.never_offered.value),
                              percent_interval(answer.never_offered)));
    }
    if (answer.unchanged.value == 1) return;
    for (const OutcomeShift& shift : answer.outcomes) {
        if (whole) page.blank();
        outcome_section(page, shift, whole);
    }
    if (whole) page.blank();
    timing_section(page, answer, whole ? kTimings : kFewTimings, all);
}

/// One row of the table of several what-ifs: a value in the actual world, then in each other.
struct Row {
    std::string name;
    std::vector<std::string> cells;
    bool heading = false;
};

void value_table_rows(const WhatIfAnswers& answers, std::size_t outcome, std::vector<Row>& rows) {
    const OutcomeShift& first = answers.what_ifs.front().outcomes[outcome];
    for (std::size_t k = 0; k < first.values.size(); ++k) {
        if (first.kind == AnswerKind::Truth && k > 0) break;
        Row row{"  " + first.values[k].label, {percent(first.values[k].actual.value)}};
        double most = first.values[k].actual.value;
        for (const WhatIfAnswer& answer : answers.what_ifs) {
            const double altered = answer.outcomes[outcome].values[k].altered.value;
            most = std::max(most, altered);
            row.cells.push_back(percent(altered));
        }
        if (most >= kSeldom || first.kind != AnswerKind::Choice) rows.push_back(std::move(row));
    }
}

std::vector<Row> table_rows(const WhatIfAnswers& answers) {
    std::vector<Row> rows;
    const std::vector<OutcomeShift>& outcomes = answers.what_ifs.front().outcomes;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        rows.push_back({outcomes[i].name, {}, true});
        if (outcomes[i].kind == AnswerKind::Number) {
            Row row{"  mean", {short_number(outcomes[i].actual_mean.value)}};
            for (const WhatIfAnswer& answer : answers.what_ifs) {
                row.cells.push_back(short_number(answer.outcomes[i].altered_mean.value));
            }
            rows.push_back(std::move(row));
            continue;
        }
        value_table_rows(answers, i, rows);
        if (outcomes[i].kind == AnswerKind::Date) {
            const auto median = [](const std::string& date) { return date.empty() ? "–" : date; };
            Row row{"  median", {median(outcomes[i].actual_median)}};
            for (const WhatIfAnswer& answer : answers.what_ifs) {
                row.cells.push_back(median(answer.outcomes[i].altered_median));
            }
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

/// Prints the table, in parts where it is wider than the page.
void table(Page& page, const WhatIfAnswers& answers) {
    const std::vector<Row> rows = table_rows(answers);
    int names = 10, width = 9;
    for (const Row& row : rows) names = std::max(names, display_width(row.name));
    names = std::min(names, kNameColumns);
    for (const WhatIfAnswer& answer : answers.what_ifs) {
        width = std::max(width, std::min(display_width(answer.name), 16));
    }
    const std::size_t fit =
        static_cast<std::size_t>(std::max(1, (page.columns - names - 11) / (width + 1)));
    for (std::size_t first = 0; first < answers.what_ifs.size(); first += fit) {
        const std::size_t end = std::min(first + fit, answers.what_ifs.size());
        page.blank();
        std::string head = pad("", names) + " " + pad_left("as it was", 9);
        for (std::size_t i = first; i < end; ++i) {
            const std::string& name = answers.what_ifs[i].name;
            head += " " + pad_left(display_width(name) > width ? pad(name, width) : name, width);
        }
        page.line(head);
        for (const Row& row : rows) {
            if (row.heading) {
                page.line(fmt::format("{}{}{}", page.style.bold, row.name, page.style.off));
                continue;
            }
            std::string line = pad(row.name, names) + " " + pad_left(row.cells[0], 9);
            for (std::size_t i = first; i < end; ++i)
                line += " " + pad_left(row.cells[i + 1], width);
            page.line(line);
        }
    }
}

std::string histories_line(const WhatIfAnswers& answers) {
    std::string line = fmt::format("{} … {} by {}   {} histories", answers.from, answers.to,
                                   answers.by, grouped(answers.histories));
    if (answers.islands > 0) line += fmt::format(" of the record ({} islands)", answers.islands);
    return line + fmt::format("   seed {}   {:.2f} s", answers.seed, answers.seconds);
}

}  // namespace

std::string to_text(const WhatIfAnswers& answers, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("{}{}{}", page.style.bold, answers.title, page.style.off));
    page.line(histories_line(answers));
    for (const std::string& setting : answers.settings) page.line("set " + setting);
    if (answers.interventional) {
        page.line(answers.islands > 0
                      ? "what nobody knows as the record has it, later chance new in both worlds"
                      : "later chance new in both worlds");
    }
    if (answers.partial) {
        page.line(fmt::format("{}PARTIAL: stopped after {} of {} histories{}", page.style.warn,
                              grouped(answers.histories), grouped(answers.requested),
                              page.style.off));
    }
    if (answers.histories == 0 || answers.what_ifs.empty()) return page.take();
    const bool several = answers.what_ifs.size() > 1;
    if (several) table(page, answers);
    for (const WhatIfAnswer& answer : answers.what_ifs) {
        what_if_section(page, answer, !several, options.all);
    }
    return page.take();
}

}  // namespace jonbar
