// How a scenario's text is altered: half of the time as libFuzzer alters any bytes, half of the
// time by words and lines, so that what comes out is more often a scenario.

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "language/keywords.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);

namespace jonbar {
namespace {

// What fuzzes needs chance of its own; nothing here feeds a history.
using Chance = std::minstd_rand;

struct Part {
    std::size_t begin = 0, end = 0;
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Words, numbers and single signs.
std::vector<Part> words_of(std::string_view text) {
    std::vector<Part> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at++;
        if (std::isspace(static_cast<unsigned char>(text[begin])) != 0) continue;
        if (is_word(text[begin])) {
            while (at < text.size() && is_word(text[at])) ++at;
        }
        words.push_back({begin, at});
    }
    return words;
}

std::vector<Part> lines_of(std::string_view text) {
    std::vector<Part> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        lines.push_back({at, end});
        at = end;
    }
    return lines;
}

Part one_of(const std::vector<Part>& parts, Chance& chance) {
    return parts[chance() % parts.size()];
}

std::string altered(const std::string& text, Chance& chance) {
    constexpr std::string_view kNumbers[] = {
        "0", "1", "2", "-1", "0.5", "1e300", "1e-300", "9007199254740993", "1922-04", "yes"};
    const bool by_lines = chance() % 3 == 0;
    const std::vector<Part> parts = by_lines ? lines_of(text) : words_of(text);
    if (parts.empty()) return text;
    const Part at = one_of(parts, chance), from = one_of(parts, chance);
    const std::string other = text.substr(from.begin, from.end - from.begin);
    const std::string before = text.substr(0, at.begin), behind = text.substr(at.end);
    const std::string here = text.substr(at.begin, at.end - at.begin);
    const std::string gap = by_lines ? "" : " ";
    switch (chance() % (by_lines ? 4 : 6)) {
        case 0:
            return before + behind;
        case 1:
            return before + other + behind;
        case 2:
            return before + other + gap + here + behind;
        case 3:
            return before + here + gap + here + behind;
        case 4:
            return before + std::string(kKeywords[chance() % kKeywords.size()]) + behind;
        default:
            return before + std::string(kNumbers[chance() % std::size(kNumbers)]) + behind;
    }
}

}  // namespace
}  // namespace jonbar

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t size_max, unsigned int seed) {
    jonbar::Chance chance(seed);
    if (chance() % 2 == 0) return LLVMFuzzerMutate(data, size, size_max);
    std::string text(reinterpret_cast<const char*>(data), size);
    for (auto times = 1 + chance() % 3; times > 0; --times) text = jonbar::altered(text, chance);
    size = std::min(text.size(), size_max);
    std::copy_n(text.begin(), size, data);
    return size;
}
