// Two chronicles of one history in two columns, from the date on which they part.

#pragma once

#include <string>
#include <vector>

#include "base/dates.h"
#include "report/chronicle.h"

namespace jonbar {

/// One of the two chronicles: what its column is called, and its lines by step.
struct ChronicleColumn {
    std::string heading;
    std::vector<DatedText> lines;
};

/// Prints both chronicles `columns` cells wide, date by date, from the first date on which they
/// differ; says so where they never do.
std::string side_by_side(const Calendar& calendar, const ChronicleColumn& left,
                         const ChronicleColumn& right, int columns);

}  // namespace jonbar
