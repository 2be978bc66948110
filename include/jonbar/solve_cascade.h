// How far a cascade goes when each joins once enough others have.
//
// The model is that of Granovetter, "Threshold Models of Collective Behavior" (1978); docs/solve.md
// tells it.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace jonbar {

struct CascadeQuestion {
    bool shares = false;  // thresholds are shares of the whole, 0 to 1, not weights
};

struct CascadePerson {
    std::string name;
    double threshold = 0;  // as the table has it
    double weight = 1;
    std::size_t round = 0;  // in which he joined; 0 if never
};

struct CascadeAnswer {
    std::string table;
    bool shares = false;
    std::vector<CascadePerson> people;
    double whole = 0;            // weight of all
    std::vector<double> joined;  // weight after round 0 (nobody), 1, 2, ...
    std::size_t joined_count = 0;
    /// The lowest threshold of those who never joined, as the table has it; infinite if all did.
    double next_threshold = 0;
};

/// Answers from the table at `path`: columns name, threshold and, if there is one, weight. Throws
/// ScenarioError if the table is wrong, std::runtime_error if the file cannot be read.
CascadeAnswer solve_cascade(const std::string& path, const CascadeQuestion& question = {});

}  // namespace jonbar
