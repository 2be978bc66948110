#include "query/grouped.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"
#include "query/intervals.h"
#include "query/spread.h"

namespace jonbar {

namespace {

std::uint64_t total(std::span<const std::uint64_t> counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

}  // namespace

std::vector<double> HistoryGroups::live_weights() const {
    std::vector<double> live = weights;
    double sum = 0;
    for (std::size_t i = 0; i < live.size(); ++i) {
        live[i] = sizes[i] == 0 ? 0 : live[i];
        sum += live[i];
    }
    for (double& weight : live) weight = sum == 0 ? 0 : weight / sum;
    return live;
}

std::vector<double> HistoryGroups::per_history(std::span<const double> sums) const {
    CHECK(sums.size() == sizes.size());
    std::vector<double> means(sums.begin(), sums.end());
    for (std::size_t i = 0; i < means.size(); ++i) {
        means[i] = sizes[i] == 0 ? 0 : means[i] / static_cast<double>(sizes[i]);
    }
    return means;
}

double HistoryGroups::weighted(std::span<const std::uint64_t> counts) const {
    const std::vector<double> live = live_weights();
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (sizes[i] != 0) {
            sum += live[i] * static_cast<double>(counts[i]) / static_cast<double>(sizes[i]);
        }
    }
    return sum;
}

Estimate HistoryGroups::share(std::span<const std::uint64_t> counts) const {
    if (!islands) return share_of(total(counts), total(sizes));
    const std::vector<double> sums(counts.begin(), counts.end());
    return as_share(spread_mean(live_weights(), per_history(sums)), independent);
}

Estimate HistoryGroups::difference(std::span<const std::uint64_t> more,
                                   std::span<const std::uint64_t> fewer) const {
    std::vector<double> sums;
    for (std::size_t i = 0; i < more.size(); ++i) {
        sums.push_back(static_cast<double>(more[i]) - static_cast<double>(fewer[i]));
    }
    return mean(sums, static_cast<double>(total(more) + total(fewer)));
}

Estimate HistoryGroups::mean(std::span<const double> sums, double squares) const {
    if (islands) return spread_mean(live_weights(), per_history(sums));
    const double sum = std::accumulate(sums.begin(), sums.end(), 0.0);
    const std::uint64_t count = total(sizes);
    const auto n = static_cast<double>(std::max<std::uint64_t>(count, 1));
    const double about_mean = std::max(0.0, squares - sum * (sum / n));
    const double sd = count > 1 ? std::sqrt(about_mean / (n - 1)) : 0;
    return mean_of(sum / n, sd, count);
}

}  // namespace jonbar
