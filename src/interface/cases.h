// Cases, compiled and run: what backtest and fit read of each history.

#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "interface/hidden_facts.h"
#include "interface/parts.h"
#include "jonbar/backtest.h"
#include "query/regression.h"
#include "query/shared_params.h"

namespace jonbar {

/// A param of a module, or one member of a family of them: a real, drawn before the first step from
/// a distribution (none triangular) whose parameters are known.
struct SharedParam {
    std::string site;          // "politics.contest:push(bond)": the name of its noise
    std::string name, module;  // "push(bond)", "politics.contest"
    bool member = false;
    Distribution distribution = Distribution::Normal;
    std::array<double, 3> parameters{};
    std::string type;  // as a scenario writes it, without its unit
    std::string unit;
    bool operator==(const SharedParam&) const = default;
};

/// The params that cases share.
struct SharedParams {
    std::vector<SharedParam> fitted;  // each in at least one case, and the same in all that have it
    std::vector<std::string> held;    // drawn, but by other means, or not the same in all cases
};

struct Case {
    std::unique_ptr<Scenario::Parts> parts;  // its end hidden
    HiddenEnd end;
    std::vector<std::size_t> params;  // of SharedParams::fitted: those it has
};

struct Cases {
    std::vector<Case> all;
    SharedParams params;
};

/// Compiles all cases and hides their ends. Throws ScenarioError with the findings of all that are
/// wrong, QuestionError where one hides nothing.
Cases load_cases(const std::vector<std::string>& files, const CompileOptions& options);

/// Histories of one case.
struct CaseHistories {
    std::vector<std::vector<double>> outcomes;  // [outcome of the model][history]
    std::vector<double> weights;                // of sum `effective`
    double effective = 0;
    bool conditioned = false;
    const Table* shared_scores = nullptr;  // of the prior, or drawn for many cases; not owned
    Table own_scores;                      // of particles

    /// Normal scores of the shared params, a column each; 0 where the case has none.
    [[nodiscard]] const Table& scores() const {
        return shared_scores != nullptr ? *shared_scores : own_scores;
    }
};

/// Runs a case's histories by the priors of its params: given what it does not hide, if there is
/// such, else with the scores given, which must outlive what is returned.
CaseHistories run_case(const Case& one, const SharedParams& params, const BacktestOptions& options,
                       const Table& prior_scores);

/// Runs as many histories as there are rows of scores, each with those for its shared params and
/// its own noise for all else. Requires: a case that hides all its facts; the scores outlive what
/// is returned.
CaseHistories run_case_at(const Case& one, const SharedParams& params,
                          const BacktestOptions& options, const Table& scores);

/// Returns the normal scores of the shared params in histories 0 .. count − 1.
Table prior_scores(const SharedParams& params, std::uint64_t seed, std::uint64_t count);

/// Returns how often each value of a fact came, as shares of sum 1.
std::vector<double> shares_of(const HiddenFact& fact, const CaseHistories& histories,
                              const std::vector<double>& weights);

/// Returns what a case's hidden facts say of the shared params (query/shared_params.h), from all
/// its histories.
CaseLikelihood likelihood_of(const Case& one, const std::vector<const CaseHistories*>& histories);

}  // namespace jonbar
