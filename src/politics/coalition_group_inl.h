// The ruling coalitions of a few histories, a lane each, for files built for different instruction
// sets.
//
// The pass of coalition.h in doubles. Sums and products of up to twelve powers are right to 2^-48
// of themselves: where a comparison is nearer than `tolerance` the lane is in doubt, and somebody
// else decides it exactly. A lane whose sums are exact has no tolerance.
#pragma once

#include <cstddef>
#include <cstdint>

#include "math/rounding_inl.h"
#include "politics/coalition_group.h"

namespace jonbar::politics {
namespace {

template <class L>
class GroupSolver {
  public:
    using Lanes = decltype(L{} < L{});

    explicit GroupSolver(const CoalitionGroup& group)
        : group_(group),
          numerator_(math::splat<L>(group.numerator)),
          denominator_(math::splat<L>(group.denominator)),
          tolerance_(math::load<L>(group.tolerance)) {}

    /// Bit 0 is the last member, so that of two coalitions of one power the one with the greater
    /// mask stands first in order.
    void run() {
        const L last = power(0), last_but_one = power(1);
        L whole = math::splat<L>(0);
        for (std::size_t i = 0; i < group_.members; ++i) whole = whole + power(i);
        bar_ = whole * numerator_;
        lightest_ = math::splat<L>(__builtin_inf());
        // Four coalitions at a time, which differ in the last two members.
        const std::size_t blocks = std::size_t{1} << (group_.members - 2);
        for (std::size_t block = 0; block < blocks; ++block) {
            L sum = math::splat<L>(0);
            if (block != 0) {
                const auto first = static_cast<std::size_t>(__builtin_ctzll(block));
                sum = math::load<L>(sums(block & (block - 1))) + power(first + 2);
            }
            math::store(sum, sums(block));
            L inner0 = math::splat<L>(0), inner1 = inner0, inner2 = inner0, inner3 = inner0;
            for (std::size_t rest = block; rest != 0; rest &= rest - 1) {
                const double* from = best(4 * (block ^ (rest & (~rest + 1))));
                inner0 = greater(inner0, math::load<L>(from));
                inner1 = greater(inner1, math::load<L>(from + kWidth));
                inner2 = greater(inner2, math::load<L>(from + 2 * kWidth));
                inner3 = greater(inner3, math::load<L>(from + 3 * kWidth));
            }
            const L best0 = settle(4 * block, sum, inner0);
            const L best1 = settle(4 * block + 1, sum + last, greater(inner1, best0));
            const L best2 = settle(4 * block + 2, sum + last_but_one, greater(inner2, best0));
            settle(4 * block + 3, sum + last + last_but_one,
                   greater(inner3, greater(best1, best2)));
        }
        for (std::size_t lane = 0; lane < kWidth; ++lane) {
            group_.answers[lane] = static_cast<std::uint32_t>(answer_[lane]);
            group_.doubts[lane] = doubt_[lane] != 0;
        }
    }

  private:
    static constexpr std::size_t kWidth = math::Lane<L>::kWidth;

    [[nodiscard]] L power(std::size_t bit) const {
        return math::load<L>(group_.powers + (group_.members - 1 - bit) * kWidth);
    }
    [[nodiscard]] double* best(std::size_t mask) const { return group_.scratch + mask * kWidth; }
    [[nodiscard]] double* sums(std::size_t block) const {
        return best((std::size_t{1} << group_.members) + block);
    }
    static L greater(L left, L right) { return math::select(right > left, right, left); }

    /// Tells whether a coalition is self-enforcing and might rule; returns the power of its
    /// strongest self-enforcing part, itself included.
    L settle(std::size_t mask, L own, L inner) {
        const L strength = own * denominator_, slack = tolerance_ * strength;
        const L within = inner * denominator_, needed = own * numerator_;
        const Lanes falls = within > needed;
        const Lanes rules = ~falls & (strength > bar_);
        doubt_ = doubt_ | (math::abs(within - needed) < slack) |
                 (~falls & (math::abs(strength - bar_) < slack)) |
                 (rules & (math::abs(own - lightest_) < tolerance_ * own));
        const Lanes better = rules & (own <= lightest_);
        lightest_ = math::select(better, own, lightest_);
        answer_ = math::select(better, math::splat<L>(static_cast<double>(mask)), answer_);
        const L strongest = math::select(falls, inner, own);
        math::store(strongest, best(mask));
        return strongest;
    }

    const CoalitionGroup& group_;
    L numerator_, denominator_, tolerance_;
    L bar_{}, lightest_{}, answer_{};
    Lanes doubt_{};
};

inline void solve_group(const CoalitionGroup& group) { GroupSolver<math::WideLane>(group).run(); }

constexpr CoalitionGroups kGroupsHere{math::Lane<math::WideLane>::kWidth, solve_group};

}  // namespace
}  // namespace jonbar::politics
