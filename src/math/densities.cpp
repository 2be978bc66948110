#include "math/densities.h"

#include <limits>

#include "math/beta.h"
#include "math/densities_inl.h"
#include "math/functions_inl.h"

namespace jonbar::math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLogRootHalfPi = 0x1.ce6bb25aa1315p-3;  // log(sqrt(pi / 2))

double log_of_constant(double x, double constant) { return x == constant ? 0 : -kInfinity; }

/// The logarithm of x^a y^b Gamma(a + b + 1) / (Gamma(a + 1) Gamma(b + 1)) for positive a and b, by
/// Loader's saddle-point expansion: each part is small where the probability is large.
double log_binomial_term(double a, double b, double x, double y) {
    const double n = a + b;
    const double difference = x * b - y * a;  // n x - a, and a - n x = n y - b
    const double exponent = deviance(a, n * x, difference) + deviance(b, n * y, -difference);
    const double corrections = stirling_error(n) - stirling_error(a) - stirling_error(b);
    return exponent + corrections - (kLogRootTwoPi + 0.5 * (log(a / n) + log(b)));
}

/// The logarithm of x^a exp(-x) / Gamma(a + 1) for positive a.
double log_gamma_mass(double a, double x) {
    return deviance(a, x, x - a) - stirling_error(a) - (kLogRootTwoPi + 0.5 * log(a));
}

double log_lognormal_density(double x, double mu, double sigma) {
    if (!(x > 0)) {
        return x == x ? -kInfinity : x;
    }
    return sigma == 0 ? log_of_constant(x, exp(mu))
                      : log_normal_density(log(x), mu, sigma) - log(x);
}

double log_beta_density(double x, double a, double b) {
    if (!(x > 0 && x < 1)) {
        return x == x ? -kInfinity : x;
    }
    const double y = 1 - x;
    return log_binomial_term(a, b, x, y) + log(a / (a + b) * b) - log(x) - log(y);
}

double log_gamma_density(double x, double shape, double scale) {
    if (!(x > 0 && x < kInfinity)) {
        return x == x ? -kInfinity : x;
    }
    return log_gamma_mass(shape, x / scale) + log(shape) - log(x);
}

double log_triangular_density(double x, double low, double mode, double high) {
    if (low == high) {
        return log_of_constant(x, low);
    }
    if (x == mode) {
        return log(2 / (high - low));
    }
    const double rise = x < mode ? (x - low) / (mode - low) : (high - x) / (high - mode);
    return x < low || x > high ? -kInfinity : log(2 / (high - low)) + log(rise);
}

double log_poisson_mass(double count, double mean) {
    if (mean == 0 || count == 0) {
        return count == 0 ? -mean : -kInfinity;
    }
    return log_gamma_mass(count, mean);
}

bool is_count(double x) { return x >= 0 && x < kInfinity && floor(x) == x; }

bool is_discrete(Family family) {
    return family == Family::Bernoulli || family == Family::Binomial || family == Family::Poisson;
}

/// Whether a distribution is the constant x.
bool is_constant(Family family, Parameters parameters) {
    const auto [a, b, c] = parameters;
    switch (family) {
        case Family::Uniform:
            return a == b;
        case Family::Normal:
        case Family::Lognormal:
            return b == 0;
        case Family::Halfnormal:
            return a == 0;
        case Family::Triangular:
            return a == c;
        case Family::Beta:
        case Family::Gamma:
        case Family::Exponential:
        case Family::Bernoulli:
        case Family::Binomial:
        case Family::Poisson:
            return false;
    }
    return false;
}

Tails normal_tails(double x, double mean, double sd) {
    if (sd == 0) {
        return x < mean ? Tails{0, 1} : Tails{1, 0};
    }
    const double z = (x - mean) / sd;
    return {normal_cdf(z), normal_cdf(-z)};
}

Tails triangular_tails(double x, double low, double mode, double high) {
    if (x <= low || x >= high) {
        return x < low || (x == low && low < high) ? Tails{0, 1} : Tails{1, 0};
    }
    const double width = high - low;
    if (x < mode) {
        const double lower = (x - low) / width * ((x - low) / (mode - low));
        return {lower, 1 - lower};
    }
    const double upper = high == mode ? 0 : (high - x) / width * ((high - x) / (high - mode));
    return {1 - upper, upper};
}

Tails poisson_tails(double count, double mean) {
    if (count < 0 || count == kInfinity) {
        return count < 0 ? Tails{0, 1} : Tails{1, 0};
    }
    const Tails above = gamma_tails(floor(count) + 1, mean);
    return {above.upper, above.lower};
}

}  // namespace

double log_binomial_mass(double successes, double trials, double probability) noexcept {
    const double failures = trials - successes;
    if (successes == 0) {
        return probability == 1 ? (trials == 0 ? 0 : -kInfinity) : trials * log1p(-probability);
    }
    if (failures == 0) {
        return probability == 0 ? -kInfinity : trials * log(probability);
    }
    if (probability == 0 || probability == 1) {
        return -kInfinity;
    }
    return log_binomial_term(successes, failures, probability, 1 - probability);
}

Tails binomial_tails(double successes, double trials, double probability) noexcept {
    if (successes < 0 || successes >= trials) {
        return successes < 0 ? Tails{0, 1} : Tails{1, 0};
    }
    const Tails above = beta_tails(successes + 1, trials - successes, probability);
    return {above.upper, above.lower};
}

double log_density(Family family, double x, Parameters parameters) noexcept {
    const auto [a, b, c] = parameters;
    if (x != x) {
        return x;
    }
    switch (family) {
        case Family::Uniform:
            return a == b ? log_of_constant(x, a) : x >= a && x <= b ? -log(b - a) : -kInfinity;
        case Family::Normal:
            return log_normal_density(x, a, b);
        case Family::Lognormal:
            return log_lognormal_density(x, a, b);
        case Family::Halfnormal:
            if (a == 0 || x < 0) {
                return a == 0 ? log_of_constant(x, 0) : -kInfinity;
            }
            return -0.5 * (x / a) * (x / a) - log(a) - kLogRootHalfPi;
        case Family::Beta:
            return log_beta_density(x, a, b);
        case Family::Gamma:
            return log_gamma_density(x, a, b);
        case Family::Exponential:
            return x >= 0 ? log(a) - a * x : -kInfinity;
        case Family::Triangular:
            return log_triangular_density(x, a, b, c);
        case Family::Bernoulli:
            return x == 1 ? log(a) : x == 0 ? log1p(-a) : -kInfinity;
        case Family::Binomial:
            return is_count(x) && x <= a ? log_binomial_mass(x, a, b) : -kInfinity;
        case Family::Poisson:
            return is_count(x) ? log_poisson_mass(x, a) : -kInfinity;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

Tails tails_of(Family family, double x, Parameters parameters) noexcept {
    const auto [a, b, c] = parameters;
    switch (family) {
        case Family::Uniform:
            if (x <= a || x >= b) {
                return x < a || (x == a && a < b) ? Tails{0, 1} : Tails{1, 0};
            }
            return {(x - a) / (b - a), (b - x) / (b - a)};
        case Family::Normal:
            return normal_tails(x, a, b);
        case Family::Lognormal:
            return x > 0 ? normal_tails(b == 0 && x == exp(a) ? a : log(x), a, b) : Tails{0, 1};
        case Family::Halfnormal: {
            if (x < 0 || a == 0) {
                return x < 0 ? Tails{0, 1} : Tails{1, 0};
            }
            const double upper = 2 * normal_cdf(-x / a);
            return {1 - upper, upper};
        }
        case Family::Beta:
            return beta_tails(a, b, x);
        case Family::Gamma:
            return gamma_tails(a, max(x / b, 0.0));
        case Family::Exponential:
            return x > 0 ? Tails{-expm1(-a * x), exp(-a * x)} : Tails{0, 1};
        case Family::Triangular:
            return triangular_tails(x, a, b, c);
        case Family::Bernoulli:
            return x < 0 ? Tails{0, 1} : x < 1 ? Tails{1 - a, a} : Tails{1, 0};
        case Family::Binomial:
            return binomial_tails(floor(x), a, b);
        case Family::Poisson:
            return poisson_tails(x, a);
    }
    return {0, 1};
}

double uniform_at(Family family, double x, Parameters parameters, double share) noexcept {
    constexpr double kLeast = 0x1p-65;
    constexpr double kMost = 1 - 0x1p-53;
    double u = share;                   // of a constant
    if (family == Family::Bernoulli) {  // the one whose quantile falls with u
        u = x >= 1 ? share * parameters[0] : parameters[0] + share * (1 - parameters[0]);
    } else if (is_discrete(family)) {
        const double below = tails_of(family, x - 1, parameters).lower;
        const double up_to = tails_of(family, x, parameters).lower;
        u = below + share * (up_to - below);
    } else if (!is_constant(family, parameters)) {
        u = tails_of(family, x, parameters).lower;
    }
    return u < kLeast ? kLeast : u > kMost ? kMost : u;
}

}  // namespace jonbar::math
