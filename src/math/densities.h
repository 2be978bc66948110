#pragma once
// The densities and tails of the distributions that a scenario draws from.
//
// What a recorded number weighs is the density of its distribution there, or the mass where the
// distribution is of whole numbers; in logarithms, so that far tails keep their digits. A spread of
// 0 makes a distribution a constant, and the constant has mass 1. The tails turn a number back into
// the uniform whose quantile it is. Scalar functions, of parameters as `is_valid` wants them.

#include "math/distributions.h"
#include "math/gamma.h"

namespace jonbar::math {

/// Returns the logarithm of the density or mass at x: minus infinity outside the support, and at
/// the ends 0 and 1 of beta, 0 of gamma and lognormal, which no draw attains. NaN for NaN. Error
/// below 2^-44 of the larger of 1 and the result, and for beta, gamma, binomial and Poisson also of
/// the change of the result when a parameter or x changes by one part in 2^53. Requires: the
/// parameters are valid.
[[nodiscard]] double log_density(Family family, double x, Parameters parameters) noexcept;

/// Returns the probabilities of at most x and of more than x, each to 2^-44 of the larger of itself
/// and 2^-10 (the families of gamma.h and beta.h as said there).
/// Requires: the parameters are valid; x is not NaN.
[[nodiscard]] Tails tails_of(Family family, double x, Parameters parameters) noexcept;

/// Returns a u in (0, 1) with quantile(family, u, parameters) = x, exactly for whole numbers and up
/// to the errors of both functions otherwise; where several have it, the share `share` of them,
/// which is itself a uniform, tells which. Where x is outside the support the u is that of the
/// nearest end. Requires: the parameters are valid; x is not NaN; 0 < share < 1.
[[nodiscard]] double uniform_at(Family family, double x, Parameters parameters,
                                double share) noexcept;

/// Returns log of the binomial probability of `successes` in `trials`.
/// Error as of log_density. Requires: 0 <= successes <= trials, whole; 0 <= probability <= 1.
[[nodiscard]] double log_binomial_mass(double successes, double trials,
                                       double probability) noexcept;

/// Returns the probabilities of at most and of more than `successes` in `trials`.
/// Requires: as above, but `successes` is any whole number.
[[nodiscard]] Tails binomial_tails(double successes, double trials, double probability) noexcept;

}  // namespace jonbar::math
