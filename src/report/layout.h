// Text laid out in columns: widths as a terminal shows them, numbers as a reader wants them.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "jonbar/answers.h"

namespace jonbar {

/// Returns how many terminal cells `text` (UTF-8) takes: wide characters two, combining marks none.
int display_width(std::string_view text);

/// Returns `text`, isolated (base/direction.h), filled to `width` cells or cut with an ellipsis.
std::string pad(std::string_view text, int width);

/// Returns `text` right-aligned in `width` cells; longer text stays whole.
std::string pad_left(std::string_view text, int width);

/// Draws `share` (0..1) of `width` cells as a bar with eighths; a positive share is never blank.
std::string bar(double share, int width);

/// Draws one cell of a histogram: a blank for 0, else one of eight heights of `count` against
/// `greatest`.
std::string_view height(std::uint64_t count, std::uint64_t greatest);

/// Prints a share as a percentage: "41.2 %", "0.03 %", "<0.01 %", "0 %", "100 %".
std::string percent(double share);

/// Prints the interval of a share in per cent: "40.9–41.5".
std::string percent_interval(const Estimate& estimate);

/// Prints a number to as many significant digits, without an exponent where it can be avoided.
std::string short_number(double value, int significant = 4);

/// Prints a count in groups of three digits: "100,000".
std::string grouped(std::uint64_t count);

/// Prints bytes in units of 1024: "512 MB", "2.4 GB".
std::string size_text(std::uint64_t bytes);

/// Styles for a terminal; all are empty strings without colour.
struct Style {
    std::string_view bold, dim, bar, warn, off;
    static Style of(bool colour);
};

}  // namespace jonbar
