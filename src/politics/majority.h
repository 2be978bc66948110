// The share of power or votes that a coalition must exceed.
//
// An exact fraction: with half of 24 the answer 12 is no majority, and a double near 2/3 would
// decide wrongly just where it matters.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace jonbar::politics {

/// A fraction in lowest terms, at least 1/2 and below 1; its denominator is at most 2^53.
struct Majority {
    std::int64_t numerator = 1;
    std::int64_t denominator = 2;

    friend bool operator==(const Majority&, const Majority&) = default;
};

/// Reads "2/3" or "0.6", of at most nine digits each; nothing where the text is no such number or
/// not in [1/2, 1).
std::optional<Majority> read_majority(std::string_view text);

/// Returns the fraction of the least denominator, to 1000, that rounds to `share`, else the double
/// itself; nothing where it is not in [1/2, 1).
std::optional<Majority> majority_of(double share);

/// Returns the least integer that exceeds this share of `sum`. Requires: a sum of 0 to 2^62.
std::int64_t least_above(std::int64_t sum, const Majority& majority);

}  // namespace jonbar::politics
