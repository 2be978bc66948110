#include "query/logit_fit.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "math/functions_inl.h"
#include "query/triangle.h"

namespace jonbar {

namespace {

constexpr double kVarianceStart = 0.25, kVarianceMin = 1e-4, kVarianceMax = 4;
constexpr int kSteps = 15;
constexpr double kSmall = 1e-2;  // of a standard error
constexpr double kStepMax = 4;   // what is rare is approached in steps

class Regression {
  public:
    Regression(const Design& design, std::span<const double> came, std::span<const double> weights)
        : design_(design),
          came_(came),
          weights_(weights),
          coefficients_(design.width + 1),
          gradient_(design.width + 1),
          products_((design.width + 1) * (design.width + 1)) {
        CHECK(came.size() == design.rows && weights.size() == design.rows);
        double all = 1;
        double held = 0.5;
        for (std::size_t i = 0; i < came_.size(); ++i) {
            all += weights_[i];
            held += weights_[i] * came_[i];
        }
        coefficients_.back() = math::logit(held / all);
    }

    LogitFit solve() {
        for (int step = 0; step < kSteps; ++step) {
            if (advance() < kSmall) break;
        }
        LogitFit fit;
        fit.intercept = coefficients_.back();
        fit.slopes.assign(coefficients_.begin(), coefficients_.end() - 1);
        fit.slope_variance = variance_;
        fit.determined = determined_;
        return fit;
    }

  private:
    /// Adds up the gradient and the second derivatives of the log likelihood. The inner loop runs
    /// over a row, whose sums do not wait for each other.
    void add_rows() {
        const std::size_t width = design_.width;
        std::fill(gradient_.begin(), gradient_.end(), 0);
        std::fill(products_.begin(), products_.end(), 0);
        std::vector<double> row(width + 1, 1);
        for (std::size_t i = 0; i < design_.rows; ++i) {
            const double* const begin = design_.values.data() + i * width;
            std::copy(begin, begin + width, row.begin());
            double predictor = coefficients_.back();
            for (std::size_t j = 0; j < width; ++j) predictor += coefficients_[j] * row[j];
            const double p = math::logistic(predictor);
            const double residual = weights_[i] * (came_[i] - p);
            const double curvature = weights_[i] * p * (1 - p);
            for (std::size_t j = 0; j <= width; ++j) {
                gradient_[j] += residual * row[j];
                const double weighted = curvature * row[j];
                double* const sums = products_.data() + j * (width + 1);
                for (std::size_t k = 0; k <= j; ++k) sums[k] += weighted * row[k];
            }
        }
    }

    /// Makes one step of Newton's and chooses τ² anew; returns the largest change, in standard
    /// errors.
    double advance() {
        add_rows();
        const std::size_t slopes = design_.width;
        Triangle precision(slopes + 1);
        for (std::size_t j = 0; j <= slopes; ++j) {
            for (std::size_t k = 0; k <= j; ++k)
                precision.at(j, k) = products_[j * (slopes + 1) + k];
        }
        for (std::size_t j = 0; j < slopes; ++j) {
            gradient_[j] -= coefficients_[j] / variance_;
            precision.at(j, j) += 1 / variance_;
        }
        const double p = math::logistic(coefficients_.back());
        gradient_[slopes] += 0.5 - p;
        precision.at(slopes, slopes) += p * (1 - p);
        const std::vector<bool> kept = factor(precision);
        const std::vector<double> step = jonbar::solve(precision, kept, gradient_);
        std::vector<double> variances(slopes + 1);
        for (std::size_t j = 0; j <= slopes; ++j) {
            std::vector<double> unit(slopes + 1);
            unit[j] = 1;
            variances[j] = jonbar::solve(precision, kept, unit)[j];
        }
        double largest = 0;
        double in_errors = 0;
        for (std::size_t j = 0; j <= slopes; ++j) {
            largest = std::max(largest, std::abs(step[j]));
            if (variances[j] > 0)
                in_errors = std::max(in_errors, std::abs(step[j]) / std::sqrt(variances[j]));
        }
        const double shorter = largest > kStepMax ? kStepMax / largest : 1;
        for (std::size_t j = 0; j <= slopes; ++j) coefficients_[j] += shorter * step[j];
        if (slopes > 0) choose_variance(variances);
        return in_errors;
    }

    void choose_variance(const std::vector<double>& variances) {
        double squares = 0;
        double trace = 0;
        for (std::size_t j = 0; j < design_.width; ++j) {
            trace += variances[j];
            squares += coefficients_[j] * coefficients_[j];
        }
        determined_ = std::max(static_cast<double>(design_.width) - trace / variance_, 1e-3);
        variance_ = std::clamp(squares / determined_, kVarianceMin, kVarianceMax);
    }

    const Design& design_;
    std::span<const double> came_, weights_;
    std::vector<double> coefficients_;         // slopes, then the intercept
    std::vector<double> gradient_, products_;  // products: a square, its lower half filled
    double variance_ = kVarianceStart, determined_ = 0;
};

}  // namespace

Design design_of(std::span<const Table* const> tables, std::span<const std::size_t> used) {
    Design design;
    design.width = used.size();
    for (const Table* table : tables) {
        for (std::size_t i = 0; i < table->rows; ++i) {
            for (const std::size_t column : used)
                design.values.push_back(table->columns[column][i]);
        }
        design.rows += table->rows;
    }
    return design;
}

LogitFit fit_logit(const Design& design, std::span<const double> came,
                   std::span<const double> weights) {
    return Regression(design, came, weights).solve();
}

}  // namespace jonbar
