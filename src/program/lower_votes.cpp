// Votes: each member decides, and the votes are counted.

#include "program/lowering.h"

namespace jonbar::program {

Plan Lowering::hold_vote(DeclarationId id, Scope& scope, Operand open) {
    const Declaration& declaration = model_.at(id);
    const Vote& vote = declaration.vote;
    const DomainId domain = model_.at(vote.among).type.domain;
    const bool as_a_whole = !is_lazy(vote.among);
    const Value members = as_a_whole ? evaluate(vote.among, scope, open) : Value{};
    const Operand rationality =
        declaration.rationality.exists() ? scalar(declaration.rationality, scope, open) : Operand{};
    const Operand swing = vote.swing.exists() ? scalar(vote.swing, scope, open) : Operand{};
    const Operand yes_total = number_variable(0);
    const Operand abstained_total = number_variable(0);
    const Operand all_total = number_variable(0);
    const auto add = [&](Operand total, Operand weight, Operand votes, Operand mask) {
        Instruction made;
        made.op = Op::AddWhere;
        made.out = total;
        made.a = votes.exists() ? number(Op::Multiply, weight, votes) : weight;
        made.mask = mask;
        emit(made);
    };
    const auto worth_of = [&](ExpressionId of, Operand mask) {
        const Operand value = scalar(of, scope, mask);
        return rationality.exists() ? number(Op::Multiply, rationality, value) : value;
    };
    const auto swung = [&](Operand value, Operand added, ExpressionId of, Operand mask) {
        const Operand sum = added.exists() ? number(Op::Add, value, added) : value;
        check_finite(sum, mask, model_.at(of).span, "a worth");
        return sum;
    };
    // What the record may need to know of the voters: whether they are there, worths, size, weight.
    const std::uint32_t voters = size_of(domain);
    const ForcedSteps forced = forced_steps(id, scope);
    const Imposition numbers = forced.any ? imposition(6 + 5 * voters, 5) : Imposition{};
    const auto when_imposed = [&](const std::function<void()>& body) {
        if (forced.any) {
            skip_unless(step_table(forced.steps), body);
        }
    };
    when_imposed([&] {
        pure_loop(5 * voters, [&](Operand i) {
            store(draft_.moved(at_place(numbers.in, 6), i, 1), constant(0), {});
        });
    });
    const auto binomial = [&](Operand u, Operand n, Operand p, Operand mask) {
        Instruction made;
        made.op = Op::Quantile;
        made.out = {.place = Place::Number, .shape = 0, .base = kNewColumn};
        made.a = u;
        made.b = n;
        made.c = p;
        made.mask = mask;
        made.detail = static_cast<std::uint32_t>(Distribution::Binomial);
        return emit(made);
    };
    pure_loop(size_of(domain), [&](Operand voter) {
        const Operand member = as_a_whole ? draft_.moved(members.operand, voter, 1)
                                          : membership(vote.among, scope, voter, open);
        const Operand mask = both(open, member);
        skip_if_none(mask, [&] {
            scope.locals[vote.voter] = {voter};
            Operand size;
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
            const Operand y_before = worth_of(vote.yes, mask);
            const Operand y = swung(y_before, swing, vote.yes, mask);
            const Keys noise = keys(vote.voter_site, scope);
            Operand p_yes, p_abstain;
            Operand a;
            if (vote.abstain.exists()) {
                a = swung(worth_of(vote.abstain, mask), {}, vote.abstain, mask);
                const Operand m = number(Op::Max, number(Op::Max, y, a), constant(0));
                const auto share = [&](Operand worth) {
                    return number(Op::Exp, number(Op::Subtract, worth, m));
                };
                const Operand e1 = share(y);
                const Operand e2 = share(a);
                const Operand e3 = share(constant(0));
                const Operand sum = number(Op::Add, number(Op::Add, e1, e2), e3);
                p_yes = number(Op::Divide, e1, sum);
                p_abstain = number(Op::Divide, e2, sum);
            } else {
                p_yes = number(Op::Logistic, y);
            }
            when_imposed([&] {
                const auto tell = [&](std::uint32_t part, Operand value) {
                    const Operand of_part = at_place(numbers.in, 6 + part * voters);
                    store(draft_.moved(of_part, voter, 1), value, mask);
                };
                tell(0, constant(1));
                tell(1, y_before);
                tell(2, a.exists() ? a : constant(0));
                tell(3, size.exists() ? size : constant(1));
                tell(4, weight);
            });
            if (vote.size.exists()) {
                const Operand yes = binomial(draw_op(Op::DrawUniform, noise, 0), size, p_yes, mask);
                add(yes_total, weight, yes, mask);
                if (vote.abstain.exists()) {
                    const Operand rest = number(Op::Subtract, constant(1), p_yes);
                    const Operand share =
                        number(Op::Min, number(Op::Divide, p_abstain, rest), constant(1));
                    const Operand sure = truth(Op::Equal, p_yes, constant(1));
                    const Operand p = number(Op::Select, sure, constant(0), share);
                    const Operand left = number(Op::Subtract, size, yes);
                    add(abstained_total, weight,
                        binomial(draw_op(Op::DrawUniform, noise, 2), left, p, mask), mask);
                }
                add(all_total, weight, size, mask);
                return;
            }
            if (vote.abstain.exists()) {
                const Operand u = draw_op(Op::DrawWord, noise, 0);
                const Operand yes = truth(Op::Less, u, p_yes);
                const Operand not_no = truth(Op::Less, u, number(Op::Add, p_yes, p_abstain));
                const Operand abstains = truth(Op::AndNot, not_no, yes);
                add(yes_total, weight, {}, both(mask, yes));
                add(abstained_total, weight, {}, both(mask, abstains));
            } else {
                Instruction made;
                made.op = Op::Happens;
                made.out = {.place = Place::Truth, .shape = 0, .base = kNewColumn};
                made.a = noise.first;
                made.b = noise.index;
                made.c = p_yes;
                made.mask = mask;
                made.count = noise.count;
                made.stride = noise.stride;
                const Operand yes = emit(made);
                add(yes_total, weight, {}, both(mask, yes));
            }
            add(all_total, weight, {}, mask);
        });
    });
    Plan plan;
    plan.yes = yes_total;
    plan.abstained = abstained_total;
    plan.all = all_total;
    plan.bar = scalar(vote.bar, scope, open);
    plan.counted = vote.of_cast ? number(Op::Subtract, all_total, abstained_total) : all_total;
    const Operand some = truth(Op::Less, constant(0), plan.counted);
    plan.carried = truth(Op::And, some,
                         truth(Op::Less, number(Op::Multiply, plan.bar, plan.counted), plan.yes));
    if (forced.any) {
        const Operand counted = new_number();
        store(counted, plan.counted, {});
        plan.counted = counted;
        const Operand carried = new_truth();
        store(carried, plan.carried, {});
        plan.carried = carried;
        impose_vote(id, scope, open, numbers, plan);
    }
    const Operand share = number(Op::Divide, plan.yes, plan.counted);
    plan.margin = number(Op::Select, truth(Op::Equal, plan.counted, constant(0)), constant(0),
                         number(Op::Subtract, share, plan.bar));
    plan.happens = as_truth(open);
    return plan;
}

}  // namespace jonbar::program
