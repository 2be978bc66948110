#include "query/shared_params.h"

#include <algorithm>
#include <cmath>

#include "base/siphash.h"
#include "math/functions_inl.h"
#include "math/philox.h"
#include "query/triangle.h"

namespace jonbar {

namespace {

constexpr int kSteps = 100;
constexpr double kSmall = 1e-9;
constexpr std::uint64_t kDraws = 20'000;

/// Returns −log(1 + exp(−x)), the log of a logistic.
double log_logistic(double x) {
    return x > 0 ? -math::log1p(math::exp(-x)) : x - math::log1p(math::exp(x));
}

double predictor(const LogitFit& fit, std::span<const double> scores) {
    double sum = fit.intercept;
    for (std::size_t j = 0; j < scores.size(); ++j) sum += fit.slopes[j] * scores[j];
    return sum;
}

double log_posterior(std::span<const double> z, std::span<const CaseLikelihood* const> cases) {
    double sum = 0;
    for (const double score : z) sum -= score * score / 2;
    for (const CaseLikelihood* one : cases) sum += one->log_at(z);
    return sum;
}

/// Adds a case's gradient of log L, and what it takes from the second derivative.
void add_case(const CaseLikelihood& one, std::span<const double> z, std::vector<double>& gradient,
              Triangle& precision) {
    for (const CaseLikelihood::Term& term : one.terms) {
        const double p = math::logistic(predictor(term.fit, z));
        const double curvature = term.weight * p * (1 - p);
        for (std::size_t j = 0; j < z.size(); ++j) {
            gradient[j] += term.weight * (1 - p) * term.fit.slopes[j];
            for (std::size_t k = 0; k <= j; ++k)
                precision.at(j, k) += curvature * term.fit.slopes[j] * term.fit.slopes[k];
        }
    }
    for (std::size_t j = 0; j < one.record_mean.size(); ++j) {
        gradient[j] += z[j] - (z[j] - one.record_mean[j]) / one.record_variance[j];
        precision.at(j, j) += 1 / one.record_variance[j] - 1;
    }
}

/// Moves `z` to the mode; returns the Cholesky factor of the precision there.
Triangle find_mode(std::vector<double>& z, std::span<const CaseLikelihood* const> cases) {
    for (int step = 0;; ++step) {
        std::vector<double> gradient(z.size());
        Triangle precision(z.size());
        for (std::size_t j = 0; j < z.size(); ++j) {
            gradient[j] = -z[j];
            precision.at(j, j) = 1;
        }
        for (const CaseLikelihood* one : cases) add_case(*one, z, gradient, precision);
        const std::vector<bool> kept = factor(precision);
        const std::vector<double> change = solve(precision, kept, gradient);
        double largest = 0;
        for (const double moved : change) largest = std::max(largest, std::abs(moved));
        if (largest < kSmall || step == kSteps) return precision;
        // The function is concave: half a step is taken until it is a step up.
        double length = 1;
        const double here = log_posterior(z, cases);
        std::vector<double> tried = z;
        for (;; length /= 2) {
            for (std::size_t j = 0; j < z.size(); ++j) tried[j] = z[j] + length * change[j];
            if (log_posterior(tried, cases) >= here || length < kSmall) break;
        }
        z = tried;
    }
}

/// Turns logs into weights of sum 1.
void normalise(std::vector<double>& logs) {
    const double most = *std::max_element(logs.begin(), logs.end());
    double sum = 0;
    for (double& value : logs) {
        value = math::exp(value - most);
        sum += value;
    }
    for (double& value : logs) value /= sum;
}

}  // namespace

double CaseLikelihood::log_at(std::span<const double> scores) const {
    double sum = 0;
    for (const Term& term : terms) sum += term.weight * log_logistic(predictor(term.fit, scores));
    for (std::size_t j = 0; j < record_mean.size(); ++j) {
        const double from_mean = scores[j] - record_mean[j];
        sum += (scores[j] * scores[j] - from_mean * from_mean / record_variance[j] -
                math::log(record_variance[j])) /
               2;
    }
    return sum;
}

std::vector<double> reweighed(const Table& scores, std::span<const double> log_weights,
                              std::span<const CaseLikelihood* const> cases) {
    std::vector<double> made(log_weights.begin(), log_weights.end());
    std::vector<double> row(scores.columns.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
        for (std::size_t j = 0; j < row.size(); ++j) row[j] = scores.columns[j][i];
        for (const CaseLikelihood* one : cases) made[i] += one->log_at(row);
    }
    normalise(made);
    return made;
}

double effective_size(std::span<const double> weights) {
    double sum = 0;
    double squares = 0;
    for (const double weight : weights) {
        sum += weight;
        squares += weight * weight;
    }
    return squares > 0 ? sum * sum / squares : 0;
}

ScoreMode mode_of(std::size_t scores, std::span<const CaseLikelihood* const> cases) {
    std::vector<double> mode(scores);
    Triangle precision = find_mode(mode, cases);
    return {std::move(mode), std::move(precision)};
}

DrawnScores draw_at(const ScoreMode& at, const Table& noise) {
    const std::size_t width = at.mode.size();
    double log_determinant = 0;
    for (std::size_t j = 0; j < width; ++j) log_determinant += math::log(at.precision.at(j, j));
    DrawnScores drawn;
    drawn.scores.rows = noise.rows;
    drawn.scores.columns.assign(width, std::vector<double>(noise.rows));
    std::vector<double> row(width);
    for (std::size_t i = 0; i < noise.rows; ++i) {
        double log_weight = -log_determinant;
        for (std::size_t j = 0; j < width; ++j) {
            row[j] = noise.columns[j][i];
            log_weight += row[j] * row[j] / 2;
        }
        const std::vector<double> z = solve_transposed(at.precision, row);
        for (std::size_t j = 0; j < width; ++j) {
            const double score = at.mode[j] + z[j];
            drawn.scores.columns[j][i] = score;
            log_weight -= score * score / 2;
        }
        drawn.log_weights.push_back(log_weight);
    }
    return drawn;
}

ScorePosterior posterior_of(std::size_t scores, std::span<const CaseLikelihood* const> cases,
                            std::uint64_t seed) {
    const std::uint64_t key = base::site_key(seed, "fit/scores");
    Table noise{kDraws, std::vector<std::vector<double>>(scores)};
    for (std::uint32_t j = 0; j < scores; ++j) {
        for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
            noise.columns[j].push_back(
                math::normal_quantile(math::noise_uniform({key, 0, 2 * j}, draw)));
        }
    }
    const DrawnScores drawn = draw_at(mode_of(scores, cases), noise);
    const std::vector<double> weights = reweighed(drawn.scores, drawn.log_weights, cases);
    ScorePosterior posterior;
    posterior.mean.resize(scores);
    posterior.sd.resize(scores);
    for (std::size_t j = 0; j < scores; ++j) {
        const std::vector<double>& column = drawn.scores.columns[j];
        double squares = 0;
        for (std::size_t i = 0; i < column.size(); ++i) posterior.mean[j] += weights[i] * column[i];
        for (std::size_t i = 0; i < column.size(); ++i) {
            const double from_mean = column[i] - posterior.mean[j];
            squares += weights[i] * from_mean * from_mean;
        }
        posterior.sd[j] = std::sqrt(squares);
    }
    posterior.draws = static_cast<double>(kDraws);
    posterior.effective = effective_size(weights);
    return posterior;
}

}  // namespace jonbar
