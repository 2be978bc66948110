// Rows of counts modulo a prime, added and subtracted eight at a time.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jonbar::politics {

/// The loops over rows. Each requires: counts below the prime, rows that do not overlap.
struct CountRows {
    /// Adds from[i] to to[i].
    void (*add)(std::uint32_t* to, const std::uint32_t* from, std::size_t count,
                std::uint32_t prime);
    /// Subtracts from[i] from to[i].
    void (*subtract)(std::uint32_t* to, const std::uint32_t* from, std::size_t count,
                     std::uint32_t prime);
    /// Returns the sum of left[i] times right[i]. Requires: count below 2^32.
    std::uint32_t (*dot)(const std::uint32_t* left, const std::uint32_t* right, std::size_t count,
                         std::uint32_t prime);
};

/// Returns the fastest loops that this processor runs; all give the same counts.
const CountRows& count_rows();

}  // namespace jonbar::politics
