// The nearest name to a mistyped one.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace jonbar {

/// Returns how many insertions, deletions, substitutions and swaps of neighbours (in code points)
/// turn one text into the other, or `limit + 1` when it takes more than `limit`.
std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t limit);

/// Returns the candidate nearest to `name` – the first of equals – or an empty view when none is
/// within a third of the name's length (at least 1 change). Upper and lower case count as a change,
/// letters that are one in a name (spelling.h) do not.
std::string_view nearest_name(std::string_view name, std::span<const std::string> candidates);
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace jonbar
