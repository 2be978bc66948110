// What two sides have left after a campaign: fights one after another or beside each other.
//
// The laws are those of Lanchester (1916) and Osipov (1915); docs/solve.md tells them.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jonbar {

struct CampaignQuestion {
    std::string x = "x";  // what the sides are called
    std::string y = "y";
    std::uint64_t histories = 0;  // above 0: also so many campaigns of whole men who fall by chance
    std::uint64_t seed = 1;
};

/// What chance makes of a phase.
struct CampaignChances {
    double x_stands = 0;  // probability that x has men left and y none
    double y_stands = 0;
    double mean_x = 0;
    double mean_y = 0;
};

struct CampaignPhase {
    std::string name;
    std::string law;
    double a = 0;  // x's effectiveness
    double b = 0;
    double start_x = 0;
    double start_y = 0;
    double left_x = 0;
    double left_y = 0;
    double time = 0;     // how long it took; infinite where a side only dwindles
    bool ended = false;  // a side is gone
    std::optional<CampaignChances> chances;
};

struct CampaignAnswer {
    std::string table;
    std::string x, y;
    std::uint64_t histories = 0;
    std::uint64_t seed = 1;
    std::vector<CampaignPhase> phases;
    double left_x = 0;  // survivors on whom no later phase drew
    double left_y = 0;
    std::optional<CampaignChances> chances;
};

/// Answers from the table at `path`: columns phase, x, y, a and b, and if there are: law, exponent,
/// time, x_arrives, y_arrives, x_from, y_from. Throws ScenarioError if the table is wrong,
/// QuestionError if the options are, std::runtime_error if the file cannot be read.
CampaignAnswer solve_campaign(const std::string& path, const CampaignQuestion& question = {});

}  // namespace jonbar
