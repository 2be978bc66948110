#include "query/regression.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "query/triangle.h"

namespace jonbar {

namespace {

double mean_of(std::span<const double> column, std::span<const double> weights, double total) {
    double sum = 0;
    for (std::size_t i = 0; i < column.size(); ++i) sum += weights[i] * column[i];
    return sum / total;
}

}  // namespace

std::vector<Fit> least_squares(const Table& inputs, const Table& responses,
                               std::span<const double> weights) {
    const std::size_t size = inputs.columns.size();
    const std::size_t rows = inputs.rows;
    CHECK(weights.size() == rows);
    double total = 0;
    double squares = 0;
    for (const double weight : weights) {
        total += weight;
        squares += weight * weight;
    }
    std::vector<Fit> fits(responses.columns.size());
    for (Fit& fit : fits) {
        fit.coefficients.resize(size);
        fit.errors.resize(size);
    }
    if (total == 0) return fits;
    const double count = total * total / squares;  // the effective number of rows
    std::vector<double> means;
    for (const auto& column : inputs.columns) means.push_back(mean_of(column, weights, total));
    // Centred and weighted columns, so that a product is a plain sum.
    std::vector<std::vector<double>> centred(size, std::vector<double>(rows));
    for (std::size_t j = 0; j < size; ++j) {
        for (std::size_t i = 0; i < rows; ++i) {
            centred[j][i] = inputs.columns[j][i] - means[j];
        }
    }
    Triangle products(size);
    std::vector<double> weighted(rows);
    for (std::size_t j = 0; j < size; ++j) {
        for (std::size_t i = 0; i < rows; ++i) weighted[i] = weights[i] / total * centred[j][i];
        for (std::size_t k = 0; k <= j; ++k) {
            double sum = 0;
            for (std::size_t i = 0; i < rows; ++i) sum += weighted[i] * centred[k][i];
            products.at(j, k) = sum;
        }
    }
    const std::vector<bool> kept = factor(products);
    const auto inputs_kept = static_cast<double>(std::count(kept.begin(), kept.end(), true));
    std::vector<double> inverse_diagonal(size);
    for (std::size_t j = 0; j < size; ++j) {
        if (!kept[j]) continue;
        std::vector<double> unit(size);
        unit[j] = 1;
        inverse_diagonal[j] = solve(products, kept, unit)[j];
    }
    for (std::size_t r = 0; r < fits.size(); ++r) {
        const std::vector<double>& response = responses.columns[r];
        CHECK(response.size() == rows);
        const double mean = mean_of(response, weights, total);
        std::vector<double> right(size);
        double variance = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            weighted[i] = weights[i] / total * (response[i] - mean);
            variance += weighted[i] * (response[i] - mean);
        }
        double by_fit = 0;
        for (std::size_t j = 0; j < size; ++j) {
            for (std::size_t i = 0; i < rows; ++i) right[j] += weighted[i] * centred[j][i];
        }
        Fit& fit = fits[r];
        fit.coefficients = solve(products, kept, right);
        fit.intercept = mean;
        for (std::size_t j = 0; j < size; ++j) {
            by_fit += fit.coefficients[j] * right[j];
            fit.intercept -= fit.coefficients[j] * means[j];
        }
        const double freedom = std::max(count - 1 - inputs_kept, 1.0);
        const double residual = std::max(variance - by_fit, 0.0) * count / freedom;
        fit.explained =
            variance > 0 ? std::max(0.0, 1 - residual * (count - 1) / count / variance) : 0;
        for (std::size_t j = 0; j < size; ++j) {
            fit.errors[j] = std::sqrt(std::max(residual * inverse_diagonal[j] / count, 0.0));
        }
    }
    return fits;
}

std::vector<Fit> screened_least_squares(const Table& inputs, const Table& responses,
                                        std::span<const double> weights, double errors_min) {
    std::vector<Fit> fits = least_squares(inputs, responses, weights);
    for (std::size_t r = 0; r < fits.size(); ++r) {
        Table few{inputs.rows, {}};
        std::vector<std::size_t> which;
        for (std::size_t j = 0; j < inputs.columns.size(); ++j) {
            if (std::abs(fits[r].coefficients[j]) > errors_min * fits[r].errors[j]) {
                which.push_back(j);
                few.columns.push_back(inputs.columns[j]);
            }
        }
        const Fit again =
            least_squares(few, Table{inputs.rows, {responses.columns[r]}}, weights).front();
        Fit& fit = fits[r];
        fit.intercept = again.intercept;
        fit.explained = again.explained;
        std::fill(fit.coefficients.begin(), fit.coefficients.end(), 0);
        std::fill(fit.errors.begin(), fit.errors.end(), 0);
        for (std::size_t k = 0; k < which.size(); ++k) {
            fit.coefficients[which[k]] = again.coefficients[k];
            fit.errors[which[k]] = again.errors[k];
        }
    }
    return fits;
}

}  // namespace jonbar
