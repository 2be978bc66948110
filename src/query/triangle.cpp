#include "query/triangle.h"

#include <cmath>

namespace jonbar {

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

std::vector<double> solve_transposed(const Triangle& factor, std::vector<double> right) {
    for (std::size_t row = factor.size(); row-- > 0;) {
        for (std::size_t k = row + 1; k < factor.size(); ++k)
            right[row] -= factor.at(k, row) * right[k];
        right[row] /= factor.at(row, row);
    }
    return right;
}

}  // namespace jonbar
