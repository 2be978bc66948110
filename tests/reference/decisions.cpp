// Choices and votes.

#include <algorithm>

#include "math/counts.h"
#include "math/functions_inl.h"
#include "math/uniform.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

namespace {

/// One alternative of a decision: an option, or one entity's share of it.
struct Alternative {
    std::uint32_t option = 0;
    double entity = kNobody;
    double worth = 0;
};

/// Returns the probability that each alternative is taken.
std::vector<double> odds_of(const std::vector<Alternative>& there) {
    double highest = there[0].worth;
    for (const Alternative& one : there) {
        highest = math::max(highest, one.worth);
    }
    double total = 0;
    std::vector<double> odds;
    for (const Alternative& one : there) {
        odds.push_back(math::exp(one.worth - highest));
        total += odds.back();
    }
    for (double& share : odds) {
        share /= total;
    }
    return odds;
}

}  // namespace

std::optional<Choice> Interpreter::choose(const Instance& instance, Scope& scope) {
    const Declaration& declaration = model_.at(instance.declaration);
    if (declaration.by.exists()) {
        const double actor = number(declaration.by, scope);
        if (actor == kNobody) {
            return std::nullopt;
        }
        if (declaration.actor != kNoLocal) {
            scope.locals[declaration.actor].number = actor;
        }
    }
    const auto bind = [&](const Alternative& one) {
        const LocalIndex over = declaration.options[one.option].over;
        if (over != kNoLocal) {
            scope.locals[over].number = one.entity;
        }
    };
    std::vector<Alternative> there;
    std::vector<double> counts(declaration.options.size());
    for (std::uint32_t i = 0; i < declaration.options.size(); ++i) {
        const Option& option = declaration.options[i];
        std::vector<double> entities = {kNobody};
        if (option.over != kNoLocal) {
            const Frame& frame = model_.at(declaration.frame);
            entities = elements(frame.locals[option.over].type.domain, {}, scope);
        }
        for (const double entity : entities) {
            const Alternative one{i, entity, 0};
            bind(one);
            if (open(option.when, scope)) {
                there.push_back(one);
                ++counts[i];
            }
        }
    }
    if (there.empty()) {
        return std::nullopt;
    }
    const double rationality =
        declaration.rationality.exists() ? number(declaration.rationality, scope) : 1;
    for (Alternative& one : there) {
        const Option& option = declaration.options[one.option];
        bind(one);
        const double worth = number(option.worth, scope);
        const Span span = model_.at(option.worth).span;
        switch (option.worth_kind) {
            case WorthKind::Plain:
                one.worth = rationality * worth;
                break;
            case WorthKind::Shared:
                one.worth = rationality * worth - math::log(counts[one.option]);
                break;
            case WorthKind::Rate: {
                require_finite(worth, span);
                if (worth <= 0) {
                    fail(FaultKind::NoMeanTime, span);
                }
                const double times = static_cast<double>(model_.calendar.ticks_per_step()) / worth;
                one.worth = math::log(math::exp(-times) / -math::expm1(-times));
                break;
            }
        }
        require_finite(one.worth, span);
    }
    const auto taken = [&](std::size_t index) {
        std::vector<Choice> choices;
        for (std::size_t i = 0; i < there.size(); ++i) {
            choices.push_back({there[i].option, there[i].entity, odds_of(there)[i]});
        }
        Choice choice = choices[index];
        choose_instead(instance, choices, choice);
        return choice;
    };
    const auto& options = declaration.options;
    if (options.size() == 2 && options[0].over == kNoLocal && options[1].over == kNoLocal) {
        if (there.size() == 1) {
            return taken(0);
        }
        const std::size_t first = options[0].name < options[1].name ? 0 : 1;
        const double p = math::logistic(there[first].worth - there[1 - first].worth);
        return taken(happens(noise(declaration.site, scope), p) ? first : 1 - first);
    }
    std::size_t best = 0;
    double best_score = 0;
    double best_second = 0;
    for (std::size_t i = 0; i < there.size(); ++i) {
        bind(there[i]);
        const Noise own = noise(options[there[i].option].site, scope);
        const double u = math::uniform_of_word(own.word(0));
        const double score = there[i].worth - math::log(-math::log(u));
        const double second = own.word(1);
        if (i == 0 || best_score < score || (best_score == score && best_second < second)) {
            best = i;
            best_score = score;
            best_second = second;
        }
    }
    return taken(best);
}

Tally Interpreter::hold(const Declaration& declaration, Scope& scope) {
    const Vote& vote = declaration.vote;
    const DomainId domain = model_.at(vote.among).type.domain;
    const std::vector<double> voters = elements(domain, vote.among, scope);
    const double rationality =
        declaration.rationality.exists() ? number(declaration.rationality, scope) : 1;
    const auto swing =
        vote.swing.exists() ? std::optional(number(vote.swing, scope)) : std::nullopt;
    const auto worth_of = [&](ExpressionId id, std::optional<double> added) {
        double worth = rationality * number(id, scope);
        worth = added ? worth + *added : worth;
        require_finite(worth, model_.at(id).span);
        return worth;
    };
    Tally tally;
    for (const double voter : voters) {
        scope.locals[vote.voter].number = voter;
        double size = 1;
        double weight = 1;
        if (vote.size.exists()) {
            size = number(vote.size, scope);
            require_finite(size, model_.at(vote.size).span);
            if (size < 0 || size != math::floor(size)) {
                fail(FaultKind::WrongSize, model_.at(vote.size).span);
            }
        }
        if (vote.weight.exists()) {
            weight = number(vote.weight, scope);
            require_finite(weight, model_.at(vote.weight).span);
        }
        const double y = worth_of(vote.yes, swing);
        double p_yes = math::logistic(y);
        double p_abstain = 0;
        if (vote.abstain.exists()) {
            const double a = worth_of(vote.abstain, std::nullopt);
            const double m = math::max(math::max(y, a), 0.0);
            const double e1 = math::exp(y - m);
            const double e2 = math::exp(a - m);
            const double e3 = math::exp(0 - m);
            const double sum = (e1 + e2) + e3;
            p_yes = e1 / sum;
            p_abstain = e2 / sum;
        }
        const Noise own = noise(vote.voter_site, scope);
        double yes = 0;
        double abstained = 0;
        if (vote.size.exists()) {
            yes = math::binomial_quantile(own.uniform(0), size, p_yes);
            if (vote.abstain.exists()) {
                const double p = p_yes == 1 ? 0 : math::min(p_abstain / (1 - p_yes), 1.0);
                abstained = math::binomial_quantile(own.uniform(2), size - yes, p);
            }
        } else if (vote.abstain.exists()) {
            const double u = math::uniform_of_word(own.word(0));
            yes = u < p_yes ? 1 : 0;
            abstained = yes == 0 && u < p_yes + p_abstain ? 1 : 0;
        } else {
            yes = happens(own, p_yes) ? 1 : 0;
        }
        tally.yes += weight * yes;
        tally.abstained += weight * abstained;
        tally.all += weight * size;
    }
    const double bar = number(vote.bar, scope);
    const double counted = vote.of_cast ? tally.all - tally.abstained : tally.all;
    tally.carried = counted > 0 && tally.yes > bar * counted;
    tally.margin = counted == 0 ? 0 : tally.yes / counted - bar;
    return tally;
}

}  // namespace jonbar::reference
