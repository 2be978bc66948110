// What `backtest` and `fit` answer: plain data, ready to print or to store.
//
// A *case* is a scenario some of whose facts are marked `ending`: they are hidden, foretold and
// scored. docs/backtest.md tells how. Scores are better the lower they are; intervals are 95 %
// intervals over cases, as if the cases were drawn from all there might be.

#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "jonbar/answers.h"
#include "jonbar/questions.h"
#include "jonbar/scenario.h"

namespace jonbar {

struct BacktestOptions {
    std::uint64_t histories = 10'000;  // of each case
    std::uint64_t seed = 1;
    int threads = 0;                     // 0: one per core. The answer does not depend on it
    bool leave_one_out = true;           // also foretell each case by params fitted to the others
    CompileOptions compile{};            // of every case
    ConditioningOptions conditioning{};  // of cases with facts that are not hidden
    const std::atomic<bool>* stop = nullptr;
    /// What is going on, and how far: done of all.
    std::function<void(const std::string& what, std::uint64_t done, std::uint64_t all)> progress{};
};

/// What a fact is about.
enum class FactGroup {
    Leads,  // who led: its values are those of the outcome `leads`
    Fate,   // any other entity or enum value
    Other,  // whether it came about
};

struct ForecastScore {
    double probability = 0;  // of what happened
    double brier = 0;        // sum of squared errors over all values: 0 to 2
    double log_score = 0;    // minus the log of the probability
    double rank = 1;         // of what happened among the values; ties count against it
};

/// A way to foretell a fact without the scenario.
struct BaselineScore {
    std::string name;  // "uniform", "lever", "incumbent", "frequency"
    ForecastScore score;
};

/// One hidden fact and how it was foretold.
struct FactForecast {
    std::string text, place;  // as written; "egypt-1952.jon:80"
    FactGroup group = FactGroup::Other;
    std::string about;                        // the domain of its values: "person", "fate"
    std::vector<std::string> values, labels;  // Other: "yes", "no"
    std::size_t truth = 0;                    // of the values
    std::vector<double> prior;                // probability of each value
    std::vector<double> fitted;               // likewise, by the other cases; or empty
    ForecastScore prior_score, fitted_score;
    std::vector<BaselineScore> baselines;
};

struct BacktestCase {
    std::string file, title;
    std::uint64_t histories = 0;
    bool conditioned = false;  // on facts that are not hidden
    std::vector<FactForecast> facts;
    std::vector<std::string> unscored;  // hidden facts that are neither right nor wrong: measures
    double effective = 0;               // histories that the fitted forecast is worth
    /// What the baselines of who leads foretell; none where the case does not say.
    std::optional<double> contenders;
    std::optional<std::string> lever, incumbent;  // "" is nobody
};

/// Mean scores of one way to foretell, over cases; a case's facts count together as one.
struct MethodSummary {
    std::string name;  // "prior", "leave-one-out", or a baseline
    std::size_t cases = 0;
    Estimate brier, log_score;
    double rank = 0;         // mean; 0 for baselines
    double probability = 0;  // of what happened: geometric mean
};

/// The scores of a forecast less those of a baseline, over the cases that have both; below 0 the
/// forecast is the better.
struct MethodDifference {
    std::string method, baseline;
    std::size_t cases = 0;
    Estimate brier, log_score;
};

/// Forecasts of one size, and how often what they foretold came.
struct CalibrationBin {
    double low = 0, high = 1;
    std::uint64_t count = 0, came = 0;
    double mean = 0;  // forecast
    Estimate share;   // that came
};

struct GroupSummary {
    FactGroup group = FactGroup::Leads;
    std::size_t facts = 0;
    std::vector<MethodSummary> methods;
    std::vector<MethodDifference> differences;
    std::vector<CalibrationBin> prior_calibration, fitted_calibration;
};

struct BacktestAnswer {
    std::vector<BacktestCase> cases;
    std::vector<GroupSummary> groups;  // those with facts
    std::uint64_t seed = 0, histories = 0;
    bool leave_one_out = true;
    std::size_t params = 0;  // that the cases share, and that were fitted
    double seconds = 0;
    int threads = 0;
};

/// How the cases moved one param that they share.
struct FittedParam {
    std::string name;                            // "turnover", "push(bond)"
    std::string module;                          // that declares it: "politics.contest"
    bool member = false;                         // of a family
    double mean = 0, sd = 1;                     // of its normal score: 0 and 1 before
    std::array<double, 3> prior{}, posterior{};  // 5, 50 and 95 % points
    std::string type, unit;                      // as declared: "real in 0..1", "per month"
    std::string distribution;                    // as the file has it: "~ lognormal 0.012 to 0.04"
};

struct FitAnswer {
    std::string version;  // of jonbar
    std::vector<std::string> files;
    std::vector<FittedParam> params;  // in the order declared
    std::vector<std::string> held;    // params that are drawn but could not be fitted
    std::size_t facts = 0;
    std::vector<std::string> unscored;  // hidden facts that say nothing: measures
    std::uint64_t seed = 0, histories = 0;
    double draws = 0, effective = 0;  // of the importance sample behind means and sds
    double seconds = 0;
    int threads = 0;
};

/// Foretells the hidden facts of the scenarios in `files` and scores the forecasts. Throws
/// ScenarioError with the findings of all cases that are wrong, QuestionError where a case hides
/// nothing, RecordError and DegenerateError where what a case does not hide cannot be met.
BacktestAnswer backtest(const std::vector<std::string>& files, const BacktestOptions& options);

/// Returns the scenarios (not the modules) of a folder, by name. Throws std::runtime_error if it
/// cannot be read, QuestionError if it has none.
std::vector<std::string> cases_in(const std::string& folder);

/// Fits the params and strengths that the modules of the cases share to what the cases hide.
/// Throws as `backtest`, and QuestionError where there is nothing to fit.
FitAnswer fit(const std::vector<std::string>& files, const BacktestOptions& options);

/// Returns the module that gives the fitted params their priors, for `use`.
std::string fit_module(const FitAnswer& answer);

}  // namespace jonbar
