#include "math/beta.h"

#include "math/functions_inl.h"
#include "math/quantile_search.h"

namespace jonbar::math {
namespace {

constexpr double kTwoPi = 0x1.921fb54442d18p+2;
constexpr double kLargeShape = 1000;  // where both are beyond it the density is integrated

/// Returns x^a y^b Gamma(a + b + 1) / (Gamma(a + 1) Gamma(b + 1)) for positive a and b.
double binomial_term(double a, double b, double x, double y) {
    const double n = a + b;
    const double difference = x * b - y * a;  // n x - a, and a - n x = n y - b
    const double exponent = deviance(a, n * x, difference) + deviance(b, n * y, -difference);
    const double corrections = stirling_error(n) - stirling_error(a) - stirling_error(b);
    return exp(exponent + corrections) * sqrt(n / (kTwoPi * a) / b);
}

}  // namespace

double beta_slope(double a, double b, double x, double y) noexcept {
    return binomial_term(a, b, x, y) * (a / (a + b) * b);
}

namespace {

/// I_x(a, b) by its continued fraction, evaluated forwards by Lentz's method: good for
/// x < (a + 1) / (a + b + 2).
double beta_lower_fraction(double a, double b, double x, double y) {
    constexpr double kTiny = 1e-290;
    const auto nonzero = [](double value) { return abs(value) < kTiny ? kTiny : value; };
    double c = 1;
    double d = 1 / nonzero(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m < 5000; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / nonzero(1 + even * d);
        c = nonzero(1 + even / c);
        fraction *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / nonzero(1 + odd * d);
        c = nonzero(1 + odd / c);
        const double factor = d * c;
        fraction *= factor;
        if (abs(factor - 1) < 0x1p-53) {
            break;
        }
    }
    return beta_slope(a, b, x, y) / a * fraction;
}

/// The tail beyond x, seen from the mean, for large shapes.
double beta_tail_integral(double a, double b, double x) {
    const double n = a + b;
    const double sd = sqrt(a / n * (b / n) / (n + 1));
    const double score = (x * b - (1 - x) * a) / n / sd;
    const double reach = tail_reach(score) * sd;
    const double length = score < 0 ? -min(reach, x) : min(reach, 1 - x);
    const auto density = [a, b](double t) { return beta_slope(a, b, t, 1 - t) / (t * (1 - t)); };
    return min(integrate(density, x, length), 1.0);
}

}  // namespace

double log_beta(double a, double b) noexcept {
    // B(a, b) is the inverse of the binomial term at any x, here the mean, over its powers.
    const double n = a + b;
    return a * log(a / n) + b * log(b / n) - log(beta_slope(a, b, a / n, b / n));
}

double binomial_mass(double successes, double trials, double probability) noexcept {
    const double failures = trials - successes;
    if (successes == 0) {
        return probability == 1 ? (trials == 0 ? 1 : 0) : exp(trials * log1p(-probability));
    }
    if (failures == 0) {
        return probability == 0 ? 0 : exp(trials * log(probability));
    }
    if (probability == 0 || probability == 1) {
        return 0;
    }
    return binomial_term(successes, failures, probability, 1 - probability);
}

Tails beta_tails(double a, double b, double x) noexcept {
    const double y = 1 - x;
    if (x <= 0 || y <= 0) {
        return x <= 0 ? Tails{0, 1} : Tails{1, 0};
    }
    const bool large = a > kLargeShape && b > kLargeShape;
    const bool below = large ? x * b < y * a : x < (a + 1) / (a + b + 2);
    if (large) {
        const double tail = beta_tail_integral(a, b, x);
        return below ? Tails{tail, 1 - tail} : Tails{1 - tail, tail};
    }
    if (below) {
        const double lower = beta_lower_fraction(a, b, x, y);
        return {lower, 1 - lower};
    }
    const double upper = beta_lower_fraction(b, a, y, x);
    return {1 - upper, upper};
}

namespace {

/// A first guess of a quantile: Abramowitz and Stegun 26.5.22, or the leading term of the series.
double guess_beta_quantile(double a, double b, Tails wanted) {
    if (a >= 1 && b >= 1) {
        const double score = -normal_score(wanted);
        const double inverse_a = 1 / (2 * a - 1);
        const double inverse_b = 1 / (2 * b - 1);
        const double lambda = (score * score - 3) / 6;
        const double h = 2 / (inverse_a + inverse_b);
        const double w = score * sqrt(max(h + lambda, 0.0)) / h -
                         (inverse_b - inverse_a) * (lambda + 5.0 / 6 - 2 / (3 * h));
        return a / (a + b * exp(2 * w));
    }
    return exp((log(wanted.lower * a) + log_beta(a, b)) / a);
}

/// The quantile where it lies below about a half; 1 - x would keep too few digits near 1.
double low_beta_quantile(double a, double b, Tails wanted) {
    const double guess = guess_beta_quantile(a, b, wanted);
    if (guess < 0x1p-1000) {
        return guess;
    }
    return find_quantile([a, b](double x) { return beta_tails(a, b, x); },
                         [a, b](double x) { return beta_slope(a, b, x, 1 - x) / (1 - x); }, wanted,
                         guess, {0, 0.75});
}

}  // namespace

Share beta_share(double a, double b, Tails wanted) noexcept {
    const Tails at_half = beta_tails(a, b, 0.5);
    if (wanted.lower <= 0.5 ? at_half.lower < wanted.lower : at_half.upper > wanted.upper) {
        const double y = low_beta_quantile(b, a, {wanted.upper, wanted.lower});
        return {1 - y, y};
    }
    const double x = low_beta_quantile(a, b, wanted);
    return {x, 1 - x};
}

double beta_quantile(double a, double b, double p) noexcept {
    return beta_share(a, b, {p, 1 - p}).x;
}

}  // namespace jonbar::math
