// Weights of voters and powers of members, compared without rounding.
//
// Doubles are integers times a power of two. Where their sum, in units of the lowest bit of any,
// fits into a machine's integer they are used as such; where it does not, they stay doubles, and
// what rounding could decide wrongly is decided by an exact sum.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jonbar::politics {

__extension__ using Int128 = __int128;  // not in the standard; GCC and Clang have it everywhere

/// Returns the weights in units of the lowest bit of any of them, if `factor` times their sum, in
/// these units, is below 2^62. Requires: weights finite and at least 0; factor positive.
std::optional<std::vector<std::int64_t>> whole_weights(std::span<const double> weights,
                                                       std::int64_t factor);

/// As above, below 2^125.
std::optional<std::vector<Int128>> wide_whole_weights(std::span<const double> weights,
                                                      std::int64_t factor);

/// A part of a sum: `factor` times the weight.
struct WeightTerm {
    double weight = 0;
    std::int64_t factor = 0;
};

/// Returns the sign of the exact sum of the terms: -1, 0 or 1.
/// Requires: weights below 2^900; factors of at most 2^53.
int exact_sign(std::span<const WeightTerm> terms);

}  // namespace jonbar::politics
