#include "model/points.h"

#include <array>

#include "math/two_points.h"

namespace jonbar {
namespace {

struct Family {
    std::string_view name;
    Distribution distribution;
    std::size_t parameters;
};

constexpr std::array kFamilies = {
    Family{"uniform", Distribution::Uniform, 2},
    Family{"normal", Distribution::Normal, 2},
    Family{"lognormal", Distribution::LogNormal, 2},
    Family{"halfnormal", Distribution::HalfNormal, 1},
    Family{"beta", Distribution::Beta, 2},
    Family{"gamma", Distribution::Gamma, 2},
    Family{"exponential", Distribution::Exponential, 1},
    Family{"triangular", Distribution::Triangular, 3},
    Family{"bernoulli", Distribution::Bernoulli, 1},
    Family{"binomial", Distribution::Binomial, 2},
    Family{"poisson", Distribution::Poisson, 1},
};

}  // namespace

math::Family math_family(Distribution distribution) {
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

std::optional<Distribution> find_distribution(std::string_view name) {
    for (const Family& family : kFamilies) {
        if (family.name == name) return family.distribution;
    }
    return std::nullopt;
}

std::string_view distribution_name(Distribution distribution) {
    for (const Family& family : kFamilies) {
        if (family.distribution == distribution) return family.name;
    }
    return {};
}

std::size_t parameter_count(Distribution distribution) {
    for (const Family& family : kFamilies) {
        if (family.distribution == distribution) return family.parameters;
    }
    return 0;
}

bool has_one_point(Distribution family) { return math::has_one_point_form(math_family(family)); }

Solved solve_points(Distribution family, double low, double high) {
    const math::Family fitted = math_family(family);
    if (!math::has_one_point_form(fitted) && !math::has_two_point_form(fitted)) {
        return {{}, "it is given by its parameters in parentheses"};
    }
    const math::Fit fit = has_one_point(family) ? math::fit_one_point(fitted, high)
                                                : math::fit_two_points(fitted, low, high);
    if (fit.failure != math::FitFailure::None)
        return {{}, std::string(math::describe(fit.failure))};
    const math::Parameters& found = fit.parameters;
    return {{found.begin(), found.begin() + static_cast<std::ptrdiff_t>(parameter_count(family))},
            {}};
}

}  // namespace jonbar
