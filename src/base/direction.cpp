#include "base/direction.h"

#include <utf8proc.h>

#include <algorithm>
#include <vector>

#include "base/source.h"

namespace jonbar {
namespace {

constexpr char32_t kPopIsolate = 0x2069;
constexpr char32_t kPopEmbedding = 0x202C;

bool opens_isolate(char32_t point) { return point >= 0x2066 && point <= 0x2068; }

bool is_digit(char32_t point) { return point >= '0' && point <= '9'; }

enum class Strength { RightToLeft, WithinWord, Other };

// How a code point takes part in a run from right to left.
Strength strength_of(char32_t point) {
    if (point < 0x80) return Strength::Other;
    if (point == 0x200C || point == 0x200D || point == 0x200F || point == 0x061C) {
        return Strength::WithinWord;
    }
    switch (utf8proc_get_property(static_cast<utf8proc_int32_t>(point))->bidi_class) {
        case UTF8PROC_BIDI_CLASS_R:
        case UTF8PROC_BIDI_CLASS_AL:
        case UTF8PROC_BIDI_CLASS_AN:
            return Strength::RightToLeft;
        case UTF8PROC_BIDI_CLASS_NSM:
            return Strength::WithinWord;
        default:
            break;
    }
    // The digits of Persian, which the algorithm counts among the European.
    return point >= 0x06F0 && point <= 0x06F9 ? Strength::RightToLeft : Strength::Other;
}

CodePoint point_at(std::string_view text, std::size_t at) {
    CodePoint point = decode(text.substr(at));
    if (point.size == 0) point.size = 1;
    return point;
}

// Where the isolate that opens at `at` is closed: after its U+2069, or at the end of the line.
std::size_t end_of_isolate(std::string_view line, std::size_t at) {
    std::size_t depth = 0;
    while (at < line.size()) {
        const CodePoint point = point_at(line, at);
        at += point.size;
        if (opens_isolate(point.value)) ++depth;
        if (point.value == kPopIsolate && --depth == 0) break;
    }
    return at;
}

// Where the run of words that begins at `at` ends; `join`: over single blanks.
std::size_t end_of_run(std::string_view line, std::size_t at, bool join) {
    std::size_t end = at;
    while (at < line.size()) {
        const CodePoint point = point_at(line, at);
        const Strength strength = strength_of(point.value);
        // A name from right to left goes on with digits and low lines.
        const bool in_name = end == at && (point.value == '_' || is_digit(point.value));
        const bool within = strength != Strength::Other || in_name;
        if (!within && !(join && point.value == ' ' && end == at)) break;
        at += point.size;
        if (within) end = at;
    }
    return end;
}

// Whether a line is one of a scenario as a message shows it: "   12 | person a".
bool is_excerpt(std::string_view line) {
    const std::size_t number = line.find_first_not_of(' ');
    if (number == std::string_view::npos) return false;
    const std::size_t after = line.find_first_not_of("0123456789", number);
    return after != number && after != std::string_view::npos && line.substr(after, 3) == " | ";
}

void isolate_line(std::string& out, std::string_view line) {
    const bool join = !is_excerpt(line);
    for (std::size_t at = 0; at < line.size();) {
        std::size_t end = at + point_at(line, at).size;
        if (opens_isolate(point_at(line, at).value)) {
            end = end_of_isolate(line, at);
            out += line.substr(at, end - at);
        } else if (line[at] == '"') {
            const std::size_t close = line.find('"', at + 1);
            const std::string_view text = line.substr(at + 1, close - at - 1);
            out += '"';
            if (close != std::string_view::npos && has_right_to_left(text) &&
                !find_unbalanced_direction(text)) {
                out += isolate(text);
                out += '"';
                end = close + 1;
            }
        } else if (strength_of(point_at(line, at).value) == Strength::RightToLeft) {
            end = end_of_run(line, at, join);
            out += isolate(line.substr(at, end - at));
        } else {
            out += line.substr(at, end - at);
        }
        at = end;
    }
}

std::string without_controls(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = point_at(text, at);
        if (!is_direction_control(point.value) && !is_hidden_line_end(point.value)) {
            out += text.substr(at, point.size);
        }
        at += point.size;
    }
    return out;
}

}  // namespace

bool is_direction_control(char32_t point) {
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

bool is_hidden_line_end(char32_t point) {
    return point == 0x0085 || point == 0x2028 || point == 0x2029;
}

std::optional<std::size_t> find_unbalanced_direction(std::string_view text) {
    struct Opened {
        std::size_t at;
        bool isolate;
    };
    // Most texts have no byte that begins such a character.
    if (text.find('\xE2') == std::string_view::npos &&
        text.find('\xC2') == std::string_view::npos) {
        return std::nullopt;
    }
    std::vector<Opened> opened;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = point_at(text, at);
        if (is_hidden_line_end(point.value)) return at;
        if (point.value == kPopIsolate || point.value == kPopEmbedding) {
            const bool isolate = point.value == kPopIsolate;
            if (opened.empty() || opened.back().isolate != isolate) return at;
            opened.pop_back();
        } else if (is_direction_control(point.value)) {
            opened.push_back({at, point.value >= 0x2066});
        }
        at += point.size;
    }
    if (opened.empty()) return std::nullopt;
    return opened.front().at;
}

bool has_right_to_left(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = point_at(text, at);
        if (strength_of(point.value) == Strength::RightToLeft) return true;
        at += point.size;
    }
    return false;
}

std::string set_apart(std::string_view text) {
    if (find_unbalanced_direction(text)) return set_apart(without_controls(text));
    std::string out("\u2068");
    out += text;
    return out += "\u2069";
}

std::string isolate(std::string_view text) {
    if (find_unbalanced_direction(text)) return isolate(without_controls(text));
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = point_at(text, at);
        if (strength_of(point.value) == Strength::RightToLeft) return set_apart(text);
        at = opens_isolate(point.value) ? end_of_isolate(text, at) : at + point.size;
    }
    return std::string(text);
}

std::string without_isolates(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = point_at(text, at);
        const bool isolate = opens_isolate(point.value) || point.value == kPopIsolate;
        if (!isolate) out += text.substr(at, point.size);
        at += point.size;
    }
    return out;
}

std::string isolate_lines(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        isolate_line(out, text.substr(0, end));
        if (end < text.size()) out += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

}  // namespace jonbar
