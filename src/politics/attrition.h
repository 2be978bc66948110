#pragma once
// Attrition: how two forces wear each other down.
//
// F. W. Lanchester, Aircraft in Warfare (1916), chapters V and VI; M. Osipov, Voennyi Sbornik
// (1915). Side x loses by y's effectiveness b, side y by x's effectiveness a:
//
//   square law   dx/dt = -b y      dy/dt = -a x       everybody aims at somebody
//   linear law   dx/dt = -b x y    dy/dt = -a x y     fire into an area, or duels one at a time
//   mixed law    dx/dt = -b x y    dy/dt = -a x       x hides, y stands in the open (Deitchman)
//
// These have closed solutions. Reinforcements and other exponents are integrated: Runge and Kutta's
// fourth order, the end of a side found within a step. No force is ever below 0; once one side is
// gone nobody loses any more. Last the same losses as whole men falling at random times.
//
// Times and effectiveness share a unit: an effectiveness per day goes with a time in days. Requires
// everywhere: forces, effectiveness and times finite and at least 0.

#include <cstdint>
#include <limits>
#include <optional>

#include "math/philox.h"

namespace jonbar::politics {

struct Forces {
    double x = 0;
    double y = 0;

    bool operator==(const Forces&) const = default;
};

/// How effective one of a side is against the other.
struct Effectiveness {
    double a = 0;  ///< of x: what y loses to each x
    double b = 0;  ///< of y: what x loses to each y
};

enum class AttritionLaw : std::uint8_t { Square, Linear, Mixed };

/// Returns what is left of both after `time`.
[[nodiscard]] Forces lanchester(AttritionLaw law, Forces start, Effectiveness effectiveness,
                                double time);

[[nodiscard]] Forces lanchester_square(double x, double y, double a, double b, double time);
[[nodiscard]] Forces lanchester_linear(double x, double y, double a, double b, double time);
[[nodiscard]] Forces lanchester_mixed(double x, double y, double a, double b, double time);

/// How a fight to the finish ends.
struct AttritionEnd {
    Forces left;  ///< of at most one side is anything left
    double time = std::numeric_limits<double>::infinity();  ///< infinite where a side only dwindles
};

/// Returns the end of a fight to the finish; where nobody can hurt the other, the start.
[[nodiscard]] AttritionEnd lanchester_end(AttritionLaw law, Forces start,
                                          Effectiveness effectiveness);

/// A fight by any law: dx/dt = reinforcement.x - b x^own y^enemy, dy/dt likewise with a. The square
/// law is own 0, enemy 1, the linear 1 and 1. Osipov's tests of battles fit own 0, enemy near 1/2
/// to 1.
struct GeneralAttrition {
    Effectiveness effectiveness;
    double own_x = 0;    ///< exponent of x in what x loses
    double enemy_x = 1;  ///< exponent of y in what x loses
    double own_y = 0;
    double enemy_y = 1;
    Forces reinforcements{};  ///< a unit of time, constant

    /// Returns one of Lanchester's laws.
    [[nodiscard]] static GeneralAttrition of(AttritionLaw law, Effectiveness effectiveness,
                                             Forces reinforcements = {});
};

/// A fight up to a time, or to the moment one side is gone without reinforcement to come.
struct AttritionCourse {
    Forces left;
    double time = 0;     ///< how long it lasted
    bool ended = false;  ///< a side is gone
};

/// Integrates in `steps` equal steps up to `time`. The error falls with the fourth power of the
/// step: with 1,000 steps over the length of a battle it is below 1e-9 of the forces.
/// Requires: steps of at least 1; exponents at least 0.
[[nodiscard]] AttritionCourse osipov(const GeneralAttrition& attrition, Forces start, double time,
                                     int steps);

/// Fights with whole men: each loss falls after an exponential time, at the rates of the law
/// (Gillespie's direct method), up to `time` or until a side is gone. A pure function of the noise
/// at `noise` of `history`; event number n reads the words from `noise.word + 4 n` on.
/// Requires: whole numbers in the forces, below 2^29 together.
[[nodiscard]] AttritionCourse stochastic_attrition(AttritionLaw law, Forces start,
                                                   Effectiveness effectiveness, double time,
                                                   math::NoiseAddress noise, std::uint64_t history);

/// Who is left when whole men fight to the finish.
struct StochasticEnd {
    double win_x = 0;  ///< probability that y is gone first
    Forces mean_left;  ///< means over all fights, lost ones included
};

/// Computes the end of a fight with whole men exactly, by the chain of losses; nothing if nobody
/// can hurt the other. Cost: x times y.
/// Requires: whole numbers in the forces.
[[nodiscard]] std::optional<StochasticEnd> stochastic_end(AttritionLaw law, Forces start,
                                                          Effectiveness effectiveness);

}  // namespace jonbar::politics
