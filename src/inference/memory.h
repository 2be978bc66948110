// How much memory there is to use.

#pragma once

#include <cstdint>
#include <string_view>

namespace jonbar::inference {

/// Returns the bytes that can be had without swapping: of Linux what /proc/meminfo calls available,
/// less where a control group allows less. Where the system does not say, the largest number.
std::uint64_t available_memory();

/// Returns the bytes in the line `key` of a text like that of /proc/meminfo; the largest number if
/// there is no such line.
std::uint64_t memory_in(std::string_view meminfo, std::string_view key);

}  // namespace jonbar::inference
