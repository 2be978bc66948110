// Weighted least squares of several responses on the same few hundred inputs.
//
// Normal equations by Cholesky's factorisation, all in the order given, so that the same numbers
// give the same bits everywhere. Inputs that do not vary, or follow from those before them, have
// coefficient 0.

#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace jonbar {

/// A fit y = intercept + Σ coefficient x of one response.
struct Fit {
    double intercept = 0;
    std::vector<double> coefficients;  // one an input
    std::vector<double> errors;        // their standard errors; 0 where an input was left out
    double explained = 0;              // adjusted R², at least 0
};

/// Columns of numbers, one row a history.
struct Table {
    std::size_t rows = 0;
    std::vector<std::vector<double>> columns;
};

/// Fits each of `responses` to `inputs`. Weights need not sum to 1.
/// Requires: weights and all columns have `inputs.rows` numbers.
std::vector<Fit> least_squares(const Table& inputs, const Table& responses,
                               std::span<const double> weights);

/// As `least_squares`, keeping for each response only the inputs whose coefficient is more than
/// `errors_min` standard errors from 0, and fitting those again.
std::vector<Fit> screened_least_squares(const Table& inputs, const Table& responses,
                                        std::span<const double> weights, double errors_min);

}  // namespace jonbar
