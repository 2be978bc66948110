#pragma once
// Alignment: into which two camps actors of given sizes and propensities fall.
//
// R. Axelrod, D. S. Bennett, "A Landscape Theory of Aggregation", British Journal of Political
// Science 23 (1993), 211-233. A configuration puts each actor on one of two sides; a mask holds the
// one side. Actor i is frustrated by F_i = sum over j of s_j p_ij [i and j on opposite sides] (1),
// and the energy is E = sum of s_i F_i (2)-(3): every pair counts twice, once for each of its
// actors. A switch of one actor k changes E by 2 s_k times the change of his frustration, so the
// landscape has no cycles; a configuration is stable where no single switch lowers E. Basins follow
// the steepest descent of E (the paper's note 33): the actor whose switch lowers E most switches,
// of equals the first.
//
// Propensities that are not symmetric count by their mean, which leaves every E as it is.
//
// Ties: the products s_i s_j p_ij are rounded to multiples of a power of two, 2^-50 to 2^-49 of
// their absolute sum, so that all sums are exact in any order. A switch that gains less than one
// part in 10^12 of that sum gains nothing, and two gains that differ by less are equal.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jonbar::politics {

/// The most actors whose alignment can be followed from a start.
inline constexpr std::size_t kMaxAligned = 32;

/// The most actors whose configurations are all looked at. Memory: 2 bytes for each of the
/// 2^(n-1) configurations, 1 GiB for 30 actors; twice that beyond 65,000 minima.
inline constexpr std::size_t kMaxLandscape = 30;

/// Actors, and how well each works with each other: `propensities` is n x n, rows first, its
/// diagonal without meaning.
/// Requires: finite numbers, sizes at least 0.
struct AlignmentActors {
    std::span<const double> sizes;
    std::span<const double> propensities;
};

/// Returns E of the configuration with the actors of `side` against all others.
/// Requires: at most 32 actors.
[[nodiscard]] double alignment_energy(const AlignmentActors& actors, std::uint32_t side);

/// Returns the side on which those of `start` end by steepest descent. Bits keep their sides: an
/// actor who does not switch stays in or out of the mask.
/// Requires: at most 32 actors; no bits of `start` above them.
[[nodiscard]] std::uint32_t align(const AlignmentActors& actors, std::uint32_t start);

/// A stable configuration. The first actor is never in `side`: the two sides have no names.
struct StableAlignment {
    std::uint32_t side = 0;
    double energy = 0;
    std::uint64_t basin = 0;  ///< how many configurations descend to it, itself included
};

/// Returns every stable configuration, the lowest energy first and of equal ones the lowest mask.
/// The basins sum to 2^(n-1).
/// Requires: 1 to 30 actors.
[[nodiscard]] std::vector<StableAlignment> all_alignments(const AlignmentActors& actors);

}  // namespace jonbar::politics
