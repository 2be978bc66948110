// A scenario with twenty params and thirty-five measurements whose posterior is known exactly.

#pragma once

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace jonbar {

constexpr std::size_t kParams = 20;
constexpr std::size_t kMeasures = 35;
constexpr double kMeasureNoise = 2;

/// Which params a measurement adds up, and their coefficients.
inline std::array<std::pair<std::size_t, double>, 3> terms_of(std::size_t measure) {
    return {{{measure % kParams, 1.0},
             {(7 * measure + 3) % kParams, 0.5},
             {(3 * measure + 11) % kParams, -0.75}}};
}

/// What was measured: numbers about as far from 0 as the prior expects.
inline double measured(std::size_t measure) {
    return 1.9 * std::sin(1.3 * static_cast<double>(measure) + 0.4);
}

inline std::string conjugate_scenario() {
    std::string text = "history \"Twenty params\" from 1901 to 1935 by year\n";
    for (std::size_t i = 0; i < kParams; ++i)
        text += fmt::format("param a{}: real ~ normal(0, 1)\n", i);
    for (std::size_t k = 0; k < kMeasures; ++k) {
        const auto terms = terms_of(k);
        text += fmt::format("observe a{} + {} * a{} - {} * a{} ~ normal({}, {}) at {}\n",
                            terms[0].first, terms[1].second, terms[1].first, -terms[2].second,
                            terms[2].first, measured(k), kMeasureNoise, 1901 + k);
    }
    for (std::size_t i = 0; i < 6; ++i)
        text += fmt::format("outcome mean{0} = a{1} at end\noutcome above{0} = a{1} > 0 at end\n",
                            i, 3 * i);
    return text;
}

/// The exact posterior: means and variances of the params.
struct ExactPosterior {
    std::array<double, kParams> mean{}, variance{};
};

inline ExactPosterior conjugate_posterior() {
    // Gauss-Jordan on (precision | identity | right side).
    constexpr std::size_t kWidth = 2 * kParams + 1;
    std::array<std::array<double, kWidth>, kParams> rows{};
    for (std::size_t i = 0; i < kParams; ++i) rows[i][i] = rows[i][kParams + i] = 1;
    const double precision = 1 / (kMeasureNoise * kMeasureNoise);
    for (std::size_t k = 0; k < kMeasures; ++k) {
        for (const auto& [i, a] : terms_of(k)) {
            for (const auto& [j, b] : terms_of(k)) rows[i][j] += precision * a * b;
            rows[i][2 * kParams] += precision * a * measured(k);
        }
    }
    for (std::size_t pivot = 0; pivot < kParams; ++pivot) {
        const double scale = rows[pivot][pivot];
        for (double& cell : rows[pivot]) cell /= scale;
        for (std::size_t i = 0; i < kParams; ++i) {
            if (i == pivot) continue;
            const double factor = rows[i][pivot];
            for (std::size_t j = 0; j < kWidth; ++j) rows[i][j] -= factor * rows[pivot][j];
        }
    }
    ExactPosterior exact;
    for (std::size_t i = 0; i < kParams; ++i) {
        exact.mean[i] = rows[i][2 * kParams];
        exact.variance[i] = rows[i][kParams + i];
    }
    return exact;
}

/// The exact answers, in the order of the outcomes.
inline std::vector<double> conjugate_answers() {
    const ExactPosterior exact = conjugate_posterior();
    std::vector<double> answers;
    for (std::size_t i = 0; i < 6; ++i) {
        const double mean = exact.mean[3 * i], sd = std::sqrt(exact.variance[3 * i]);
        answers.push_back(mean);
        answers.push_back(0.5 * std::erfc(-mean / sd / std::sqrt(2.0)));
    }
    return answers;
}

}  // namespace jonbar
