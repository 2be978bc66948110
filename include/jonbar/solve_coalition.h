// Who comes to rule: the ruling coalition of members with powers.
//
// The model is that of Acemoglu, Egorov and Sonin, "Coalition Formation in Non-Democracies" (2008);
// docs/solve.md tells it.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace jonbar {

struct CoalitionOptions {
    std::string majority = "1/2";  // "p/q" or a decimal: what a winning coalition must exceed
};

struct CoalitionMember {
    std::string name;
    std::string power;   // as the table writes it
    double share = 0;    // of the power of all
    double in_rule = 0;  // of the power of the first ruling coalition; 0 outside
};

struct CoalitionAnswer {
    std::string table;     // the file as given
    std::string majority;  // in lowest terms
    std::vector<CoalitionMember> members;
    std::string power;         // of all
    std::string ruling_power;  // of each ruling coalition: those that answer have the same
    double ruling_share = 0;   // of the power of all
    /// Members by index, ascending; the first 10,000 of `answers` in the order of these lists.
    std::vector<std::vector<std::size_t>> coalitions;
    std::uint64_t answers = 0;  // more than one only where powers tie
};

/// Answers from the table at `path`, with the columns name and power, to 24 members. Throws
/// ScenarioError if the table is wrong, QuestionError if the options are, std::runtime_error if the
/// file cannot be read.
CoalitionAnswer solve_coalition(const std::string& path, const CoalitionOptions& options = {});

}  // namespace jonbar
