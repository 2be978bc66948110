// Numbers by date in several worlds, over weighed histories.
//
// A column is one number at one date. Sums are exact and weights whole numbers, so neither the
// number of threads nor the order of histories shows.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "math/binned_counts.h"
#include "math/exact_sum.h"
#include "query/grouped.h"

namespace jonbar {

/// Weights of histories as whole numbers: of one of each group.
std::vector<std::uint64_t> whole_weights(const HistoryGroups& groups);

/// One number over weighed histories.
class WeighedNumbers {
  public:
    void add(double value, std::uint64_t weight);
    void merge(const WeighedNumbers& other);
    /// Require: something of weight above 0 was added.
    [[nodiscard]] double mean() const;
    [[nodiscard]] double quantile(double p) const { return values_.quantile(p); }

  private:
    math::ExactSum sum_;
    math::BinnedCounts values_;  // counts are weights
};

class SeriesFold {
  public:
    SeriesFold(std::size_t worlds, std::size_t columns, const HistoryGroups& groups);

    /// Adds the columns of one history of a group in one world.
    void add(std::size_t group, std::size_t world, std::span<const double> values);
    void merge(const SeriesFold& other);
    [[nodiscard]] const WeighedNumbers& at(std::size_t world, std::size_t column) const {
        return cells_[world * columns_ + column];
    }

  private:
    std::size_t columns_ = 0;
    std::vector<std::uint64_t> weights_;  // of a history, by group
    std::vector<WeighedNumbers> cells_;   // [world][column]
};

}  // namespace jonbar
