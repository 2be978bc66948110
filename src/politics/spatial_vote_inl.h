#pragma once
// Votes by a rule that is known when the loop is built, so that the loop holds no choice.

#include "base/check.h"
#include "math/functions_inl.h"
#include "politics/spatial.h"

namespace jonbar::politics {

/// Returns the vote of somebody of `weight` whose utilities differ by `gain`.
template <VotingRule kRule>
static inline double vote_by(double weight, double gain) {
    const auto sign = [gain] { return math::max(-1.0, math::min(1.0, gain / 1e-8)); };
    if constexpr (kRule == VotingRule::Proportional) {
        return weight * gain;
    } else if constexpr (kRule == VotingRule::Binary) {
        return weight * sign();
    } else if constexpr (kRule == VotingRule::Cubic) {
        return weight * (gain * gain * gain);
    } else if constexpr (kRule == VotingRule::ProportionalBinary) {
        return weight * (0.8 * gain + 0.2 * sign());
    } else {
        return weight * (0.5 * gain + 0.5 * (gain * gain * gain));
    }
}

/// Calls `loop`, a template over the rule as `loop.template operator()<rule>()`, for a rule.
template <class Loop>
static inline auto with_rule(VotingRule rule, Loop loop) {
    switch (rule) {
        case VotingRule::Proportional:
            return loop.template operator()<VotingRule::Proportional>();
        case VotingRule::Binary:
            return loop.template operator()<VotingRule::Binary>();
        case VotingRule::Cubic:
            return loop.template operator()<VotingRule::Cubic>();
        case VotingRule::ProportionalBinary:
            return loop.template operator()<VotingRule::ProportionalBinary>();
        case VotingRule::ProportionalCubic:
            return loop.template operator()<VotingRule::ProportionalCubic>();
    }
    CHECK(false);
}

}  // namespace jonbar::politics
