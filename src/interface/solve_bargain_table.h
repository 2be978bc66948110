// The table of a contest over a policy: a scenario of KTAB's spatial model, or a plain table.

#pragma once

#include <vector>

#include "interface/solve_table.h"
#include "jonbar/solve_bargain.h"

namespace jonbar {

inline constexpr double kPositionMax = 1e9;

/// A table as numbers, positions in its own units and saliences as shares.
struct Contest {
    std::vector<double> influences;
    std::vector<std::vector<double>> positions;  // [dimension][actor]
    std::vector<std::vector<double>> saliences;
    bool scenario = false;
};

/// Reads a table, and into `answer` who the actors are, which dimensions there are and what the
/// scenario is called. What is wrong goes to `table`; throws ScenarioError where nothing can be
/// read at all.
Contest read_contest(SolveTable& table, BargainAnswer& answer);

}  // namespace jonbar
