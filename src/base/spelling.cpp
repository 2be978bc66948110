#include "base/spelling.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/source.h"

namespace jonbar {
namespace {

bool in_range(char32_t point, char32_t first, char32_t last) {
    return point >= first && point <= last;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

void append(std::string& out, char32_t point) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes.data());
    out.append(bytes.begin(), bytes.begin() + size);
}

bool is_left_out(char32_t point) {
    return in_range(point, 0x064B, 0x0652) || point == 0x0670 || point == 0x0640 || point == 0x200C;
}

bool is_presentation_form(char32_t point) {
    return in_range(point, 0xFB50, 0xFDFF) || in_range(point, 0xFE70, 0xFEFC);
}

void fold_letter(std::string& out, char32_t point) {
    if (is_left_out(point)) return;
    if (in_range(point, 0x0660, 0x0669)) return append(out, point - 0x0660 + '0');
    if (in_range(point, 0x06F0, 0x06F9)) return append(out, point - 0x06F0 + '0');
    switch (point) {
        case 0x064A:
        case 0x0649:
            return append(out, 0x06CC);
        case 0x0643:
        case 0x06AA:
            return append(out, 0x06A9);
        case 0x06C1:
        case 0x06D5:
            return append(out, 0x0647);
        case 0x06C0:  // heh with yeh above, which is drawn as a hamza
        case 0x06C2:
            append(out, 0x0647);
            return append(out, 0x0654);
        default:
            return append(out, point);
    }
}

// The letters that a presentation form shows; a ligature shows up to 18.
void fold_presentation_form(std::string& out, char32_t point) {
    std::array<utf8proc_int32_t, 32> letters{};
    int last_class = 0;
    const auto count = utf8proc_decompose_char(
        static_cast<utf8proc_int32_t>(point), letters.data(),
        static_cast<utf8proc_ssize_t>(letters.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), &last_class);
    if (count <= 0 || count > static_cast<utf8proc_ssize_t>(letters.size())) {
        return append(out, point);
    }
    for (utf8proc_ssize_t i = 0; i < count; ++i) {
        const auto letter = static_cast<char32_t>(letters[static_cast<std::size_t>(i)]);
        // A vowel sign that stands alone is shown on a blank, which is no part of a name.
        if (letter != ' ') fold_letter(out, letter);
    }
}

}  // namespace

std::string fold_name(std::string_view name) {
    if (is_ascii(name) || find_invalid_utf8(name)) return std::string(name);
    std::string out;
    const std::string composed = to_nfc(name);
    for (std::size_t at = 0; at < composed.size();) {
        const CodePoint point = decode(std::string_view(composed).substr(at));
        at += std::max<std::size_t>(point.size, 1);
        is_presentation_form(point.value) ? fold_presentation_form(out, point.value)
                                          : fold_letter(out, point.value);
    }
    return to_nfc(out);
}

std::string fold_name(std::string&& name) {
    if (is_ascii(name)) return std::move(name);
    return fold_name(std::string_view(name));
}

bool same_name(std::string_view left, std::string_view right) {
    if (left == right) return true;
    if (is_ascii(left) && is_ascii(right)) return false;
    return fold_name(left) == fold_name(right);
}

std::string Spellings::known_as(std::string name) {
    if (is_ascii(name)) return name;
    std::string folded = fold_name(name);
    // A name whose folded form is ASCII, as one with Persian digits, is known by that.
    if (folded.empty() || is_ascii(folded)) return folded.empty() ? name : folded;
    return first_.try_emplace(std::move(folded), std::move(name)).first->second;
}

}  // namespace jonbar
