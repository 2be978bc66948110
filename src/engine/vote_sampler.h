#pragma once
// What the voters do, drawn so that their vote has a given result.
//
// Three ways, each weighed by the probability of what was drawn over that with which it was drawn,
// so that none is biased however rough its guidance:
//
// - *Exact*, where each voter is one person and what an option adds is a whole number of some step:
//   backward, the probability that the rest brings the count over the bar, for each count; forward,
//   each option with its probability times that of success after it. The weight is the probability
//   of the result.
// - *Guided*, where each is one person but the counts are too many: the same pass with an
// approximation
//   of that probability. The rest of the voters is a normal number under the exponential tilt that
//   puts the expected count on the bar, where the approximation is good far out.
// - *Tilted*, of groups: a group's counts are binomials of tilted probabilities, those with which
// the
//   groups to come bring the count, on average, where a normal count lies given the result.
//
// Nothing is drawn that makes the result impossible, so that the last voters see to it. Weights
// below 0 are drawn without guidance.

#include <cstddef>
#include <span>
#include <vector>

#include "engine/imposed_site.h"
#include "engine/vote_forecast.h"

namespace jonbar::engine {

/// What a voter did: of groups how many, of one person 0 or 1.
struct VoterAct {
    double yes = 0, abstained = 0;
};

/// Voters, their probabilities, the bar, and the result wanted.
struct VoteTask {
    std::span<const Voter> voters;
    std::span<const VoterChance> chances;
    double bar = 0.5;
    bool carried = true;
};

/// The sums of weight times count, in the order of voters.
struct VoteCount {
    double yes = 0, abstained = 0, counted = 0, all = 0;
};

[[nodiscard]] VoteCount count_votes(std::span<const Voter> voters, std::span<const VoterAct> acts,
                                    const VoteForm& form) noexcept;

/// Returns with what probability a person who does not say yes abstains.
[[nodiscard]] double abstaining_of_rest(const VoterChance& chance) noexcept;

class VoteSampler {
  public:
    VoteSampler(const VoteForm& form, std::size_t most_voters);

    /// Draws what each voter does by words 0 and 1 (of a group that abstains: 2 and 3) of key 1 +
    /// his slot. Returns the log of the probability of that over that with which it was drawn;
    /// minus infinity where the result is not the one wanted.
    double draw(const VoteTask& task, const SiteLane& lane, std::span<VoterAct> acts);

  private:
    /// The counts of the exact pass: sums of what votes add, in steps that make them whole.
    struct Lattice {
        std::size_t yes = 0, abstain = 0;  // what a vote of weight 1 adds, counted from a no
        std::size_t count = 0;             // 0: the pass cannot be exact
        std::size_t first_carried = 0;     // of the last voter's counts
    };
    /// What has been counted of the voters so far, and the weight of those to come.
    struct Progress {
        double yes = 0, cast = 0, rest = 0, all = 0;
    };
    /// A binomial count cut off where it would make the result impossible.
    struct CutCount {
        double count = 0;
        double log_mass = 0;  // of what is left
    };

    [[nodiscard]] Lattice find_lattice(const VoteTask& task) const;
    void fill_table(const VoteTask& task, const Lattice& lattice);
    double draw_exactly(const VoteTask& task, const Lattice& lattice, const SiteLane& lane,
                        std::span<VoterAct> acts);
    double draw_guided(const VoteTask& task, const SiteLane& lane, std::span<VoterAct> acts);
    double draw_groups(const VoteTask& task, const SiteLane& lane, std::span<VoterAct> acts);
    double draw_group(const VoteTask& task, std::size_t voter, double tilt, const SiteLane& lane,
                      Progress& progress, VoterAct& act) const;
    void draw_plainly(const VoteTask& task, const SiteLane& lane, std::span<VoterAct> acts) const;

    void order_by_spread(const VoteTask& task);
    [[nodiscard]] double tilt_to(const VoteTask& task, std::size_t from, double target) const;
    [[nodiscard]] VoterChance tilted(const VoteTask& task, std::size_t voter, double tilt) const;
    [[nodiscard]] bool possible(const VoteTask& task, const Progress& progress) const;
    template <class Possible>
    CutCount draw_cut(bool at_least, double trials, double probability, double u,
                      Possible possible_with) const;

    const VoteForm form_;
    const bool partial_;                   // those who abstain are not counted
    std::vector<double> table_;            // of the exact pass
    std::vector<double> mean_, variance_;  // of the lift of the voters from one on
    std::vector<std::size_t> order_;
};

}  // namespace jonbar::engine
