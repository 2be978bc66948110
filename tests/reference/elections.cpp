// Votes over several proposals.

#include <algorithm>
#include <limits>

#include "math/counts.h"
#include "math/functions_inl.h"
#include "math/uniform.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

namespace {

/// A round: the votes for each proposal that is in it.
struct Round {
    std::vector<double> entities, votes;
    double abstained = 0, all = 0;

    /// The places of the best and the next, of equals the earlier; -1 where there is none.
    std::pair<int, int> ahead() const {
        int best = -1;
        int next = -1;
        for (int i = 0; i < static_cast<int>(votes.size()); ++i) {
            const auto of = [&](int place) { return votes[static_cast<std::size_t>(place)]; };
            if (best < 0 || of(i) > of(best)) {
                next = best;
                best = i;
            } else if (next < 0 || of(i) > of(next)) {
                next = i;
            }
        }
        return {best, next};
    }
};

}  // namespace

/// One voter's worths of the proposals, then of abstaining, as people or a group of them.
struct Interpreter::Ballot {
    double voter = 0, size = 1, weight = 1;
    std::vector<double> worths;
};

Tally Interpreter::elect(const Instance& instance, Scope& scope) {
    const Declaration& declaration = model_.at(instance.declaration);
    const Vote& vote = declaration.vote;
    const Option& option = declaration.options[0];
    const bool abstains = vote.abstain.exists();
    const DomainId domain = model_.at(vote.among).type.domain;
    const std::vector<double> voters = elements(domain, vote.among, scope);
    const double rationality =
        declaration.rationality.exists() ? number(declaration.rationality, scope) : 1;
    math::Parameters parameters{};
    if (vote.swing.exists()) {
        parameters = parameters_of(model_.at(vote.swing), scope);
    }
    std::vector<double> there;
    const DomainId proposals = model_.at(declaration.frame).locals[option.over].type.domain;
    for (const double entity : elements(proposals, {}, scope)) {
        scope.locals[option.over].number = entity;
        if (open(option.when, scope)) {
            there.push_back(entity);
        }
    }
    std::vector<double> swings(there.size(), 0.0);
    for (std::size_t i = 0; vote.swing.exists() && i < there.size(); ++i) {
        scope.locals[option.over].number = there[i];
        const Expression& swing = model_.at(vote.swing);
        swings[i] = math::quantile(family_of(swing.distribution),
                                   noise(swing.site, scope).uniform(0), parameters);
    }
    const auto worth_of = [&](ExpressionId id) {
        const double worth = rationality * number(id, scope);
        require_finite(worth, model_.at(id).span);
        return worth;
    };
    std::vector<Ballot> ballots;
    for (const double voter : voters) {
        scope.locals[vote.voter].number = voter;
        Ballot ballot{voter, 1, 1, {}};
        if (vote.size.exists()) {
            ballot.size = number(vote.size, scope);
            require_finite(ballot.size, model_.at(vote.size).span);
            if (ballot.size < 0 || ballot.size != math::floor(ballot.size)) {
                fail(FaultKind::WrongSize, model_.at(vote.size).span);
            }
        }
        if (vote.weight.exists()) {
            ballot.weight = number(vote.weight, scope);
            require_finite(ballot.weight, model_.at(vote.weight).span);
        }
        for (std::size_t i = 0; i < there.size(); ++i) {
            scope.locals[option.over].number = there[i];
            ballot.worths.push_back(worth_of(vote.yes) + swings[i]);
        }
        if (abstains) {
            ballot.worths.push_back(worth_of(vote.abstain));
        }
        ballots.push_back(std::move(ballot));
    }
    const double bar = vote.bar.exists() ? number(vote.bar, scope) : 0;

    // A round among some of the proposals, by their places.
    const auto hold_round = [&](const std::vector<std::size_t>& places, SiteId votes,
                                SiteId abstentions) {
        Round round;
        round.votes.resize(places.size());
        for (const std::size_t place : places) {
            round.entities.push_back(there[place]);
        }
        for (const Ballot& ballot : ballots) {
            round.all += ballot.weight * ballot.size;
            std::vector<double> worths;
            for (const std::size_t place : places) {
                worths.push_back(ballot.worths[place]);
            }
            if (abstains) {
                worths.push_back(ballot.worths.back());
            }
            if (worths.empty()) {
                round.abstained += ballot.weight * ballot.size;
                continue;
            }
            scope.locals[vote.voter].number = ballot.voter;
            const auto noise_of = [&](std::size_t i) {
                if (i == places.size()) {
                    return noise(abstentions, scope);
                }
                scope.locals[option.over].number = round.entities[i];
                return noise(votes, scope);
            };
            std::vector<double> counts(worths.size());
            if (vote.size.exists()) {
                const double highest = *std::max_element(worths.begin(), worths.end());
                std::vector<double> tails(worths.size() + 1);
                for (std::size_t i = worths.size(); i-- > 0;) {
                    tails[i] = math::exp(worths[i] - highest) + tails[i + 1];
                }
                double left = ballot.size;
                for (std::size_t i = 0; i < worths.size(); ++i) {
                    counts[i] = left;
                    if (i + 1 < worths.size()) {
                        const double share =
                            math::min(math::exp(worths[i] - highest) / tails[i], 1.0);
                        counts[i] = math::binomial_quantile(noise_of(i).uniform(0), left, share);
                    }
                    left -= counts[i];
                }
            } else {
                std::size_t best = 0;
                double best_score = 0;
                double best_word = 0;
                for (std::size_t i = 0; i < worths.size(); ++i) {
                    const Noise own = noise_of(i);
                    const double score =
                        worths[i] + -math::log(-math::log(math::uniform_of_word(own.word(0))));
                    if (i == 0 || best_score < score ||
                        (best_score == score && best_word < own.word(1))) {
                        best = i;
                        best_score = score;
                        best_word = own.word(1);
                    }
                }
                counts[best] = 1;
            }
            for (std::size_t i = 0; i < places.size(); ++i) {
                round.votes[i] += ballot.weight * counts[i];
            }
            if (abstains) {
                round.abstained += ballot.weight * counts.back();
            }
        }
        return round;
    };

    std::vector<std::size_t> all_places;
    for (std::size_t i = 0; i < there.size(); ++i) {
        all_places.push_back(i);
    }
    const Round first = hold_round(all_places, vote.voter_site, vote.abstain_site);
    const auto [best, next] = first.ahead();
    const auto votes_of = [](const Round& round, int place) {
        return place < 0 ? 0 : round.votes[static_cast<std::size_t>(place)];
    };
    Tally tally;
    const auto elect_of = [&](const Round& round, int place, int other, double counted) {
        tally.carried = votes_of(round, place) > 0;
        tally.elected = tally.carried ? round.entities[static_cast<std::size_t>(place)] : kNobody;
        tally.margin =
            counted == 0 ? 0 : (votes_of(round, place) - votes_of(round, other)) / counted;
    };
    if (!vote.bar.exists()) {
        elect_of(first, best, next, first.all - first.abstained);
    } else {
        const double counted = vote.of_cast ? first.all - first.abstained : first.all;
        const double most = votes_of(first, best);
        tally.carried = counted > 0 && most > bar * counted;
        tally.margin = counted == 0 ? 0 : most / counted - bar;
        tally.elected = tally.carried ? first.entities[static_cast<std::size_t>(best)] : kNobody;
        if (!tally.carried && vote.run_off && next >= 0) {
            const auto low = static_cast<std::size_t>(std::min(best, next));
            const auto high = static_cast<std::size_t>(std::max(best, next));
            const Round last = hold_round({low, high}, vote.runoff_site, vote.runoff_abstain_site);
            const auto [winner, loser] = last.ahead();
            elect_of(last, winner, loser, last.all - last.abstained);
        }
    }
    std::vector<Choice> choices;
    for (const double entity : there) {
        choices.push_back({0, entity, 1});
    }
    Choice taken{0, tally.elected, 1};
    choose_instead(instance, choices, taken);
    tally.elected = taken.entity;
    tally.carried = tally.elected != kNobody;
    return tally;
}

}  // namespace jonbar::reference
