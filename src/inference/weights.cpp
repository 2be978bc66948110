#include "inference/weights.h"

#include <algorithm>

#include "base/check.h"
#include "math/batch.h"
#include "math/functions_inl.h"

namespace jonbar::inference {

double scale_weights(std::span<const double> log_weights, std::vector<double>& out) {
    out.assign(log_weights.size(), 0.0);
    double largest = kLogZero;
    for (const double weight : log_weights) {
        largest = largest < weight ? weight : largest;
    }
    if (largest == kLogZero) {
        return largest;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = log_weights[i] - largest;
    }
    math::batch_for(math::best_instruction_set()).exp(out.data(), out.size(), out.data());
    return largest;
}

WeightSum sum_weights(std::span<const double> log_weights, std::vector<double>& scratch) {
    const double largest = scale_weights(log_weights, scratch);
    if (largest == kLogZero) {
        return {};
    }
    double sum = 0, squares = 0;
    for (const double weight : scratch) {
        sum += weight;
        squares += weight * weight;
    }
    const auto count = static_cast<double>(log_weights.size());
    return {largest + math::log(sum / count), sum * sum / squares};
}

double log_sum_exp(std::span<const double> terms) {
    std::vector<double> scaled;
    const double largest = scale_weights(terms, scaled);
    if (largest == kLogZero) {
        return largest;
    }
    double sum = 0;
    for (const double term : scaled) {
        sum += term;
    }
    return largest + math::log(sum);
}

std::vector<std::uint32_t> systematic_sample(std::span<const double> log_weights, double u,
                                             std::size_t count) {
    std::vector<double> weights;
    CHECK(scale_weights(log_weights, weights) != kLogZero);
    double total = 0;
    std::size_t last = 0;  // the last slot that weighs anything
    for (std::size_t i = 0; i < weights.size(); ++i) {
        total += weights[i];
        last = weights[i] > 0 ? i : last;
    }
    std::vector<std::uint32_t> slots;
    slots.reserve(count);
    const auto points = static_cast<double>(count);
    std::size_t slot = 0;
    double reached = weights[0];
    for (std::size_t k = 0; k < count; ++k) {
        const double point = (static_cast<double>(k) + u) / points * total;
        while (slot < last && reached <= point) {
            reached += weights[++slot];
        }
        slots.push_back(static_cast<std::uint32_t>(slot));
    }
    return slots;
}

}  // namespace jonbar::inference
