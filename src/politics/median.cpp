#include "politics/median.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "politics/exact_weights.h"

namespace jonbar::politics {
namespace {

/// Whether the first `count` of the weights are at least half of all.
bool is_half(std::span<const double> weights, std::size_t count) {
    const auto up_to = weights.begin() + static_cast<std::ptrdiff_t>(count);
    const double before = std::accumulate(weights.begin(), up_to, 0.0);
    const double behind = std::accumulate(up_to, weights.end(), 0.0);
    const double doubt = 0x1p-52 * static_cast<double>(weights.size()) * (before + behind);
    if (std::abs(before - behind) > doubt) return before > behind;
    std::vector<WeightTerm> terms;
    terms.reserve(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i)
        terms.push_back({weights[i], i < count ? 1 : -1});
    return exact_sign(terms) >= 0;
}

}  // namespace

double weighted_median(std::span<const double> positions, std::span<const double> weights) {
    std::vector<std::size_t> order(positions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return positions[a] < positions[b]; });
    std::vector<double> sorted;
    sorted.reserve(order.size());
    for (const std::size_t voter : order) sorted.push_back(weights[voter]);
    // The weight up to a position only grows, so that the place is found by halving.
    std::size_t low = 0, high = order.size() - 1;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (is_half(sorted, middle + 1)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return positions[order[low]];
}

}  // namespace jonbar::politics
