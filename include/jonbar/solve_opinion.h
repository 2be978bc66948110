// Where opinions go when people listen to each other.
//
// Three models: DeGroot (1974), Friedkin and Johnsen (1990, 1999), Hegselmann and Krause (2002);
// docs/solve.md tells them.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace jonbar {

struct OpinionQuestion {
    std::string model = "degroot";  // "degroot", "friedkin-johnsen", "hegselmann-krause"
    std::optional<double> eps{};    // how far another may be to be heard; Hegselmann and Krause's
    std::optional<std::size_t> steps{};  // at most (100)
};

struct OpinionPerson {
    std::string name;
    double susceptibility = 1;
    double initial = 0;
};

struct OpinionAnswer {
    std::string table;
    std::string model;
    std::optional<double> eps;
    std::vector<OpinionPerson> people;
    std::vector<std::vector<double>> steps;  // opinions before step 1 and after each
    bool rests = false;                      // the last step moved nobody
    /// Where opinions end. Of DeGroot's: only where a consensus is sure; of Hegselmann and
    /// Krause's: only where they rest.
    std::optional<std::vector<double>> end;
    /// Of DeGroot's consensus: what each one's opinion counts in it.
    std::optional<std::vector<double>> shares;
    std::vector<std::vector<std::size_t>> groups;  // of one opinion, where they rest
};

/// Answers from the table at `path`: columns name and opinion; for the first two models one column
/// for each person, whose cell says how much the person of the row listens to him; for the second
/// also susceptibility and, if there is one, initial. Throws ScenarioError if the table is wrong,
/// QuestionError if the options are, std::runtime_error if the file cannot be read.
OpinionAnswer solve_opinion(const std::string& path, const OpinionQuestion& question = {});

}  // namespace jonbar
