#include "query/spread.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "math/functions_inl.h"
#include "query/intervals.h"

namespace jonbar {

std::vector<double> evidence_weights(std::span<const double> log_evidence) {
    constexpr double kNever = -std::numeric_limits<double>::infinity();
    double most = kNever;
    for (const double log_value : log_evidence) most = std::max(most, log_value);
    std::vector<double> weights(log_evidence.size(), 0.0);
    if (most == kNever) return weights;
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] = log_evidence[i] == kNever ? 0 : math::exp(log_evidence[i] - most);
        sum += weights[i];
    }
    for (double& weight : weights) weight /= sum;
    return weights;
}

double effective_islands(std::span<const double> weights) {
    double squares = 0;
    for (const double weight : weights) squares += weight * weight;
    return squares == 0 ? 0 : 1 / squares;
}

Estimate spread_ratio(std::span<const double> weights, std::span<const double> numerators,
                      std::span<const double> denominators) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    double above = 0;
    double below = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        above += weights[i] * numerators[i];
        below += weights[i] * denominators[i];
    }
    if (below == 0) return {0, -kInfinity, kInfinity};
    const double ratio = above / below;
    const double effective = effective_islands(weights);
    if (weights.size() < 2 || effective <= 1) return {ratio, -kInfinity, kInfinity};
    double squares = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double residual = weights[i] * (numerators[i] - ratio * denominators[i]) / below;
        squares += residual * residual;
    }
    const auto count = static_cast<double>(weights.size());
    const double half =
        student_975(std::max(effective - 1, 1.0)) * std::sqrt(squares * count / (count - 1));
    return {ratio, ratio - half, ratio + half};
}

Estimate spread_mean(std::span<const double> weights, std::span<const double> means) {
    const std::vector<double> ones(means.size(), 1.0);
    return spread_ratio(weights, means, ones);
}

Estimate spread_log_mean(std::span<const double> log_evidence) {
    constexpr double kNever = -std::numeric_limits<double>::infinity();
    const double most =
        log_evidence.empty() ? kNever : *std::max_element(log_evidence.begin(), log_evidence.end());
    if (most == kNever) return {kNever, kNever, kNever};
    const auto count = static_cast<double>(log_evidence.size());
    double sum = 0;
    for (const double log_value : log_evidence) sum += math::exp(log_value - most);
    const double value = most + math::log(sum / count);
    if (log_evidence.size() < 2) return {value, kNever, -kNever};
    // Relative to the mean each island has count × weight, and their mean is 1.
    double squares = 0;
    for (const double weight : evidence_weights(log_evidence)) {
        const double residual = count * weight - 1;
        squares += residual * residual;
    }
    const double half = student_975(count - 1) * std::sqrt(squares / (count - 1) / count);
    return {value, value - half, value + half};
}

Estimate as_share(Estimate estimate, double independent) {
    if (estimate.low == estimate.high && (estimate.value <= 0 || estimate.value >= 1)) {
        const double n = std::max(independent, 1.0);
        const double z2 = kNormal975 * kNormal975;
        const double reach = z2 / (n + z2);  // Wilson's other bound for 0 of n
        return estimate.value <= 0 ? Estimate{0, 0, reach} : Estimate{1, 1 - reach, 1};
    }
    return {estimate.value, std::max(0.0, estimate.low), std::min(1.0, estimate.high)};
}

}  // namespace jonbar
