#include "base/source.h"

#include <utf8proc.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/io_error.h"

namespace jonbar {
namespace {

const utf8proc_uint8_t* as_bytes(std::string_view text) {
    return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

bool in_range(char32_t point, char32_t first, char32_t last) {
    return point >= first && point <= last;
}

// Code points whose compatibility forms would not be names, which XID leaves out (UAX 31).
bool is_left_out_of_xid_start(char32_t p) {
    return p == 0x037A || p == 0x0E33 || p == 0x0EB3 || p == 0x2E2F ||
           in_range(p, 0xFC5E, 0xFC63) || in_range(p, 0xFDFA, 0xFDFB) || p == 0xFE70 ||
           p == 0xFE72 || p == 0xFE74 || p == 0xFE76 || p == 0xFE78 || p == 0xFE7A || p == 0xFE7C ||
           p == 0xFE7E || in_range(p, 0xFF9E, 0xFF9F);
}

bool is_left_out_of_xid_continue(char32_t p) {
    return p != 0x0E33 && p != 0x0EB3 && !in_range(p, 0xFF9E, 0xFF9F) &&
           is_left_out_of_xid_start(p);
}

}  // namespace

Span join(Span first, Span second) {
    DCHECK(first.file == second.file);
    return {first.file, std::min(first.begin, second.begin), std::max(first.end, second.end)};
}

FileId SourceSet::add(std::string path, std::string text) {
    std::vector<std::uint32_t> starts{0};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') starts.push_back(static_cast<std::uint32_t>(i + 1));
    }
    files_.push_back({std::move(path), std::move(text), std::move(starts)});
    return FileId(files_.size() - 1);
}

FileId SourceSet::load(const std::string& path) { return add(path, read_file(path)); }

std::string_view SourceSet::text(Span span) const {
    const std::string_view all = file(span.file).text;
    const std::size_t begin = std::min<std::size_t>(span.begin, all.size());
    const std::size_t end = std::clamp<std::size_t>(span.end, begin, all.size());
    return all.substr(begin, end - begin);
}

Position SourceSet::position(FileId id, std::uint32_t offset) const {
    const SourceFile& source = file(id);
    offset = std::min(offset, static_cast<std::uint32_t>(source.text.size()));
    const auto after =
        std::upper_bound(source.line_starts.begin(), source.line_starts.end(), offset);
    const auto line = static_cast<std::size_t>(after - source.line_starts.begin());
    const std::string_view before =
        std::string_view(source.text)
            .substr(source.line_starts[line - 1], offset - source.line_starts[line - 1]);
    // Every byte that does not continue a code point begins one.
    const auto points = std::count_if(before.begin(), before.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    });
    return {line, static_cast<std::size_t>(points) + 1};
}

std::string_view SourceSet::line(FileId id, std::size_t line) const {
    const SourceFile& source = file(id);
    const std::size_t begin = source.line_starts.at(line - 1);
    const std::size_t end =
        line < source.line_starts.size() ? source.line_starts[line] : source.text.size();
    std::string_view text = std::string_view(source.text).substr(begin, end - begin);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

CodePoint decode(std::string_view text) {
    if (text.empty()) return {};
    utf8proc_int32_t point = 0;
    const auto size = utf8proc_iterate(
        as_bytes(text), static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size(), 4)),
        &point);
    if (size <= 0) return {};
    return {static_cast<char32_t>(point), static_cast<std::size_t>(size)};
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            ++i;
            continue;
        }
        const CodePoint point = decode(text.substr(i));
        if (point.size == 0) return i;
        i += point.size;
    }
    return std::nullopt;
}

bool is_name_start(char32_t point) {
    if (point < 0x80) {
        return in_range(point, 'a', 'z') || in_range(point, 'A', 'Z') || point == '_';
    }
    if (is_left_out_of_xid_start(point)) return false;
    if (point == 0x2118 || point == 0x212E || in_range(point, 0x1885, 0x1886)) return true;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_NL:
            return true;
        default:
            return false;
    }
}

bool is_name_continue(char32_t point) {
    if (point < 0x80) return is_name_start(point) || in_range(point, '0', '9');
    if (is_left_out_of_xid_continue(point)) return false;
    if (is_name_start(point) || point == 0x0E33 || point == 0x0EB3 ||
        in_range(point, 0xFF9E, 0xFF9F)) {
        return true;
    }
    if (point == 0x00B7 || point == 0x0387 || in_range(point, 0x1369, 0x1371) || point == 0x19DA) {
        return true;
    }
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_PC:
            return true;
        default:
            return false;
    }
}

std::string to_nfc(std::string_view text) {
    const bool ascii = std::all_of(text.begin(), text.end(), [](char byte) {
        return static_cast<unsigned char>(byte) < 0x80;
    });
    if (ascii) return std::string(text);
    struct Free {
        void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }
    };
    utf8proc_uint8_t* out = nullptr;
    const auto size =
        utf8proc_map(as_bytes(text), static_cast<utf8proc_ssize_t>(text.size()), &out,
                     static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, Free> owner(out);
    CHECK(size >= 0);
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
}

std::size_t display_width(char32_t point) {
    const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(point));
    return width < 0 ? 0 : static_cast<std::size_t>(width);
}

}  // namespace jonbar
