// What `why` and `sensitivity` answer: plain data, ready to print or to store.
//
// Intervals are 95 % intervals. Of a conditioned answer they come from the spread between islands,
// and so cover what nobody knows (the params) as well as chance; of an unconditioned one from the
// spread between blocks of histories. They say nothing of whether the scenario is right.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jonbar/answers.h"

namespace jonbar {

/// One cause of an outcome.
struct CauseAnswer {
    std::string name, label, group;
    std::string absence;  // what its absence means, as written
    double present = 0;   // share of histories in which its absence would change something
    Estimate
        necessity;  // of histories with the outcome and the cause: share where it fails without
    bool has_necessity = false;  // there were such histories
    Estimate sufficiency;  // of histories with the cause that fail with all causes absent: share
                           // where it holds with this one alone
    bool has_sufficiency = false;
    Estimate shapley;  // points of the outcome's share
    Estimate owen;     // likewise, groups first
    /// Share of the variance of its effect, between histories, that the params account for.
    double param_share = 0;
    bool tied = false;  // its order with the cause above it turns in more than a third of the draws
                        // of the params from their priors
};

/// Causes of one group together.
struct CauseGroupAnswer {
    std::string name;
    Estimate owen;
    std::size_t causes = 0;
};

/// v(N) - v(N without i) - v(N without j) + v(N without both): above 0 where each needs the other.
struct InteractionAnswer {
    std::string first, second;
    Estimate value;
};

/// Tian and Pearl's bounds on the probability of necessity of one cause, given the record up to the
/// date before it may act.
struct NecessityBounds {
    std::string cause, until;
    double low = 0, high = 1;
    double necessity = 0;  // the engine's, under the same record
};

/// The answer under another coupling of choices.
struct CouplingRange {
    std::string cause;
    double necessity_low = 0, necessity_high = 0;
    double shapley_low = 0, shapley_high = 0;
};

struct WhyAnswer {
    std::string scenario, title, outcome, value;  // "leads", "stalin"
    std::uint64_t seed = 0, histories = 0;
    std::size_t islands = 0;
    bool conditioned = false, exact = false;  // Shapley over all subsets; else by permutations
    Estimate with_all;                        // share of histories in which the outcome holds
    Estimate without_any;                     // with all causes absent
    std::vector<CauseAnswer> causes;          // by Shapley share, greatest first
    std::vector<CauseGroupAnswer> groups;
    std::vector<InteractionAnswer> interactions;
    double first_stays_first = 0;  // share of draws of the params from their priors
    /// The outcome's share before any record, with all strengths as they are and all at zero.
    std::optional<Estimate> prior, prior_without_strengths;
    std::vector<CouplingRange> couplings;
    std::vector<NecessityBounds> bounds;
    std::uint64_t worlds = 0;     // altered worlds asked for
    double lane_steps_saved = 0;  // share of their steps that needed no computing
    double seconds = 0;
    int threads = 0;
};

/// How far one draw of step 0 carries an outcome.
struct SensitivityIndex {
    std::string name;  // "patronage", "person.resolve(trotsky)"
    bool param = false;
    Estimate first_order, total;
};

struct SensitivityAnswer {
    std::string scenario, title, outcome, value;
    std::uint64_t seed = 0, histories = 0;
    std::size_t islands = 0;
    bool conditioned = false;
    Estimate mean;       // of the outcome
    Estimate explained;  // share of its variance that all draws of step 0 explain (surrogate)
    std::vector<SensitivityIndex> indices;  // greatest total first
    double seconds = 0;
    int threads = 0;
};

}  // namespace jonbar
