// The odds of a vote: what its members would do now, gathered for one instruction.
//
// Who votes and what it is worth is read as when the vote is held, but whatever its gate: what the
// gate would have shown to be someone need not be, so it is read as inside `past`.

#include <algorithm>
#include <utility>

#include "program/lowering.h"

namespace jonbar::program {

std::vector<ExpressionId> Lowering::voting_parts(const Declaration& declaration) {
    const Vote& vote = declaration.vote;
    std::vector<ExpressionId> parts = {
        vote.among,   vote.size,  vote.weight, vote.yes,
        vote.abstain, vote.swing, vote.bar,    declaration.rationality};
    std::erase_if(parts, [](ExpressionId part) { return !part.exists(); });
    return parts;
}

Value Lowering::odds(const Expression& e, const Scope& scope, Operand mask) {
    const Declaration& declaration = model_.at(e.declaration);
    std::vector<Value> at = evaluate_all(e.args, scope, mask);
    Operand there;  // the instance
    for (const Value& entity : at) {
        there = both(there, truth(Op::LessEqual, constant(0), entity.operand));
    }
    if (declaration.unordered) {
        const Operand first = at[0].operand;
        const Operand second = at[1].operand;
        there = both(there, truth(Op::NotEqual, first, second));
        at = {{number(Op::Min, first, second)}, {number(Op::Max, first, second)}};
    }
    const bool was_lenient = std::exchange(lenient_, true);
    Scope inner;
    inner.frame = declaration.frame;
    inner.declaration = e.declaration;
    inner.locals.resize(model_.at(declaration.frame).locals.size());
    std::copy(at.begin(), at.end(), inner.locals.begin());
    const Operand result = number_variable(0);
    const Operand reached = both(mask, there);
    skip_if_none(reached, [&] { store_odds(e.declaration, inner, reached, result); });
    lenient_ = was_lenient;
    return {result};
}

/// Stores the odds of the instance of a scope where the mask is set.
void Lowering::store_odds(DeclarationId id, Scope& scope, Operand mask, Operand result) {
    constexpr std::uint32_t kSwing = 1;
    constexpr std::uint32_t kVoters = 4;
    const Declaration& declaration = model_.at(id);
    const Vote& vote = declaration.vote;
    const std::uint32_t voters = size_of(model_.at(vote.among).type.domain);
    const bool as_a_whole = !is_lazy(vote.among);
    const Value members = as_a_whole ? evaluate(vote.among, scope, mask) : Value{};
    const Operand rationality =
        declaration.rationality.exists() ? scalar(declaration.rationality, scope, mask) : Operand{};
    VoteOdds about{.voters = voters,
                   .swing = vote.swing.exists(),
                   .of_cast = vote.of_cast,
                   .abstain = vote.abstain.exists()};
    const std::uint32_t count = kVoters + 5 * voters;
    const Operand numbers = new_number(count);
    pure_loop(count, [&](Operand i) { store(draft_.moved(numbers, i, 1), constant(0), {}); });
    if (about.swing) {
        const Expression& swing = model_.at(vote.swing);
        about.distribution = swing.distribution;
        const std::vector<Value> parameters = swing_parameters(swing, scope, mask);
        for (std::uint32_t i = 0; i < parameters.size(); ++i) {
            put(numbers, kSwing + i, parameters[i].operand);
        }
    }
    const auto worth_of = [&](ExpressionId of, Operand wanted) {
        const Operand value = scalar(of, scope, wanted);
        const Operand worth =
            rationality.exists() ? number(Op::Multiply, rationality, value) : value;
        check_finite(worth, wanted, model_.at(of).span, "a worth");
        return worth;
    };
    pure_loop(voters, [&](Operand voter) {
        const Operand member = as_a_whole ? draft_.moved(members.operand, voter, 1)
                                          : membership(vote.among, scope, voter, mask);
        const Operand votes = both(mask, member);
        skip_if_none(votes, [&] {
            scope.locals[vote.voter] = {voter};
            const auto tell = [&](std::uint32_t part, Operand value) {
                const Operand of_part = at_place(numbers, kVoters + part * voters);
                store(draft_.moved(of_part, voter, 1), value, votes);
            };
            Operand size = constant(1);
            Operand weight = constant(1);
            if (vote.size.exists()) {
                size = scalar(vote.size, scope, votes);
                const Span span = model_.at(vote.size).span;
                check_finite(size, votes, span, "a size");
                check(Op::CheckCount, size, votes, span, "a size that is negative or not whole");
            }
            if (vote.weight.exists()) {
                weight = scalar(vote.weight, scope, votes);
                check_finite(weight, votes, model_.at(vote.weight).span, "a weight");
            }
            tell(0, constant(1));
            tell(1, worth_of(vote.yes, votes));
            tell(2, about.abstain ? worth_of(vote.abstain, votes) : constant(0));
            tell(3, size);
            tell(4, weight);
        });
    });
    put(numbers, 0, scalar(vote.bar, scope, mask));
    Instruction made;
    made.op = Op::VoteOdds;
    made.out = result;
    made.a = numbers;
    made.mask = mask;
    made.count = count;
    made.detail = static_cast<std::uint32_t>(draft_.program.odds.size());
    draft_.program.odds.push_back(about);
    emit(made);
}

/// Returns the parameters of a swing's distribution, checked as where it is drawn.
std::vector<Value> Lowering::swing_parameters(const Expression& swing, const Scope& scope,
                                              Operand mask) {
    std::vector<Value> parameters = evaluate_all(swing.args, scope, mask);
    if (no_faults_) {
        return parameters;
    }
    for (const Value& value : parameters) {
        check_finite(value.operand, mask, swing.span, "a parameter of a draw");
    }
    const auto parameter = [&](std::size_t i) {
        return i < parameters.size() ? parameters[i].operand : Operand{};
    };
    Instruction made;
    made.op = Op::CheckParameters;
    made.a = parameter(0);
    made.b = parameter(1);
    made.c = parameter(2);
    made.mask = mask;
    made.stride = static_cast<std::uint32_t>(swing.distribution);
    made.detail = fault(swing.span, "a parameter of a draw outside its range");
    emit(made);
    return parameters;
}

}  // namespace jonbar::program
