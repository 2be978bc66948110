#pragma once
// Arithmetic in pairs: an unevaluated sum high + low holds about 106 bits.
//
// Dekker, "A floating-point technique for extending the available precision" (1971). The functions
// of this folder use pairs where a rounded intermediate would cost the last bit of the result.

#include "math/lanes.h"

namespace jonbar::math {

/// The sum high + low, |low| at most half an ulp of high.
template <class L>
struct Pair {
    L high;
    L low;
};

/// Returns left + right exactly.
/// Requires: |left| >= |right|, or left is zero.
template <class L>
static inline Pair<L> exact_sum_ordered(L left, L right) {
    const L sum = left + right;
    return {sum, (left - sum) + right};
}

/// Returns left + right exactly.
template <class L>
static inline Pair<L> exact_sum(L left, L right) {
    const L sum = left + right;
    const L right_part = sum - left;
    return {sum, (left - (sum - right_part)) + (right - right_part)};
}

/// Splits x into two parts of at most 26 bits.
/// Requires: |x| < 2^996.
template <class L>
static inline Pair<L> split(L x) {
    const L shifted = x * 134217729.0;
    const L high = shifted - (shifted - x);
    return {high, x - high};
}

/// Returns left * right exactly, unless the product's low half is subnormal.
/// Requires: both and the product are below 2^996.
template <class L>
static inline Pair<L> exact_product(L left, L right) {
    const L product = left * right;
    const auto [a, b] = split(left);
    const auto [c, d] = split(right);
    return {product, ((a * c - product) + a * d + b * c) + b * d};
}

/// Returns numerator / denominator, right to a little over half an ulp of its high part, the low
/// part right to about 2^-104 of the whole.
/// Requires: the numbers stay below 2^996 and the quotient is not subnormal.
template <class L>
static inline Pair<L> divide(Pair<L> numerator, Pair<L> denominator) {
    const L quotient = numerator.high / denominator.high;
    const Pair<L> back = exact_product(quotient, denominator.high);
    const L rest =
        ((numerator.high - back.high) - back.low) + (numerator.low - quotient * denominator.low);
    return {quotient, rest / denominator.high};
}

/// Returns the polynomial with the given coefficients, the constant first.
template <class L, std::size_t kCount>
static inline L polynomial(L x, const double (&coefficients)[kCount]) {
    L sum = splat<L>(coefficients[kCount - 1]);
    for (std::size_t i = kCount - 1; i-- > 0;) {
        sum = sum * x + coefficients[i];
    }
    return sum;
}

}  // namespace jonbar::math
