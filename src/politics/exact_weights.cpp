#include "politics/exact_weights.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "math/exact_sum.h"

namespace jonbar::politics {
namespace {

/// The exponent of the lowest bit that is set. Requires: x finite and not 0.
int lowest_bit(double x) {
    const auto bits = __builtin_bit_cast(std::uint64_t, x);
    const auto exponent = static_cast<int>((bits >> 52U) & 0x7ffU);
    const std::uint64_t fraction = bits & 0xfffffffffffffU;
    const std::uint64_t significand = exponent == 0 ? fraction : fraction | (1ULL << 52U);
    return std::max(exponent, 1) - 1075 + std::countr_zero(significand);
}

template <class Whole>
std::optional<std::vector<Whole>> whole(std::span<const double> weights, std::int64_t factor,
                                        double limit) {
    int unit = 1024;
    for (const double weight : weights) {
        if (weight != 0) unit = std::min(unit, lowest_bit(weight));
    }
    std::vector<Whole> whole(weights.size(), 0);
    if (unit == 1024) return whole;
    double sum = 0;  // rounded, of which the limit leaves room for
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double scaled = std::ldexp(weights[i], -unit);
        sum += scaled * static_cast<double>(factor);
        if (!(sum < limit)) return std::nullopt;
        whole[i] = static_cast<Whole>(scaled);
    }
    return whole;
}

}  // namespace

std::optional<std::vector<std::int64_t>> whole_weights(std::span<const double> weights,
                                                       std::int64_t factor) {
    return whole<std::int64_t>(weights, factor, 0x1p62);
}

std::optional<std::vector<Int128>> wide_whole_weights(std::span<const double> weights,
                                                      std::int64_t factor) {
    return whole<Int128>(weights, factor, 0x1p125);
}

int exact_sign(std::span<const WeightTerm> terms) {
    constexpr std::uint64_t kLowHalf = (1U << 27U) - 1;
    constexpr std::int64_t kPiece = std::int64_t{1} << 26U;
    math::ExactSum sum;
    for (const WeightTerm& term : terms) {
        // Both parts of the weight have at most 27 bits and each piece of the factor 26, so that
        // every product is exact.
        const auto bits = __builtin_bit_cast(std::uint64_t, term.weight);
        const double high = __builtin_bit_cast(double, bits & ~kLowHalf);
        const double low = term.weight - high;
        double place = 1;
        for (std::int64_t rest = term.factor; rest != 0; rest /= kPiece) {
            const double piece = static_cast<double>(rest % kPiece) * place;
            sum.add(high * piece);
            sum.add(low * piece);
            place *= static_cast<double>(kPiece);
        }
    }
    const double value = sum.value();
    return value > 0 ? 1 : value < 0 ? -1 : 0;
}

}  // namespace jonbar::politics
