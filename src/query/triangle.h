// Symmetric matrices and their Cholesky factors.

#pragma once

#include <cstddef>
#include <vector>

namespace jonbar {

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

/// Replaces a matrix by its Cholesky factor; rows without a pivot become 0, and what is returned
/// tells the others.
std::vector<bool> factor(Triangle& m);

/// Returns x with L Lᵀ x = `right`; 0 in rows without a pivot.
std::vector<double> solve(const Triangle& factor, const std::vector<bool>& kept,
                          std::vector<double> right);

/// Returns x with Lᵀ x = `right`: normal scores turned so are a draw whose precision is L Lᵀ.
/// Requires: every row has a pivot.
std::vector<double> solve_transposed(const Triangle& factor, std::vector<double> right);

}  // namespace jonbar
