#pragma once
// Quantiles of the distributions that draws use most, of lanes.
//
// A draw is its distribution's quantile at one uniform u in (0, 1): increasing in u, so worlds that
// differ in a parameter stay coupled. Of wrong parameters the result has no meaning; `valid_...`
// says which lanes have right ones, and the engine reports the others. The families that need an
// iteration (gamma, beta, binomial, Poisson) are in distributions.h, a history at a time.

#include "math/functions_inl.h"

namespace jonbar::math {

/// Returns a mask of the lanes that are neither infinite nor NaN.
template <class L>
static inline auto is_finite(L x) {
    return abs(x) < std::numeric_limits<double>::infinity();
}

/// uniform(low, high): low <= high, both finite.
template <class L>
static inline auto valid_uniform(L low, L high) {
    return is_finite(low) & is_finite(high) & is_finite(high - low) & (low <= high);
}

template <class L>
static inline L uniform_quantile(L u, L low, L high) {
    return min(low + (high - low) * u, high);
}

/// normal(mean, sd): sd >= 0, both finite.
template <class L>
static inline auto valid_normal(L mean, L sd) {
    return is_finite(mean) & is_finite(sd) & (sd >= 0.0);
}

template <class L>
static inline L normal_quantile(L u, L mean, L sd) {
    return mean + sd * normal_quantile(u);
}

/// lognormal(mu, sigma), the mean and standard deviation of the logarithm: sigma >= 0, both finite.
template <class L>
static inline auto valid_lognormal(L mu, L sigma) {
    return valid_normal(mu, sigma);
}

template <class L>
static inline L lognormal_quantile(L u, L mu, L sigma) {
    return exp(normal_quantile(u, mu, sigma));
}

/// halfnormal(sd), the size of a normal number of mean 0: sd >= 0, finite.
template <class L>
static inline auto valid_halfnormal(L sd) {
    return is_finite(sd) & (sd >= 0.0);
}

template <class L>
static inline L halfnormal_quantile(L u, L sd) {
    return sd * abs(normal_quantile(0.5 - u * 0.5));
}

/// exponential(rate), of mean 1 / rate: rate > 0, finite.
template <class L>
static inline auto valid_exponential(L rate) {
    return is_finite(rate) & (rate > 0.0);
}

template <class L>
static inline L exponential_quantile(L u, L rate) {
    return -log1p(-u) / rate;
}

/// triangular(low, mode, high): low <= mode <= high, all finite.
template <class L>
static inline auto valid_triangular(L low, L mode, L high) {
    return valid_uniform(low, high) & (low <= mode) & (mode <= high);
}

template <class L>
static inline L triangular_quantile(L u, L low, L mode, L high) {
    const L width = high - low;
    const L rise = mode - low;
    const L fall = high - mode;
    const L left = min(low + sqrt(u * width) * sqrt(rise), mode);
    const L right = max(high - sqrt((1.0 - u) * width) * sqrt(fall), mode);
    return select(u * width < rise, left, right);
}

/// bernoulli(p), 1 with probability p and else 0: 0 <= p <= 1.
template <class L>
static inline auto valid_bernoulli(L p) {
    return (p >= 0.0) & (p <= 1.0);
}

/// binomial(trials, p): whole trials in [0, 2^53], 0 <= p <= 1.
template <class L>
static inline auto valid_binomial(L trials, L p) {
    return (trials >= 0.0) & (trials <= 0x1p53) & (trials == floor(trials)) & valid_bernoulli(p);
}

/// poisson(mean): a mean in [0, 2^52].
template <class L>
static inline auto valid_poisson(L mean) {
    return (mean >= 0.0) & (mean <= 0x1p52);
}

/// Unlike the others it decreases in u: it is 1 where u < p, as an event of probability p fires.
template <class L>
static inline L bernoulli_quantile(L u, L p) {
    return select(u < p, splat<L>(1.0), L{});
}

}  // namespace jonbar::math
