#pragma once
// Powers of lanes.
//
// x^y = exp(y log x), with the logarithm and its product with y kept as pairs: an error of the
// logarithm is magnified by up to 745 before it reaches the result.

#include "math/exp_inl.h"
#include "math/log_inl.h"

namespace jonbar::math {

/// Returns log(x) as a pair, relative error below 2^-62.
/// Requires: x is positive and finite.
template <class L>
static inline Pair<L> log_pair(L x) {
    // As `log_corrected`, but s = f / (2 + f) and the two leading terms of
    // log(1 + f) = 2 s (1 + s^2 (1/3 + s^2 (1/5 + ...))) are pairs.
    constexpr double kTerms[] = {1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11, 1.0 / 13, 1.0 / 15,
                                 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25};
    constexpr double kThirdLow = 0x1.5555555555555p-56;
    const auto [k, f] = split_exponent(x);
    const Pair<L> s = divide({f, L{}}, exact_sum_ordered(splat<L>(2.0), f));
    Pair<L> z = exact_product(s.high, s.high);
    z.low += s.high * s.low * 2.0;
    Pair<L> factor = exact_sum_ordered(splat<L>(1.0 / 3), z.high * polynomial(z.high, kTerms));
    factor.low += kThirdLow + z.low * 0.2;
    Pair<L> rest = exact_product(z.high, factor.high);
    rest.low += z.high * factor.low + z.low * factor.high;
    Pair<L> cubic = exact_product(s.high, rest.high);
    cubic.low += s.high * rest.low + s.low * rest.high;
    const Pair<L> half = exact_sum_ordered(s.high, cubic.high);
    const Pair<L> sum = exact_sum_ordered(k * kLog2High, half.high * 2.0);
    const L low = sum.low + (k * kLog2Low + (half.low + (s.low + cubic.low)) * 2.0);
    return exact_sum_ordered(sum.high, low);
}

/// Returns x to the power y, by the rules of IEEE 754: 1 for y = 0 and for x = 1 whatever the
/// other; NaN for x < 0 and a y that is not whole. Error below 0.8 ulp (1 ulp where the result is
/// subnormal).
template <class L>
static inline L pow(L x, L y) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const L size = abs(x);
    const auto ordinary = (size > 0.0) & (size < kInfinity);
    const Pair<L> logarithm = log_pair(select(ordinary, size, splat<L>(1.0)));
    // Beyond 2^70 every power but that of 1 is out of range.
    const L limit = splat<L>(0x1p70);
    const L power = select(abs(y) > limit, copy_sign(limit, y), y);
    Pair<L> product = exact_product(power, logarithm.high);
    product.low += power * logarithm.low;
    const auto out = (product.high > 710.0) | (product.high < -746.0);
    const L within = select(product.high > 710.0, splat<L>(710.0), product.high);
    const L exponent = select(within < -746.0, splat<L>(-746.0), within);
    const L low = select(out, L{}, product.low);
    const ExpReduction<L> reduced = reduce_exp(exponent);
    const Pair<L> leading = exact_sum_ordered(splat<L>(1.0), reduced.high);
    const L tail = leading.low + (reduced.small + low * (leading.high + reduced.small));
    const L finite = scale(leading.high + tail, reduced.exponent);

    // |x| = 0 with y > 0 and |x| = infinity with y < 0 give 0, the other way round infinity.
    const L edge = select((size < 1.0) == (y > 0.0), L{}, splat<L>(kInfinity));
    L result = select(ordinary, finite, edge);
    const L half_y = y * 0.5;
    const auto whole = (round_half_even(y) == y);
    const auto odd = whole & (round_half_even(half_y) != half_y);
    const auto negative = copy_sign(splat<L>(1.0), x) < 0.0;
    result = select(negative & odd, -result, result);
    result = select((x < 0.0) & ordinary & !whole, splat<L>(__builtin_nan("")), result);
    result = select((x != x) | (y != y), x + y, result);
    return select((x == 1.0) | (y == 0.0), splat<L>(1.0), result);
}

}  // namespace jonbar::math
