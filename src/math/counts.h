#pragma once
// Quantiles of the binomial and the Poisson distribution.
//
// The quantile at u is the smallest count whose probability of "at most" reaches u. Small means are
// summed from the end; else a guess from the moments (Cornish and Fisher) is bracketed by doubling
// steps and then halved, so the number of evaluations grows with the logarithm of the guess's
// error.

namespace jonbar::math {

/// Returns the smallest k with P(X <= k) >= u for a binomial X: the number of successes.
/// Requires: 0 < u < 1; trials a whole number in [0, 2^53], probability in [0, 1].
[[nodiscard]] double binomial_quantile(double u, double trials, double probability) noexcept;

/// Returns the smallest k with P(X <= k) >= u for a Poisson X.
/// Requires: 0 < u < 1; mean in [0, 2^52].
[[nodiscard]] double poisson_quantile(double u, double mean) noexcept;

}  // namespace jonbar::math
