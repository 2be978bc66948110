// What becomes of outcomes between two readings of a scenario, as text.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jonbar/evidence.h"
#include "report/page.h"

namespace jonbar {

/// Adds a text in lines that fit the page, all but the first indented by `indent` cells more.
void add_wrapped(Page& page, std::string_view head, std::string_view text);

/// Adds what a reading changed, and what became of the outcomes. `all` prints every value.
void add_reading(Page& page, const ReadingAnswer& reading, bool given, bool all);

}  // namespace jonbar
