#pragma once
// Cascades: how many join once those join who wait for others.
//
// M. Granovetter, "Threshold Models of Collective Behavior", American Journal of Sociology 83
// (1978), 1420-1443: one joins when at least as many have joined as his threshold says, and stays.
// T. Kuran, "Now Out of Never", World Politics 44 (1991), 7-48, is the same with shares. Order does
// not show: nobody ever leaves, so the end is the smallest fixed point.

#include <cstddef>
#include <span>
#include <vector>

namespace jonbar::politics {

/// Those whose joining counts, and from which joined weight on each joins. Whoever has no weight
/// counts 1.
/// Requires: no NaN; `weights` empty or as long, at least 0.
struct CascadeCrowd {
    std::span<const double> thresholds;
    std::span<const double> weights;
};

/// A cascade round by round.
struct Cascade {
    std::vector<double> joined;  ///< weight that joined after round 0 (none), 1, 2, ...
    std::vector<std::size_t>
        round_of;      ///< of each person: the round in which he joined, 0 if never
    double whole = 0;  ///< weight of all
};

/// Follows a cascade until nobody more joins.
[[nodiscard]] Cascade cascade(const CascadeCrowd& crowd);

/// Returns the weight that has joined in the end. Cost: n log n.
[[nodiscard]] double cascade_end(const CascadeCrowd& crowd);

/// Returns the share of a very large crowd that joins in the end when thresholds, as shares, are
/// normal: the smallest solution of r = P(threshold <= r). Found to 1e-12.
/// Requires: sd > 0.
[[nodiscard]] double normal_cascade(double mean, double sd);

}  // namespace jonbar::politics
