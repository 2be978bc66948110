#pragma once
// Bargaining by expected utility: Bueno de Mesquita's model of a group decision on one question.
//
// J. B. Scholz, G. J. Calbert, G. A. Smith, "Unravelling Bueno de Mesquita's group decision model",
// ICAART 2011, pp. 18-30. Everybody has a position on one line, a capability and a salience. In a
// round everybody weighs for each other what a challenge either way would bring; the weaker of a
// pair receives a proposal, and everybody moves at once to the proposal he likes best. The
// equations in comments carry the paper's numbers.
//
// The formulas the paper prints do not give the figures and the table it prints; its authors'
// program, whose rules are known from a replication, does. So what differs is an option, and the
// options' defaults are the program's. docs/models.md says what each costs in agreement.
//
// The utilities are on the scale of -2 to 2; an exponent of 1 is neutral to risk, below 1 averse.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jonbar::politics {

/// The probability that i carries the day against j.
enum class WinProbability : std::uint8_t {
    Program,  ///< the votes for i over the votes of all actors between all pairs of positions
    Printed,  ///< equation (31): the votes for i over the votes for either; risk plays no part
};

/// What one position's distance from another is measured against.
enum class PositionRange : std::uint8_t {
    Initial,  ///< the range before the first round, in all rounds
    Current,  ///< the range at the start of the round
};

/// Which of several compromises one takes.
enum class CompromiseChoice : std::uint8_t {
    LowestPosition,  ///< the lowest of the positions weighted by the stakes, as the program does
    LeastMove,       ///< the one that moves least, as the paper says
};

/// Whose attitude to risk values the other side's challenge.
enum class RiskOf : std::uint8_t {
    Mover,       ///< who asks himself whether to move: both utilities are as he sees them
    Challenger,  ///< whoever challenges
};

struct BargainOptions {
    WinProbability win = WinProbability::Program;
    PositionRange range = PositionRange::Initial;
    CompromiseChoice compromise = CompromiseChoice::LowestPosition;
    RiskOf risk = RiskOf::Mover;
    double stay = 1;            ///< Q: the probability that an unchallenged question stays as it is
    bool capitulation = false;  ///< the loser of the larger stake gives in: dead in the program
    bool risk_attitudes = true;  ///< second pass with exponents from security, equations (33)-(34)

    /// Returns the options of the paper's text: its printed formulas with its replication's Q.
    [[nodiscard]] static BargainOptions printed();
};

/// The actors of one question.
/// Requires: spans of one length; capabilities and saliences at least 0.
struct BargainActors {
    std::span<const double> positions;
    std::span<const double> capabilities;
    std::span<const double> saliences;  ///< shares: 0.8, not 80
};

/// What a challenge either way is worth: E(U_ij) and E(U_ji), both in the view of one of the two.
struct Stakes {
    double own;    ///< of challenging the other
    double other;  ///< the other's of challenging him
};

/// Working space of a round, kept by the caller so that rounds in a row allocate once.
struct BargainScratch {
    std::vector<double> weights;    // c s
    std::vector<double> exponents;  // r
    std::vector<double> power;      // [k][a]: (|x_k - x_a| / R)^{r_k}
    std::vector<double> win;        // [i][j]: P(i over j)
    std::vector<double> challenge;  // [i][j]: E(U_ij), r = 1
    std::vector<Stakes> stakes;     // [i][j]: i's view of i and j
    std::vector<double> next;       // positions after the round
};

/// Computes one round; `scratch.next` holds the positions after it, `scratch.stakes` (row i is i's
/// view) and `scratch.exponents` how they came about. Where all positions are equal nobody moves.
/// Cost: n^3.
/// Requires: `range` > 0 is the range of positions to measure by with `PositionRange::Initial`
/// (ignored with `Current`).
void bargain_round(const BargainActors& actors, double range, const BargainOptions& options,
                   BargainScratch& scratch);

/// Returns the distance between the lowest and the highest position.
[[nodiscard]] double position_range(std::span<const double> positions);

/// Returns the occupied position that no other beats in a vote in which everybody votes with
/// capability times salience times what he gains, equation (28): the one of least weighted
/// distance, the lowest of several. NaN if there are no actors.
[[nodiscard]] double condorcet_position(const BargainActors& actors);

/// Returns the mean position, weighted by capability times salience.
[[nodiscard]] double weighted_mean(const BargainActors& actors);

/// The positions, their Condorcet position and their mean, before the first round and after each.
struct BargainTrace {
    std::vector<std::vector<double>> positions;
    std::vector<double> medians;
    std::vector<double> means;
    std::vector<double> first_exponents;  ///< r of the first round
    std::vector<Stakes> first_stakes;     ///< [i][j] of the first round, i's view
};

/// Computes several rounds.
[[nodiscard]] BargainTrace bargain(const BargainActors& actors, const BargainOptions& options,
                                   std::size_t rounds);

}  // namespace jonbar::politics
