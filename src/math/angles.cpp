#include "math/angles.h"

#include <array>

#include "math/functions_inl.h"

namespace jonbar::math {
namespace {

__extension__ using Wide = unsigned __int128;

/// x = quadrant * pi/2 + rest, modulo full turns, |rest| at most about pi/4.
struct Turned {
    std::uint64_t quadrant;
    Pair<double> rest;
};

/// Returns 64 bits of 2/pi beginning `place` bits after the point; those before it are 0.
std::uint64_t two_over_pi_bits(std::int64_t place) {
    constexpr std::array<std::uint64_t, 21> kTwoOverPi = {
        0xa2f9836e4e441529U, 0xfc2757d1f534ddc0U, 0xdb6295993c439041U, 0xfe5163abdebbc561U,
        0xb7246e3a424dd2e0U, 0x06492eea09d1921cU, 0xfe1deb1cb129a73eU, 0xe88235f52ebb4484U,
        0xe99c7026b45f7e41U, 0x3991d639835339f4U, 0x9c845f8bbdf9283bU, 0x1ff897ffde05980fU,
        0xef2f118b5a0a6d1fU, 0x6d367ecf27cb09b7U, 0x4f463f669e5fea2dU, 0x7527bac7ebe5f17bU,
        0x3d0739f78a5292eaU, 0x6bfb5fb11f8d5d08U, 0x56033046fc7b6babU, 0xf0cfbc209af4361dU,
        0xa9e391615ee61b08U};
    const std::int64_t word = place >> 6;
    const auto shift = static_cast<std::uint64_t>(place & 63);
    const auto at = [&](std::int64_t i) {
        return i < 0 ? 0 : kTwoOverPi[static_cast<std::size_t>(i)];
    };
    return shift == 0 ? at(word) : at(word) << shift | at(word + 1) >> (64U - shift);
}

/// Requires: |x| is finite and above 1/2.
Turned turn(double x) {
    constexpr Pair<double> kHalfPi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
    const std::uint64_t bits = to_bits(x);
    const std::uint64_t significand = (bits & 0xfffffffffffffU) | (1ULL << 52U);
    const auto exponent = static_cast<std::int64_t>((bits >> 52U) & 0x7ffU) - 1075;
    // Bits of 2/pi above those taken would add whole turns. The product, modulo 2^192, is the
    // quadrant in its two leading bits and the fraction of a quadrant in the others.
    const std::int64_t place = exponent - 2;
    const Wide low = Wide{significand} * two_over_pi_bits(place + 128);
    const Wide middle = Wide{significand} * two_over_pi_bits(place + 64) + (low >> 64U);
    const auto high =
        significand * two_over_pi_bits(place) + static_cast<std::uint64_t>(middle >> 64U);
    const Wide product = (Wide{high} << 64U) | static_cast<std::uint64_t>(middle);
    auto quadrant = static_cast<std::uint64_t>(product >> 126U);
    Wide fraction = (product << 2U) | (static_cast<std::uint64_t>(low) >> 62U);
    const bool beyond_half = (fraction >> 127U) != 0;
    if (beyond_half) {
        fraction = -fraction;
        ++quadrant;
    }
    const double leading =
        static_cast<double>(static_cast<std::uint64_t>(fraction >> 75U)) * 0x1p-53;
    const double trailing =
        static_cast<double>(static_cast<std::uint64_t>((fraction << 53U) >> 64U)) * 0x1p-117;
    const Pair<double> share = exact_sum_ordered(leading, trailing);
    Pair<double> rest = exact_product(share.high, kHalfPi.high);
    rest.low += share.high * kHalfPi.low + share.low * kHalfPi.high;
    const bool negative = beyond_half != (x < 0);
    if (negative) {
        rest = {-rest.high, -rest.low};
    }
    return {x < 0 ? 0 - quadrant : quadrant, rest};
}

/// The sine on [-pi/4, pi/4]: r + r^3 P(r^2), a Chebyshev fit, relative error below 2^-63.
double sin_near_zero(Pair<double> angle) {
    constexpr double kTerms[] = {-0x1.5555555555555p-3,  0x1.1111111111110p-7,
                                 -0x1.a01a01a01992fp-13, 0x1.71de3a545f836p-19,
                                 -0x1.ae645410e937bp-26, 0x1.61217d9252c03p-33,
                                 -0x1.ab16f5caa198ap-41};
    const auto [r, low] = angle;
    const double z = r * r;
    return r + (r * z * polynomial(z, kTerms) + low * (1 - z * 0.5));
}

/// The cosine there: 1 - r^2/2 + r^4 P(r^2), likewise.
double cos_near_zero(Pair<double> angle) {
    constexpr double kTerms[] = {0x1.5555555555555p-5,  -0x1.6c16c16c16c16p-10,
                                 0x1.a01a01a019d06p-16, -0x1.27e4fb77125c5p-22,
                                 0x1.1eed8deac3dfep-29, -0x1.9394b8bd50ae1p-37,
                                 0x1.ab779550c8d9bp-45};
    const auto [r, low] = angle;
    const double z = r * r;
    const Pair<double> leading = exact_sum_ordered(1.0, z * -0.5);
    return leading.high + (leading.low + (z * z * polynomial(z, kTerms) - r * low));
}

double sin_of_turned(Turned turned) {
    switch (turned.quadrant & 3U) {
        case 0:
            return sin_near_zero(turned.rest);
        case 1:
            return cos_near_zero(turned.rest);
        case 2:
            return -sin_near_zero(turned.rest);
        default:
            return -cos_near_zero(turned.rest);
    }
}

Turned turn_any(double x) { return abs(x) <= 0.75 ? Turned{0, {x, 0}} : turn(x); }

}  // namespace

double sin(double x) noexcept {
    if (!(abs(x) < std::numeric_limits<double>::infinity())) {
        return x - x;
    }
    return x == 0 ? x : sin_of_turned(turn_any(x));
}

double cos(double x) noexcept {
    if (!(abs(x) < std::numeric_limits<double>::infinity())) {
        return x - x;
    }
    Turned turned = turn_any(x);
    ++turned.quadrant;
    return sin_of_turned(turned);
}

}  // namespace jonbar::math
