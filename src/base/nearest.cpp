#include "base/nearest.h"

#include <algorithm>
#include <vector>

#include "base/source.h"
#include "base/spelling.h"

namespace jonbar {
namespace {

std::u32string to_points(std::string_view text) {
    std::u32string points;
    while (!text.empty()) {
        const CodePoint point = decode(text);
        if (point.size == 0) break;
        points.push_back(point.value);
        text.remove_prefix(point.size);
    }
    return points;
}

// A name longer than this is nobody's typing slip.
constexpr std::size_t kNameLengthMax = 200;

template <typename Text>
std::string_view nearest(std::string_view name, std::span<const Text> candidates) {
    std::string_view best;
    std::size_t limit = std::max<std::size_t>(1, to_points(name).size() / 3);
    const std::string folded = fold_name(name);
    for (const Text& candidate : candidates) {
        if (candidate == name) continue;
        const std::size_t distance = edit_distance(folded, fold_name(candidate), limit);
        if (distance > limit) continue;
        best = candidate;
        if (distance <= 1) break;
        limit = distance - 1;
    }
    return best;
}

}  // namespace

// Damerau-Levenshtein distance in its restricted form (optimal string alignment): three rows of the
// usual table, left as soon as a whole row is beyond the limit.
std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t limit) {
    const std::u32string a = to_points(left);
    const std::u32string b = to_points(right);
    const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (gap > limit || std::max(a.size(), b.size()) > kNameLengthMax) return limit + 1;
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        if (*std::min_element(row.begin(), row.end()) > limit) return limit + 1;
        before_last.swap(last);
        last.swap(row);
    }
    return std::min(last[b.size()], limit + 1);
}

std::string_view nearest_name(std::string_view name, std::span<const std::string> candidates) {
    return nearest(name, candidates);
}

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
    return nearest(name, candidates);
}

}  // namespace jonbar
