// When a declaration is due.

#include <fmt/format.h>

#include <algorithm>

#include "model/fold.h"
#include "model/happenings.h"
#include "model/window.h"

namespace jonbar {
namespace {

std::int64_t modulo(std::int64_t value, std::int64_t by) { return ((value % by) + by) % by; }

/// Tells whether a period of the calendar begins at a tick.
bool begins(CalendarUnit period, std::int64_t tick, const Calendar& calendar) {
    if (!calendar.counts_days()) {
        switch (period) {
            case CalendarUnit::Quarter:
                return modulo(tick, 3) == 0;
            case CalendarUnit::Year:
                return modulo(tick, 12) == 0;
            case CalendarUnit::Day:
            case CalendarUnit::Week:
            case CalendarUnit::Month:
                return true;
        }
    }
    const Date day = date_of_day(tick);
    switch (period) {
        case CalendarUnit::Day:
            return true;
        case CalendarUnit::Week:
            return modulo(tick - calendar.first_tick, 7) == 0;
        case CalendarUnit::Month:
            return day.day == 1;
        case CalendarUnit::Quarter:
            return day.day == 1 && day.month % 3 == 1;
        case CalendarUnit::Year:
            return day.day == 1 && day.month == 1;
    }
    return false;
}

bool begins_month(const std::vector<int>& months, std::int64_t tick, const Calendar& calendar) {
    if (!begins(CalendarUnit::Month, tick, calendar)) return false;
    const int month =
        calendar.counts_days() ? date_of_day(tick).month : static_cast<int>(modulo(tick, 12)) + 1;
    return std::find(months.begin(), months.end(), month) != months.end();
}

RateUnit rate_unit_of(CalendarUnit unit) {
    switch (unit) {
        case CalendarUnit::Day:
            return RateUnit::Day;
        case CalendarUnit::Week:
            return RateUnit::Week;
        case CalendarUnit::Month:
            return RateUnit::Month;
        case CalendarUnit::Quarter:
            return RateUnit::Quarter;
        case CalendarUnit::Year:
            return RateUnit::Year;
    }
    return RateUnit::Month;
}

void check_every(Context& context, Scope& scope, const ast::EveryTiming& every, Span span,
                 Timing& timing) {
    timing.kind = TimingKind::Every;
    const Calendar& calendar = context.model.calendar;
    if (every.period < calendar.unit) {
        context.error(
            kFinerThanStep, span,
            fmt::format("a step is a {}: nothing happens every {}", unit_name(calendar.unit),
                        unit_name(every.period)),
            fmt::format("expected every {} or a longer period", unit_name(calendar.unit)));
    }
    std::vector<int> months;
    for (const ast::ExprId id : every.months) {
        const Type type = int_type();
        const std::optional<double> month =
            Expressions(context, scope).check_constant(id, &type, "a month");
        if (!month) continue;
        if (*month < 1 || *month > 12) {
            context.error(kWrongClause, context.tree(scope.home)[id].span, "months are 1 to 12");
            continue;
        }
        months.push_back(static_cast<int>(*month));
    }
    if (!every.months.empty() && every.period != CalendarUnit::Year &&
        every.period != CalendarUnit::Month) {
        context.error(kWrongClause, span,
                      fmt::format("`every {}` takes no months", unit_name(every.period)),
                      "expected every year in MONTH");
    }
    for (std::int64_t step = 0; step < calendar.step_count; ++step) {
        bool due = false;
        for (std::int64_t tick = calendar.tick_of_step(step);
             tick < calendar.tick_of_step(step + 1); ++tick) {
            due |= every.months.empty() ? begins(every.period, tick, calendar)
                                        : begins_month(months, tick, calendar);
        }
        timing.due.push_back(due);
    }
}

void check_at(Context& context, Scope& scope, const ast::AtTiming& at, Timing& timing) {
    timing.kind = TimingKind::At;
    const Calendar& calendar = context.model.calendar;
    timing.due.assign(static_cast<std::size_t>(calendar.step_count), false);
    for (const ast::ExprId id : at.dates) {
        const Type type = date_type(true);
        scope.loose_dates = true;
        const Checked date = Expressions(context, scope).check_as(id, type, "a date of `at`");
        scope.loose_dates = false;
        if (date.bad) continue;
        const std::optional<double> tick = fold(context.model, date.id);
        if (!tick) {
            timing.dates.push_back(date.id);
            continue;
        }
        const std::int64_t step =
            *tick == kNoDate ? -1 : calendar.step_of(static_cast<std::int64_t>(*tick));
        if (step < 0 || step >= calendar.step_count) {
            context.warning(
                kOutsideHistory, context.tree(scope.home)[id].span,
                date_name(context.tree(scope.home)[id]) +
                    " lies outside the history and never comes",
                fmt::format("the history goes from {} to {}", calendar.format(calendar.first_tick),
                            calendar.format(calendar.tick_of_step(calendar.step_count - 1))));
            continue;
        }
        timing.due[static_cast<std::size_t>(step)] = true;
    }
}

void check_hazard(Context& context, Scope& scope, const ast::HazardTiming& hazard, Timing& timing) {
    timing.kind = TimingKind::Hazard;
    timing.rate_unit = rate_unit_of(hazard.per);
    const Checked rate = Expressions(context, scope).check_number(hazard.rate, "a hazard");
    timing.rate = rate.id;
    const std::optional<CalendarUnit> unit = rate_unit(rate.units);
    if (!rate.bad && unit && *unit != hazard.per) {
        context.error(kUnitsDiffer, context.tree(scope.home)[hazard.rate].span,
                      fmt::format("this rate is per {}, the hazard per {}", unit_name(*unit),
                                  unit_name(hazard.per)),
                      fmt::format("write: per {}", unit_name(*unit)));
    }
    for (const ast::HazardFactor& factor : hazard.factors) {
        HazardFactor made;
        const Shown before = scope.known;
        if (factor.condition.valid()) {
            const Checked condition =
                Expressions(context, scope)
                    .check_condition(factor.condition, "the condition of a factor");
            made.condition = condition.id;
            scope.learn(condition.when_true);
        }
        made.factor =
            Expressions(context, scope).check_number(factor.factor, "a factor of a hazard").id;
        scope.known = before;
        timing.factors.push_back(made);
    }
}

}  // namespace

void check_timing(Context& context, Scope& scope, DeclarationId id) {
    const ast::Heading& heading = *context.declarations[id.index].heading;
    Timing timing;
    const auto& node = heading.timing.node;
    const Span span = heading.timing.span;
    const DeclarationKind kind = context.model.at(id).kind;
    if (const auto* every = std::get_if<ast::EveryTiming>(&node))
        check_every(context, scope, *every, span, timing);
    if (const auto* at = std::get_if<ast::AtTiming>(&node)) check_at(context, scope, *at, timing);
    if (const auto* hazard = std::get_if<ast::HazardTiming>(&node))
        check_hazard(context, scope, *hazard, timing);
    if (const auto* mean = std::get_if<ast::MeanTimeTiming>(&node)) {
        timing.kind = TimingKind::Hazard;
        timing.mean_time = true;
        const Type type = duration_type();
        timing.rate = Expressions(context, scope).check_as(mean->duration, type, "a mean time").id;
    }
    if (std::holds_alternative<ast::NoTiming>(node)) {
        timing.kind = heading.when.valid() ? TimingKind::WhenOnly : TimingKind::Procedure;
    }
    const bool acts = kind == DeclarationKind::Decision || kind == DeclarationKind::Vote;
    if (acts && timing.kind == TimingKind::Hazard) {
        context.error(kWrongClause, span, "decisions and votes have no hazard",
                      "let an event with a hazard fire it, or give it `worth rate`");
    }
    if (heading.chance.valid()) {
        const bool fits =
            !acts && (timing.kind == TimingKind::At || timing.kind == TimingKind::Procedure);
        if (!fits) {
            context.error(kWrongClause, context.tree(scope.home)[heading.chance].span,
                          "`chance` goes with `at`, or with what is fired",
                          "expected `hazard R per P` for what may happen at any time");
        }
        timing.chance = Expressions(context, scope).check_number(heading.chance, "a chance").id;
    }
    Declaration& declaration = context.model.declarations[id.index];
    const auto* at = std::get_if<ast::AtTiming>(&node);
    declaration.repeatable = heading.repeatable.has_value() || timing.kind == TimingKind::Every ||
                             (at != nullptr && at->dates.size() > 1);
    declaration.timing = std::move(timing);
}

}  // namespace jonbar
