// The record: what the end of a step weighs. What forces sites stands in lower_impose.cpp.

#include <algorithm>
#include <limits>

#include "program/lowering.h"

namespace jonbar::program {

namespace {

bool covers(const Account& account, std::int64_t step) {
    return account.first_step <= step && step <= account.last_step;
}

}  // namespace

/// Tells whether an instance of a declaration may run no more than once a history.
bool Lowering::runs_once(const Declaration& declaration) {
    return !declaration.repeatable && declaration.timing.kind != TimingKind::Procedure;
}

/// Makes the columns of the facts that weigh, and draws which of its accounts is right of each.
void Lowering::make_facts() {
    for (std::size_t i = 0; i < model_.facts.size() && i < options_.facts.size(); ++i) {
        if (!options_.facts[i]) {
            continue;
        }
        const Fact& fact = model_.facts[i];
        FactInfo info;
        info.fact = &fact;
        info.place = static_cast<std::uint32_t>(draft_.program.facts.size());
        std::int64_t first = fact.accounts[0].first_step;
        std::int64_t last = fact.accounts[0].last_step;
        for (const Account& account : fact.accounts) {
            first = std::min(first, account.first_step);
            last = std::max(last, account.last_step);
        }
        if (fact.declaration.exists() && fact.window == FactWindow::Within &&
            runs_once(model_.at(fact.declaration))) {
            first = 0;  // it must not come earlier
        }
        draft_.program.facts.push_back({.text = fact.text,
                                        .span = fact.span,
                                        .ending = fact.ending,
                                        .forced = false,
                                        .first_step = first,
                                        .last_step = last,
                                        .log_factor = draft_.columns(Place::StateNumber, 2),
                                        .happened_on = {}});
        if (fact.kind == FactKind::Event || fact.kind == FactKind::Vote) {
            draft_.program.facts.back().happened_on = fact_column(info, &RecordInfo::on);
        }
        const bool once = fact.declaration.exists() && runs_once(model_.at(fact.declaration));
        if (fact.window == FactWindow::Within &&
            (fact.kind == FactKind::Condition || (fact.kind == FactKind::Choice && !once))) {
            info.met = draft_.columns(Place::StateTruth, 1);
        }
        draw_account(info);
        facts_.push_back(std::move(info));
    }
    share_out_forcing();
}

void Lowering::draw_account(FactInfo& info) {
    const std::vector<Account>& accounts = info.fact->accounts;
    if (accounts.size() == 1) {
        return;
    }
    const Operand u = draw_op(Op::DrawWord, keys(info.fact->account_site, Scope{}), 0);
    double cumulative = 0;
    Operand before = constant(0);
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        cumulative += accounts[i].weight;
        const Operand below =
            i + 1 < accounts.size() ? truth(Op::Less, u, constant(cumulative)) : constant(1);
        info.accounts.push_back(draft_.columns(Place::StateTruth, 1));
        store(info.accounts.back(), truth(Op::AndNot, below, before), {});
        before = below;
    }
}

/// Returns the column of a fact's instance in one of the blocks of its declaration's record.
Operand Lowering::fact_column(const FactInfo& info, Operand RecordInfo::*block) {
    const Fact& fact = *info.fact;
    std::vector<Value> at;
    for (const std::uint32_t entity : fact.instance) {
        at.push_back({constant(entity)});
    }
    return address(records_[fact.declaration.index].*block, 1, model_.at(fact.declaration).indices,
                   at)
        .base;
}

/// Returns the slot of the option that a fact of a choice names.
std::uint32_t Lowering::slot_of(const Fact& fact) const {
    const RecordInfo& record = records_[fact.declaration.index];
    const bool over = fact.option_entity != Fact::kNoEntity;
    return record.slot_first[fact.option] + (over ? fact.option_entity : 0);
}

/// Returns a number that depends on the step and on which account is right; -1 is the step of what
/// stands in init.
Operand Lowering::by_step(const FactInfo& info, const AccountValue& value) {
    Operand result;
    for (std::size_t k = info.fact->accounts.size(); k-- > 0;) {
        const Account& account = info.fact->accounts[k];
        Operand here;
        if (in_init_) {
            here = constant(value(account, -1));
        } else {
            std::vector<double> values;
            for (std::int64_t step = 0; step < model_.calendar.step_count; ++step) {
                values.push_back(value(account, step));
            }
            const bool same = std::all_of(values.begin(), values.end(),
                                          [&](double one) { return one == values[0]; });
            here = same ? constant(values[0]) : step_table(std::move(values));
        }
        const bool decided = result.exists() && result != here;
        result = decided ? number(Op::Select, info.accounts[k], here, result) : here;
    }
    return result;
}

/// Returns the lanes in which it is so in this step, as a mask. Requires: `when_weighed` has asked
/// the same of all lanes.
Operand Lowering::in_steps(const FactInfo& info,
                           const std::function<bool(const Account&, std::int64_t)>& so) {
    if (info.accounts.empty()) {
        return {};
    }
    const Operand value = by_step(info, [&](const Account& account, std::int64_t step) {
        return so(account, step) ? 1.0 : 0.0;
    });
    return truth(Op::NotEqual, value, constant(0));
}

/// Returns the first tick of the window.
Operand Lowering::window_begin(const FactInfo& info) {
    return by_step(info, [&](const Account& account, std::int64_t) {
        return static_cast<double>(
            model_.calendar.tick_of_step(std::max<std::int64_t>(account.first_step, 0)));
    });
}

/// Runs body in the steps in which an account's window asks for it.
void Lowering::when_weighed(const FactInfo& info,
                            const std::function<bool(const Account&, std::int64_t)>& so,
                            const std::function<void()>& body) {
    std::vector<double> due(static_cast<std::size_t>(model_.calendar.step_count));
    bool at_start = false;
    for (const Account& account : info.fact->accounts) {
        at_start = at_start || so(account, -1);
        for (std::size_t step = 0; step < due.size(); ++step) {
            due[step] = so(account, static_cast<std::int64_t>(step)) ? 1 : due[step];
        }
    }
    if (in_init_) {
        if (at_start) {
            body();
        }
    } else if (std::find(due.begin(), due.end(), 1.0) != due.end()) {
        skip_unless(step_table(std::move(due)), body);
    }
}

/// Weighs the facts at the end of a step, or of the initial state.
void Lowering::weigh_facts() {
    for (const FactInfo& info : facts_) {
        where_ = "observe " + info.fact->text;
        place_ = info.fact->span;
        switch (info.fact->kind) {
            case FactKind::Event:
            case FactKind::Vote:
                weigh_happening(info);
                break;
            case FactKind::Choice:
                weigh_choice(info);
                break;
            case FactKind::Draw:
                when_weighed(info, covers, [&] {
                    const StateInfo& state = states_[info.fact->state.index];
                    const Operand cell =
                        draft_.moved(state.columns, constant(info.fact->cell), state.width);
                    const Operand value = constant(info.fact->value);
                    const bool is_bit = is_truth(model_.at(info.fact->state).type);
                    refuse(info, truth(is_bit ? Op::Xor : Op::NotEqual, cell, value),
                           in_steps(info, covers));
                });
                break;
            case FactKind::Noisy:
                when_weighed(info, covers, [&] { weigh_measure(info); });
                break;
            case FactKind::Condition:
                weigh_condition(info);
                break;
        }
    }
}

/// Takes all weight from lanes: those of `bad` in `mask`.
void Lowering::refuse(const FactInfo& info, Operand bad, Operand mask) {
    const Operand refused = both(mask, bad);
    const auto known = refused.exists() ? draft_.constant_of(refused) : std::nullopt;
    if (!known || *known != 0) {
        store(draft_.program.facts[info.place].log_factor,
              constant(-std::numeric_limits<double>::infinity()), refused);
    }
}

void Lowering::weigh_happening(const FactInfo& info) {
    const Declaration& declaration = model_.at(info.fact->declaration);
    const bool once = runs_once(declaration);
    const bool held_once = once && declaration.kind == DeclarationKind::Vote;
    if (in_init_) {
        return;
    }
    const Operand on = fact_column(info, &RecordInfo::on);
    if (info.fact->window == FactWindow::Never) {
        when_weighed(info, covers,
                     [&] { refuse(info, truth(Op::Equal, on, now()), in_steps(info, covers)); });
        return;
    }
    if (once) {
        const auto before = [&](const Account& account, std::int64_t step) {
            return step < account.first_step;
        };
        when_weighed(info, before, [&] {
            const Operand run = held_once ? fact_column(info, &RecordInfo::held) : on;
            refuse(info, truth(Op::Equal, run, now()), in_steps(info, before));
        });
    }
    if (held_once) {
        when_weighed(info, covers, [&] {
            const Operand held = truth(Op::Equal, fact_column(info, &RecordInfo::held), now());
            refuse(info, truth(Op::AndNot, held, truth(Op::Equal, on, now())),
                   in_steps(info, covers));
        });
    }
    const auto ends = [](const Account& account, std::int64_t step) {
        return step == account.last_step;
    };
    when_weighed(info, ends, [&] {
        refuse(info, truth(Op::Less, on, window_begin(info)), in_steps(info, ends));
    });
}

void Lowering::weigh_choice(const FactInfo& info) {
    if (in_init_) {
        return;
    }
    const Operand on = fact_column(info, &RecordInfo::on);
    const auto made = [&] {
        const Operand wanted =
            truth(Op::Equal, fact_column(info, &RecordInfo::slot), constant(slot_of(*info.fact)));
        return is_election(model_.at(info.fact->declaration))
                   ? truth(Op::And, wanted, truth(Op::Equal, on, now()))
                   : wanted;
    };
    // An election that elects nobody was held all the same, and is then not one of the wanted.
    const bool elects = is_election(model_.at(info.fact->declaration));
    const Operand held = elects ? fact_column(info, &RecordInfo::held) : on;
    const auto taken = [&] { return truth(Op::Equal, held, now()); };
    const auto ends = [](const Account& account, std::int64_t step) {
        return step == account.last_step;
    };
    switch (info.fact->window) {
        case FactWindow::Never:
            when_weighed(info, covers, [&] {
                refuse(info, truth(Op::And, taken(), made()), in_steps(info, covers));
            });
            return;
        case FactWindow::Throughout:
            when_weighed(info, covers, [&] {
                refuse(info, truth(Op::AndNot, taken(), made()), in_steps(info, covers));
            });
            return;
        case FactWindow::Within:
            break;
    }
    if (info.met.exists()) {
        when_weighed(info, covers, [&] {
            const Operand now_made = truth(Op::And, taken(), made());
            store(info.met, constant(1), both(in_steps(info, covers), now_made));
        });
        when_weighed(info, ends,
                     [&] { refuse(info, truth(Op::Not, info.met), in_steps(info, ends)); });
        return;
    }
    const auto before = [](const Account& account, std::int64_t step) {
        return step < account.first_step;
    };
    when_weighed(info, before, [&] { refuse(info, taken(), in_steps(info, before)); });
    when_weighed(info, covers,
                 [&] { refuse(info, truth(Op::AndNot, taken(), made()), in_steps(info, covers)); });
    when_weighed(info, ends, [&] {
        refuse(info, truth(Op::Less, on, window_begin(info)), in_steps(info, ends));
    });
}

void Lowering::weigh_condition(const FactInfo& info) {
    const Fact& fact = *info.fact;
    Scope scope;
    scope.frame = fact.frame;
    scope.locals.resize(model_.at(fact.frame).locals.size());
    const auto ends = [](const Account& account, std::int64_t step) {
        return step == account.last_step;
    };
    when_weighed(info, covers, [&] {
        const Operand inside_window = in_steps(info, covers);
        const Operand holds = scalar(fact.expression, scope, inside_window);
        switch (fact.window) {
            case FactWindow::Never:
                refuse(info, holds, inside_window);
                return;
            case FactWindow::Throughout:
                refuse(info, truth(Op::Not, holds), inside_window);
                return;
            case FactWindow::Within:
                store(info.met, constant(1), both(inside_window, holds));
                return;
        }
    });
    if (fact.window == FactWindow::Within) {
        when_weighed(info, ends,
                     [&] { refuse(info, truth(Op::Not, info.met), in_steps(info, ends)); });
    }
}

/// Adds the log of the density of what was measured.
void Lowering::weigh_measure(const FactInfo& info) {
    const Fact& fact = *info.fact;
    Scope scope;
    scope.frame = fact.frame;
    scope.locals.resize(model_.at(fact.frame).locals.size());
    const Operand mask = in_steps(
        info, [](const Account& account, std::int64_t step) { return covers(account, step); });
    const Operand value = scalar(fact.expression, scope, mask);
    check_finite(value, mask, fact.span, "what was measured");
    const std::vector<Value> parameters = evaluate_all(fact.arguments, scope, mask);
    const auto parameter = [&](std::size_t i) {
        return i < parameters.size() ? parameters[i].operand : Operand{};
    };
    for (const Value& one : parameters) {
        check_finite(one.operand, mask, fact.span, "a parameter of a measure");
    }
    Instruction check;
    check.op = Op::CheckParameters;
    check.a = parameter(0);
    check.b = parameter(1);
    check.c = parameter(2);
    check.mask = mask;
    check.stride = static_cast<std::uint32_t>(fact.distribution);
    check.detail = fault(fact.span, "a parameter of a measure outside its range");
    emit(check);
    Instruction density;
    density.op = Op::LogDensity;
    density.out = {.place = Place::Number, .shape = 0, .base = kNewColumn};
    density.a = value;
    density.b = parameter(0);
    density.c = parameter(1);
    density.d = parameter(2);
    density.mask = mask;
    density.detail = static_cast<std::uint32_t>(fact.distribution);
    const Operand log_density = emit(density);
    const Operand log_factor = draft_.program.facts[info.place].log_factor;
    store(log_factor, number(Op::Add, log_factor, log_density), mask);
}

}  // namespace jonbar::program
