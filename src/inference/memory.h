// How much memory there is to use.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace jonbar::inference {

/// Returns the bytes that can be had without swapping: of Linux what /proc/meminfo calls available,
/// less where a control group or `ulimit -v` allows less. Where the system does not say, the
/// largest number.
std::uint64_t available_memory();

/// Returns the bytes of this process that stand in memory now; 0 where the system does not say.
std::uint64_t resident_memory();

/// Returns what a control group (version 2) and those around it still allow, file pages that they
/// could drop included; the largest number where nothing limits them. `group` is a path
/// below `root`, as /proc/self/cgroup has it.
std::uint64_t left_in_groups(const std::string& root, const std::string& group);

/// Returns the bytes in the line `key` of a text like that of /proc/meminfo; the largest number if
/// there is no such line.
std::uint64_t memory_in(std::string_view meminfo, std::string_view key);

}  // namespace jonbar::inference
