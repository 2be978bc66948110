#include "math/distributions.h"

#include <limits>

#include "math/beta.h"
#include "math/counts.h"
#include "math/distributions_inl.h"
#include "math/gamma.h"

namespace jonbar::math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool is_positive(double x) { return x > 0 && x < kInfinity; }

}  // namespace

std::string_view name_of(Family family) noexcept {
    switch (family) {
        case Family::Uniform:
            return "uniform";
        case Family::Normal:
            return "normal";
        case Family::Lognormal:
            return "lognormal";
        case Family::Halfnormal:
            return "halfnormal";
        case Family::Beta:
            return "beta";
        case Family::Gamma:
            return "gamma";
        case Family::Exponential:
            return "exponential";
        case Family::Triangular:
            return "triangular";
        case Family::Bernoulli:
            return "bernoulli";
        case Family::Binomial:
            return "binomial";
        case Family::Poisson:
            return "poisson";
    }
    return "";
}

int parameter_count(Family family) noexcept {
    switch (family) {
        case Family::Halfnormal:
        case Family::Exponential:
        case Family::Bernoulli:
        case Family::Poisson:
            return 1;
        case Family::Uniform:
        case Family::Normal:
        case Family::Lognormal:
        case Family::Beta:
        case Family::Gamma:
        case Family::Binomial:
            return 2;
        case Family::Triangular:
            return 3;
    }
    return 0;
}

bool is_valid(Family family, Parameters parameters) noexcept {
    const auto [a, b, c] = parameters;
    switch (family) {
        case Family::Uniform:
            return valid_uniform(a, b);
        case Family::Normal:
            return valid_normal(a, b);
        case Family::Lognormal:
            return valid_lognormal(a, b);
        case Family::Halfnormal:
            return valid_halfnormal(a);
        case Family::Beta:
        case Family::Gamma:
            return is_positive(a) && is_positive(b);
        case Family::Exponential:
            return valid_exponential(a);
        case Family::Triangular:
            return valid_triangular(a, b, c);
        case Family::Bernoulli:
            return valid_bernoulli(a);
        case Family::Binomial:
            return valid_binomial(a, b);
        case Family::Poisson:
            return valid_poisson(a);
    }
    return false;
}

double quantile(Family family, double u, Parameters parameters) noexcept {
    const auto [a, b, c] = parameters;
    switch (family) {
        case Family::Uniform:
            return uniform_quantile(u, a, b);
        case Family::Normal:
            return normal_quantile(u, a, b);
        case Family::Lognormal:
            return lognormal_quantile(u, a, b);
        case Family::Halfnormal:
            return halfnormal_quantile(u, a);
        case Family::Beta:
            return beta_quantile(a, b, u);
        case Family::Gamma:
            return b * gamma_quantile(a, u);
        case Family::Exponential:
            return exponential_quantile(u, a);
        case Family::Triangular:
            return triangular_quantile(u, a, b, c);
        case Family::Bernoulli:
            return bernoulli_quantile(u, a);
        case Family::Binomial:
            return binomial_quantile(u, a, b);
        case Family::Poisson:
            return poisson_quantile(u, a);
    }
    return std::numeric_limits<double>::quiet_NaN();
}

double mean(Family family, Parameters parameters) noexcept {
    constexpr double kRootTwoOverPi = 0x1.9884533d43651p-1;
    const auto [a, b, c] = parameters;
    switch (family) {
        case Family::Uniform:
            return a + (b - a) / 2;
        case Family::Normal:
            return a;
        case Family::Lognormal:
            return exp(a + b * b / 2);
        case Family::Halfnormal:
            return a * kRootTwoOverPi;
        case Family::Beta:
            return a / (a + b);
        case Family::Gamma:
        case Family::Binomial:
            return a * b;
        case Family::Exponential:
            return 1 / a;
        case Family::Triangular:
            return (a + b + c) / 3;
        case Family::Bernoulli:
        case Family::Poisson:
            return a;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace jonbar::math
