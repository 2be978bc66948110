// The record: what each fact weighs, as a condition that a history meets or not.

#include <algorithm>
#include <limits>

#include "math/densities.h"
#include "math/uniform.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

}  // namespace

/// Draws which account of each fact is right.
void Interpreter::draw_accounts() {
    if (!settings_.weighs_facts) {
        return;
    }
    history_.log_factors.resize(model_.facts.size());
    met_.resize(model_.facts.size());
    for (const Fact& fact : model_.facts) {
        std::size_t right = 0;
        if (fact.accounts.size() > 1) {
            Scope scope{std::vector<Value>(model_.at(fact.frame).locals.size())};
            const double u = math::uniform_of_word(noise(fact.account_site, scope).word(0));
            double cumulative = 0;
            for (; right + 1 < fact.accounts.size(); ++right) {
                cumulative += fact.accounts[right].weight;
                if (cumulative > u) {
                    break;
                }
            }
        }
        accounts_.push_back(right);
    }
}

void Interpreter::weigh_facts() {
    for (std::size_t i = 0; i < history_.log_factors.size(); ++i) {
        history_.log_factors[i].push_back(log_factor(i));
    }
}

/// Returns the log of the factor by which this step changes the weight of the history.
double Interpreter::log_factor(std::size_t index) {
    const Fact& fact = model_.facts[index];
    const Account& account = fact.accounts[accounts_[index]];
    const bool inside = account.first_step <= step_ && step_ <= account.last_step;
    bool met = met_[index];
    double result = 0;
    switch (fact.kind) {
        case FactKind::Event:
        case FactKind::Choice:
        case FactKind::Vote:
            result = log_factor_of_site(fact, account, met);
            break;
        case FactKind::Draw: {
            const double value = history_.cells[fact.state.index][fact.cell].number;
            result = inside && value != fact.value ? kImpossible : 0;
            break;
        }
        case FactKind::Noisy:
            result = inside ? log_density(fact) : 0;
            break;
        case FactKind::Condition: {
            if (!inside) {
                break;
            }
            Scope scope{std::vector<Value>(model_.at(fact.frame).locals.size())};
            const bool holds = truth(fact.expression, scope);
            met = met || holds;
            const bool fails = fact.window == FactWindow::Never        ? holds
                               : fact.window == FactWindow::Throughout ? !holds
                                                                       : !met;
            const bool waits = fact.window == FactWindow::Within && step_ < account.last_step;
            result = fails && !waits ? kImpossible : 0;
            break;
        }
    }
    met_[index] = met;
    return result;
}

/// The same of an event, a choice or a vote; `met`: it came in the window.
double Interpreter::log_factor_of_site(const Fact& fact, const Account& account, bool& met) {
    bool came = false;       // as the fact says
    bool otherwise = false;  // it was taken or held, but not as the fact says
    for (const Happening& one : happenings_) {
        const bool same_instance = std::equal(
            one.instance.entities.begin(), one.instance.entities.end(), fact.instance.begin(),
            fact.instance.end(), [](double a, std::uint32_t b) { return a == b; });
        if (one.instance.declaration != fact.declaration || !same_instance) {
            continue;
        }
        const bool over = fact.option_entity != Fact::kNoEntity;
        const bool as_said =
            fact.kind == FactKind::Choice
                ? one.choice.option == fact.option &&
                      (!over || one.choice.entity == static_cast<double>(fact.option_entity))
                : one.came;
        (as_said ? came : otherwise) = true;
    }
    const Declaration& declaration = model_.at(fact.declaration);
    const bool once = !declaration.repeatable && declaration.timing.kind != TimingKind::Procedure;
    const bool before = step_ < account.first_step;
    const bool inside = !before && step_ <= account.last_step;
    met = met || (inside && came);
    bool fails = false;
    switch (fact.window) {
        case FactWindow::Never:
            fails = inside && came;
            break;
        case FactWindow::Throughout:
            fails = inside && otherwise;
            break;
        case FactWindow::Within:
            fails = (once && before && (came || otherwise)) || (once && inside && otherwise) ||
                    (step_ == account.last_step && !met);
            break;
    }
    return fails ? kImpossible : 0;
}

/// Returns the log of the density of what was measured.
double Interpreter::log_density(const Fact& fact) {
    Scope scope{std::vector<Value>(model_.at(fact.frame).locals.size())};
    const double value = number(fact.expression, scope);
    require_finite(value, fact.span);
    math::Parameters parameters{};
    for (std::size_t i = 0; i < fact.arguments.size(); ++i) {
        parameters.at(i) = number(fact.arguments[i], scope);
        require_finite(parameters.at(i), fact.span);
    }
    const math::Family family = family_of(fact.distribution);
    if (!math::is_valid(family, parameters)) {
        fail(FaultKind::WrongParameter, fact.span);
    }
    return math::log_density(family, value, parameters);
}

}  // namespace jonbar::reference
