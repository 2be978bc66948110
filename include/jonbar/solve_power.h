// Who turns the scale in a vote: power indices of weighted voters.
//
// docs/solve.md tells the indices. All are exact; where they are doubles here they are rounded
// once.

#pragma once

#include <optional>
#include <string>
#include <vector>

namespace jonbar {

struct PowerOptions {
    /// The weight at which a coalition wins, by column of weights with commas between them; empty:
    /// `majority`.
    std::string quota{};
    std::string majority{};  // "p/q" or a decimal: what each weight must exceed; empty: 1/2
    bool all = false;        // also what takes longer than a few seconds
};

/// What one column of weights asks of a coalition.
struct PowerRule {
    std::string column;    // its name
    std::string weight;    // of all
    std::string quota;     // the least weight that wins
    std::string majority;  // in lowest terms; empty where the quota was given
};

/// An index of one voter: as the nearest double, and as a fraction in lowest terms.
struct PowerShare {
    double value = 0;
    std::string fraction = "0";
};

struct PowerVoter {
    std::string name;
    std::vector<std::string> weights;  // by rule, as the table writes them
    double share = 0;                  // of all weights under the first rule
    std::string swings;                // coalitions of others that win with him and lose without
    PowerShare banzhaf;                // of all swings
    double banzhaf_absolute = 0;
    PowerShare shapley_shubik;
    std::string memberships;  // in minimal winning coalitions
    PowerShare holler;
    PowerShare deegan_packel;
};

struct PowerAnswer {
    std::string table;
    std::vector<PowerRule> rules;  // a coalition wins where it meets all
    std::vector<PowerVoter> voters;
    std::string swings;      // of all
    std::string coalitions;  // that are minimal winning
    /// Deegan and Packel's index was left out, as it takes long.
    bool left_out = false;
};

/// Answers from the table at `path`, with the columns name and weight, to 500 voters; of at
/// most 28 there may be further rules in the columns weight2, weight3, ... Throws ScenarioError if
/// the table is wrong, QuestionError if the options are, std::runtime_error if the file cannot be
/// read.
PowerAnswer solve_power(const std::string& path, const PowerOptions& options = {});

}  // namespace jonbar
