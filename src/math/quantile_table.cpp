#include "math/quantile_table.h"

#include <array>
#include <cstddef>

#include "base/check.h"
#include "math/beta.h"
#include "math/gamma.h"
#include "math/quantile_table_inl.h"

namespace jonbar::math {
namespace {

constexpr std::size_t kTermCount = QuantileCurve::kTermCount;
constexpr double kFirst = QuantileCurve::kFirst;
constexpr double kLast = QuantileCurve::kLast;
constexpr double kFewestPerUnit = 2;
constexpr double kMostPerUnit = 32;
constexpr double kAgreement = 1e-12;  // how far neighbours may differ where they meet
constexpr double kMiddleAgreement = 4e-12;

using Series = std::array<double, kTermCount>;

/// A point of the curve: g and its derivative by z.
struct Point {
    double g;
    double w;
};

/// Returns the term number k of the product of two series.
double product_term(const Series& left, const Series& right, std::size_t k) {
    double sum = 0;
    for (std::size_t i = 0; i <= k; ++i) {
        sum += left[i] * right[k - i];
    }
    return sum;
}

double value(const Series& series, double position) {
    double sum = series[kTermCount - 1];
    for (std::size_t i = kTermCount - 1; i-- > 0;) {
        sum = sum * position + series[i];
    }
    return sum;
}

double slope(const Series& series, double position) {
    double sum = 0;
    for (std::size_t i = kTermCount; i-- > 1;) {
        sum = sum * position + series[i] * static_cast<double>(i);
    }
    return sum;
}

/// The curve of one distribution and how to follow it.
class Tracer {
  public:
    Tracer(Family family, double a, double b) : beta_(family == Family::Beta), a_(a), b_(b) {}

    /// Returns the point at an end of the curve.
    [[nodiscard]] Point end(double z) const {
        constexpr double kInverseRootTwoPi = 0x1.9884533d43651p-2;
        const Tails wanted{normal_cdf(z), normal_cdf(-z)};
        const double density = exp(-0.5 * z * z) * kInverseRootTwoPi;
        return beta_ ? beta_end(wanted, density) : gamma_end(wanted, density);
    }

    /// Returns the series of g around a point at z, in (distance from z) / radius.
    [[nodiscard]] Series expand(double z, Point point, double radius) const {
        Series g{}, w{}, s{}, m{}, r{};
        double bend = 0;
        if (beta_) {
            const double x = logistic(point.g);
            const double y = logistic(-point.g);
            s[0] = a_ * y - b_ * x;
            m[0] = -(a_ + b_) * x * y;
            r[0] = y - x;
            bend = 2 / (a_ + b_);
        } else {
            const double x = exp(point.g);
            s[0] = a_ - x;
            m[0] = -x;
            r[0] = 1;
        }
        g[0] = point.g;
        w[0] = point.w * radius;
        Series pull{};  // z + s w, by the position
        Series turn{};  // m w
        for (std::size_t k = 0; k + 1 < kTermCount; ++k) {
            const double order = static_cast<double>(k + 1);
            pull[k] = product_term(s, w, k) + (k == 0   ? z * radius
                                               : k == 1 ? radius * radius
                                                        : 0.0);
            turn[k] = product_term(m, w, k);
            g[k + 1] = w[k] / order;
            w[k + 1] = -product_term(w, pull, k) / order;
            s[k + 1] = turn[k] / order;
            m[k + 1] = product_term(turn, r, k) / order;
            r[k + 1] = bend * turn[k] / order;
        }
        return g;
    }

  private:
    [[nodiscard]] Point beta_end(Tails wanted, double density) const {
        const auto [x, y] = beta_share(a_, b_, wanted);
        // Near 0 the distribution is x^a / (a B), near 1 likewise.
        if (x < 0x1p-1000) {
            return {(log(wanted.lower * a_) + log_beta(a_, b_)) / a_,
                    density / (wanted.lower * a_)};
        }
        if (y < 0x1p-1000) {
            return {-(log(wanted.upper * b_) + log_beta(a_, b_)) / b_,
                    density / (wanted.upper * b_)};
        }
        return {log(x / y), density / beta_slope(a_, b_, x, y)};
    }

    [[nodiscard]] Point gamma_end(Tails wanted, double density) const {
        const double x = gamma_quantile(a_, wanted);
        if (x < 0x1p-1000) {
            return {(log(wanted.lower) + log_gamma(a_ + 1)) / a_, density / (wanted.lower * a_)};
        }
        return {log(x), density / (gamma_mass(a_, x) * a_)};
    }

    bool beta_;
    double a_, b_;
};

/// Follows the curve over `piece_count` pieces from `point` at z, forwards or (radius negative)
/// backwards, and calls `keep(series)` for each, in the order met. Returns the last point; with NaN
/// where neighbours do not agree.
template <class Keep>
Point follow(const Tracer& tracer, double z, Point point, double radius, int piece_count,
             Keep keep) {
    for (int i = 0; i < piece_count; ++i) {
        // Half a piece to its centre by the series around its edge, and on by that of the centre.
        const Series start = tracer.expand(z, point, radius);
        const Point centre = {value(start, 1), slope(start, 1) / radius};
        const Series series = tracer.expand(z + radius, centre, radius);
        if (!(abs(value(series, -1) - point.g) <= kAgreement * max(1.0, abs(point.g) * 0x1p-8))) {
            return {__builtin_nan(""), 0};
        }
        keep(series);
        point = {value(series, 1), slope(series, 1) / radius};
        z += 2 * radius;
    }
    return point;
}

/// Returns the terms of all pieces, or none where the grid is too coarse for the curve.
std::vector<double> trace(const Tracer& tracer, double per_unit) {
    const double radius = 0.5 / per_unit;
    const auto below = static_cast<int>(-kFirst * per_unit);
    const auto above = static_cast<int>(kLast * per_unit);
    std::vector<double> terms(static_cast<std::size_t>(below + above) * kTermCount);
    auto forwards = terms.begin();
    const Point left =
        follow(tracer, kFirst, tracer.end(kFirst), radius, below, [&](const Series& series) {
            for (const double term : series) {
                *forwards++ = term;
            }
        });
    auto backwards = terms.end();
    const Point right =
        follow(tracer, kLast, tracer.end(kLast), -radius, above, [&](const Series& series) {
            for (std::size_t i = kTermCount; i-- > 0;) {
                *--backwards = i % 2 == 0 ? series[i] : -series[i];
            }
        });
    if (!(abs(left.g - right.g) <= kMiddleAgreement * max(1.0, abs(left.g) * 0x1p-8))) {
        return {};
    }
    return terms;
}

}  // namespace

QuantileTable::QuantileTable(Family family, Parameters parameters)
    : family_(family), a_(parameters[0]), b_(parameters[1]) {
    CHECK(is_tabled(family) && is_valid(family, parameters));
    const Tracer tracer(family, a_, b_);
    for (double per_unit = kFewestPerUnit; per_unit <= kMostPerUnit && terms_.empty();
         per_unit *= 2) {
        terms_ = trace(tracer, per_unit);
        pieces_per_unit_ = per_unit;
    }
}

double QuantileTable::at(double u) const noexcept {
    return terms_.empty() ? quantile(family_, u, {a_, b_, 0}) : tabled_quantile(curve(), u);
}

QuantileCurve QuantileTable::curve() const noexcept {
    return {.family = family_,
            .a = a_,
            .b = b_,
            .pieces_per_unit = pieces_per_unit_,
            .terms = terms_.empty() ? nullptr : terms_.data()};
}

bool is_tabled(Family family) noexcept { return family == Family::Beta || family == Family::Gamma; }

}  // namespace jonbar::math
