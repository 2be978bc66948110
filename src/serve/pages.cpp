#include "serve/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jonbar::serve {

namespace {

constexpr std::string_view kIndex = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>jonbar</title>
<style nonce="{{nonce}}">body { font: 1rem/1.5 sans-serif; margin: 2rem; }</style>
</head>
<body>
<h1>jonbar</h1>
<ul id="scenarios"></ul>
<script nonce="{{nonce}}">
fetch("/api/scenarios").then(answer => answer.json()).then(({scenarios}) => {
    for (const {file, title} of scenarios) {
        const item = document.createElement("li");
        item.textContent = title ? `${file}: ${title}` : file;
        document.getElementById("scenarios").append(item);
    }
});
</script>
</body>
</html>
)";

constexpr std::array kPages = {
    Page{"/", "text/html; charset=utf-8", kIndex},
};

}  // namespace

const Page* find_page(std::string_view path) {
    const auto* const found = std::find_if(kPages.begin(), kPages.end(),
                                           [&](const Page& page) { return page.path == path; });
    return found == kPages.end() ? nullptr : found;
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
