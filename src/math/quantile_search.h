#pragma once
// The search for a quantile: where the tails of a distribution are p and 1 - p.

#include "math/functions_inl.h"
#include "math/gamma.h"

namespace jonbar::math {

/// The stretch in which a quantile lies, strictly.
struct Bracket {
    double low;
    double high;
};

/// Returns a number inside a bracket whose ends may be 0 and infinity.
static inline double middle_of(Bracket bracket) {
    if (bracket.low == 0) {
        return bracket.high * 0x1p-8;
    }
    if (bracket.high > bracket.low * 4) {
        return bracket.high > 1e300 ? bracket.low * 16 : sqrt(bracket.low) * sqrt(bracket.high);
    }
    return bracket.low + (bracket.high - bracket.low) / 2;
}

/// Returns the normal score with the given tails.
static inline double normal_score(Tails wanted) {
    return wanted.lower <= 0.5 ? normal_quantile(wanted.lower) : -normal_quantile(wanted.upper);
}

/// Returns the x at which `tails_at(x)` is `wanted`, by Newton's steps on the logarithm of the
/// smaller tail over log x, held in a bracket that shrinks with each; at most 200.
/// `slope_at(x)` is x times the density.
/// Requires: both wanted tails are positive; the quantile lies in `bracket`, above 0.
template <class TailsAt, class SlopeAt>
static double find_quantile(TailsAt tails_at, SlopeAt slope_at, Tails wanted, double guess,
                            Bracket bracket) {
    constexpr double kEnough = 0x1p-50;
    double x = guess > bracket.low && guess < bracket.high ? guess : middle_of(bracket);
    for (int i = 0; i < 200; ++i) {
        const Tails tails = tails_at(x);
        const bool in_lower = wanted.lower <= wanted.upper;
        const double tail = in_lower ? tails.lower : tails.upper;
        const double excess = in_lower ? log(tail / wanted.lower) : -log(tail / wanted.upper);
        (excess > 0 ? bracket.high : bracket.low) = x;
        const double step = -excess * tail / slope_at(x);
        double next = x + x * expm1(step);
        if (abs(step) < kEnough || abs(excess) < kEnough) {
            return next > 0 ? next : x;
        }
        if (!(next > bracket.low && next < bracket.high)) {
            next = middle_of(bracket);
        }
        if (next == x || next < 0x1p-1022) {
            return next;
        }
        x = next;
    }
    return x;
}

/// Returns the integral of `density` from `start` over `length` (which may be negative), in four
/// panels of Gauss's rule with 16 points each.
template <class Density>
static double integrate(Density density, double start, double length) {
    constexpr double kRule[8][2] = {
        {0x1.852bd6676a9f9p-4, 0x1.83feae80e4dfcp-3}, {0x1.205cae642337cp-2, 0x1.75f8c77e0c00fp-3},
        {0x1.d50259a43a772p-2, 0x1.5a6ebbb5a75fcp-3}, {0x1.3c5a466d5e8b8p-1, 0x1.325f61bca3cbfp-3},
        {0x1.82c45dda4726bp-1, 0x1.fe7af2bad386ap-4}, {0x1.bb3403514e483p-1, 0x1.85c4ee79cc258p-4},
        {0x1.e39f56616f9b0p-1, 0x1.fdfb1a2c1265dp-5}, {0x1.fa92c264d787ep-1, 0x1.bcddab4b7c211p-6}};
    constexpr int kPanels = 4;
    const double half = length / (2 * kPanels);
    double sum = 0;
    for (int panel = 0; panel < kPanels; ++panel) {
        const double centre = start + (2 * panel + 1) * half;
        for (const auto& [node, weight] : kRule) {
            sum += weight * (density(centre - half * node) + density(centre + half * node));
        }
    }
    return sum * abs(half);
}

/// Returns how many standard deviations beyond `score` the tail of a nearly normal distribution
/// still counts in a double.
static inline double tail_reach(double score) {
    return 1.3 * (sqrt(score * score + 80) - abs(score));
}

}  // namespace jonbar::math
