// Intervals from the spread between islands.
//
// Particles of one island share ancestors and are never counted as independent; islands are. An
// island's weight is its share of the evidence. The estimate of a ratio of means is Σ V a / Σ V b;
// its variance is that of the linearised residuals V (a − θ b), as of self-normalised importance
// sampling, and the interval Student's with one freedom less than the effective number of islands.

#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "jonbar/answers.h"

namespace jonbar {

/// Returns weights proportional to the exponentials of `log_evidence`, of sum 1; all 0 where all
/// are minus infinity.
std::vector<double> evidence_weights(std::span<const double> log_evidence);

/// Returns 1 / Σ V²: the effective number of islands.
double effective_islands(std::span<const double> weights);

/// Returns Σ V a / Σ V b with its interval, or an interval from minus to plus infinity where there
/// are fewer than two islands. 0 ± infinity if Σ V b is 0.
/// Requires: as many of each, weights of sum 1.
Estimate spread_ratio(std::span<const double> weights, std::span<const double> numerators,
                      std::span<const double> denominators);

/// As `spread_ratio` of means over all histories of an island.
Estimate spread_mean(std::span<const double> weights, std::span<const double> means);

/// Returns the log of the mean of the exponentials, the log evidence of all islands together, with
/// its interval by the delta method: Student's, one freedom less than there are islands. Where all
/// are minus infinity, that.
Estimate spread_log_mean(std::span<const double> log_evidence);

/// Makes the interval one of a share: within [0, 1]; where all islands agree on 0 or 1, Wilson's
/// (1927) for `independent` observations.
Estimate as_share(Estimate estimate, double independent);

}  // namespace jonbar
