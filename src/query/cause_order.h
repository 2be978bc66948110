// How sure the order of the causes is, given what nobody knows.
//
// Each cause's contribution in a history is regressed on what was drawn at step 0 (normal scores,
// inputs beyond three standard errors kept). Then a thousand times: params are drawn from their
// priors, islands are drawn anew by their weights, and the causes are ordered by the contributions
// so predicted. A cause whose order with the first of those above it is turned round in more than a
// third of the draws is tied with it.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "query/regression.h"

namespace jonbar {

struct CauseOrder {
    std::vector<std::size_t> causes;  // greatest mean contribution first
    /// Of each, by rank: the share of draws in which it stands above the first of the causes that
    /// it is tied with, or, where it is tied with none, above the last such first. 0 for the first.
    std::vector<double> turned;
    std::vector<bool> tied;         // by rank: with the one above it
    double first_stays_first = 0;   // share of draws
    std::vector<double> explained;  // by cause: adjusted R² of its regression
};

/// `scores` are the normal scores of the draws of step 0, `contributions` a column a cause, both a
/// row a history; row i belongs to island island_of[i], whose weight is weights[island_of[i]].
/// Requires: weights of sum 1, each island has rows.
CauseOrder order_of_causes(const Table& scores, const Table& contributions,
                           std::span<const std::size_t> island_of, std::span<const double> weights,
                           std::uint64_t seed);

}  // namespace jonbar
