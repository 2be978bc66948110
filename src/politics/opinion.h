#pragma once
// Opinions: how people who listen to each other change their minds.
//
// M. DeGroot, JASA 69 (1974), 118-121: everybody takes the weighted mean of the opinions he hears.
// N. Friedkin, E. Johnsen, Advances in Group Processes 16 (1999): he keeps to his first opinion as
// far as he is not susceptible. R. Hegselmann, U. Krause, JASSS 5(3)2 (2002): he takes the plain
// mean of all opinions not too far from his own. All change at once.
//
// One person's next opinion is a function of a row; a whole step is that for all rows. Weights need
// not sum to 1: they are shares of their sum. Who gives no weight to anybody keeps his opinion.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace jonbar::politics {

/// Returns the mean of `opinions` by `weights`, or `own` where no weight is above 0.
/// Requires: spans of one length; weights at least 0.
[[nodiscard]] double degroot(std::span<const double> opinions, std::span<const double> weights,
                             double own);

/// Returns susceptibility times what he hears plus the rest times his first opinion. With no weight
/// above 0 he hears `own`.
/// Requires: as above; susceptibility in [0, 1].
[[nodiscard]] double friedkin_johnsen(std::span<const double> opinions,
                                      std::span<const double> weights, double own,
                                      double susceptibility, double first);

/// Returns the mean of the opinions at a distance of at most `within` from `near`, `near` itself if
/// there is none. A distance above `within` by less than one part in 10^12 of the larger of `near`
/// and `within` counts: tenths are not exact, and 0.3 is within 0.1 of 0.2.
[[nodiscard]] double hegselmann_krause(std::span<const double> opinions, double near,
                                       double within);

/// A group: who listens to whom, row by row, and how susceptible each is.
/// Requires: `weights` is n x n.
struct OpinionGroup {
    std::span<const double> weights;
    std::span<const double> susceptibilities;  ///< empty for DeGroot: all 1
    std::span<const double> first;             ///< empty for DeGroot
};

/// Writes everybody's next opinion to `next`.
/// Requires: `next` is not `opinions`.
void opinion_step(const OpinionGroup& group, std::span<const double> opinions,
                  std::span<double> next);

/// Writes everybody's next opinion by bounded confidence to `next`.
void bounded_confidence_step(std::span<const double> opinions, double within,
                             std::span<double> next);

/// Returns where opinions end: x = A W x + (I - A) first, by elimination. Nothing where that has no
/// single solution, as in a group all susceptible, whose end depends on where it stands.
[[nodiscard]] std::optional<std::vector<double>> settled_opinions(const OpinionGroup& group);

/// Returns what each person's opinion counts in the consensus that DeGroot's group comes to: the
/// left unit eigenvector of the weights. Nothing where no consensus is sure: more than one circle
/// that listens only to itself, or one that goes round in turns.
[[nodiscard]] std::optional<std::vector<double>> consensus_shares(std::span<const double> weights,
                                                                  std::size_t n);

}  // namespace jonbar::politics
