#pragma once
// Votes seen from before: who decides with what probabilities, and how likely it is to carry.
//
// The forecast is an approximation (a normal count, with the half of a vote by which whole counts
// exceed a bar), and serves only to propose results and swings: what is proposed is weighed
// exactly.

#include <cstddef>
#include <span>
#include <vector>

#include "math/distributions.h"

namespace jonbar::engine {

/// What is fixed about a vote.
struct VoteForm {
    bool abstain = false;  // abstention is offered
    bool of_cast = false;  // who abstains is not counted
    bool sized = false;    // voters are groups
};

struct Voter {
    std::size_t slot = 0;
    double yes_worth = 0, abstain_worth = 0;  // before the swing
    double size = 1, weight = 1;
};

/// The probabilities of what one person does.
struct VoterChance {
    double yes = 0, abstain = 0, no = 0;
};

/// Returns what a voter does under a swing.
[[nodiscard]] VoterChance chance_of(const Voter& voter, double swing,
                                    const VoteForm& form) noexcept;

/// Tells whether a vote carries.
[[nodiscard]] inline bool carries(double yes, double counted, double bar) {
    return counted > 0 && yes > bar * counted;
}

/// What an option of one person adds to yes - bar * counted.
struct Lift {
    double yes = 0, abstain = 0, no = 0;
};
[[nodiscard]] Lift lift_of(double weight, double bar, const VoteForm& form) noexcept;

/// Mean and variance of the lift of one person.
struct LiftMoments {
    double mean = 0, variance = 0;
};
[[nodiscard]] LiftMoments moments_of(const VoterChance& chance, const Lift& lift) noexcept;

/// Returns how far above 0 the lift of a vote lies at half a vote beyond the last count that does
/// not carry; 0 where counts have no common step.
[[nodiscard]] double half_vote(std::span<const Voter> voters, double bar,
                               const VoteForm& form) noexcept;

/// The swing's distribution.
struct Swing {
    bool exists = false;
    math::Family family = math::Family::Normal;
    math::Parameters parameters{};

    /// Returns the swing at a uniform, 0 if there is none.
    [[nodiscard]] double at(double u) const noexcept;
};

class VoteForecast {
  public:
    VoteForecast(std::span<const Voter> voters, double bar, const VoteForm& form)
        : voters_(voters), bar_(bar), form_(form), beyond_(half_vote(voters, bar, form)) {}

    /// Returns about the probability that it carries under a swing.
    [[nodiscard]] double at(double swing) const noexcept;
    /// Returns about the probability that it carries, over the swings, by a rule of 16 points.
    [[nodiscard]] double over(const Swing& swing) const noexcept;

  private:
    std::span<const Voter> voters_;
    double bar_;
    const VoteForm& form_;
    double beyond_;
};

/// A swing drawn given the result of its vote.
struct SwingDraw {
    double u = 0.5;         // the uniform it is the quantile of
    double log_factor = 0;  // log of its probability over that with which it was drawn
};

/// Draws a swing with which the vote may well carry, or fail: in 95 of 100 lanes, by `which`,
/// beyond the point where the forecast of that result is 1 %, else from everywhere; `u` tells
/// where.
[[nodiscard]] SwingDraw draw_swing(const VoteForecast& forecast, const Swing& swing, bool carried,
                                   double u, double which) noexcept;

}  // namespace jonbar::engine
