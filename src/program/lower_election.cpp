// Votes over several proposals: what is there, what each is worth to each voter; one instruction
// holds the vote, and settles what the record or another world says of it.

#include "program/lowering.h"

namespace jonbar::program {

namespace {

ElectionLayout layout_of(const Vote& vote, std::uint32_t voters, std::uint32_t slots) {
    return {.voters = voters,
            .slots = slots,
            .abstain = vote.abstain.exists(),
            .run_off = vote.run_off};
}

}  // namespace

/// Writes who votes, for what, and what it is worth, where the mask is set.
void Lowering::tell_voters(DeclarationId id, Scope& scope, Operand open, Operand in,
                           const std::vector<Chosen>& choices) {
    const Declaration& declaration = model_.at(id);
    const Vote& vote = declaration.vote;
    const Option& proposal = declaration.options[0];
    const std::uint32_t voters = size_of(model_.at(vote.among).type.domain);
    const std::uint32_t slots = records_[id.index].slot_first.back();
    const ElectionLayout at = layout_of(vote, voters, slots);
    const bool as_a_whole = !is_lazy(vote.among);
    const Value members = as_a_whole ? evaluate(vote.among, scope, open) : Value{};
    const Operand rationality =
        declaration.rationality.exists() ? scalar(declaration.rationality, scope, open) : Operand{};
    if (vote.swing.exists()) {
        const auto parameters = swing_parameters(model_.at(vote.swing), scope, open);
        for (std::uint32_t i = 0; i < parameters.size(); ++i) {
            put(in, ElectionLayout::kSwing + i, parameters[i].operand);
        }
    }
    const auto worth_of = [&](ExpressionId of, Operand mask) {
        const Operand value = scalar(of, scope, mask);
        const Operand worth =
            rationality.exists() ? number(Op::Multiply, rationality, value) : value;
        check_finite(worth, mask, model_.at(of).span, "a worth");
        return worth;
    };
    const Operand all_there = new_truth(slots);
    pure_loop(slots, [&](Operand slot) {
        scope.locals[proposal.over] = {slot};
        Operand there = open;
        if (proposal.when.exists()) {
            there = both(there, scalar(proposal.when, scope, open));
        }
        there = as_truth(there);
        store(draft_.moved(all_there, slot, 1), there, {});
        store(draft_.moved(at_place(in, ElectionLayout::kThere), slot, 1), constant(1), there);
        offer(choices, slot, there);
    });
    pure_loop(voters, [&](Operand voter) {
        const Operand member = as_a_whole ? draft_.moved(members.operand, voter, 1)
                                          : membership(vote.among, scope, voter, open);
        const Operand mask = both(open, member);
        skip_if_none(mask, [&] {
            scope.locals[vote.voter] = {voter};
            const auto tell = [&](std::uint32_t place, Operand value) {
                store(draft_.moved(at_place(in, place), voter, 1), value, mask);
            };
            Operand size = constant(1);
            Operand weight = constant(1);
            if (vote.size.exists()) {
                size = scalar(vote.size, scope, mask);
                const Span span = model_.at(vote.size).span;
                check_finite(size, mask, span, "a size");
                check(Op::CheckCount, size, mask, span, "a size that is negative or not whole");
            }
            if (vote.weight.exists()) {
                weight = scalar(vote.weight, scope, mask);
                check_finite(weight, mask, model_.at(vote.weight).span, "a weight");
            }
            tell(at.is_voter(), constant(1));
            tell(at.size(), size);
            tell(at.weight(), weight);
            pure_loop(slots, [&](Operand slot) {
                scope.locals[proposal.over] = {slot};
                const Operand there = both(mask, draft_.moved(all_there, slot, 1));
                skip_if_none(there, [&] {
                    const Operand row = draft_.moved(at_place(in, at.worth()), voter, slots);
                    store(draft_.moved(row, slot, 1), worth_of(vote.yes, there), there);
                });
            });
            if (at.abstain) {
                tell(at.abstain_worth(), worth_of(vote.abstain, mask));
            }
        });
    });
    put(in, ElectionLayout::kBar, vote.bar.exists() ? scalar(vote.bar, scope, open) : constant(0));
}

/// Returns the keys of an election: docs/computation.md, Layout of Impose.
Keys Lowering::election_keys(DeclarationId id, Scope scope) {
    const Declaration& declaration = model_.at(id);
    const Vote& vote = declaration.vote;
    const LocalIndex over = declaration.options[0].over;
    const std::uint32_t voters = size_of(model_.at(vote.among).type.domain);
    const std::uint32_t slots = records_[id.index].slot_first.back();
    scope.locals[over] = {};
    scope.locals[vote.voter] = {};
    std::vector<BoundSite> sites;
    const Site& swing =
        model_.at(vote.swing.exists() ? model_.at(vote.swing).site : vote.voter_site);
    for (std::uint32_t slot = 0; slot < slots; ++slot) {
        sites.push_back({&swing, {over, static_cast<double>(slot)}, {vote.voter, 0}});
    }
    const auto add_round = [&](SiteId votes, SiteId abstentions) {
        for (std::uint32_t voter = 0; voter < voters; ++voter) {
            for (std::uint32_t slot = 0; slot < slots; ++slot) {
                sites.push_back({&model_.at(votes),
                                 {vote.voter, static_cast<double>(voter)},
                                 {over, static_cast<double>(slot)}});
            }
        }
        for (std::uint32_t voter = 0; abstentions.exists() && voter < voters; ++voter) {
            sites.push_back({&model_.at(abstentions), {vote.voter, static_cast<double>(voter)}});
        }
    };
    add_round(vote.voter_site, vote.abstain_site);
    if (vote.run_off) {
        add_round(vote.runoff_site, vote.runoff_abstain_site);
    }
    return make_keys(sites, scope);
}

Plan Lowering::hold_election(DeclarationId id, Scope& scope, Operand open) {
    const Declaration& declaration = model_.at(id);
    const Vote& vote = declaration.vote;
    const std::uint32_t voters = size_of(model_.at(vote.among).type.domain);
    const std::uint32_t slots = records_[id.index].slot_first.back();
    const ElectionLayout at = layout_of(vote, voters, slots);
    const std::vector<Chosen> choices = choices_in(id, scope);
    const Imposition numbers = imposition(at.in_count(), ElectionLayout::OutCount);
    pure_loop(numbers.in_count,
              [&](Operand i) { store(draft_.moved(numbers.in, i, 1), constant(0), {}); });
    pure_loop(numbers.out_count,
              [&](Operand i) { store(draft_.moved(numbers.out, i, 1), constant(0), {}); });
    tell_voters(id, scope, open, numbers.in, choices);
    Imposed imposed{.kind = ImposedKind::Election,
                    .slots = slots,
                    .swing = vote.swing.exists(),
                    .of_cast = vote.of_cast,
                    .sized = vote.size.exists(),
                    .abstain = at.abstain,
                    .voters = voters,
                    .holds = true,
                    .most = !vote.bar.exists(),
                    .run_off = at.run_off,
                    .span = declaration.span};
    if (vote.swing.exists()) {
        imposed.distribution = model_.at(vote.swing).distribution;
    }
    impose(nullptr, imposed, election_keys(id, scope), numbers, as_truth(open));
    imposed.holds = false;
    for (const FactInfo& info : facts_) {
        if (!is_forced(info, id)) {
            continue;
        }
        where_forced(info, scope, open, [&](const Scope& bound, Operand reached) {
            put(numbers.in, 0, code_of(info, false));
            put(numbers.in, ElectionLayout::kWanted, constant(slot_of(*info.fact)));
            impose(&info, imposed, election_keys(id, bound), numbers, reached);
        });
    }
    const auto out = [&](ElectionLayout::Out place) {
        const Operand value = new_number();
        store(value, at_place(numbers.out, place), {});
        return value;
    };
    Plan plan;
    plan.slot = chosen_slot(choices, out(ElectionLayout::Slot));
    plan.yes = out(ElectionLayout::Best);
    plan.next = out(ElectionLayout::Next);
    plan.abstained = out(ElectionLayout::Abstained);
    plan.counted = out(ElectionLayout::Counted);
    plan.all = out(ElectionLayout::All);
    plan.margin = out(ElectionLayout::Margin);
    plan.carried = truth(Op::LessEqual, constant(0), plan.slot);
    plan.happens = as_truth(open);
    return plan;
}

/// Tells the chronicle how an election went: who was elected, the votes of the best and the next,
/// abstentions, what was counted.
void Lowering::trace_election(DeclarationId id, const Scope& scope, const Plan& plan,
                              Operand mask) {
    const Declaration& declaration = model_.at(id);
    Type winner = model_.at(declaration.frame).locals[declaration.options[0].over].type;
    winner.optional = true;
    const Type real;
    auto values = instance_values(id, scope);
    values.push_back({{plan.slot}, winner});
    for (const Operand value : {plan.yes, plan.next, plan.abstained, plan.counted}) {
        values.push_back({{value}, real});
    }
    trace_line({.kind = RecordKind::Election,
                .name = declaration.name,
                .option = {},
                .pieces = {},
                .span = declaration.span},
               values, mask);
}

}  // namespace jonbar::program
