// The loops of count_rows.h, for files built for different instruction sets.
#pragma once

#include "politics/count_rows.h"

namespace jonbar::politics {
namespace {

// The lesser of t and t - prime, both as unsigned, is t modulo the prime.
inline void add_row(std::uint32_t* __restrict__ to, const std::uint32_t* __restrict__ from,
                    std::size_t count, std::uint32_t prime) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t sum = to[i] + from[i];
        const std::uint32_t less = sum - prime;
        to[i] = sum < less ? sum : less;
    }
}

inline void subtract_row(std::uint32_t* __restrict__ to, const std::uint32_t* __restrict__ from,
                         std::size_t count, std::uint32_t prime) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t difference = to[i] - from[i];
        const std::uint32_t more = difference + prime;
        to[i] = difference < more ? difference : more;
    }
}

inline std::uint32_t dot_rows(const std::uint32_t* left, const std::uint32_t* right,
                              std::size_t count, std::uint32_t prime) {
    std::uint64_t low = 0, high = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t product = std::uint64_t{left[i]} * right[i];
        low += product & 0xffffffffU;
        high += product >> 32U;
    }
    const std::uint64_t shift = (std::uint64_t{1} << 32U) % prime;
    return static_cast<std::uint32_t>((low % prime + high % prime * shift) % prime);
}

constexpr CountRows kRowsHere{add_row, subtract_row, dot_rows};

}  // namespace
}  // namespace jonbar::politics
