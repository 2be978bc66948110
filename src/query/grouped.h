// Estimates of counts and sums that were kept by group of histories: the islands of a conditioned
// sample, or one group of independent histories.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jonbar/answers.h"

namespace jonbar {

struct HistoryGroups {
    std::vector<double> weights = {1};       // of sum 1
    std::vector<std::uint64_t> sizes = {0};  // histories; a group of none counts for nothing
    bool islands = false;                    // else one group of independent histories
    /// How many independent histories the islands are worth where all agree.
    double independent = 1;

    /// Returns the weights of the groups that have histories, again of sum 1; 0 of the others.
    [[nodiscard]] std::vector<double> live_weights() const;
    /// Returns the sum of the counts, each as a share of its group, weighed.
    [[nodiscard]] double weighted(std::span<const std::uint64_t> counts) const;

    /// Returns the share of histories that `counts` are, with its interval.
    [[nodiscard]] Estimate share(std::span<const std::uint64_t> counts) const;
    /// Returns the mean of +1 for `more`, -1 for `fewer` histories and 0 for the others.
    [[nodiscard]] Estimate difference(std::span<const std::uint64_t> more,
                                      std::span<const std::uint64_t> fewer) const;
    /// Returns the mean of values of these sums, whose squares add up to `squares` over all.
    [[nodiscard]] Estimate mean(std::span<const double> sums, double squares) const;

  private:
    [[nodiscard]] std::vector<double> per_history(std::span<const double> sums) const;
};

}  // namespace jonbar
