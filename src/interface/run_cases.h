// All cases run, and what each says of the params that they share.

#pragma once

#include <memory>
#include <vector>

#include "interface/cases.h"

namespace jonbar {

struct CasesRun {
    std::unique_ptr<const Table> scores, drawn_scores;  // large, and read by the histories below
    /// By the priors of the params; particles where a case has a record that is not hidden.
    std::vector<CaseHistories> histories;

    // The rest is empty where params are not fitted.
    std::vector<CaseLikelihood> likelihoods;
    /// By where all cases say that the params are; none of a case that has such a record.
    std::vector<CaseHistories> drawn;
};

/// Runs all cases, one after the other. To fit the params it fits the facts, runs all cases again
/// at params drawn from the normal at the mode of the posterior, where it matters what the facts
/// say, and fits them to both.
CasesRun run_cases(const Cases& cases, const BacktestOptions& options, bool fitted);

}  // namespace jonbar
