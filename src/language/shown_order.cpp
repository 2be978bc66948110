#include "language/shown_order.h"

#include <fmt/format.h>

#include <optional>

#include "base/direction.h"

namespace jonbar::ast {

void check_shown_order(std::string_view text, Span place, std::string_view what,
                       Diagnostics& diagnostics) {
    const std::optional<std::size_t> at = find_unbalanced_direction(text);
    if (!at) return;
    const CodePoint point = decode(text.substr(*at));
    const auto begin = place.begin + static_cast<std::uint32_t>(*at);
    const Span found{place.file, begin, begin + static_cast<std::uint32_t>(point.size)};
    const auto number = static_cast<unsigned>(point.value);
    if (is_hidden_line_end(point.value)) {
        diagnostics.error(
            1671, found,
            fmt::format("the character U+{:04X} in a {} ends a line for some programs only", number,
                        what),
            "leave it out");
        return;
    }
    diagnostics.error(
        1672, found,
        fmt::format("the character U+{:04X} turns the direction beyond the end of this {}", number,
                    what),
        "leave it out, or close it: U+202C closes U+202A to U+202E, U+2069 closes U+2066 to "
        "U+2068");
}

}  // namespace jonbar::ast
