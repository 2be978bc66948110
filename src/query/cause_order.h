// How sure the order of the causes is, given what nobody knows.
//
// Each cause's contribution in a history is regressed on what was drawn at step 0 (normal scores,
// inputs beyond three standard errors kept). Then a thousand times: params are drawn from their
// priors, islands are drawn anew by their weights, and the causes are ordered by the contributions
// so predicted. (modelling rule: an order turned round in more than a third of the draws is a tie.)

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "query/regression.h"

namespace jonbar {

struct CauseOrder {
    std::vector<std::size_t> causes;  // greatest mean contribution first
    std::vector<double> turned;       // of each: share of draws in which the one above it is
                                      // below it; 0 for the first
    double first_stays_first = 0;     // share of draws
    std::vector<double> explained;    // by cause: adjusted R² of its regression
};

/// `scores` are the normal scores of the draws of step 0, `contributions` a column a cause, both a
/// row a history; row i belongs to island island_of[i], whose weight is weights[island_of[i]].
/// Requires: weights of sum 1, each island has rows.
CauseOrder order_of_causes(const Table& scores, const Table& contributions,
                           std::span<const std::size_t> island_of, std::span<const double> weights,
                           std::uint64_t seed);

}  // namespace jonbar
