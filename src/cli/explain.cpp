#include "cli/explain.h"

#include <algorithm>
#include <cctype>

namespace jonbar {

namespace {

/// Calls `visit(line)` for each line of `page`, without its end.
template <typename Visit>
void for_each_line(std::string_view page, Visit visit) {
    while (!page.empty()) {
        const std::size_t end = std::min(page.find('\n'), page.size());
        visit(page.substr(0, end));
        page.remove_prefix(std::min(end + 1, page.size()));
    }
}

/// Tells whether `line` heads the section of a code: "## J2004 no such name".
bool heads_code(std::string_view line) {
    return line.size() > 8 && line.substr(0, 4) == "## J" &&
           std::all_of(line.begin() + 4, line.begin() + 8, [](char letter) {
               return std::isdigit(static_cast<unsigned char>(letter)) != 0;
           });
}

}  // namespace

std::optional<std::string> explain(std::string_view page, std::string_view code) {
    if (!code.empty() && (code.front() == 'J' || code.front() == 'j')) code.remove_prefix(1);
    std::string out;
    bool inside = false;
    for_each_line(page, [&](std::string_view line) {
        if (line.substr(0, 2) == "# " || line.substr(0, 3) == "## ") {
            inside = heads_code(line) && line.substr(4, 4) == code;
            if (inside) out += std::string(line.substr(3)) + "\n";
            return;
        }
        if (inside && line.substr(0, 3) != "```") out += std::string(line) + "\n";
    });
    if (out.empty()) return std::nullopt;
    while (out.size() > 1 && out[out.size() - 2] == '\n') out.pop_back();
    return out;
}

std::string list_codes(std::string_view page) {
    std::string out;
    for_each_line(page, [&](std::string_view line) {
        if (heads_code(line))
            out += std::string(line.substr(3, 5)) + " " + std::string(line.substr(8)) + "\n";
    });
    return out;
}

}  // namespace jonbar
