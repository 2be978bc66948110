#pragma once
// The distributions that a scenario draws from, and their parameters.
//
// A draw is a quantile at one uniform: a monotone function of u, increasing but for bernoulli.
// The parameters, in this order:
//
//   uniform(low, high)          normal(mean, sd)            lognormal(mu, sigma), of the logarithm
//   halfnormal(sd)              beta(a, b)                  gamma(shape, scale), of mean shape
//   scale exponential(rate)           triangular(low, mode, high) bernoulli(p) binomial(trials, p)
//   poisson(mean)
//
// A spread of 0 (sd, sigma, low == high) is allowed and gives a constant. Kernels use the lane
// templates of distributions_inl.h, which give the same bits as `quantile` here.

#include <array>
#include <cstdint>
#include <string_view>

namespace jonbar::math {

enum class Family : std::uint8_t {
    Uniform,
    Normal,
    Lognormal,
    Halfnormal,
    Beta,
    Gamma,
    Exponential,
    Triangular,
    Bernoulli,
    Binomial,
    Poisson,
};

/// A family's parameters in its order; what it does not have is 0.
using Parameters = std::array<double, 3>;

/// Returns the name by which scenarios call a family, "halfnormal".
[[nodiscard]] std::string_view name_of(Family family) noexcept;

/// Returns how many parameters a family has, 1 to 3.
[[nodiscard]] int parameter_count(Family family) noexcept;

/// Returns whether a family takes these parameters. NaN and infinity never are; shapes, scales and
/// rates are above 0; trials are whole and at most 2^53, a Poisson mean is at most 2^52.
[[nodiscard]] bool is_valid(Family family, Parameters parameters) noexcept;

/// Returns the family's quantile at u.
/// Requires: 0 < u < 1; the parameters are valid.
[[nodiscard]] double quantile(Family family, double u, Parameters parameters) noexcept;

/// Returns the family's mean.
/// Requires: the parameters are valid.
[[nodiscard]] double mean(Family family, Parameters parameters) noexcept;

}  // namespace jonbar::math
