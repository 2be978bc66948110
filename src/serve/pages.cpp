#include "serve/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "serve/laboratory_page.h"

namespace jonbar::serve {

namespace {

constexpr std::string_view kWithoutPage = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>jonbar</title>
</head>
<body>
<h1>jonbar</h1>
<p>This program was built without its page. What it answers begins at <a href="/api">/api</a>.</p>
</body>
</html>
)";

const std::array<Page, 1>& all_pages() {
    static const std::array<Page, 1> kPages = {
        Page{"/", "text/html; charset=utf-8",
             laboratory_page().empty() ? kWithoutPage : laboratory_page()},
    };
    return kPages;
}

}  // namespace

const Page* find_page(std::string_view path) {
    const std::array<Page, 1>& pages = all_pages();
    const auto* const found = std::find_if(pages.begin(), pages.end(),
                                           [&](const Page& page) { return page.path == path; });
    return found == pages.end() ? nullptr : found;
}

std::string with_nonce(const Page& page, const std::string& nonce) {
    std::string text(page.bytes);
    for (std::size_t at = text.find(kNonce); at != std::string::npos;
         at = text.find(kNonce, at + nonce.size())) {
        text.replace(at, kNonce.size(), nonce);
    }
    return text;
}

std::string page_policy(const std::string& nonce) {
    return fmt::format(
        "default-src 'none'; script-src 'nonce-{0}'; style-src 'nonce-{0}'; connect-src 'self'; "
        "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'",
        nonce);
}

}  // namespace jonbar::serve
