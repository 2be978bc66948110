#include "report/side_by_side.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "base/direction.h"
#include "report/layout.h"

namespace jonbar {

namespace {

/// Breaks a text between words into lines of at most `width` cells; a longer word has its own.
/// Lines after the first are indented by two.
std::vector<std::string> wrapped(std::string_view text, int width) {
    // An isolate ends with its line; each line is isolated anew.
    const bool isolated = has_right_to_left(text);
    const std::string plain = isolated ? without_isolates(text) : std::string();
    if (isolated) text = plain;
    std::vector<std::string> lines(1);
    bool begun = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const int needed = display_width(lines.back()) + (begun ? 1 : 0) + display_width(word);
        if (begun && needed > width) {
            lines.emplace_back("  ");
            begun = false;
        }
        lines.back() += (begun ? " " : "") + std::string(word);
        begun = true;
    }
    for (std::string& line : lines) {
        const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
        if (isolated) line = line.substr(0, indent) + isolate(line.substr(indent));
    }
    return lines;
}

/// The lines of one step, each broken to `width`.
std::vector<std::string> cells_of(const std::vector<DatedText>& lines, std::int64_t step,
                                  int width) {
    std::vector<std::string> cells;
    for (const DatedText& line : lines) {
        if (line.step != step) continue;
        for (std::string& part : wrapped(line.text, width)) cells.push_back(std::move(part));
    }
    return cells;
}

bool equal(const DatedText& a, const DatedText& b) { return a.step == b.step && a.text == b.text; }

}  // namespace

std::string side_by_side(const Calendar& calendar, const ChronicleColumn& left,
                         const ChronicleColumn& right, int columns) {
    const auto [one, other] = std::mismatch(left.lines.begin(), left.lines.end(),
                                            right.lines.begin(), right.lines.end(), equal);
    if (one == left.lines.end() && other == right.lines.end()) {
        return "The two chronicles are the same.\n";
    }
    std::int64_t first = one == left.lines.end() ? other->step : one->step;
    if (other != right.lines.end()) first = std::min(first, other->step);
    std::vector<std::int64_t> steps;
    for (const auto* lines : {&left.lines, &right.lines}) {
        for (const DatedText& line : *lines) {
            if (line.step >= first) steps.push_back(line.step);
        }
    }
    std::sort(steps.begin(), steps.end());
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());

    const auto date = [&](std::int64_t step) {
        return calendar.format(calendar.tick_of_step(step));
    };
    int date_width = 0;
    for (const std::int64_t step : steps) {
        date_width = std::max(date_width, display_width(date(step)));
    }
    const int width = std::max(12, (columns - date_width - 5) / 2);
    std::string out;
    const auto row = [&](std::string_view when, std::string_view a, std::string_view b) {
        std::string text = fmt::format("{}  {} │ {}", pad(when, date_width), pad(a, width), b);
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + "\n";
    };
    row("", left.heading, right.heading);
    for (const std::int64_t step : steps) {
        const auto a = cells_of(left.lines, step, width);
        const auto b = cells_of(right.lines, step, width);
        for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
            row(i == 0 ? date(step) : "", i < a.size() ? a[i] : "", i < b.size() ? b[i] : "");
        }
    }
    return out;
}

}  // namespace jonbar
