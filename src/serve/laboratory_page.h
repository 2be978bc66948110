// The page of the laboratory as the build made it of web/.

#pragma once

#include <string_view>

namespace jonbar {

/// Returns the page, with the place of its nonce in it; empty in a build without it.
std::string_view laboratory_page();

}  // namespace jonbar
