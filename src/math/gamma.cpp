#include "math/gamma.h"

#include <limits>

#include "math/functions_inl.h"
#include "math/quantile_search.h"

namespace jonbar::math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLogRootTwoPi = 0x1.d67f1c864beb5p-1;
constexpr double kTwoPi = 0x1.921fb54442d18p+2;
constexpr double kLargeShape = 1000;  // beyond it the density is integrated

/// log(Gamma(x)) on [1, 2]: (x - 1)(x - 2) times a Chebyshev fit, relative error below 2^-57.
double log_gamma_between_1_and_2(double x) {
    constexpr double kTerms[] = {
        0x1.eeb95b094c191p-2,   -0x1.2aed059bd6085p-3,  0x1.01af62a2929e1p-4,
        -0x1.007aa83cef9abp-5,  0x1.133423527ae27p-6,   -0x1.34dbda128eee5p-7,
        0x1.64f0664fb6518p-8,   -0x1.a5035375acabep-9,  0x1.f814b951d538bp-10,
        -0x1.313e5323120b7p-10, 0x1.750aa27fe4301p-11,  -0x1.cb502b140a127p-12,
        0x1.1c7b46046a59cp-12,  -0x1.61854b057e6e9p-13, 0x1.ba26ce28a34b0p-14,
        -0x1.1cf3272629995p-14, 0x1.672b94917149fp-15,  -0x1.6880fac68f031p-16,
        0x1.c7d009a4fae3ap-17,  -0x1.36d84fee907ffp-16, 0x1.8ca55ab6b8718p-17};
    return (x - 1) * (x - 2) * polynomial(x - 1.5, kTerms);
}

/// Stirling's series, DLMF 5.11.1; eight terms are below 2^-55 from x = 12.
double stirling_series(double x) {
    constexpr double kTerms[] = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                 1.0 / 1188, -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400};
    const double inverse = 1 / x;
    return inverse * polynomial(inverse * inverse, kTerms);
}

/// Q(shape, x) for shape < 1 and x < 1.1 without cancellation: P is
/// x^a / Gamma(a + 1) (1 + a sum over k >= 1 of (-x)^k / ((a + k) k!)), DLMF 8.7.1.
Tails small_gamma_tails(double shape, double x) {
    const double power = shape * log(x) - log_gamma(shape + 1);
    double term = 1;
    double sum = 0;
    for (int k = 1; k < 30; ++k) {
        term *= -x / k;
        sum += term / (shape + k);
    }
    const double front = exp(power);
    return {front * (1 + shape * sum), -expm1(power) - front * shape * sum};
}

/// P(shape, x) by its power series, DLMF 8.7.1: good for x < shape + 1.
double gamma_lower_series(double shape, double x) {
    double term = 1;
    double sum = 1;
    for (int n = 1; n < 2000 && term > sum * 0x1p-56; ++n) {
        term *= x / (shape + n);
        sum += term;
    }
    return gamma_mass(shape, x) * sum;
}

/// Q(shape, x) by its continued fraction, DLMF 8.9.2 in even form, evaluated forwards by Lentz's
/// method: good for x > shape + 1.
double gamma_upper_fraction(double shape, double x) {
    constexpr double kTiny = 1e-290;
    double b = x + 1 - shape;
    double c = 1 / kTiny;
    double d = 1 / b;
    double fraction = d;
    for (int n = 1; n < 2000; ++n) {
        const double a = -n * (n - shape);
        b += 2;
        d = a * d + b;
        d = 1 / (abs(d) < kTiny ? kTiny : d);
        c = b + a / c;
        c = abs(c) < kTiny ? kTiny : c;
        const double factor = c * d;
        fraction *= factor;
        if (abs(factor - 1) < 0x1p-53) {
            break;
        }
    }
    return gamma_mass(shape, x) * shape * fraction;
}

/// The tail of the gamma distribution beyond x, seen from its mean.
double gamma_tail_integral(double shape, double x) {
    const double sd = sqrt(shape);
    const double score = (x - shape) / sd;
    const double reach = tail_reach(score) * sd;
    const double length = score < 0 ? -min(reach, x) : reach;
    const auto density = [shape](double t) { return gamma_mass(shape, t) * (shape / t); };
    return min(integrate(density, x, length), 1.0);
}

}  // namespace

double stirling_error(double x) noexcept {
    if (x >= 12) {
        return stirling_series(x);
    }
    return log_gamma(x + 1) - (x + 0.5) * log(x) + x - kLogRootTwoPi;
}

double log_gamma(double x) noexcept {
    if (!(x > 0) || x == kInfinity) {
        return x == 0 || x == kInfinity ? kInfinity : kNaN;
    }
    if (x < 1) {
        return log_gamma_between_1_and_2(x + 1) - log(x);
    }
    if (x >= 12) {
        return (x - 0.5) * (log(x) - 1) + (kLogRootTwoPi - 0.5 + stirling_series(x));
    }
    double product = 1;
    while (x > 2) {
        x -= 1;
        product *= x;
    }
    return log_gamma_between_1_and_2(x) + log(product);
}

double gamma(double x) noexcept { return x < 172 ? exp(log_gamma(x)) : x + kInfinity; }

double deviance(double a, double x, double difference) noexcept {
    if (abs(difference) > a * 0.5) {
        return a * log(x / a) - difference;
    }
    // log(1 + m) - m = 2 atanh(s) - m with s = m / (2 + m), and m - 2 s = s m.
    constexpr double kTerms[] = {1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11, 1.0 / 13,
                                 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25,
                                 1.0 / 27, 1.0 / 29, 1.0 / 31, 1.0 / 33, 1.0 / 35, 1.0 / 37};
    const double m = difference / a;
    const double s = m / (2 + m);
    const double z = s * s;
    return a * (2 * s * z * polynomial(z, kTerms) - s * m);
}

double gamma_mass(double a, double x) noexcept {
    if (a == 0) {
        return exp(-x);
    }
    return exp(deviance(a, x, x - a) - stirling_error(a)) / sqrt(kTwoPi * a);
}

Tails gamma_tails(double shape, double x) noexcept {
    if (x <= 0) {
        return {0, 1};
    }
    if (x == kInfinity) {
        return {1, 0};
    }
    if (shape > kLargeShape) {
        const double tail = gamma_tail_integral(shape, x);
        return x < shape ? Tails{tail, 1 - tail} : Tails{1 - tail, tail};
    }
    if (shape < 1 && x < 1.1) {
        return small_gamma_tails(shape, x);
    }
    if (x < shape + 1) {
        const double lower = gamma_lower_series(shape, x);
        return {lower, 1 - lower};
    }
    const double upper = gamma_upper_fraction(shape, x);
    return {1 - upper, upper};
}

double gamma_quantile(double shape, double p) noexcept {
    return gamma_quantile(shape, Tails{p, 1 - p});
}

double gamma_quantile(double shape, Tails wanted) noexcept {
    // Wilson and Hilferty's cube, or where that fails the leading term of the series.
    const double root = 1 - 1 / (9 * shape) + normal_score(wanted) / (3 * sqrt(shape));
    double guess = shape * root * root * root;
    if (root < 0.2 || shape < 0.5) {
        guess = exp((log(wanted.lower) + log_gamma(shape + 1)) / shape);
        if (guess < 0x1p-1000) {
            return guess;
        }
    }
    return find_quantile([shape](double x) { return gamma_tails(shape, x); },
                         [shape](double x) { return gamma_mass(shape, x) * shape; }, wanted, guess,
                         {0, kInfinity});
}

}  // namespace jonbar::math
