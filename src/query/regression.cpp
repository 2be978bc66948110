#include "query/regression.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace jonbar {

namespace {

/// The lower triangle of a symmetric matrix, row after row.
class Triangle {
  public:
    explicit Triangle(std::size_t size) : size_(size), values_(size * (size + 1) / 2) {}
    [[nodiscard]] std::size_t size() const { return size_; }
    double& at(std::size_t row, std::size_t column) {
        return values_[row * (row + 1) / 2 + column];
    }
    [[nodiscard]] double at(std::size_t row, std::size_t column) const {
        return values_[row * (row + 1) / 2 + column];
    }

  private:
    std::size_t size_;
    std::vector<double> values_;
};

/// Replaces a matrix by its Cholesky factor; rows without a pivot become 0, and `kept` tells the
/// others.
std::vector<bool> factor(Triangle& m) {
    constexpr double kPivotMin = 1e-9;  // of the diagonal
    std::vector<bool> kept(m.size(), true);
    for (std::size_t row = 0; row < m.size(); ++row) {
        const double diagonal = m.at(row, row);
        for (std::size_t column = 0; column <= row; ++column) {
            double sum = m.at(row, column);
            for (std::size_t k = 0; k < column; ++k) sum -= m.at(row, k) * m.at(column, k);
            if (column < row) {
                m.at(row, column) = kept[column] ? sum / m.at(column, column) : 0;
            } else if (diagonal > 0 && sum > kPivotMin * diagonal) {
                m.at(row, row) = std::sqrt(sum);
            } else {
                kept[row] = false;
                for (std::size_t k = 0; k <= row; ++k) m.at(row, k) = 0;
            }
        }
    }
    return kept;
}

std::vector<double> solve(const Triangle& factor, const std::vector<bool>& kept,
                          std::vector<double> right) {
    const std::size_t size = factor.size();
    for (std::size_t row = 0; row < size; ++row) {
        for (std::size_t k = 0; k < row; ++k) right[row] -= factor.at(row, k) * right[k];
        right[row] = kept[row] ? right[row] / factor.at(row, row) : 0;
    }
    for (std::size_t row = size; row-- > 0;) {
        for (std::size_t k = row + 1; k < size; ++k) right[row] -= factor.at(k, row) * right[k];
        right[row] = kept[row] ? right[row] / factor.at(row, row) : 0;
    }
    return right;
}

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
