#include "query/cause_order.h"

#include <algorithm>
#include <numeric>

#include "base/siphash.h"
#include "math/functions_inl.h"
#include "math/philox.h"

namespace jonbar {

namespace {

constexpr std::uint64_t kDraws = 1000;
constexpr double kErrorsMin = 3;
constexpr double kTieShare = 1.0 / 3;

/// Contributions of each cause (inner) by island.
std::vector<std::vector<double>> island_means(const Table& contributions,
                                              std::span<const std::size_t> island_of,
                                              std::size_t islands) {
    std::vector<std::vector<double>> means(islands,
                                           std::vector<double>(contributions.columns.size()));
    std::vector<double> rows(islands);
    for (std::size_t i = 0; i < contributions.rows; ++i) {
        ++rows[island_of[i]];
        for (std::size_t c = 0; c < contributions.columns.size(); ++c) {
            means[island_of[i]][c] += contributions.columns[c][i];
        }
    }
    for (std::size_t island = 0; island < islands; ++island) {
        for (double& mean : means[island]) mean = rows[island] == 0 ? 0 : mean / rows[island];
    }
    return means;
}

/// Draws as many islands as there are, each by its weight, and returns the mean contributions.
std::vector<double> resampled(const std::vector<std::vector<double>>& means,
                              std::span<const double> weights, std::uint64_t key,
                              std::uint64_t draw) {
    std::vector<double> sum(means.front().size());
    for (std::uint32_t turn = 0; turn < means.size(); ++turn) {
        double left = math::noise_uniform({key, 1, 2 * turn}, draw);
        std::size_t island = 0;
        while (island + 1 < weights.size() && left >= weights[island]) {
            left -= weights[island++];
        }
        for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += means[island][c];
    }
    for (double& value : sum) value /= static_cast<double>(means.size());
    return sum;
}

}  // namespace

CauseOrder order_of_causes(const Table& scores, const Table& contributions,
                           std::span<const std::size_t> island_of, std::span<const double> weights,
                           std::uint64_t seed) {
    const std::size_t causes = contributions.columns.size();
    CauseOrder order;
    order.turned.resize(causes);
    order.tied.resize(causes);
    if (causes == 0) return order;
    std::vector<double> row_weights;
    for (const std::size_t island : island_of) row_weights.push_back(weights[island]);
    const std::vector<Fit> fits =
        screened_least_squares(scores, contributions, row_weights, kErrorsMin);
    for (const Fit& fit : fits) order.explained.push_back(fit.explained);

    const auto means = island_means(contributions, island_of, weights.size());
    std::vector<double> total(causes);
    for (std::size_t island = 0; island < weights.size(); ++island) {
        for (std::size_t c = 0; c < causes; ++c) total[c] += weights[island] * means[island][c];
    }
    order.causes.resize(causes);
    std::iota(order.causes.begin(), order.causes.end(), std::size_t{0});
    std::stable_sort(
        order.causes.begin(), order.causes.end(),
        [&](std::size_t left, std::size_t right) { return total[left] > total[right]; });

    const std::uint64_t key = base::site_key(seed, "why/params");
    std::vector<std::vector<double>> draws;
    for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
        std::vector<double> predicted = resampled(means, weights, key, draw);
        for (std::size_t j = 0; j < scores.columns.size(); ++j) {
            const double score = math::normal_quantile(
                math::noise_uniform({key, 0, static_cast<std::uint32_t>(2 * j)}, draw));
            for (std::size_t c = 0; c < causes; ++c) {
                predicted[c] += fits[c].coefficients[j] * score;
            }
        }
        // The fit's prediction, with the error that the choice of islands makes.
        for (std::size_t c = 0; c < causes; ++c) {
            predicted[c] += fits[c].intercept - total[c];
        }
        const auto first = static_cast<std::size_t>(
            std::max_element(predicted.begin(), predicted.end()) - predicted.begin());
        order.first_stays_first += predicted[order.causes[0]] == predicted[first] ? 1 : 0;
        draws.push_back(std::move(predicted));
    }
    order.first_stays_first /= kDraws;
    std::size_t leader = 0;
    for (std::size_t i = 1; i < causes; ++i) {
        const auto turned =
            std::count_if(draws.begin(), draws.end(), [&](const std::vector<double>& predicted) {
                return predicted[order.causes[i]] > predicted[order.causes[leader]];
            });
        order.turned[i] = static_cast<double>(turned) / kDraws;
        order.tied[i] = order.turned[i] > kTieShare;
        leader = order.tied[i] ? leader : i;
    }
    return order;
}

}  // namespace jonbar
