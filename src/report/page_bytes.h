// The page of a report as the build made it of web/.

#pragma once

#include <string_view>

namespace jonbar {

/// Returns the page, without a report; empty in a build without it.
std::string_view page_bytes();

}  // namespace jonbar
