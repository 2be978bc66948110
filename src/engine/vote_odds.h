#pragma once
// The odds of a vote: the probability that it carries, from who votes and what it is worth to each.
//
// Given the swing the voters are independent. Where they are at most 64 people whose weights are
// whole, the number of votes is convolved, person after person, and the result is exact but for
// rounding; with more of them, or other weights, it is the forecast of vote_forecast.h, a normal
// number with the half of a vote by which whole counts exceed the bar. Over swings it is a rule of
// 16 points: Gauss's with eight on either side of the swing at which the forecast is one half,
// because in a large body the odds step from 0 to 1 around there. It errs by at most about 0.003,
// where that step lies far out.
//
// docs/computation.md, Odds, says the same to the last bit. The slow twin uses this function too;
// its tests compare it with enumeration and with votes that are held.

#include <cstddef>
#include <span>

#include "engine/vote_forecast.h"

namespace jonbar::engine {

/// The most people of an exact convolution, and the most votes in units of their common divisor.
constexpr double kConvolvedPeople = 64;
constexpr double kConvolvedVotes = 1024;

/// Returns the probability that a vote carries; 0 where nobody votes. NaN where a number cannot be
/// that of a vote: one that is not finite, a size that is not a count, no parameters of a swing.
[[nodiscard]] double vote_odds(std::span<const Voter> voters, double bar, const VoteForm& form,
                               const Swing& swing) noexcept;

}  // namespace jonbar::engine
