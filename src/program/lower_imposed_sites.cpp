// Sites that are forced, each kind with the inputs that its result depends on.

#include <algorithm>

#include "program/lowering.h"

namespace jonbar::program {

/// Returns the truth of a site with two results, settled by the record where that tells it. Of a
/// decision between two it is whether option `wanted` is taken.
Operand Lowering::impose_happening(DeclarationId id, const Scope& scope, Operand chance,
                                   Operand result, Operand mask) {
    const Declaration& declaration = model_.at(id);
    if (!forced_steps(id, scope).any && !is_coupled(declaration)) {
        return result;
    }
    const Operand settled = new_truth();
    store(settled, result, {});
    const Imposition numbers = imposition(3, 1);
    const auto settle = [&](const FactInfo* info, const Scope& bound, Operand reached) {
        bool turned = false;
        if (info != nullptr && info->fact->kind == FactKind::Choice) {
            turned = info->fact->option != first_of_two(declaration);
        }
        const Keys noise = keys(declaration.site, bound);
        put(numbers.in, 0, info != nullptr ? code_of(*info, turned) : constant(0));
        put(numbers.in, 1, noise.index.exists() ? noise.index : constant(0));
        put(numbers.in, 2, chance);
        put(numbers.out, 0, number(Op::NumberOf, settled));
        impose(info,
               {.kind = ImposedKind::Happening,
                .coupling = coupling_of(declaration),
                .span = declaration.span},
               noise, numbers, reached);
        store(settled, truth(Op::NotEqual, numbers.out, constant(0)), {});
    };
    if (is_coupled(declaration)) {
        settle(nullptr, scope, mask);
    }
    for (const FactInfo& info : facts_) {
        if (is_forced(info, id)) {
            where_forced(info, scope, mask, [&](const Scope& bound, Operand reached) {
                settle(&info, bound, reached);
            });
        }
    }
    return settled;
}

/// Settles the choice among the slots whose inputs stand in `numbers`; `slot` is a variable.
void Lowering::impose_choice(DeclarationId id, const Scope& scope, Operand open,
                             const Imposition& numbers, Operand slot) {
    const Declaration& declaration = model_.at(id);
    const Imposed imposed{.kind = ImposedKind::Choice,
                          .slots = records_[id.index].slot_first.back(),
                          .coupling = coupling_of(declaration),
                          .span = declaration.span};
    const auto settle = [&](const FactInfo* info, Scope bound, Operand reached) {
        for (const Option& option : declaration.options) {
            if (option.over != kNoLocal) {
                bound.locals[option.over] = {};
            }
        }
        const Keys noise = slot_keys(declaration, bound);
        put(numbers.in, 0, info != nullptr ? code_of(*info, false) : constant(0));
        put(numbers.in, 1, noise.index.exists() ? noise.index : constant(0));
        put(numbers.in, 2, constant(info != nullptr ? slot_of(*info->fact) : kNobody));
        put(numbers.out, 0, slot);
        impose(info, imposed, noise, numbers, reached);
        store(slot, numbers.out, {});
    };
    if (is_coupled(declaration)) {
        settle(nullptr, scope, open);
    }
    for (const FactInfo& info : facts_) {
        if (is_forced(info, id)) {
            where_forced(info, scope, open, [&](const Scope& bound, Operand reached) {
                settle(&info, bound, reached);
            });
        }
    }
}

/// Settles whether a vote carries, and how the votes fall; those of the plan are variables. The
/// numbers of the voters stand in `numbers`.
void Lowering::impose_vote(DeclarationId id, const Scope& scope, Operand open,
                           const Imposition& numbers, const Plan& plan) {
    const Declaration& declaration = model_.at(id);
    const Vote& vote = declaration.vote;
    const std::uint32_t voters = size_of(model_.at(vote.among).type.domain);
    Imposed imposed{.kind = ImposedKind::Vote,
                    .slots = voters,
                    .swing = vote.swing.exists(),
                    .of_cast = vote.of_cast,
                    .sized = vote.size.exists(),
                    .abstain = vote.abstain.exists(),
                    .span = declaration.span};
    for (const FactInfo& info : facts_) {
        if (!is_forced(info, id)) {
            continue;
        }
        where_forced(info, scope, open, [&](Scope bound, Operand reached) {
            bound.locals[vote.voter] = {};
            const Site& voter = model_.at(vote.voter_site);
            std::vector<BoundSite> sites = {{&voter, {vote.voter, 0}}};
            put(numbers.in, 0, code_of(info, false));
            put(numbers.in, 1, constant(0));
            put(numbers.in, 2, plan.bar);
            std::vector<Value> parameters;
            if (imposed.swing) {
                const Expression& swing = model_.at(vote.swing);
                sites[0] = {&model_.at(swing.site)};
                imposed.distribution = swing.distribution;
                parameters = evaluate_all(swing.args, bound, reached);
            }
            for (std::uint32_t i = 0; i < 3; ++i) {
                put(numbers.in, 3 + i, i < parameters.size() ? parameters[i].operand : constant(0));
            }
            for (std::uint32_t i = 0; i < voters; ++i) {
                sites.push_back({&voter, {vote.voter, static_cast<double>(i)}});
            }
            put(numbers.out, 0, number(Op::NumberOf, plan.carried));
            put(numbers.out, 1, plan.yes);
            put(numbers.out, 2, plan.abstained);
            put(numbers.out, 3, plan.counted);
            put(numbers.out, 4, plan.all);
            impose(&info, imposed, make_keys(sites, bound), numbers, reached);
            store(plan.carried, truth(Op::NotEqual, numbers.out, constant(0)), {});
            store(plan.yes, at_place(numbers.out, 1), {});
            store(plan.abstained, at_place(numbers.out, 2), {});
            store(plan.counted, at_place(numbers.out, 3), {});
            store(plan.all, at_place(numbers.out, 4), {});
        });
    }
}

/// Settles who wins a race, a variable. The hazards of the slots stand in `numbers`; of several
/// members that the record speaks of in one step, the first one's fact takes the weight.
void Lowering::impose_race(const Turn& turn, const Imposition& numbers, std::uint32_t slots,
                           Operand winner) {
    std::vector<const FactInfo*> wanted;
    for (const FactInfo& info : facts_) {
        const auto& members = turn.declarations;
        if (info.forces &&
            std::find(members.begin(), members.end(), info.fact->declaration) != members.end()) {
            wanted.push_back(&info);
        }
    }
    std::vector<double> left(static_cast<std::size_t>(model_.calendar.step_count), 1);
    for (const FactInfo* const info : wanted) {
        std::vector<double> own = info->forces_in;
        for (std::size_t step = 0; step < own.size(); ++step) {
            own[step] *= left[step];
            left[step] -= own[step];
        }
        if (std::find(own.begin(), own.end(), 1.0) == own.end()) {
            continue;
        }
        skip_unless(step_table(std::move(own)), [&] {
            put(numbers.in, 0, constant(0));
            put(numbers.in, 1, constant(0));
            for (std::uint32_t slot = 0; slot < slots; ++slot) {
                put(numbers.in, 2 + slots + slot, constant(0));
            }
            for (const FactInfo* const other : wanted) {
                const Operand code = at_place(numbers.in, 2 + slots + race_slot(turn, *other));
                Operand acts = truth(Op::NotEqual, step_table(other->forces_in), constant(0));
                const bool once = runs_once(model_.at(other->fact->declaration));
                if (once && other->fact->window == FactWindow::Within) {  // it may have come
                    const Operand on = fact_column(*other, &RecordInfo::on);
                    acts = truth(Op::And, acts, truth(Op::Equal, on, constant(kNoDate)));
                }
                store(code, code_of(*other, false), acts);
            }
            put(numbers.out, 0, winner);
            const Declaration& first = model_.at(turn.declarations[0]);
            impose(info, {.kind = ImposedKind::Race, .slots = slots, .span = first.span},
                   race_keys(turn), numbers, alive_);
            store(winner, numbers.out, {});
        });
    }
}

/// Returns the slot of the member of a race that a fact speaks of.
std::uint32_t Lowering::race_slot(const Turn& turn, const FactInfo& info) const {
    std::uint32_t first = 0;
    for (const DeclarationId id : turn.declarations) {
        if (id == info.fact->declaration) {
            std::uint32_t row = 0;
            for (std::size_t i = 0; i < info.fact->instance.size(); ++i) {
                row = row * size_of(model_.at(id).indices[i]) + info.fact->instance[i];
            }
            return first + row;
        }
        first += instance_count(model_.at(id));
    }
    return first;
}

/// Makes the names of the members of a race, slot after slot.
Keys Lowering::race_keys(const Turn& turn) {
    Keys all;
    for (const DeclarationId id : turn.declarations) {
        const Declaration& declaration = model_.at(id);
        for (std::uint32_t row = 0; row < instance_count(declaration); ++row) {
            std::vector<Operand> entities(declaration.indices.size());
            std::uint32_t rest = row;
            for (std::size_t i = entities.size(); i-- > 0;) {
                entities[i] = constant(rest % size_of(declaration.indices[i]));
                rest /= size_of(declaration.indices[i]);
            }
            const Keys one = keys(declaration.site, instance_scope(id, entities, {}));
            all.first = all.first.exists() ? all.first : one.first;
        }
    }
    all.stride = static_cast<std::uint32_t>(draft_.program.site_names.size()) - all.first.base;
    all.count = 1;
    return all;
}

/// Returns the value of a draw, the recorded one where the record tells it. What it is assigned to
/// stands in `drawn_`.
Operand Lowering::impose_draw(const Expression& e, const Scope& scope,
                              const std::vector<Value>& parameters, Operand drawn, Operand mask) {
    const auto id = static_cast<std::uint32_t>(&e - model_.expressions.data());
    for (const FactInfo& info : facts_) {
        const Fact& fact = *info.fact;
        const bool at_start = fact.accounts[0].first_step < 0;
        if (!info.forces || fact.kind != FactKind::Draw || fact.draw.index != id ||
            drawn_ == nullptr || at_start != in_init_) {
            continue;
        }
        const State& state = model_.at(fact.state);
        const std::vector<Value> cell = cell_indices(state, fact.cell);
        Scope bound = scope;
        const auto at_cell = [&](bool turned) {
            Operand match;
            for (std::size_t i = 0; i < cell.size(); ++i) {
                const Operand index = drawn_->at[turned ? 1 - i : i].operand;
                match = both(match, truth(Op::Equal, index, cell[i].operand));
            }
            return as_truth(match);
        };
        Operand match = at_cell(false);
        if (state.symmetric) {
            match = truth(Op::Or, match, at_cell(true));
        }
        for (std::size_t i = 0; i < drawn_->args.size() && !state.symmetric; ++i) {
            const Expression& index = model_.at(drawn_->args[i]);
            if (index.kind == ExpressionKind::Local) {
                bound.locals[index.local] = cell[i];
            }
        }
        const auto known = draft_.constant_of(match);
        if (known && *known == 0) {
            continue;
        }
        const Operand settled = new_number();
        store(settled, drawn, {});
        const Operand reached = both(mask, match);
        const auto settle = [&] {
            const Keys noise = keys(e.site, bound);
            const Imposition numbers = imposition(6, 1);
            put(numbers.in, 0, code_of(info, false));
            put(numbers.in, 1, noise.index.exists() ? noise.index : constant(0));
            put(numbers.in, 2, constant(fact.value));
            for (std::uint32_t i = 0; i < 3; ++i) {
                put(numbers.in, 3 + i, i < parameters.size() ? parameters[i].operand : constant(0));
            }
            put(numbers.out, 0, settled);
            impose(&info,
                   {.kind = ImposedKind::Draw, .distribution = e.distribution, .span = e.span},
                   noise, numbers, reached);
            store(settled, numbers.out, {});
        };
        if (in_init_) {
            skip_if_none(reached, settle);
        } else {
            skip_unless(step_table(info.forces_in), [&] { skip_if_none(reached, settle); });
        }
        drawn = settled;
    }
    return drawn;
}

}  // namespace jonbar::program
