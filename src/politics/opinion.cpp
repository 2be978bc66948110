#include "politics/opinion.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "math/functions_inl.h"

namespace jonbar::politics {
namespace {

/// Solves `matrix` x = `right` by elimination with the largest pivot of each column; nothing if
/// the matrix is singular, or so near it that the digits are gone.
std::optional<std::vector<double>> solve(std::vector<double> matrix, std::vector<double> right) {
    const std::size_t n = right.size();
    for (std::size_t column = 0; column < n; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < n; ++row) {
            if (math::abs(matrix[row * n + column]) > math::abs(matrix[pivot * n + column])) {
                pivot = row;
            }
        }
        if (!(math::abs(matrix[pivot * n + column]) > 1e-12)) return std::nullopt;
        for (std::size_t j = 0; j < n; ++j) {
            std::swap(matrix[pivot * n + j], matrix[column * n + j]);
        }
        std::swap(right[pivot], right[column]);
        for (std::size_t row = column + 1; row < n; ++row) {
            const double factor = matrix[row * n + column] / matrix[column * n + column];
            if (factor == 0) continue;
            for (std::size_t j = column; j < n; ++j) {
                matrix[row * n + j] -= factor * matrix[column * n + j];
            }
            right[row] -= factor * right[column];
        }
    }
    for (std::size_t row = n; row-- > 0;) {
        for (std::size_t j = row + 1; j < n; ++j) {
            right[row] -= matrix[row * n + j] * right[j];
        }
        right[row] /= matrix[row * n + row];
    }
    return right;
}

/// Returns the weights as shares of their rows; who hears nobody hears himself.
std::vector<double> shares_of(std::span<const double> weights, std::size_t n) {
    std::vector<double> shares(weights.begin(), weights.end());
    for (std::size_t row = 0; row < n; ++row) {
        double sum = 0;
        for (std::size_t j = 0; j < n; ++j) sum += shares[row * n + j];
        for (std::size_t j = 0; j < n; ++j) {
            double& share = shares[row * n + j];
            share = sum > 0 ? share / sum : j == row ? 1 : 0;
        }
    }
    return shares;
}

/// Returns whether in some number of steps all listen, at least by others, to one same person: the
/// condition for a consensus from every start.
bool has_common_source(const std::vector<double>& shares, std::size_t n) {
    std::vector<char> reaches(n * n);
    for (std::size_t i = 0; i < n * n; ++i) reaches[i] = shares[i] > 0 ? 1 : 0;
    // If a column is ever full it stays so, and it is full after n^2 steps if ever.
    for (std::size_t steps = 1; steps < n * n + 1; steps *= 2) {
        std::vector<char> twice(n * n);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < n; ++k) {
                if (reaches[i * n + k] == 0) continue;
                for (std::size_t j = 0; j < n; ++j) {
                    twice[i * n + j] = static_cast<char>(twice[i * n + j] | reaches[k * n + j]);
                }
            }
        }
        reaches = std::move(twice);
    }
    for (std::size_t j = 0; j < n; ++j) {
        bool full = true;
        for (std::size_t i = 0; i < n; ++i) full = full && reaches[i * n + j] != 0;
        if (full) return true;
    }
    return false;
}

}  // namespace

double degroot(std::span<const double> opinions, std::span<const double> weights, double own) {
    CHECK(opinions.size() == weights.size());
    double sum = 0;
    double whole = 0;
    for (std::size_t j = 0; j < opinions.size(); ++j) {
        sum += weights[j] * opinions[j];
        whole += weights[j];
    }
    return whole > 0 ? sum / whole : own;
}

double friedkin_johnsen(std::span<const double> opinions, std::span<const double> weights,
                        double own, double susceptibility, double first) {
    return susceptibility * degroot(opinions, weights, own) + (1 - susceptibility) * first;
}

double hegselmann_krause(std::span<const double> opinions, double near, double within) {
    const double limit = within + 1e-12 * math::max(math::abs(near), within);
    double sum = 0;
    double count = 0;
    for (const double opinion : opinions) {
        if (math::abs(opinion - near) <= limit) {
            sum += opinion;
            count += 1;
        }
    }
    return count > 0 ? sum / count : near;
}

void opinion_step(const OpinionGroup& group, std::span<const double> opinions,
                  std::span<double> next) {
    const std::size_t n = opinions.size();
    CHECK(group.weights.size() == n * n && next.size() == n && next.data() != opinions.data());
    for (std::size_t i = 0; i < n; ++i) {
        const auto row = group.weights.subspan(i * n, n);
        next[i] = group.susceptibilities.empty()
                      ? degroot(opinions, row, opinions[i])
                      : friedkin_johnsen(opinions, row, opinions[i], group.susceptibilities[i],
                                         group.first[i]);
    }
}

void bounded_confidence_step(std::span<const double> opinions, double within,
                             std::span<double> next) {
    CHECK(next.size() == opinions.size());
    for (std::size_t i = 0; i < opinions.size(); ++i) {
        next[i] = hegselmann_krause(opinions, opinions[i], within);
    }
}

std::optional<std::vector<double>> settled_opinions(const OpinionGroup& group) {
    const std::size_t n = group.first.size();
    CHECK(group.weights.size() == n * n && group.susceptibilities.size() == n);
    std::vector<double> matrix = shares_of(group.weights, n);
    std::vector<double> right(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double susceptibility = group.susceptibilities[i];
        for (std::size_t j = 0; j < n; ++j) {
            double& entry = matrix[i * n + j];
            entry = (i == j ? 1 : 0) - susceptibility * entry;
        }
        right[i] = (1 - susceptibility) * group.first[i];
    }
    return solve(std::move(matrix), std::move(right));
}

std::optional<std::vector<double>> consensus_shares(std::span<const double> weights,
                                                    std::size_t n) {
    CHECK(weights.size() == n * n);
    const std::vector<double> shares = shares_of(weights, n);
    if (n == 0 || !has_common_source(shares, n)) return std::nullopt;
    // s W = s, with the last equation replaced by sum of s = 1.
    std::vector<double> matrix(n * n);
    std::vector<double> right(n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            matrix[i * n + j] = i + 1 == n ? 1 : shares[j * n + i] - (i == j ? 1.0 : 0.0);
        }
    }
    right[n - 1] = 1;
    return solve(std::move(matrix), std::move(right));
}

}  // namespace jonbar::politics
