#include "query/causal_bounds.h"

#include <algorithm>

namespace jonbar {

namespace {

double outcome(const CausalData& d) { return d.both + d.outcome_only; }

}  // namespace

Bounds necessity_bounds(const CausalData& d) {
    if (d.both <= 0) return {};
    return {std::clamp((outcome(d) - d.do_absence) / d.both, 0.0, 1.0),
            std::clamp((1 - d.do_absence - d.neither) / d.both, 0.0, 1.0)};
}

Bounds sufficiency_bounds(const CausalData& d) {
    if (d.neither <= 0) return {};
    return {std::clamp((d.do_cause - outcome(d)) / d.neither, 0.0, 1.0),
            std::clamp((d.do_cause - d.both) / d.neither, 0.0, 1.0)};
}

Bounds necessity_and_sufficiency_bounds(const CausalData& d) {
    const double effect = d.do_cause - d.do_absence;
    const double y = outcome(d);
    return {std::max({0.0, effect, y - d.do_absence, d.do_cause - y}),
            std::min({d.do_cause, 1 - d.do_absence, d.both + d.neither,
                      effect + d.cause_only + d.outcome_only})};
}

}  // namespace jonbar
