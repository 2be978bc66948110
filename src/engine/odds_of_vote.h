#pragma once
// Op::VoteOdds: the odds of one vote of a program, lane by lane (vote_odds.h).

#include <vector>

#include "engine/kernels.h"
#include "engine/vote_forecast.h"
#include "program/program.h"

namespace jonbar::engine {

/// A vote whose odds a program asks for. Its buffer belongs to it, of which each workspace has its
/// own: nothing is allocated while histories run.
class OddsOfVote {
  public:
    explicit OddsOfVote(const program::VoteOdds& vote);

    /// Executes Op::VoteOdds.
    void find(const Operands& o);

  private:
    program::VoteOdds vote_;
    VoteForm form_;
    std::vector<Voter> voters_;
};

}  // namespace jonbar::engine
