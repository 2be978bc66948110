#pragma once
// Whole runs held against closed forms.
//
// A share is held to five standard errors of what it should be: were the seed not fixed, a right
// program would fail such a check with a chance of 6e-7.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "jonbar/jonbar.h"

namespace jonbar {

constexpr std::uint64_t kHistories = 100'000;
constexpr double kStandardErrors = 5;

/// Compiles a scenario and runs it with a fixed seed.
inline Answers answer(const std::string& text, std::uint64_t histories = kHistories) {
    RunOptions options;
    options.histories = histories;
    options.seed = 20;
    options.threads = 1;
    try {
        return Scenario::compile("closed_form.jon", text).run(options);
    } catch (const ScenarioError& error) {
        for (const Finding& finding : error.findings) {
            ADD_FAILURE() << finding.rendered;
        }
    }
    return {};
}

inline const OutcomeAnswer& outcome_of(const Answers& answers, std::string_view name) {
    for (const OutcomeAnswer& outcome : answers.outcomes) {
        if (outcome.name == name) {
            return outcome;
        }
    }
    static const OutcomeAnswer kMissing;
    ADD_FAILURE() << "no outcome " << name;
    return kMissing;
}

/// Returns how many histories had a value.
inline double count_of(const Answers& answers, std::string_view name, std::string_view value) {
    for (const ValueShare& share : outcome_of(answers, name).values) {
        if (share.value == value) {
            return static_cast<double>(share.count);
        }
    }
    return 0;
}

/// Expects a value in a share `p` of all histories.
inline void expect_share(const Answers& answers, std::string_view name, std::string_view value,
                         double p) {
    const auto n = static_cast<double>(answers.histories);
    const double allowed = kStandardErrors * std::sqrt(n * p * (1 - p));
    EXPECT_NEAR(count_of(answers, name, value) / n, p, (allowed + 1e-9) / n)
        << name << " " << value;
}

inline void expect_yes(const Answers& answers, std::string_view name, double p) {
    expect_share(answers, name, "yes", p);
}

/// Expects a number's mean and standard deviation; `excess` is its fourth central moment over the
/// square of the variance (3 for a normal number).
inline void expect_moments(const Answers& answers, std::string_view name, double mean, double sd,
                           double fourth = 3) {
    const auto n = static_cast<double>(answers.histories);
    const OutcomeAnswer& outcome = outcome_of(answers, name);
    EXPECT_NEAR(outcome.mean.value, mean, kStandardErrors * sd / std::sqrt(n)) << name;
    const double error_of_variance = sd * sd * std::sqrt((fourth - 1) / n);
    EXPECT_NEAR(outcome.sd * outcome.sd, sd * sd, kStandardErrors * error_of_variance) << name;
}

/// Returns the probability of k successes in n trials.
inline double binomial(int k, int n, double p) {
    if (p <= 0 || p >= 1) {
        return k == (p >= 1 ? n : 0) ? 1 : 0;
    }
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                    k * std::log(p) + (n - k) * std::log1p(-p));
}

/// Returns the probability of more than `bar` successes in n trials.
inline double binomial_above(double bar, int n, double p) {
    double sum = 0;
    for (int k = 0; k <= n; ++k) {
        sum += k > bar ? binomial(k, n, p) : 0;
    }
    return sum;
}

inline double logistic_of(double x) { return 1 / (1 + std::exp(-x)); }

/// Returns the mean of f over a normal number, by the trapezoid rule over ten standard deviations.
template <class F>
double mean_over_normal(double sd, F f) {
    constexpr int kPoints = 4000;
    double sum = 0;
    double weights = 0;
    for (int i = -kPoints; i <= kPoints; ++i) {
        const double z = 10.0 * i / kPoints;
        const double weight = std::exp(-z * z / 2);
        weights += weight;
        sum += weight * f(sd * z);
    }
    return sum / weights;
}

}  // namespace jonbar
