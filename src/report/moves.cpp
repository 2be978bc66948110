#include "report/moves.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace jonbar {
namespace {

constexpr std::size_t kShown = 12;  // changes, where not all are asked for

/// Tells whether the interval of a difference leaves out 0.
bool is_clear(const Estimate& difference) { return difference.low > 0 || difference.high < 0; }

bool moves(const OutcomeShift& shift) {
    if (shift.kind == AnswerKind::Number) return is_clear(shift.mean_difference);
    return std::any_of(shift.values.begin(), shift.values.end(),
                       [](const ValueShift& value) { return is_clear(value.difference); });
}

std::string with_sign(double value, const std::string& digits) {
    return (value < 0 ? "−" : value > 0 ? "+" : "") + digits;
}
std::string points(double difference) {
    const double size = 100 * std::abs(difference);
    return with_sign(difference, size != 0 && size < 1 ? fmt::format("{:.2f}", size)
                                                       : fmt::format("{:.1f}", size));
}
/// A difference of means: a digit less than the means, for its interval stands beside it.
std::string signed_number(double value) {
    return with_sign(value, short_number(std::abs(value), 3));
}

template <typename Print>
std::string interval(const Estimate& estimate, Print print) {
    if (!std::isfinite(estimate.low) || !std::isfinite(estimate.high)) return "(no interval)";
    return fmt::format("({} … {})", print(estimate.low), print(estimate.high));
}

void add_row(Page& page, const std::string& name, const std::string& was, const std::string& is,
             const std::string& change, const std::string& range) {
    page.line(fmt::format("    {} {} → {}  {} {}{}{}", pad(name, kNameColumns), pad_left(was, 8),
                          pad_left(is, 8), pad_left(change, 6), page.style.dim, range,
                          page.style.off));
}

void add_shift(Page& page, const OutcomeShift& shift, bool all) {
    if (shift.kind == AnswerKind::Number) {
        add_row(page, "mean", short_number(shift.actual_mean.value),
                short_number(shift.altered_mean.value), signed_number(shift.mean_difference.value),
                interval(shift.mean_difference, signed_number));
        return;
    }
    std::size_t still = 0;
    for (std::size_t i = 0; i < shift.values.size(); ++i) {
        const ValueShift& value = shift.values[i];
        if (shift.kind == AnswerKind::Truth && i > 0) break;
        if (!all && shift.kind == AnswerKind::Choice && !is_clear(value.difference)) {
            ++still;
            continue;
        }
        add_row(page, value.label, percent(value.actual.value), percent(value.altered.value),
                points(value.difference.value), interval(value.difference, points));
    }
    if (still > 0) {
        page.line(fmt::format("    {}{} value{} move{} too little to tell{}", page.style.dim, still,
                              still == 1 ? "" : "s", still == 1 ? "s" : "", page.style.off));
    }
    if (shift.kind != AnswerKind::Date) return;
    const auto date = [](const std::string& text) { return text.empty() ? "–" : text; };
    page.line(fmt::format("    {} {} → {}", pad("median", kNameColumns),
                          pad_left(date(shift.actual_median), 8),
                          pad_left(date(shift.altered_median), 8)));
}

}  // namespace

void add_wrapped(Page& page, std::string_view head, std::string_view text) {
    std::string line(head);
    const std::string indent(static_cast<std::size_t>(display_width(head)), ' ');
    bool empty = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        if (!empty && display_width(line) + 1 + display_width(word) > page.columns) {
            page.line(line);
            line = indent;
            empty = true;
        }
        line += (empty ? "" : " ");
        line += word;
        empty = false;
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    page.line(line);
}

void add_reading(Page& page, const ReadingAnswer& reading, bool given, bool all) {
    std::size_t kept = 0, shown = 0, hidden = 0;
    for (const ChangeAnswer& change : reading.changes) {
        if (change.change == "kept" && !all) {
            ++kept;
        } else if (shown < kShown || all) {
            ++shown;
            add_wrapped(page, fmt::format("  {}: ", change.what),
                        fmt::format("{} ({})", change.detail, change.place));
        } else {
            ++hidden;
        }
    }
    if (hidden > 0) page.line(fmt::format("  and {} more (--all)", hidden));
    if (kept > 0) {
        page.line(fmt::format("  {} part{} that rest{} on nothing else stay{} (--all)", kept,
                              kept == 1 ? "" : "s", kept == 1 ? "s" : "", kept == 1 ? "s" : ""));
    }
    std::string still;
    for (const OutcomeMove& move : reading.outcomes) {
        if (!all && !moves(move.prior) && !(move.given && moves(*move.given))) {
            still += (still.empty() ? "" : ", ") + move.prior.name;
            continue;
        }
        page.line(fmt::format("  {}{}{}", page.style.bold, move.prior.name, page.style.off));
        add_shift(page, move.prior, all);
        if (given && move.given) {
            page.line("   given the record");
            add_shift(page, *move.given, all);
        }
    }
    if (!still.empty()) add_wrapped(page, "  move too little to tell: ", still);
}

}  // namespace jonbar
