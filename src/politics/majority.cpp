#include "politics/majority.h"

#include <cmath>
#include <numeric>

#include "politics/exact_weights.h"

namespace jonbar::politics {
namespace {

constexpr std::size_t kDigitsMax = 9;

/// Reads a text of one to nine digits.
std::optional<std::int64_t> read_digits(std::string_view text) {
    if (text.empty() || text.size() > kDigitsMax) return std::nullopt;
    std::int64_t value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        value = value * 10 + (digit - '0');
    }
    return value;
}

std::optional<Majority> reduced(std::int64_t numerator, std::int64_t denominator) {
    if (denominator <= 0 || numerator < denominator - numerator || numerator >= denominator)
        return std::nullopt;
    const std::int64_t divisor = std::gcd(numerator, denominator);
    return Majority{numerator / divisor, denominator / divisor};
}

}  // namespace

std::optional<Majority> read_majority(std::string_view text) {
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        const auto numerator = read_digits(text.substr(0, slash));
        const auto denominator = read_digits(text.substr(slash + 1));
        if (!numerator || !denominator) return std::nullopt;
        return reduced(*numerator, *denominator);
    }
    if (text.size() < 3 || (text.substr(0, 2) != "0.")) return std::nullopt;
    const auto numerator = read_digits(text.substr(2));
    if (!numerator) return std::nullopt;
    std::int64_t denominator = 1;
    for (std::size_t i = 2; i < text.size(); ++i) denominator *= 10;
    return reduced(*numerator, denominator);
}

std::optional<Majority> majority_of(double share) {
    if (!(share >= 0.5 && share < 1)) return std::nullopt;
    for (std::int64_t denominator = 2; denominator <= 1000; ++denominator) {
        const auto whole = static_cast<double>(denominator);
        const double numerator = std::round(share * whole);
        if (numerator < whole && numerator / whole == share)
            return reduced(static_cast<std::int64_t>(numerator), denominator);
    }
    constexpr double kUnits = 0x1p53;
    return reduced(static_cast<std::int64_t>(share * kUnits), static_cast<std::int64_t>(kUnits));
}

std::int64_t least_above(std::int64_t sum, const Majority& majority) {
    return static_cast<std::int64_t>(Int128{sum} * majority.numerator / majority.denominator) + 1;
}

}  // namespace jonbar::politics
