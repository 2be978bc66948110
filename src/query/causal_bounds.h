// What data alone say of necessity and sufficiency.
//
// Tian and Pearl, "Probabilities of causation: bounds and identification", Annals of Mathematics
// and Artificial Intelligence 28 (2000), 287–313: sharp bounds from an observational distribution
// of a cause x and an outcome y and from what happens where x is set. They ask nothing of the
// model; the engine's own figure must lie between them.

#pragma once

namespace jonbar {

/// Probabilities of a cause x and an outcome y, both yes or no.
struct CausalData {
    double both = 0;          // P(x, y)
    double cause_only = 0;    // P(x, not y)
    double outcome_only = 0;  // P(not x, y)
    double neither = 0;       // P(not x, not y)
    double do_cause = 0;      // P(y where x is set)
    double do_absence = 0;    // P(y where not x is set)
};

struct Bounds {
    double low = 0, high = 1;
};

/// Returns bounds on P(y fails had x not been | x, y); [0, 1] where x and y never come together.
Bounds necessity_bounds(const CausalData& data);
/// Returns bounds on P(y had x been | not x, not y).
Bounds sufficiency_bounds(const CausalData& data);
/// Returns bounds on P(y if and only if x).
Bounds necessity_and_sufficiency_bounds(const CausalData& data);

}  // namespace jonbar
