// What cases say of the params that they share.
//
// A case is told by what it hides: each fact has a logistic regression on the normal scores z of
// the shared params (logit_fit.h). Facts of one case are not independent, so the facts of one group
// count as one observation together:
//
//     log L(z) = Σ over groups of the mean over its facts of log P(fact | z)
//
// and, of a case that also has a record that is not hidden, log of the posterior's density over the
// prior's, each score a normal. The prior of z is N(0, I); with the log of a logistic concave, the
// posterior has one mode.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "query/logit_fit.h"
#include "query/triangle.h"

namespace jonbar {

struct CaseLikelihood {
    struct Term {
        LogitFit fit;
        double weight = 1;
    };
    std::vector<Term> terms;
    /// Mean and variance of each score given the record that is not hidden; none without one.
    /// The variance is at most 1.
    std::vector<double> record_mean, record_variance;

    /// Returns log L at the scores of one history.
    [[nodiscard]] double log_at(std::span<const double> scores) const;
};

/// Returns the weights, of sum 1, that turn histories of the prior of the shared params into
/// histories of the posterior by `cases`. `log_weights` are those that make them histories of the
/// prior.
std::vector<double> reweighed(const Table& scores, std::span<const double> log_weights,
                              std::span<const CaseLikelihood* const> cases);

/// Returns (Σ w)² ÷ Σ w².
double effective_size(std::span<const double> weights);

/// Where the posterior of the scores is, and how wide: the normal that fits its mode.
struct ScoreMode {
    std::vector<double> mode;
    Triangle precision;  // its Cholesky factor
};
ScoreMode mode_of(std::size_t scores, std::span<const CaseLikelihood* const> cases);

/// Scores drawn from that normal, a row for each of `noise`, which are those of the prior; and the
/// log of the prior's density over the normal's.
struct DrawnScores {
    Table scores;
    std::vector<double> log_weights;
};
DrawnScores draw_at(const ScoreMode& at, const Table& noise);

struct ScorePosterior {
    std::vector<double> mean, sd;     // by score
    double draws = 0, effective = 0;  // of the importance sample behind mean and sd
};

/// Returns the posterior of `scores` scores, from an importance sample of the normal at its mode.
/// Noise: key `fit/scores`, t = 0, two words a score, the number of the draw as history.
ScorePosterior posterior_of(std::size_t scores, std::span<const CaseLikelihood* const> cases,
                            std::uint64_t seed);

}  // namespace jonbar
