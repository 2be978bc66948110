#pragma once
// Elections drawn so that one of those voted for is elected, or is not.
//
// A trial draws the swings, then what all voters do in the first round and, if there is one, in the
// second, from probabilities in which the worth of the one wanted is raised, or lowered, until it
// leads, or trails, on average: whoever leads by so little wins about every second time. The weight
// of a trial is the probability of what was drawn over that with which it was, 0 where the result
// is not the one asked for; so the mean weight of trials is, on average, the probability of that
// result, and a trial taken in proportion to its weight is a draw given it. The swing of the one
// wanted is drawn mostly from where it has a chance, so that in large bodies, whose swings decide,
// hardly a voter needs to be persuaded.

#include <cstddef>
#include <span>
#include <vector>

#include "engine/election.h"
#include "engine/imposed_site.h"
#include "engine/vote_forecast.h"

namespace jonbar::engine {

/// Who votes, for what. Worths are without swings.
struct ElectionTask {
    std::span<const Elector> electors;
    std::span<const std::size_t> there;
    Swing swing;  // of each slot
    double bar = 0.5;
    bool sized = false;
};

class ElectionSampler {
  public:
    ElectionSampler(const ElectionForm& form, const program::ElectionLayout& at);

    /// Gets ready for trials in which a slot is, or is not, to be elected.
    void aim(const ElectionTask& task, std::size_t wanted, bool elected);
    /// Gets ready for trials as they come: their weights are 1 or 0.
    void aim_freely(const ElectionTask& task, std::size_t wanted);

    /// Draws trial `number` by words 8 + 4 * number and the three after it of the keys of a lane.
    /// Returns the log of its weight, minus infinity where it is 0. Requires: `aim`, whose task is
    /// still there.
    double draw(const SiteLane& lane, std::uint32_t number);

    // What the last trial came to.
    [[nodiscard]] const ElectionResult& result() const { return result_; }
    [[nodiscard]] double swing_place(std::size_t slot) const { return swing_places_[slot]; }
    [[nodiscard]] bool had_second() const { return had_second_; }
    [[nodiscard]] std::span<const std::size_t> candidates(bool second) const {
        return second ? std::span<const std::size_t>(two_) : task_.there;
    }
    /// Returns how many people of elector `index` took a slot, or, `slots`, abstained.
    [[nodiscard]] double count(bool second, std::size_t index, std::size_t slot) const {
        return counts_[second ? 1 : 0][index * width_ + slot];
    }

  private:
    void draw_swings(const SiteLane& lane, std::uint32_t word);
    void find_swing_edge();
    [[nodiscard]] double share_weight(std::size_t index, std::size_t slot) const;
    [[nodiscard]] double lead(std::span<const std::size_t> candidates, bool second, double tilt);
    [[nodiscard]] double tilt_for(std::span<const std::size_t> candidates, bool second);
    void poll(const SiteLane& lane, std::uint32_t word, bool second, Poll& poll);
    void divide(const SiteLane& lane, std::uint32_t word, bool second, std::size_t index,
                std::span<const std::size_t> candidates);
    [[nodiscard]] std::size_t key(bool second, std::size_t voter, std::size_t slot) const;

    const ElectionForm form_;
    const program::ElectionLayout at_;
    const std::size_t width_;  // slots and abstention
    ElectionTask task_;
    std::size_t wanted_ = kNoSlot;
    bool elected_ = true, free_ = false;
    double edge_ = 0.5;         // the place of the wanted one's swing from which on it has a chance
    std::vector<double> exps_;  // of each elector's worths, less his highest
    std::vector<double> swings_, swing_places_;  // exp of the swing, its place, of each slot
    std::vector<double> means_, odds_;           // of one round, of one elector
    std::vector<double> counts_[2];
    std::size_t two_[2] = {0, 0};
    bool had_second_ = false;
    double log_weight_ = 0;
    Poll first_, second_;
    ElectionResult result_;
};

}  // namespace jonbar::engine
