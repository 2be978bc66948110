// Turns: what is due, what happens, and what it does.

#include <utility>

#include "math/functions_inl.h"
#include "model/site_name.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

namespace {

std::vector<double> numbers_of(const Scope& scope) {
    std::vector<double> numbers;
    for (const Value& value : scope.locals) {
        numbers.push_back(value.number);
    }
    return numbers;
}

/// Returns the length of a step in a unit of rates.
double step_length(const Calendar& calendar, std::int64_t step, RateUnit unit) {
    const auto ticks = static_cast<double>(calendar.ticks_per_step());
    const double days = calendar.counts_days() ? ticks : calendar.days_in_step(step);
    switch (unit) {
        case RateUnit::Day:
            return days;
        case RateUnit::Week:
            return days / 7;
        case RateUnit::Month:
            return calendar.counts_days() ? ticks / kDaysPerMonth : ticks;
        case RateUnit::Quarter:
            return calendar.counts_days() ? ticks / (3 * kDaysPerMonth) : ticks / 3;
        case RateUnit::Year:
            return calendar.counts_days() ? ticks / kDaysPerYear : ticks / 12;
    }
    return 0;
}

}  // namespace

std::vector<Instance> Interpreter::instances(DeclarationId id) const {
    const Declaration& declaration = model_.at(id);
    std::vector<Instance> found = {{id, {}, 0}};
    for (const DomainId domain : declaration.indices) {
        std::vector<Instance> longer;
        for (const Instance& instance : found) {
            for (std::size_t i = 0; i < domain_size(domain); ++i) {
                longer.push_back(instance);
                longer.back().entities.push_back(static_cast<double>(i));
                longer.back().index = instance.index * domain_size(domain) + i;
            }
        }
        found = std::move(longer);
    }
    if (declaration.unordered) {
        std::erase_if(found, [](const Instance& i) { return i.entities[0] >= i.entities[1]; });
    }
    return found;
}

Scope Interpreter::scope_of(const Instance& instance) const {
    const Declaration& declaration = model_.at(instance.declaration);
    Scope scope{std::vector<Value>(model_.at(declaration.frame).locals.size()),
                instance.declaration};
    for (std::size_t i = 0; i < instance.entities.size(); ++i) {
        scope.locals[i].number = instance.entities[i];
    }
    return scope;
}

Record& Interpreter::record(const Instance& instance) {
    return records_[instance.declaration.index][instance.index];
}

/// Tells whether an instance did not run in this step, nor before where once is all it may.
bool Interpreter::may_run(const Instance& instance) {
    const Declaration& declaration = model_.at(instance.declaration);
    if (declaration.timing.kind == TimingKind::Procedure) {
        return true;
    }
    const Record& known = record(instance);
    return known.ran_step != step_ && (declaration.repeatable || !known.ran);
}

bool Interpreter::is_due(const Instance& instance, Scope& scope) {
    const Declaration& declaration = model_.at(instance.declaration);
    const Timing& timing = declaration.timing;
    if (!declaration.repeatable && record(instance).ran) {
        return false;
    }
    switch (timing.kind) {
        case TimingKind::Hazard:
        case TimingKind::WhenOnly:
            return true;
        case TimingKind::Procedure:
            return false;
        case TimingKind::Every:
        case TimingKind::At:
            break;
    }
    bool due = timing.due[static_cast<std::size_t>(step_)];
    for (const double date : numbers(timing.dates, scope)) {
        due =
            due || (date != kNoDate &&
                    model_.calendar.step_of(static_cast<std::int64_t>(math::floor(date))) == step_);
    }
    return due;
}

void Interpreter::run_turn(const Turn& turn) {
    std::vector<Plan> plans;
    if (turn.race) {
        if (auto winner = race(turn)) {
            plans.push_back(std::move(*winner));
        }
    } else {
        for (const DeclarationId id : turn.declarations) {
            for (const Instance& instance : instances(id)) {
                if (auto planned = plan(instance)) {
                    plans.push_back(std::move(*planned));
                }
            }
        }
    }
    for (Plan& planned : plans) {
        if (record(planned.instance).ran_step == step_) {
            ++history_.counters.fired_in_vain;
        } else {
            act(planned);
        }
    }
}

/// Returns what an instance will do in its turn, if anything.
std::optional<Plan> Interpreter::plan(const Instance& instance) {
    const Declaration& declaration = model_.at(instance.declaration);
    Plan planned{instance, scope_of(instance), {}, {}};
    if (!is_due(instance, planned.scope) || !open(declaration.when, planned.scope) ||
        !decide(planned, false) || is_blocked(instance)) {
        return std::nullopt;
    }
    return planned;
}

/// Decides whether and how an instance that is due and open happens.
bool Interpreter::decide(Plan& planned, bool fired) {
    const Declaration& declaration = model_.at(planned.instance.declaration);
    const Timing& timing = declaration.timing;
    switch (declaration.kind) {
        case DeclarationKind::Rule:
        case DeclarationKind::Event:
            break;
        case DeclarationKind::Decision: {
            const auto choice = choose(planned.instance, planned.scope);
            planned.choice = choice.value_or(Choice{});
            return choice.has_value();
        }
        case DeclarationKind::Vote:
            planned.tally = is_election(declaration) ? elect(planned.instance, planned.scope)
                                                     : hold(declaration, planned.scope);
            planned.choice.entity = planned.tally.elected;
            return true;
    }
    if (timing.kind == TimingKind::Hazard && !fired) {
        const double p = -math::expm1(-hazard(declaration, planned.scope));
        return happens(noise(declaration.site, planned.scope), p);
    }
    if (!timing.chance.exists()) {
        return true;
    }
    const double p = number(timing.chance, planned.scope);
    const Span span = model_.at(timing.chance).span;
    require_finite(p, span);
    if (p < 0 || p > 1) {
        fail(FaultKind::NotAChance, span);
    }
    return happens(noise(declaration.site, planned.scope), p);
}

/// Returns the hazard of an event over this step.
double Interpreter::hazard(const Declaration& declaration, Scope& scope) {
    const Timing& timing = declaration.timing;
    const Span span = model_.at(timing.rate).span;
    double rate = number(timing.rate, scope);
    require_finite(rate, span);
    if (timing.mean_time) {
        if (rate <= 0) {
            fail(FaultKind::NoMeanTime, span);
        }
        return static_cast<double>(model_.calendar.ticks_per_step()) / rate;
    }
    for (const HazardFactor& factor : timing.factors) {
        if (open(factor.condition, scope)) {
            rate *= number(factor.factor, scope);
        }
    }
    require_finite(rate, span);
    if (rate < 0) {
        fail(FaultKind::NegativeHazard, span);
    }
    return rate * step_length(model_.calendar, step_, timing.rate_unit);
}

/// Returns the one event of a race that happens in this step, if any.
std::optional<Plan> Interpreter::race(const Turn& turn) {
    struct Member {
        Plan plan;
        double time = 0;
    };
    std::vector<Member> members;
    for (const DeclarationId id : turn.declarations) {
        const Declaration& declaration = model_.at(id);
        for (const Instance& instance : instances(id)) {
            Plan planned{instance, scope_of(instance), {}, {}};
            if (!is_due(instance, planned.scope) || !open(declaration.when, planned.scope)) {
                continue;
            }
            const double over_step = hazard(declaration, planned.scope);
            if (over_step == 0) {
                continue;
            }
            const double u = noise(declaration.site, planned.scope).uniform(0);
            members.push_back({std::move(planned), -math::log(u) / over_step});
        }
    }
    // The first, as if alteration `but` did not block.
    const auto first_but = [&](std::size_t but) {
        const Member* first = nullptr;
        for (const Member& member : members) {
            bool blocked = false;
            for (std::size_t i = 0; i < settings_.world.size(); ++i) {
                blocked = blocked || (i != but && blocks(settings_.world[i], member.plan.instance));
            }
            if (!blocked && member.time < (first == nullptr ? 1 : first->time)) {
                first = &member;
            }
        }
        return first;
    };
    const Member* const first = first_but(settings_.world.size());
    for (std::size_t i = 0; i < settings_.world.size(); ++i) {
        if (first_but(i) != first) {
            touch(i);
        }
    }
    return first == nullptr ? std::nullopt : std::optional(first->plan);
}

/// Writes the record of an instance that happens and runs its body.
void Interpreter::act(Plan& planned) {
    const Instance& instance = planned.instance;
    const Declaration& declaration = model_.at(instance.declaration);
    const Counters::Instance counted{instance.declaration.index, instance.index};
    Record& known = record(instance);
    known.ran = true;
    known.ran_step = step_;
    ++history_.counters.ran[counted];
    happenings_.push_back({instance, planned.choice,
                           declaration.kind != DeclarationKind::Vote || planned.tally.carried});
    if (declaration.kind == DeclarationKind::Vote) {
        known.held = now();
        known.margin = planned.tally.margin;
    }
    if (declaration.kind != DeclarationKind::Vote || planned.tally.carried) {
        known.on = now();
        ++known.times;
    }
    switch (declaration.kind) {
        case DeclarationKind::Rule:
        case DeclarationKind::Event:
            run(declaration.body, planned.scope);
            return;
        case DeclarationKind::Decision: {
            const Option& option = declaration.options[planned.choice.option];
            known.option = planned.choice.option;
            known.entity = planned.choice.entity;
            ++history_.counters.chosen[{counted, planned.choice.option,
                                        static_cast<int>(planned.choice.entity)}];
            if (option.over != kNoLocal) {
                planned.scope.locals[option.over].number = planned.choice.entity;
            }
            run(option.body, planned.scope);
            return;
        }
        case DeclarationKind::Vote:
            if (planned.tally.carried) {
                ++history_.counters.carried[counted];
            }
            if (planned.tally.carried && is_election(declaration)) {
                const Option& option = declaration.options[0];
                known.option = 0;
                known.entity = planned.choice.entity;
                ++history_.counters.chosen[{counted, 0, static_cast<int>(planned.choice.entity)}];
                planned.scope.locals[option.over].number = planned.choice.entity;
                run(option.body, planned.scope);
                return;
            }
            run(planned.tally.carried ? declaration.vote.carried : declaration.vote.lost,
                planned.scope);
            return;
    }
}

void Interpreter::fire(const Statement& statement, Scope& scope) {
    const Declaration& declaration = model_.at(statement.declaration);
    Instance instance{statement.declaration, numbers(statement.args, scope)};
    for (const double entity : instance.entities) {
        if (entity == kNobody) {
            return;
        }
    }
    if (declaration.unordered) {
        if (instance.entities[0] == instance.entities[1]) {
            return;
        }
        if (instance.entities[1] < instance.entities[0]) {
            std::swap(instance.entities[0], instance.entities[1]);
        }
    }
    instance.index = row_major(declaration.indices, instance.entities);
    if (!may_run(instance)) {
        ++history_.counters.fired_in_vain;
        return;
    }
    Plan planned{instance, scope_of(instance), {}, {}};
    if (declaration.timing.kind == TimingKind::Procedure) {
        planned.scope.context = context_of(statement, scope);
    }
    if (open(declaration.when, planned.scope) && decide(planned, true) && !is_blocked(instance)) {
        act(planned);
    }
}

/// Returns the name of what fires, for the draws of a procedure that it fires.
std::string Interpreter::context_of(const Statement& fire, const Scope& scope) const {
    if (scope.intervention != nullptr) {
        return fire_context(model_, *scope.intervention, fire, numbers_of(scope));
    }
    return fire_context(model_, model_.at(scope.declaration), fire, numbers_of(scope),
                        scope.context);
}

}  // namespace jonbar::reference
