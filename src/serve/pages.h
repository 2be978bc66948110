// The files of the laboratory's page, which are part of the program.

#pragma once

#include <string>
#include <string_view>

namespace jonbar::serve {

struct Page {
    std::string_view path;  // "/", "/app.js"
    std::string_view type;
    std::string_view bytes;
};

/// What stands in a page in place of the nonce that its scripts and styles must bear.
inline constexpr std::string_view kNonce = "{{nonce}}";

/// Returns the page at a path, or nullptr.
const Page* find_page(std::string_view path);

/// Returns a page's text with the nonce in it.
std::string with_nonce(const Page& page, const std::string& nonce);

/// What a page with this nonce may do: run and show what bears it, and ask its own server.
std::string page_policy(const std::string& nonce);

}  // namespace jonbar::serve
