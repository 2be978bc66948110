// The chronicle of one history: what a traced program recorded, as dated lines.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "program/program.h"

namespace jonbar {

/// One line that a traced program wrote: a record of its table and the values added to it.
struct ChronicleLine {
    std::uint32_t record = 0;
    std::int64_t step = 0;
    std::vector<double> values;
};

/// One line as it prints, without its date.
struct DatedText {
    std::int64_t step = 0;
    std::string text;
};

/// Returns the lines of one history that print, as `chronicle` does. Requires: what it does.
std::vector<DatedText> chronicle_texts(const program::Program& program,
                                       const std::vector<ChronicleLine>& lines);

/// Prints the lines of one history, a dated line each: what `say` says, events, choices with the
/// odds they had, votes with their count. Rules and procedures are left out; they speak through
/// `say`. Requires: the lines are in the order written, each with as many values as its record's
/// pieces ask for.
std::string chronicle(const program::Program& program, const std::vector<ChronicleLine>& lines);

/// Prints one value as chronicle lines do: an entity by its label, none as "nobody" or "never", a
/// date by the calendar, a set as a list, a number with its decimals.
std::string printed_value(const program::Program& program, const program::Printed& printed,
                          const double* values);

}  // namespace jonbar
