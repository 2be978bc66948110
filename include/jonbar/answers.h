// What a run answers: plain data, ready to print, to store or to compare.
//
// Shares are of histories unless said otherwise. An interval is the 95 % interval of Monte Carlo
// error: Wilson's for a share, Student's for a mean, that of the order statistics for a quantile.
// It says how well the histories run tell the scenario's own probability, and nothing of whether
// the scenario is right.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jonbar {

/// A value with its 95 % interval.
struct Estimate {
    double value = 0;
    double low = 0, high = 0;
};

enum class AnswerKind { Truth, Number, Choice, Date };

/// One value of an outcome and the share of histories that had it.
struct ValueShare {
    std::string value;  // as JSON keys it: "yes", "stalin", "1926-10"; the text of `none`
    std::string label;  // as printed: "Joseph Stalin"
    std::uint64_t count = 0;
    Estimate share;
};

/// The quantiles that are printed: 0.05, 0.25, 0.5, 0.75, 0.95.
constexpr std::array<double, 5> kQuantiles = {0.05, 0.25, 0.5, 0.75, 0.95};

/// The distribution of one outcome over the histories.
struct OutcomeAnswer {
    std::string name, label, unit;
    AnswerKind kind = AnswerKind::Truth;
    /// Truth: yes, no. Choice: each value of the domain in its order, then none if it may be none.
    /// Date: each date that occurred in order, then "never". Number: empty.
    std::vector<ValueShare> values;
    /// Number: of all histories. Date: of those in which it has one, in ticks of the calendar;
    /// `present` counts them.
    Estimate mean;
    double sd = 0, least = 0, greatest = 0;
    std::array<Estimate, 5> quantiles{};
    std::array<std::string, 5> quantile_dates;  // Date: the quantiles as dates
    std::uint64_t present = 0;
    /// Date: how many histories had it in each quarter (by year where a step is a year), from the
    /// first step to the last.
    struct Bin {
        int year = 0, quarter = 0;  // quarter 1..4
        std::uint64_t count = 0;
    };
    std::vector<Bin> bins;
};

/// How often one instance of an event or rule happened.
struct EventAnswer {
    std::string name, family;  // "dies(lenin)", "dies"
    bool rule = false;         // a rule, which is expected to run
    Estimate share;            // of histories in which it happened at least once
    double mean_times = 0;     // a history
};

/// What one instance of a decision chose.
struct DecisionAnswer {
    struct Taken {
        std::string option;  // "speak", "side_with(stalin)"
        double share = 0;    // of the times the decision was taken
        Estimate ever;       // of histories in which it was chosen at least once
    };
    std::string name, family;
    Estimate share;         // of histories in which it was taken at least once
    double mean_times = 0;  // a history
    std::vector<Taken> options;
};

/// How one instance of a vote went.
struct VoteAnswer {
    std::string name, family;
    Estimate held, carried;    // shares of histories in which it was held, carried at least once
    double mean_held = 0;      // sittings a history
    double share_carried = 0;  // of the sittings
};

/// How often assignments to one bounded quantity were cut off at its bounds.
struct SaturationAnswer {
    std::string name;
    std::uint64_t count = 0;  // over all histories
};

/// What one fact of the record came to.
struct FactAnswer {
    std::string text, place;      // as written; "succession.jon:12"
    bool forced = false;          // the engine takes what the record says, and weighs it
    bool density = false;         // a measure or a draw: its probability is a density
    double log_probability = 0;   // under the scenario, given the facts before it
    double effective = 0;         // the least effective sample size while it weighed
    std::uint64_t ancestors = 0;  // histories of that time from which those at the end descend
};

/// How the record moved a param: its quantiles (kQuantiles) before and behind.
struct ParamAnswer {
    std::string name, unit;
    std::array<double, 5> prior{}, posterior{};
};

/// What a run given the record says besides its outcomes. Its intervals come from the spread
/// between islands of particles, never from their number.
struct GivenRecord {
    std::uint64_t prior_histories = 0;
    std::vector<OutcomeAnswer> prior;  // the outcomes without the record, in the same order
    std::uint64_t islands = 0, island_size = 0, moves = 0;
    std::string until;                   // only facts whose window ends by then; empty: all
    Estimate log_evidence;               // of the record under the scenario
    double effective_islands = 0;        // 1 / the sum of squares of their shares of the evidence
    std::uint64_t distinct_vectors = 0;  // of what was drawn before the first step
    double resamplings = 0;              // an island
    double moves_accepted = 0;           // share
    std::vector<FactAnswer> facts;
    std::vector<ParamAnswer> params;
};

/// A scenario from whose state another one goes on.
struct ContinuedScenario {
    std::string scenario;  // its file
    std::string title;
    std::string at;     // at whose end it is left
    std::string given;  // "given its record", "as what-if early", "unconditioned"
};

/// One answer to `run`.
struct Answers {
    std::string scenario;  // the file as given
    std::string title, from, to, by;
    std::uint64_t seed = 0, histories = 0, requested = 0;
    bool partial = false;
    double seconds = 0;
    int threads = 0;
    std::vector<OutcomeAnswer> outcomes;
    std::vector<EventAnswer> events;
    std::vector<DecisionAnswer> decisions;
    std::vector<VoteAnswer> votes;
    std::vector<std::string> never;  // events, options, votes, branches that no history reached
    std::vector<SaturationAnswer> saturations;
    std::uint64_t fired_in_vain = 0;
    std::vector<std::string> settings;         // "--set" as given
    std::vector<ContinuedScenario> continues;  // the nearest first
    /// Where the run was given the record: `outcomes` are the posterior then, histories particles,
    /// and nothing is counted of what happened.
    std::optional<GivenRecord> given;
};

}  // namespace jonbar
