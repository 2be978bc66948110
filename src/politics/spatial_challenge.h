#pragma once
// What a challenge of one actor by another promises, in somebody's view.
//
// The costly part of the spatial model: all challenge all, and all others take sides. A view holds
// everybody's utility of every position as one person sees them, position by position, so that the
// third parties of a challenge are two rows side by side.

#include <cstddef>
#include <span>
#include <vector>

#include "politics/spatial.h"

namespace jonbar::politics {

/// A challenge as somebody sees it.
struct Challenge {
    double win;   ///< the probability that the challenger carries the day
    double gain;  ///< what he gains by it
};

class ChallengeView {
  public:
    /// Requires: what the spans borrow outlives the view; `distances` is [position][actor],
    /// `saliences` the sums over dimensions.
    ChallengeView(const SpatialOptions& options, std::span<const double> influences,
                  std::span<const double> saliences, std::span<const double> distances);

    /// Looks with somebody's eyes: these attitudes to risk are what he thinks the others have.
    void look(std::span<const double> risks);

    /// Returns what i's challenge to j promises i.
    [[nodiscard]] Challenge challenge(std::size_t i, std::size_t j);

  private:
    template <VotingRule kRule>
    Challenge challenge_by(std::size_t i, std::size_t j);

    const SpatialOptions& options_;
    std::span<const double> saliences_;
    std::span<const double> distances_;
    std::vector<double> weights_;
    std::vector<double> utilities_;  // [position][actor]
    std::vector<double> votes_;
};

}  // namespace jonbar::politics
