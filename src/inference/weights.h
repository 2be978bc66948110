// Weights of particles, as logarithms.
//
// Weights of a record may be as small as exp(-1000), so they stay logarithms, and every sum is
// taken relative to the largest. Sums run in the order of slots, with the functions of src/math:
// the same bits on any machine. A weight of nothing is minus infinity.

#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace jonbar::inference {

constexpr double kLogZero = -std::numeric_limits<double>::infinity();

/// What a set of weights amounts to.
struct WeightSum {
    double log_mean = kLogZero;  // of the weights; minus infinity if all are nothing
    double effective = 0;        // (sum of w)^2 / sum of w^2, Kong's effective sample size
};

/// Writes exp(log_weights - their largest) to `out`, and returns the largest; where that is minus
/// infinity, all are 0. Requires: as many of both; no NaN, no plus infinity.
double scale_weights(std::span<const double> log_weights, std::vector<double>& out);

/// Returns the sums of weights. `scratch` may hold anything.
WeightSum sum_weights(std::span<const double> log_weights, std::vector<double>& scratch);

/// Returns log(sum of exp(terms)); of none, minus infinity.
double log_sum_exp(std::span<const double> terms);

/// Returns `count` slots in ascending order, each slot i in floor or ceil of count × its share of
/// the weights: systematic resampling, the points (u + k) / count on the cumulated weights.
/// Requires: 0 < u < 1; not all weights are nothing.
std::vector<std::uint32_t> systematic_sample(std::span<const double> log_weights, double u,
                                             std::size_t count);

}  // namespace jonbar::inference
