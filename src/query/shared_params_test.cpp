// Regressions and posteriors against what they must be.

#include "query/shared_params.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "math/functions_inl.h"
#include "math/philox.h"

namespace jonbar {
namespace {

/// Independent normal scores.
Table scores(std::size_t rows, std::uint32_t columns) {
    Table table{rows, {}};
    for (std::uint32_t j = 0; j < columns; ++j) {
        table.columns.emplace_back();
        for (std::size_t i = 0; i < rows; ++i) {
            table.columns.back().push_back(
                math::normal_quantile(math::noise_uniform({77, 0, 2 * j}, i)));
        }
    }
    return table;
}

Design all_of(const Table& table) {
    std::vector<std::size_t> used(table.columns.size());
    std::iota(used.begin(), used.end(), 0);
    const Table* one = &table;
    return design_of({&one, 1}, used);
}

/// 1 in the rows in which a history, drawn by logistic(a + b·first score), had the fact.
std::vector<double> drawn(const Table& table, double intercept, double slope) {
    std::vector<double> came;
    for (std::size_t i = 0; i < table.rows; ++i) {
        const double p = math::logistic(intercept + slope * table.columns[0][i]);
        came.push_back(math::noise_uniform({99, 0, 0}, i) < p ? 1 : 0);
    }
    return came;
}

TEST(LogitFitTest, FindsTheSlopesOfAKnownChance) {
    const Table table = scores(20'000, 5);
    const std::vector<double> weights(table.rows, 1);
    const LogitFit fit = fit_logit(all_of(table), drawn(table, -1, 0.8), weights);
    // Standard errors are about 0.018; five of them.
    EXPECT_NEAR(fit.intercept, -1, 0.09);
    EXPECT_NEAR(fit.slopes[0], 0.8, 0.1);
    for (std::size_t j = 1; j < 5; ++j) EXPECT_NEAR(fit.slopes[j], 0, 0.09);
}

TEST(LogitFitTest, ShrinksWhatSaysNothing) {
    const Table table = scores(2000, 30);
    const std::vector<double> weights(table.rows, 1);
    const LogitFit fit = fit_logit(all_of(table), drawn(table, 0, 0), weights);
    double squares = 0;
    for (const double slope : fit.slopes) squares += slope * slope;
    // Without a prior the squares would add up to 30 · 4 ÷ 2000 = 0.06 on average.
    EXPECT_LT(squares, 0.04);
    EXPECT_LT(fit.slope_variance, 0.004);
}

TEST(LogitFitTest, WhatNeverCameHasHalfAHistory) {
    const Table table = scores(1000, 3);
    const std::vector<double> never(table.rows, 0);
    const std::vector<double> weights(table.rows, 1);
    const LogitFit fit = fit_logit(all_of(table), never, weights);
    EXPECT_NEAR(fit.intercept, math::logit(0.5 / 1001), 0.02);
    for (const double slope : fit.slopes) EXPECT_NEAR(slope, 0, 0.1);
}

TEST(LogitFitTest, AWeightCountsHistories) {
    Table once = scores(4000, 2);
    const std::vector<double> came = drawn(once, 0.5, 1);
    const std::vector<double> three(once.rows, 3);
    const LogitFit weighted = fit_logit(all_of(once), came, three);
    const Table* parts[] = {&once, &once, &once};
    const std::vector<std::size_t> used = {0, 1};
    std::vector<double> thrice = came;
    thrice.insert(thrice.end(), came.begin(), came.end());
    thrice.insert(thrice.end(), came.begin(), came.end());
    const LogitFit repeated =
        fit_logit(design_of(parts, used), thrice, std::vector<double>(thrice.size(), 1));
    EXPECT_NEAR(weighted.intercept, repeated.intercept, 1e-9);
    EXPECT_NEAR(weighted.slopes[0], repeated.slopes[0], 1e-9);
}

CaseLikelihood one_fact(double intercept, std::vector<double> slopes, double weight = 1) {
    CaseLikelihood made;
    LogitFit fit;
    fit.intercept = intercept;
    fit.slopes = std::move(slopes);
    made.terms.push_back({fit, weight});
    return made;
}

/// Mean and sd of a density known up to its scale.
struct Moments {
    double mean = 0, sd = 0;
};
template <class Log>
Moments moments(const Log& log_density) {
    double sum = 0, first = 0, second = 0;
    for (double z = -8; z <= 8; z += 0.001) {
        const double weight = std::exp(log_density(z));
        sum += weight;
        first += weight * z;
        second += weight * z * z;
    }
    const double mean = first / sum;
    return {mean, std::sqrt(second / sum - mean * mean)};
}

TEST(SharedParamsTest, ThePosteriorOfOneScoreIsThatOfQuadrature) {
    const std::vector<CaseLikelihood> cases = {one_fact(0.2, {1.5, 0}), one_fact(-1, {2, 0}),
                                               one_fact(0, {-0.7, 0}, 0.5)};
    std::vector<const CaseLikelihood*> all;
    for (const CaseLikelihood& one : cases) all.push_back(&one);
    const ScorePosterior posterior = posterior_of(2, all, 1);
    const Moments exact = moments([&](double z) {
        double sum = -z * z / 2;
        for (const CaseLikelihood& one : cases) {
            const LogitFit& fit = one.terms[0].fit;
            sum -= one.terms[0].weight * std::log1p(std::exp(-(fit.intercept + fit.slopes[0] * z)));
        }
        return sum;
    });
    // 20,000 draws: five standard errors are 0.03.
    EXPECT_NEAR(posterior.mean[0], exact.mean, 0.03);
    EXPECT_NEAR(posterior.sd[0], exact.sd, 0.03);
    EXPECT_NEAR(posterior.mean[1], 0, 0.03);
    EXPECT_NEAR(posterior.sd[1], 1, 0.03);
    EXPECT_GT(posterior.effective, 0.9 * posterior.draws);
}

TEST(SharedParamsTest, ARecordMovesScoresAsItsNormalSays) {
    CaseLikelihood record;
    record.record_mean = {0.8, -0.3};
    record.record_variance = {0.36, 1};
    const CaseLikelihood* one = &record;
    const ScorePosterior posterior = posterior_of(2, {&one, 1}, 1);
    EXPECT_NEAR(posterior.mean[0], 0.8, 0.03);
    EXPECT_NEAR(posterior.sd[0], 0.6, 0.03);
    EXPECT_NEAR(posterior.mean[1], -0.3, 0.05);
}

TEST(SharedParamsTest, DrawsAtTheModeWeighAsThePosterior) {
    const CaseLikelihood fact = one_fact(-2, {1.5, -1});
    const CaseLikelihood* one = &fact;
    const Table noise = scores(20'000, 2);
    const DrawnScores drawn_at_mode = draw_at(mode_of(2, {&one, 1}), noise);
    const std::vector<double> weights =
        reweighed(drawn_at_mode.scores, drawn_at_mode.log_weights, {&one, 1});
    const std::vector<double> from_prior =
        reweighed(noise, std::vector<double>(noise.rows, 0), {&one, 1});
    EXPECT_GT(effective_size(weights), effective_size(from_prior));
    for (std::size_t j = 0; j < 2; ++j) {
        double mean = 0, prior_mean = 0;
        for (std::size_t i = 0; i < noise.rows; ++i) {
            mean += weights[i] * drawn_at_mode.scores.columns[j][i];
            prior_mean += from_prior[i] * noise.columns[j][i];
        }
        EXPECT_NEAR(mean, prior_mean, 0.06) << j;
    }
}

TEST(SharedParamsTest, EffectiveSizeCountsEqualWeights) {
    const std::vector<double> equal(50, 0.02);
    EXPECT_NEAR(effective_size(equal), 50, 1e-9);
    const std::vector<double> one = {0, 1, 0};
    EXPECT_EQ(effective_size(one), 1);
}

}  // namespace
}  // namespace jonbar
