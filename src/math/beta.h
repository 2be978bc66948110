#pragma once
// The tails and quantiles of the beta distribution, and the binomial's probabilities.
//
// Scalar functions. The tails are a continued fraction (DLMF 8.17.22); where both shapes exceed
// 1000 the density is integrated over the stretch of the tail that counts, as in gamma.h.

#include "math/gamma.h"

namespace jonbar::math {

/// Returns log(B(a, b)).
/// Requires: a > 0, b > 0.
[[nodiscard]] double log_beta(double a, double b) noexcept;

/// Returns the binomial probability of `successes` in `trials`, defined for real numbers of both.
/// Relative error below 1e-12 where it is above 1e-30.
/// Requires: 0 <= successes <= trials, 0 <= probability <= 1.
[[nodiscard]] double binomial_mass(double successes, double trials, double probability) noexcept;

/// Returns I_x(a, b) and 1 - I_x(a, b), the tails at x of the beta distribution.
/// Relative error of the smaller below 1e-10 where it is above 1e-30 and a and b are at least 0.01.
/// Requires: a > 0, b > 0, 0 <= x <= 1.
[[nodiscard]] Tails beta_tails(double a, double b, double x) noexcept;

/// Returns x^a y^b / B(a, b), y = 1 - x: the density over logit x. Relative error below 1e-12 where
/// it is above 1e-30.
/// Requires: a > 0, b > 0, 0 < x < 1.
[[nodiscard]] double beta_slope(double a, double b, double x, double y) noexcept;

/// A number between 0 and 1 and its distance from 1, neither found as one less the other.
struct Share {
    double x;
    double y;
};

/// Returns the x with I_x(a, b) = wanted.lower, 1 - I_x(a, b) = wanted.upper; the smaller of x and
/// y is right as below, or 0 where it would underflow.
/// Requires: a > 0, b > 0, the tails are positive.
[[nodiscard]] Share beta_share(double a, double b, Tails wanted) noexcept;

/// Returns the x with I_x(a, b) = p. Relative error below 1e-10 of the smaller of x and 1 - x for p
/// in [2^-65, 1 - 2^-53], a and b at least 0.1, and no better than 1 ulp of x; 0 where x would
/// underflow. At most 200 evaluations whatever the arguments. Requires: a > 0, b > 0, 0 < p < 1.
[[nodiscard]] double beta_quantile(double a, double b, double p) noexcept;

}  // namespace jonbar::math
