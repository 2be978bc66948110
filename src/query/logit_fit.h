// How a fact depends on the draws that cases share: a logistic regression.
//
// P(fact | z) = logistic(a + b·z), z the normal scores of the shared params. The slopes have the
// prior normal(0, τ²) each; τ² is chosen so that the data are most probable (MacKay's fixed point,
// 1992, Neural Computation 4:415–447: τ² = |b|² ÷ the number of slopes that the data determine),
// within bounds. The intercept has half a history in which the fact came and half one in which it
// did not, at z = 0, so that what was never seen has a finite one. Solved by Newton's method to a
// hundredth of a standard error, in at most 15 steps; all sums in the order of the histories.

#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "query/regression.h"

namespace jonbar {

/// Rows of scores side by side, so that a row is near in memory.
struct Design {
    std::size_t rows = 0, width = 0;
    std::vector<double> values;  // row after row
};

/// Puts the columns that `used` names of several tables below each other.
Design design_of(std::span<const Table* const> tables, std::span<const std::size_t> used);

struct LogitFit {
    double intercept = 0;
    std::vector<double> slopes;  // one a column
    double slope_variance = 0;   // τ²
    double determined = 0;       // how many slopes the data determine
};

/// Fits the share of each row in which the fact came, 0 to 1. Weights count histories.
/// Requires: as many of each as the design has rows; weights not below 0.
LogitFit fit_logit(const Design& design, std::span<const double> came,
                   std::span<const double> weights);

}  // namespace jonbar
