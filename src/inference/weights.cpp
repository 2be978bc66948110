#include "inference/weights.h"

#include <algorithm>

#include "base/check.h"
#include "math/batch.h"
#include "math/functions_inl.h"

namespace jonbar::inference {

double scale_weights(std::span<const double> log_weights, std::vector<double>& out) {
    out.resize(log_weights.size());
    double largest = kLogZero;
    for (const double weight : log_weights) {
        largest = largest < weight ? weight : largest;
    }
    if (largest == kLogZero) {
        out.assign(log_weights.size(), 0.0);
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
    // Point k lies at (k + u) / count of the total, and is of the first slot with which the sum
    // exceeds it, or of the last that weighs anything.
    const auto points = static_cast<double>(count);
    std::vector<double> point(count);
    for (std::size_t k = 0; k < count; ++k) {
        point[k] = (static_cast<double>(k) + u) / points * total;
    }
    std::vector<std::uint32_t> slots(count, 0);
    std::size_t begin = 0;  // of the points of a slot
    double reached = 0;
    for (std::size_t slot = 0; slot < last && begin < count; ++slot) {
        slots[begin] = static_cast<std::uint32_t>(slot);  // or of the next, if it has none
        reached += weights[slot];
        // About where its points end, and then where they do.
        const double about = std::min(reached * (points / total) - u + 1, points);
        auto end = static_cast<std::size_t>(std::max(about, 0.0));
        while (end < count && point[end] < reached) ++end;
        while (end > begin && point[end - 1] >= reached) --end;
        begin = std::max(begin, end);
    }
    if (begin < count) {
        slots[begin] = static_cast<std::uint32_t>(last);
    }
    for (std::size_t k = 1; k < count; ++k) {
        slots[k] = std::max(slots[k], slots[k - 1]);
    }
    return slots;
}

}  // namespace jonbar::inference
