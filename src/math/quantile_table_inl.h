#pragma once
// Tabled quantiles of lanes. Everything is `static`; lanes.h says why.

#include "math/functions_inl.h"
#include "math/quantile_table.h"

namespace jonbar::math {

/// Returns, lane by lane, the doubles at an index.
template <class L>
static inline L load_at(const double* from, Unsigned<L> index) {
    if constexpr (Lane<L>::kWidth == 1) {
        return from[index];
    } else {
        L lanes{};
        for (std::size_t lane = 0; lane < Lane<L>::kWidth; ++lane) {
            lanes[lane] = from[index[lane]];
        }
        return lanes;
    }
}

/// Returns the quantile at u by a table; of u that is not in (0, 1) some number.
/// Requires: curve.terms is not null.
template <class L>
static inline L tabled_quantile(const QuantileCurve& curve, L u) {
    constexpr int kTermCount = QuantileCurve::kTermCount;
    constexpr double kFirst = QuantileCurve::kFirst;
    constexpr double kLast = QuantileCurve::kLast;
    const L score = normal_quantile(u);
    const L below = select(score < kLast, score, splat<L>(kLast));
    const L z = select(below > kFirst, below, splat<L>(kFirst));

    const L last_piece = splat<L>((kLast - kFirst) * curve.pieces_per_unit - 1.0);
    const L piece = min(floor((z - kFirst) * curve.pieces_per_unit), last_piece);
    const L centre = (piece + 0.5) / curve.pieces_per_unit + kFirst;
    const L position = (z - centre) * (2.0 * curve.pieces_per_unit);
    const Unsigned<L> first = (to_bits(piece + 0x1p52) & 0xfffffU) * kTermCount;
    L g = load_at<L>(curve.terms + (kTermCount - 1), first);
    for (int i = kTermCount - 2; i >= 0; --i) {
        g = g * position + load_at<L>(curve.terms + i, first);
    }
    return curve.family == Family::Beta ? logistic(g) : exp(g) * curve.b;
}

}  // namespace jonbar::math
