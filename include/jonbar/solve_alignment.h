// Into which two camps actors fall: every stable alignment, or the one that follows from a start.
//
// The model is that of Axelrod and Bennett, "A Landscape Theory of Aggregation" (1993);
// docs/solve.md tells it.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jonbar {

struct AlignmentQuestion {
    std::string from{};  // names of one camp at the start, with commas between; empty: all starts
};

/// Two camps. The first actor of the table is in the first.
struct AlignmentCamps {
    std::vector<std::size_t> first, second;  // indices of actors, ascending
    double energy = 0;
    std::uint64_t basin = 0;  // how many configurations descend here; 0 where that was not asked
    double share = 0;         // of all configurations
    double larger = 0;        // size of the larger camp as a share of all
};

struct AlignmentAnswer {
    std::string table;
    std::vector<std::string> actors;
    std::vector<double> sizes;
    std::uint64_t configurations = 0;
    std::uint64_t minima = 0;
    std::vector<AlignmentCamps> camps;    // the lowest energy first; the first 10,000 of them
    std::optional<AlignmentCamps> start;  // with `from`: `camps` then holds only where it ends
    bool one_sided = false;               // some propensities differ by direction: means count
};

/// Answers from the table at `path`: columns name, size and one for each actor; to 30 actors, or to
/// 32 from a start. An empty cell says the same as its mirror. Throws ScenarioError if the table is
/// wrong, QuestionError if the options are, std::runtime_error if the file cannot be read.
AlignmentAnswer solve_alignment(const std::string& path, const AlignmentQuestion& question = {});

}  // namespace jonbar
