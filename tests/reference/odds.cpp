// The odds of a vote: who would vote how, read anew; the probability is that of the engine's
// function, which has tests of its own.

#include "engine/vote_odds.h"
#include "math/functions_inl.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

double Interpreter::odds(const Expression& e, Scope& scope) {
    const Declaration& declaration = model_.at(e.declaration);
    const Vote& vote = declaration.vote;
    std::vector<double> at = numbers(e.args, scope);
    for (const double entity : at) {
        if (entity == kNobody) {
            return 0;
        }
    }
    if (declaration.unordered) {
        if (at[0] == at[1]) {
            return 0;
        }
        if (at[1] < at[0]) {
            std::swap(at[0], at[1]);
        }
    }
    Scope inner = scope_of({e.declaration, at, row_major(declaration.indices, at)});
    const DomainId domain = model_.at(vote.among).type.domain;
    const std::vector<double> members = elements(domain, vote.among, inner);
    const double rationality =
        declaration.rationality.exists() ? number(declaration.rationality, inner) : 1;
    engine::Swing swing{.exists = vote.swing.exists()};
    if (swing.exists) {
        const Expression& drawn = model_.at(vote.swing);
        swing.family = family_of(drawn.distribution);
        swing.parameters = parameters_of(drawn, inner);
    }
    const auto worth_of = [&](ExpressionId id) {
        const double worth = rationality * number(id, inner);
        require_finite(worth, model_.at(id).span);
        return worth;
    };
    std::vector<engine::Voter> voters;
    for (const double member : members) {
        inner.locals[vote.voter].number = member;
        engine::Voter voter;
        if (vote.size.exists()) {
            voter.size = number(vote.size, inner);
            require_finite(voter.size, model_.at(vote.size).span);
            if (voter.size < 0 || voter.size != math::floor(voter.size)) {
                fail(FaultKind::WrongSize, model_.at(vote.size).span);
            }
        }
        if (vote.weight.exists()) {
            voter.weight = number(vote.weight, inner);
            require_finite(voter.weight, model_.at(vote.weight).span);
        }
        voter.yes_worth = worth_of(vote.yes);
        voter.abstain_worth = vote.abstain.exists() ? worth_of(vote.abstain) : 0;
        voters.push_back(voter);
    }
    const engine::VoteForm form{
        .abstain = vote.abstain.exists(), .of_cast = vote.of_cast, .sized = true};
    return engine::vote_odds(voters, number(vote.bar, inner), form, swing);
}

}  // namespace jonbar::reference
