// Distributions by two of their points: 5 % below the first, 5 % above the second.
//
// `halfnormal to b` and `exponential to b` have 95 % below their one point. The arithmetic is that
// of src/math/two_points.h; here names and parameters of the model are put in its terms.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "math/distributions.h"
#include "model/model.h"

namespace jonbar {

/// Returns the distribution of a name as it is written, or nothing.
std::optional<Distribution> find_distribution(std::string_view name);

/// Returns how the distribution is written, and how many parameters it takes in parentheses.
std::string_view distribution_name(Distribution family);
std::size_t parameter_count(Distribution family);

/// Returns the family of src/math/ by which a distribution is drawn.
math::Family math_family(Distribution distribution);

/// Tells whether the distribution is given by its 95 % point alone, as `halfnormal to 2`.
bool has_one_point(Distribution family);

/// Parameters with the wanted points, or what is wrong with the points.
struct Solved {
    std::vector<double> parameters;
    std::string failure;
};

/// Returns the parameters of the distribution with 5 % below `low` and 5 % above `high`; where it
/// has one point, `low` is not read.
Solved solve_points(Distribution family, double low, double high);

}  // namespace jonbar
