// Large counts by their remainders.
//
// A count below the product of several primes is known by its remainders on division by each. So
// counting runs once a prime, in 32-bit numbers that a processor adds eight at a time, and the
// count itself is put together at the end.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "politics/natural.h"

namespace jonbar::politics {

/// Returns the greatest primes below 2^31 whose product has more than `bits` bits.
std::vector<std::uint32_t> primes_for(std::size_t bits);

/// Returns left * right, left - right and left + right modulo a prime below 2^31. Requires: both
/// below it.
inline std::uint32_t times(std::uint32_t left, std::uint32_t right, std::uint32_t prime) {
    return static_cast<std::uint32_t>(std::uint64_t{left} * right % prime);
}
inline std::uint32_t minus(std::uint32_t left, std::uint32_t right, std::uint32_t prime) {
    return left >= right ? left - right : left + prime - right;
}
inline std::uint32_t plus(std::uint32_t left, std::uint32_t right, std::uint32_t prime) {
    const std::uint32_t sum = left + right;
    return sum >= prime ? sum - prime : sum;
}

/// Returns the number below the product of the primes that leaves these remainders.
/// Requires: different primes, as many remainders, each below its prime.
Natural from_remainders(std::span<const std::uint32_t> primes,
                        std::span<const std::uint32_t> remainders);

}  // namespace jonbar::politics
