#pragma once
// Tabled quantiles of the beta and gamma distributions with fixed parameters.
//
// The quantile is tabled as a curve over the normal score z of u: g = logit x for beta, log x for
// gamma of scale 1, so that both tails keep their relative precision. With w = dg/dz it obeys
//
//   w = normal density(z) / slope(g),   dw/dz = -w (z + s w),   s = a y - b x, or shape - x,
//
// (slope: the density over g). s, its derivative m w and r obey ds/dz = m w, dm/dz = m r w,
// dr/dz = 2 m w / (a + b) with m = -(a + b) x y, r = y - x for beta, and m = -x, r = 1 for gamma:
// all products, so every Taylor series follows from g and w at its centre. The curve is followed
// from either end of z to the middle, the direction in which errors shrink, on a grid of equal
// pieces, each the polynomial of degree 11 around its centre. Where neighbours disagree where they
// meet the pieces are halved, at most to 1/32; what then is left (shapes of a hundredth, or one
// below a tenth beside one of thousands) is computed by the inversion instead.
//
// Only the two ends are found by the inversion in beta.h and gamma.h, so a table costs little more
// than a few quantiles. The values are in quantile_table_inl.h, a template over lanes.

#include <cstdint>
#include <vector>

#include "math/distributions.h"

namespace jonbar::math {

/// A table as kernels read it: plain data, because member functions would have one definition for
/// all instruction sets.
struct QuantileCurve {
    static constexpr int kTermCount = 12;
    /// The normal scores of 2^-65 and 1 - 2^-53, the ends of the two-word uniform, lie within.
    static constexpr double kFirst = -9.5;
    static constexpr double kLast = 8.5;

    Family family = Family::Beta;
    double a = 1;
    double b = 1;
    double pieces_per_unit = 0;
    /// Of each piece, polynomials in its position from -1 to 1. Null: take `quantile`.
    const double* terms = nullptr;
};

class QuantileTable {
  public:
    /// Requires: beta or gamma; the parameters are valid.
    QuantileTable(Family family, Parameters parameters);
    QuantileTable(QuantileTable&&) = default;
    QuantileTable& operator=(QuantileTable&&) = default;
    QuantileTable(const QuantileTable&) = delete;
    QuantileTable& operator=(const QuantileTable&) = delete;
    ~QuantileTable() = default;

    /// Returns the quantile at u, as `tabled_quantile` does for lanes. Increasing in u to within
    /// rounding. Relative error against `quantile` below 1e-11, of the smaller of x and 1 - x, for
    /// shapes from 0.05 to 1e4.
    /// Requires: 0 < u < 1; beyond the ends of the two-word uniform it may stay what it is there.
    [[nodiscard]] double at(double u) const noexcept;

    /// Returns what kernels read. It lives as long as the table, moved or not.
    [[nodiscard]] QuantileCurve curve() const noexcept;

  private:
    Family family_;
    double a_, b_;
    double pieces_per_unit_ = 0;
    std::vector<double> terms_;
};

/// Returns whether draws of a family with fixed parameters are computed by a table.
[[nodiscard]] bool is_tabled(Family family) noexcept;

}  // namespace jonbar::math
