// Distributions by two of their points: 5 % below the first, 5 % above the second.
//
// `halfnormal to b` and `exponential to b` have 95 % below their one point. Normal, lognormal,
// uniform, halfnormal and exponential have a closed form; gamma and beta are found by bisection of
// their quantile functions, once, before the run.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/model.h"

namespace jonbar {

/// Returns the distribution of a name as it is written, or nothing.
std::optional<Distribution> find_distribution(std::string_view name);

/// Returns the name, and how many parameters the distribution takes in parentheses.
std::string_view distribution_name(Distribution family);
std::size_t parameter_count(Distribution family);

/// Returns the parameters of the distribution with 5 % below `low` and 5 % above `high`; for
/// HalfNormal and Exponential 95 % lie below `high`, and `low` is not read. Nothing where there is
/// no such distribution.
std::optional<std::vector<double>> solve_points(Distribution family, double low, double high);

}  // namespace jonbar
