#include "model/window.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/evidence.h"

namespace jonbar {
namespace {

/// Returns the last tick of what a date names.
std::int64_t last_tick(const Date& date, const Calendar& calendar) {
    const std::int64_t day = day_number(end_of(date)) - 1;
    return calendar.counts_days() ? day : month_number(date_of_day(day));
}

bool is_finer(const ReckonedDate& date, const Calendar& calendar) {
    const CalendarUnit step = calendar.unit;
    if (date.reckoning != Reckoning::Gregorian && !calendar.counts_days()) {
        // A month of another calendar begins and ends within ours.
        const auto begins_a_step = [&](const Date& day) {
            const std::int64_t held = calendar.step_of(calendar.tick_of(day));
            return day_number(calendar.date_of(calendar.tick_of_step(held))) == day_number(day);
        };
        return !begins_a_step(first_of(date)) || !begins_a_step(end_of(last_of(date)));
    }
    switch (date.written.precision) {
        case DatePrecision::Year:
            return false;
        case DatePrecision::Quarter:
            return step > CalendarUnit::Quarter;
        case DatePrecision::Month:
            return step > CalendarUnit::Month;
        case DatePrecision::Day:
            return step > CalendarUnit::Week;  // a week has no other name than one of its days
    }
    return false;
}

std::string step_name(const Calendar& calendar, std::int64_t step) {
    return calendar.format(calendar.tick_of_step(step));
}

std::optional<Steps> ordered(Context& context, Steps from, Steps to, Span span) {
    if (from.first <= to.last) return Steps{from.first, to.last};
    context.error(kEmptyWindow, span, "this window ends before it begins",
                  "the earlier date stands first; both are included");
    return std::nullopt;
}

std::optional<Steps> check_range(Context& context, Scope& scope, ast::WindowKind kind,
                                 const ast::WindowRange& range) {
    if (kind == ast::WindowKind::At) return check_one_step(context, scope, range.from, Finer::Warn);
    const std::optional<Steps> from = check_date(context, scope, range.from, Finer::Warn);
    if (kind == ast::WindowKind::By) return from ? std::optional(Steps{0, from->last}) : from;
    if (!range.to.valid()) return from;
    const std::optional<Steps> to = check_date(context, scope, range.to, Finer::Warn);
    if (!from || !to) return std::nullopt;
    return ordered(context, *from, *to, range.span);
}

/// Reads the weight of an account; 0 after an error.
double check_weight(Context& context, Scope& scope, const ast::WindowRange& range) {
    const Type real = real_type();
    const std::optional<double> weight =
        Expressions(context, scope).check_constant(range.weight, &real, "the weight of an account");
    if (!weight) return 0;
    if (*weight > 0) return *weight;
    context.error(kWrongDistribution, range.span, "the weight of an account is above 0",
                  "leave out an account that nobody believes");
    return 0;
}

}  // namespace

std::string date_name(const ast::Expr& written) {
    const auto* date = std::get_if<ast::DateExpr>(&written.node);
    const bool ours = date == nullptr || date->date.reckoning == Reckoning::Gregorian;
    return ours ? "this date" : to_both_strings(date->date);
}

Steps whole_history(const Calendar& calendar) { return {0, calendar.step_count - 1}; }

std::optional<Steps> check_date(Context& context, Scope& scope, ast::ExprId id, Finer finer) {
    if (!id.valid()) return std::nullopt;
    const Calendar& calendar = context.model.calendar;
    const ast::Expr& written = context.tree(scope.home)[id];
    Steps steps;
    if (const auto* date = std::get_if<ast::DateExpr>(&written.node)) {
        steps.first = calendar.step_of(calendar.tick_of(first_of(date->date)));
        steps.last = calendar.step_of(last_tick(last_of(date->date), calendar));
    } else {
        const Type type = date_type();
        const std::optional<double> tick =
            Expressions(context, scope).check_constant(id, &type, "this date");
        if (!tick) return std::nullopt;
        steps.first = steps.last = calendar.step_of(static_cast<std::int64_t>(*tick));
    }
    if (steps.last < 0 || steps.first >= calendar.step_count) {
        context.error(kOutsideHistory, written.span,
                      date_name(written) + " lies outside the history",
                      fmt::format("the history goes from {} to {}", step_name(calendar, 0),
                                  step_name(calendar, calendar.step_count - 1)));
        return std::nullopt;
    }
    steps.first = std::max<std::int64_t>(steps.first, 0);
    steps.last = std::min(steps.last, calendar.step_count - 1);
    const auto* date = std::get_if<ast::DateExpr>(&written.node);
    if (finer == Finer::Warn && date != nullptr && is_finer(date->date, calendar)) {
        const std::string last =
            steps.first == steps.last ? "" : " to " + step_name(calendar, steps.last);
        context.warning(
            kFinerWindow, written.span,
            fmt::format("a step is a {}: {} stands for the whole of {}{}", unit_name(calendar.unit),
                        date_name(written), step_name(calendar, steps.first), last),
            "write the step, or let the history run by shorter ones");
    }
    return steps;
}

std::optional<Steps> check_one_step(Context& context, Scope& scope, ast::ExprId id, Finer finer) {
    const std::optional<Steps> steps = check_date(context, scope, id, finer);
    if (!steps || steps->first == steps->last) return steps;
    const Calendar& calendar = context.model.calendar;
    context.error(
        kWrongWindow, context.tree(scope.home)[id].span,
        fmt::format("`at` names one {}, and {} has {} of them", unit_name(calendar.unit),
                    date_name(context.tree(scope.home)[id]), steps->last - steps->first + 1),
        fmt::format("expected a date such as {}", step_name(calendar, steps->first)));
    return std::nullopt;
}

std::optional<Steps> check_span(Context& context, Scope& scope, ast::ExprId from, ast::ExprId to,
                                Finer finer) {
    if (!from.valid() && !to.valid()) return whole_history(context.model.calendar);
    const std::optional<Steps> first = check_date(context, scope, from, finer);
    const std::optional<Steps> last = check_date(context, scope, to, finer);
    if (!first || !last) return std::nullopt;
    const ast::Tree& tree = context.tree(scope.home);
    return ordered(context, *first, *last, join(tree[from].span, tree[to].span));
}

std::vector<Account> check_window(Context& context, Scope& scope, const ast::Window& window) {
    std::vector<Account> accounts;
    if (window.kind == ast::WindowKind::None) {
        const Steps whole = whole_history(context.model.calendar);
        accounts.push_back({whole.first, whole.last, 1, {}});
        return accounts;
    }
    double sum = 0;
    bool wrong = window.ranges.empty();
    for (const ast::WindowRange& range : window.ranges) {
        const std::optional<Steps> steps = check_range(context, scope, window.kind, range);
        const double weight = window.either ? check_weight(context, scope, range) : 1;
        wrong |= !steps || weight == 0;
        if (!steps) continue;
        accounts.push_back({steps->first, steps->last, weight,
                            window.either ? support_of(context, range.evidence) : Support{}});
        sum += weight;
    }
    if (wrong) return {};
    for (Account& account : accounts) account.weight /= sum;
    return accounts;
}

}  // namespace jonbar
