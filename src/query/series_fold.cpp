#include "query/series_fold.h"

#include <algorithm>
#include <cmath>

namespace jonbar {

namespace {

constexpr double kWeightScale = 1ULL << 40U;

}  // namespace

std::vector<std::uint64_t> whole_weights(const HistoryGroups& groups) {
    std::vector<std::uint64_t> weights;
    for (std::size_t i = 0; i < groups.sizes.size(); ++i) {
        const auto size = static_cast<double>(std::max<std::uint64_t>(groups.sizes[i], 1));
        const double weight = std::round(kWeightScale * groups.weights[i] / size);
        weights.push_back(groups.islands ? static_cast<std::uint64_t>(weight) : 1);
    }
    return weights;
}

void WeighedNumbers::add(double value, std::uint64_t weight) {
    if (weight == 0) return;
    sum_.add(value * static_cast<double>(weight));
    values_.add(value, weight);
}

void WeighedNumbers::merge(const WeighedNumbers& other) {
    sum_.merge(other.sum_);
    values_.merge(other.values_);
}

double WeighedNumbers::mean() const { return sum_.value() / static_cast<double>(values_.count()); }

SeriesFold::SeriesFold(std::size_t worlds, std::size_t columns, const HistoryGroups& groups)
    : columns_(columns), weights_(whole_weights(groups)), cells_(worlds * columns) {}

void SeriesFold::add(std::size_t group, std::size_t world, std::span<const double> values) {
    for (std::size_t i = 0; i < values.size(); ++i)
        cells_[world * columns_ + i].add(values[i], weights_[group]);
}

void SeriesFold::merge(const SeriesFold& other) {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i].merge(other.cells_[i]);
}

}  // namespace jonbar
