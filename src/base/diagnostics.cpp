#include "base/diagnostics.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/codes.h"
#include "base/direction.h"

namespace jonbar {
namespace {

// A line in print: the text shown and the columns at which the marked part begins and ends in it.
struct Excerpt {
    std::string text;
    std::size_t mark_begin = 0;
    std::size_t mark_width = 0;
};

// A line of up to kWholeMax bytes is shown whole; of a longer one, this much around the place.
constexpr std::size_t kWholeMax = 160;
constexpr std::size_t kWindowBefore = 60;
constexpr std::size_t kWindowAfter = 60;

// Shows a code point in one line of a terminal: what would move the cursor becomes a space or a
// replacement character, so that the caret stands where it should.
std::pair<std::string_view, std::size_t> show(std::string_view bytes, char32_t point) {
    if (point == '\t') return {" ", 1};
    const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    if (control || is_direction_control(point) || is_hidden_line_end(point)) return {"\uFFFD", 1};
    return {bytes, display_width(point)};
}

// Shows the part of `line` around the bytes [begin, end), with "…" where something is left out.
Excerpt excerpt(std::string_view line, std::size_t begin, std::size_t end) {
    begin = std::min(begin, line.size());
    end = std::clamp(end, begin, line.size());
    const bool whole = line.size() <= kWholeMax;
    const auto continues = [&](std::size_t i) {
        return i < line.size() && (static_cast<unsigned char>(line[i]) & 0xC0U) == 0x80U;
    };
    std::size_t first = whole || begin < kWindowBefore ? 0 : begin - kWindowBefore;
    while (first < begin && continues(first)) ++first;
    const std::size_t stop = whole ? line.size() : std::min(line.size(), begin + kWindowAfter);
    Excerpt result;
    std::size_t column = 0;
    if (first > 0) {
        result.text = "…";
        column = 1;
    }
    result.mark_begin = column;
    std::size_t mark_end = column;
    std::size_t i = first;
    while (i < stop) {
        const CodePoint point = decode(line.substr(i));
        const std::size_t size = point.size == 0 ? 1 : point.size;
        const auto [bytes, width] = point.size == 0
                                        ? std::pair<std::string_view, std::size_t>("\uFFFD", 1)
                                        : show(line.substr(i, size), point.value);
        if (i == begin) result.mark_begin = column;
        result.text += bytes;
        column += width;
        i += size;
        if (i <= end) mark_end = column;
    }
    if (begin >= i) result.mark_begin = column;
    if (i < line.size()) result.text += "…";
    result.mark_width = mark_end > result.mark_begin ? mark_end - result.mark_begin : 0;
    return result;
}

std::string_view severity_name(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return "error";
        case Severity::Warning:
            return "warning";
    }
    return {};
}

void append_hint(std::string& out, std::string_view hint) {
    while (!hint.empty()) {
        const std::size_t end = hint.find('\n');
        out += fmt::format("      = {}\n", hint.substr(0, end));
        hint = end == std::string_view::npos ? std::string_view() : hint.substr(end + 1);
    }
}

}  // namespace

void Diagnostics::error(int code, Span span, std::string message, std::string hint) {
    add({Severity::Error, code, span, std::move(message), std::move(hint)});
}

void Diagnostics::warning(int code, Span span, std::string message, std::string hint) {
    add({Severity::Warning, code, span, std::move(message), std::move(hint)});
}

void Diagnostics::add(Diagnostic diagnostic) {
    CHECK(!code_title(diagnostic.code).empty());
    ++(diagnostic.severity == Severity::Error ? error_count_ : warning_count_);
    if (kept_.size() < kKeptMax) kept_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<Diagnostic> result = kept_;
    std::stable_sort(result.begin(), result.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::pair(a.span.file, a.span.begin) < std::pair(b.span.file, b.span.begin);
    });
    return result;
}

std::string render(const SourceSet& sources, const Diagnostic& diagnostic) {
    const std::string_view severity = severity_name(diagnostic.severity);
    if (!diagnostic.span.file.valid()) {
        std::string out =
            fmt::format("{}[J{}]: {}\n", severity, diagnostic.code, diagnostic.message);
        append_hint(out, diagnostic.hint);
        return out;
    }
    const Span span = diagnostic.span;
    const SourceFile& file = sources.file(span.file);
    const Position place = sources.position(span.file, span.begin);
    std::string out = fmt::format("{}:{}:{}: {}[J{}]: {}\n", file.path, place.line, place.column,
                                  severity, diagnostic.code, diagnostic.message);
    const std::size_t line_begin = file.line_starts[place.line - 1];
    const Excerpt shown = excerpt(sources.line(span.file, place.line), span.begin - line_begin,
                                  std::max(span.end, span.begin) - line_begin);
    out += fmt::format("{:>5} | {}\n", place.line, shown.text);
    out += fmt::format("      | {:>{}}^{:~>{}}\n", "", shown.mark_begin, "",
                       shown.mark_width > 1 ? shown.mark_width - 1 : 0);
    append_hint(out, diagnostic.hint);
    return out;
}

std::string render(const SourceSet& sources, const Diagnostics& diagnostics,
                   std::size_t printed_max) {
    std::string out;
    std::size_t printed = 0;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        if (printed == printed_max) break;
        out += render(sources, diagnostic);
        ++printed;
    }
    const std::size_t rest = diagnostics.error_count() + diagnostics.warning_count() - printed;
    if (rest > 0) out += fmt::format("… and {} more\n", rest);
    return out;
}

}  // namespace jonbar
