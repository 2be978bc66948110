#include "report/layout.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "base/direction.h"

namespace jonbar {

namespace {

/// Calls `visit(code point, bytes)` for each code point; a broken byte counts as one of width 1.
template <typename Visit>
void for_each_character(std::string_view text, Visit visit) {
    while (!text.empty()) {
        utf8proc_int32_t code = 0;
        const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                            static_cast<utf8proc_ssize_t>(text.size()), &code);
        const std::size_t bytes = taken > 0 ? static_cast<std::size_t>(taken) : 1;
        visit(taken > 0 ? code : static_cast<utf8proc_int32_t>('?'), text.substr(0, bytes));
        text.remove_prefix(bytes);
    }
}

}  // namespace

int display_width(std::string_view text) {
    int width = 0;
    for_each_character(
        text, [&](utf8proc_int32_t code, std::string_view) { width += utf8proc_charwidth(code); });
    return width;
}

std::string pad(std::string_view text, int width) {
    const int have = display_width(text);
    if (have <= width)
        return isolate(text) + std::string(static_cast<std::size_t>(width - have), ' ');
    std::string out;
    int used = 0;
    bool full = false;
    for_each_character(text, [&](utf8proc_int32_t code, std::string_view bytes) {
        const int cells = utf8proc_charwidth(code);
        full = full || used + cells > width - 1;
        if (full) return;
        out += bytes;
        used += cells;
    });
    if (width > 0) out += "…";
    // What was cut may have lost what closes its isolates; they are made anew.
    const std::string plain = without_isolates(out);
    return (plain == out ? isolate(out) : isolate_lines(plain)) +
           std::string(static_cast<std::size_t>(std::max(0, width - 1 - used)), ' ');
}

std::string pad_left(std::string_view text, int width) {
    const int missing = std::max(0, width - display_width(text));
    return std::string(static_cast<std::size_t>(missing), ' ') + isolate(text);
}

std::string bar(double share, int width) {
    static constexpr std::array<std::string_view, 8> kEighths = {"",  "▏", "▎", "▍",
                                                                 "▌", "▋", "▊", "▉"};
    if (!(share > 0)) return "";
    auto eighths = static_cast<int>(std::lround(std::min(share, 1.0) * width * 8));
    eighths = std::max(eighths, 1);
    std::string out;
    for (int i = 0; i < eighths / 8; ++i) out += "█";
    out += kEighths[static_cast<std::size_t>(eighths % 8)];
    return out;
}

std::string_view height(std::uint64_t count, std::uint64_t greatest) {
    static constexpr std::array<std::string_view, 8> kHeights = {"▁", "▂", "▃", "▄",
                                                                 "▅", "▆", "▇", "█"};
    if (count == 0 || greatest == 0) return " ";
    const double share = static_cast<double>(count) / static_cast<double>(greatest);
    const auto step = static_cast<std::size_t>(std::ceil(share * 8)) - 1;
    return kHeights[std::min<std::size_t>(step, 7)];
}

std::string percent(double share) {
    const double value = 100 * share;
    if (share <= 0) return "0 %";
    if (share >= 1) return "100 %";
    if (value < 0.01) return "<0.01 %";
    if (value < 1 || value > 99) return fmt::format("{:.2f} %", value);
    return fmt::format("{:.1f} %", value);
}

std::string percent_interval(const Estimate& estimate) {
    const bool fine = estimate.high < 0.01 || estimate.low > 0.99;
    if (fine && estimate.high >= 1) return fmt::format("{:.2f}–100", 100 * estimate.low);
    if (fine) return fmt::format("{:.2f}–{:.2f}", 100 * estimate.low, 100 * estimate.high);
    return fmt::format("{:.1f}–{:.1f}", 100 * estimate.low, 100 * estimate.high);
}

std::string short_number(double value, int significant) {
    const double size = std::abs(value);
    if (value == 0) return "0";
    if (size >= 1e15 || size < 1e-4) return fmt::format("{:.{}e}", value, significant - 1);
    if (value == std::floor(value)) return fmt::format("{:.0f}", value);
    const int digits =
        std::max(0, significant - 1 - static_cast<int>(std::floor(std::log10(size))));
    std::string text = fmt::format("{:.{}f}", value, digits);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    return text;
}

std::string grouped(std::uint64_t count) {
    std::string digits = std::to_string(count);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

std::string size_text(std::uint64_t bytes) {
    constexpr double kStep = 1024;
    double size = static_cast<double>(bytes);
    std::size_t unit = 0;
    constexpr const char* kUnits[] = {"B", "KB", "MB", "GB", "TB"};
    for (; size >= kStep && unit + 1 < std::size(kUnits); ++unit) size /= kStep;
    return fmt::format("{:.{}f} {}", size, unit > 0 && size < 10 ? 1 : 0, kUnits[unit]);
}

Style Style::of(bool colour) {
    if (!colour) return {"", "", "", "", ""};
    return {"\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[33m", "\x1b[0m"};
}

}  // namespace jonbar
