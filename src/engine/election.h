#pragma once
// Votes over several proposals, counted: one round, who is ahead, who is elected.
//
// A round is told by where its noise comes from: the site's own words, or what is drawn given a
// result.

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "math/counts.h"
#include "math/functions_inl.h"

namespace jonbar::engine {

constexpr std::size_t kNoSlot = std::numeric_limits<std::size_t>::max();

/// One voter, or a group of them that are alike.
struct Elector {
    std::size_t number = 0;  // among all who may be voters
    double size = 1, weight = 1;
    std::vector<double> worths;  // of each slot, swing included; of those that are there
    double abstain_worth = 0;
};

/// The votes of a round.
struct Poll {
    std::vector<double> votes;  // weights, of each slot
    double abstained = 0, all = 0;
    std::size_t best = kNoSlot, next = kNoSlot;  // among the candidates; of equals the earlier

    void find_best(std::span<const std::size_t> candidates);
    [[nodiscard]] double votes_of(std::size_t slot) const {
        return slot == kNoSlot ? 0 : votes[slot];
    }
};

/// What an election came to.
struct ElectionResult {
    std::size_t elected = kNoSlot;
    double best = 0, next = 0;  // votes of the last round's best and next
    double abstained = 0, counted = 0, all = 0;
    double margin = 0;
};

/// What is fixed about an election.
struct ElectionForm {
    bool abstain = false;
    bool of_cast = false;
    bool most = false;
    bool run_off = false;
};

/// Tells who is elected. `second` is asked for, as `second(two slots)`, where there is a run-off.
template <class Second>
ElectionResult decide_election(const Poll& first, double bar, const ElectionForm& form,
                               Second second) {
    const bool of_cast = form.most || form.of_cast;
    const auto counted_of = [](const Poll& poll, bool cast) {
        return cast ? poll.all - poll.abstained : poll.all;
    };
    ElectionResult result{.best = first.votes_of(first.best),
                          .next = first.votes_of(first.next),
                          .abstained = first.abstained,
                          .counted = counted_of(first, of_cast),
                          .all = first.all};
    const auto lead = [&] {
        return result.counted == 0 ? 0 : (result.best - result.next) / result.counted;
    };
    if (form.most) {
        result.elected = result.best > 0 ? first.best : kNoSlot;
        result.margin = lead();
        return result;
    }
    if (result.counted > 0 && result.best > bar * result.counted) {
        result.elected = first.best;
    }
    result.margin = result.counted == 0 ? 0 : result.best / result.counted - bar;
    if (result.elected != kNoSlot || !form.run_off || first.next == kNoSlot) {
        return result;
    }
    const Poll& last = second(first.best, first.next);
    result.best = last.votes_of(last.best);
    result.next = last.votes_of(last.next);
    result.abstained = last.abstained;
    result.counted = counted_of(last, true);
    result.elected = result.best > 0 ? last.best : kNoSlot;
    result.margin = lead();
    return result;
}

}  // namespace jonbar::engine
