#pragma once
// Distributions by their 5 % and 95 % points: `normal 3 to 9`, `halfnormal to 1.4`.
//
// Solved once, when a scenario is compiled. Uniform, normal and lognormal have closed forms;
// halfnormal and exponential are given by their 95 % point alone; gamma and beta are found by
// halving, in the shape (the ratio of the points falls with it) and in the two of mean and
// concentration.

#include <cstdint>
#include <string_view>

#include "math/distributions.h"

namespace jonbar::math {

enum class FitFailure : std::uint8_t {
    None,
    NotFinite,
    NotIncreasing,         ///< the 95 % point is not above the 5 % point
    NotPositive,           ///< a point that must be above 0 is not
    NotBetweenZeroAndOne,  ///< a beta's point is not strictly inside
    TooNarrow,             ///< no distribution of the family has its points that close
    TooWide,               ///< nor that far apart
    NotAFamilyOfTwoPoints,
};

/// Parameters with the wanted points, or why there are none.
struct Fit {
    Parameters parameters{};
    FitFailure failure = FitFailure::None;
};

/// Returns whether the family may be given by two points (uniform, normal, lognormal, gamma, beta).
[[nodiscard]] bool has_two_point_form(Family family) noexcept;

/// Returns whether it may be given by its 95 % point alone (halfnormal, exponential).
[[nodiscard]] bool has_one_point_form(Family family) noexcept;

/// Returns the parameters with which 5 % of the family lies below `low` and 5 % above `high`.
[[nodiscard]] Fit fit_two_points(Family family, double low, double high) noexcept;

/// Returns the parameter with which 5 % of the family lies above `high`.
[[nodiscard]] Fit fit_one_point(Family family, double high) noexcept;

/// Returns what is wrong with the points, as the end of a sentence: "the 95 % point must ...".
[[nodiscard]] std::string_view describe(FitFailure failure) noexcept;

}  // namespace jonbar::math
