// The page of a report: one HTML file that needs no other.

#pragma once

#include <string>

#include "jonbar/full_report.h"

namespace jonbar {

/// Tells whether this build has the page (JONBAR_PAGE).
bool has_page();

/// Throws std::runtime_error where a page cannot be written to `path`, or without `force` stands
/// for something else than a page of a report. Asked first, as a report takes long.
void check_page_path(const std::string& path, bool force);

/// Returns the page with the report in it. Throws std::runtime_error where this build has no page.
std::string to_page(const FullReport& report);

/// Writes the page under another name and then gives it its own, so that there is a whole page or
/// none. Throws as check_page_path, and where the writing fails.
void write_page(const FullReport& report, const std::string& path, bool force);

}  // namespace jonbar
