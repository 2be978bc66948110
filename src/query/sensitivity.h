// Which of the things that nobody knows carry an outcome.
//
// From histories already run ("given data"): no further ones are needed. The *first-order index* of
// a draw is Var(E[Y | draw]) / Var(Y), from classes of equal numbers of histories along the draw,
// less what chance alone puts between classes. The *total index*, with all the interactions the
// draw takes part in, is read off a polynomial in the draws' normal scores: lines for all, squares
// and products of pairs for those that matter most; terms within three standard errors of 0 are
// dropped, and squared coefficients are freed of their sampling variance (Sudret 2008, "Global
// sensitivity analysis using polynomial chaos expansions"). Y's variance is that between
// histories, chance included; what is left to chance no index claims. Intervals are jackknife
// intervals over islands. Given a record the draws depend on each other a little; the indices take
// them as independent.

#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "jonbar/answers.h"
#include "query/regression.h"

namespace jonbar {

struct DrawIndices {
    Estimate first_order, total;  // within [0, 1]
};

struct Sensitivity {
    std::vector<DrawIndices> draws;  // in the order given
    Estimate explained;              // share of the variance that the polynomial explains
};

/// `scores` are the normal scores of the draws, a row a history; row i belongs to island
/// island_of[i], whose weight is weights[island_of[i]].
/// Requires: as many outcomes as rows; weights of sum 1.
Sensitivity sensitivity_of(const Table& scores, const std::vector<double>& outcome,
                           std::span<const std::size_t> island_of, std::span<const double> weights);

}  // namespace jonbar
