#pragma once
// The gamma function, and the tails and quantiles of the gamma distribution.
//
// Scalar functions, for what is computed a history at a time or once before a run. Small parameters
// use the power series and the continued fraction of DLMF 8.7 and 8.9; where they grow slow, above
// shape 1000, the density is integrated by Gauss's rule over the stretch of the tail that counts.

namespace jonbar::math {

/// The probabilities of at most and of more than some value; neither is found as one less the other
/// where that would lose it.
struct Tails {
    double lower;
    double upper;
};

/// Returns log(Gamma(x)) for x > 0, infinity at 0 and infinity, NaN below 0.
/// Error below 2^-50 of the larger of 1 and the result.
[[nodiscard]] double log_gamma(double x) noexcept;

/// Returns Gamma(x) for x > 0, infinity above about 171.6, NaN below 0.
/// Relative error below 2^-40 (the logarithm's, magnified).
[[nodiscard]] double gamma(double x) noexcept;

/// Returns log(Gamma(x + 1)) - log(sqrt(2 pi x) (x / e)^x), the error of Stirling's formula.
/// Absolute error below 2^-47.
/// Requires: x > 0.
[[nodiscard]] double stirling_error(double x) noexcept;

/// Returns a log(x / a) - (x - a), given the difference x - a, without the cancellation near a.
/// Requires: a > 0, x >= 0.
[[nodiscard]] double deviance(double a, double x, double difference) noexcept;

/// Returns x^a exp(-x) / Gamma(a + 1): for whole a the Poisson probability of a at mean x.
/// Relative error below 1e-12 where it is above 1e-30.
/// Requires: a >= 0, x >= 0.
[[nodiscard]] double gamma_mass(double a, double x) noexcept;

/// Returns P(shape, x) and Q(shape, x), the tails at x of the gamma distribution of scale 1.
/// Relative error of the smaller below 1e-11 where it is above 1e-30.
/// Requires: shape > 0, x >= 0.
[[nodiscard]] Tails gamma_tails(double shape, double x) noexcept;

/// Returns the x with P(shape, x) = p. Relative error below 1e-11 for p in [2^-65, 1 - 2^-53],
/// shape >= 0.1; 0 where x would underflow. At most 200 evaluations whatever the arguments.
/// Requires: shape > 0, 0 < p < 1.
[[nodiscard]] double gamma_quantile(double shape, double p) noexcept;

/// Returns the same for a pair of tails, of which the smaller counts.
[[nodiscard]] double gamma_quantile(double shape, Tails wanted) noexcept;

}  // namespace jonbar::math
