// Noise and the draws made of it.

#include <algorithm>

#include "base/siphash.h"
#include "math/distributions.h"
#include "math/philox.h"
#include "math/uniform.h"
#include "model/site_name.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

double Noise::word(std::uint32_t index) const {
    return math::noise_word({key, step, index}, history);
}

double Noise::uniform(std::uint32_t first_word) const {
    return math::uniform_of_words(word(first_word), word(first_word + 1));
}

bool happens(const Noise& noise, double p) {
    const double scaled = p * 0x1p32;
    const double word = noise.word(0);
    if (word + 1 <= scaled) {
        return true;
    }
    return word < scaled && noise.word(1) + 0.5 < (scaled - word) * 0x1p32;
}

Noise Interpreter::noise(SiteId id, const Scope& scope) {
    const Site& site = model_.at(id);
    std::vector<double> locals;
    for (const Value& value : scope.locals) {
        locals.push_back(value.number);
    }
    const std::string name = site_name(model_, site, locals, scope.context);
    const auto [key, added] = memo_.keys.try_emplace(name, 0);
    if (added) {
        key->second = base::site_key(settings_.seed, name);
    }
    const auto ticks = model_.calendar.ticks_per_step();
    std::int64_t t = 0;
    if (step_ >= 0) {
        const std::int64_t tick = model_.calendar.tick_of_step(step_);
        t = tick / ticks - (tick % ticks < 0 ? 1 : 0);
    }
    if (settings_.lists_uses) {
        history_.uses.push_back({name, static_cast<std::uint32_t>(t)});
    }
    return {key->second, static_cast<std::uint32_t>(t), settings_.history};
}

math::Family family_of(Distribution distribution) {
    switch (distribution) {
        case Distribution::Uniform:
            return math::Family::Uniform;
        case Distribution::Normal:
            return math::Family::Normal;
        case Distribution::LogNormal:
            return math::Family::Lognormal;
        case Distribution::HalfNormal:
            return math::Family::Halfnormal;
        case Distribution::Beta:
            return math::Family::Beta;
        case Distribution::Gamma:
            return math::Family::Gamma;
        case Distribution::Exponential:
            return math::Family::Exponential;
        case Distribution::Triangular:
            return math::Family::Triangular;
        case Distribution::Bernoulli:
            return math::Family::Bernoulli;
        case Distribution::Binomial:
            return math::Family::Binomial;
        case Distribution::Poisson:
            return math::Family::Poisson;
    }
    return math::Family::Uniform;
}

/// Returns the parameters of a draw, which are in the range of its distribution.
math::Parameters Interpreter::parameters_of(const Expression& e, Scope& scope) {
    math::Parameters parameters{};
    for (std::size_t i = 0; i < e.args.size(); ++i) {
        parameters.at(i) = number(e.args[i], scope);
    }
    for (const double parameter : parameters) {
        require_finite(parameter, e.span);
    }
    if (!math::is_valid(family_of(e.distribution), parameters)) {
        fail(FaultKind::WrongParameter, e.span);
    }
    return parameters;
}

double Interpreter::draw(const Expression& e, Scope& scope) {
    const math::Family family = family_of(e.distribution);
    const math::Parameters parameters = parameters_of(e, scope);
    const double u = noise(e.site, scope).uniform(0);
    const bool tabled = family == math::Family::Beta || family == math::Family::Gamma;
    const bool fixed = std::all_of(e.args.begin(), e.args.end(), [this](ExpressionId id) {
        return model_.at(id).kind == ExpressionKind::Number;
    });
    if (!tabled || !fixed) {
        return math::quantile(family, u, parameters);
    }
    return memo_.tables.try_emplace({family, parameters}, family, parameters).first->second.at(u);
}

Value Interpreter::either(const Expression& e, Scope& scope) {
    const double u = math::uniform_of_word(noise(e.site, scope).word(0));
    double cumulative = 0;
    std::size_t taken = 0;
    for (; taken + 1 < e.args.size(); ++taken) {
        cumulative += e.weights[taken];
        if (cumulative > u) {
            break;
        }
    }
    return evaluate(e.args[taken], scope);
}

}  // namespace jonbar::reference
