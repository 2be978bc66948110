#pragma once
// The spatial model of politics: many-sided bargaining over positions in one or more dimensions.
//
// B. Wise, L. Lester, B. Efird, "An Introduction to the KAPSARC Toolkit for Behavioral Analysis"
// (KAPSARC 2015); B. Efird, L. Lester, B. Wise, Journal of East Asian Studies 16 (2016), 117-145.
// Actors have an influence, a position and a salience in each dimension. A turn: the chances of
// each position in a vote of all against all tell how each feels about risk; each then looks for
// the one whom it pays most to challenge and proposes to him what lies between them; and each
// takes, of the proposals that concern him and of staying where he is, the one that all, voting
// with their influence, would most likely choose.
//
// Rules, tolerances and their order are those of the published program (KTAB, its spatial model
// with its scenario's defaults), so that a run of ours follows a run of it; docs/models.md lists
// where we differ. Ideals are positions: who has moved does not long to go back.
//
// Positions and saliences are shares of their scales, in [0, 1]; the saliences of an actor sum to
// at most 1.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jonbar::politics {

/// How one's vote for one option against another depends on the difference u of their utilities.
enum class VotingRule : std::uint8_t {
    Proportional,        ///< u
    Binary,              ///< the sign of u, steep between -1e-8 and 1e-8
    Cubic,               ///< u^3
    ProportionalBinary,  ///< 0.8 u + 0.2 its sign
    ProportionalCubic,   ///< half and half
};

/// The power k by which strengths give the probability of victory: s^k / (s^k + t^k).
enum class VictoryRule : std::uint8_t { Linear = 1, Square = 2, Quartic = 4, Octic = 8 };

/// How pairwise victories give each option's probability in an election of all against all.
enum class ElectionRule : std::uint8_t {
    Conditional,      ///< that it beats all others, given that one does
    MarkovUniform,    ///< the limit of a champion whom every option challenges alike
    MarkovIncentive,  ///< the same, options challenging as far as they have strength and hope
};

/// The scale of risk attitudes from the least probable position to the most probable.
enum class RiskRange : std::uint8_t {
    Low,     ///< 0 to 1
    Middle,  ///< -1/2 to 1
    High,    ///< -1 to 1
};

/// The share of another's true attitude to risk in what one thinks it is; the rest is one's own.
enum class RiskInsight : std::uint8_t { None, Third, Half, TwoThirds, Full };

/// Where between two positions a proposal lies, by saliences s and probabilities p of victory.
enum class Interpolation : std::uint8_t {
    Linear,   ///< weights s p
    Squared,  ///< weights s^2 p^2
    Surplus,  ///< each moves by the other's surplus of probability
};

/// Whose view of their chances shapes the proposal.
enum class Proposer : std::uint8_t {
    Initiator,
    Both,           ///< two proposals, one in each one's view
    PowerWeighted,  ///< one, the mean of the two by influence times salience
};

/// How an actor's queue of proposals is resolved.
enum class Resolution : std::uint8_t {
    MostLikely,  ///< the proposal of the highest probability
    Drawn,       ///< one drawn with these probabilities
};

struct SpatialOptions {
    VotingRule voting = VotingRule::Proportional;
    VictoryRule victory = VictoryRule::Linear;
    ElectionRule election = ElectionRule::Conditional;
    RiskRange risk_range = RiskRange::Middle;
    RiskInsight insight = RiskInsight::Third;
    bool third_parties = true;  ///< others take sides in a challenge
    Interpolation interpolation = Interpolation::Squared;
    Proposer proposer = Proposer::Initiator;
    Resolution resolution = Resolution::MostLikely;
    std::uint64_t seed = 1;  ///< of drawn proposals
    int least_turns = 2;     ///< then it ends when a turn moves less than `quiet` of the first
    int most_turns = 100;
    double quiet = 0.02;
};

/// The actors of a scenario.
/// Requires: influences above 0; positions and saliences actor by actor, `dimensions` numbers each;
/// every actor's saliences sum to above 0 and at most 1.
struct SpatialActors {
    std::size_t dimensions = 1;
    std::span<const double> influences;
    std::span<const double> positions;
    std::span<const double> saliences;
};

/// A challenge that was worth making and what was proposed.
struct SpatialProposal {
    std::size_t initiator = 0;
    std::size_t receiver = 0;
    double win = 0;   ///< the initiator's estimate of his victory
    double gain = 0;  ///< and of what the challenge is worth to him
    std::vector<double> initiator_to;
    std::vector<double> receiver_to;
    bool by_initiator = false;  ///< who took it
    bool by_receiver = false;
};

/// The state before a turn, and the proposals made in it (none in the last state).
struct SpatialTurn {
    std::vector<double> positions;
    std::vector<double> risks;    ///< from -1, seeking, to 1, averse
    std::vector<double> chances;  ///< of the position of each actor, alike positions counted once
    std::vector<SpatialProposal> proposals;
};

/// Returns the utility of a distance in [0, 1] to somebody of the given attitude to risk.
[[nodiscard]] double spatial_utility(double distance, double risk);

/// Returns the vote of somebody of `weight` whose utilities differ by `gain`.
[[nodiscard]] double spatial_vote(VotingRule rule, double weight, double gain);

/// Returns the probability with which strength `own` defeats strength `other`.
/// Requires: both above 0.
[[nodiscard]] double victory_probability(VictoryRule rule, double own, double other);

/// Returns [i][j], the strength of the coalition for option i against option j, by what each option
/// is worth to each voter: `utilities` [voter][option]. None is 0: at least 1e-8.
[[nodiscard]] std::vector<double> coalition_strengths(VotingRule rule,
                                                      std::span<const double> weights,
                                                      std::span<const double> utilities,
                                                      std::size_t options);

/// Returns the probability of each option by the strengths of the coalitions, [i][j].
[[nodiscard]] std::vector<double> election_probabilities(ElectionRule election, VictoryRule victory,
                                                         std::span<const double> strengths,
                                                         std::size_t options);

/// Runs the model; the first turn is the scenario, the last where it ends. Noise: a pure function
/// of the seed, the turn, the actor and `history`.
[[nodiscard]] std::vector<SpatialTurn> spatial_model(const SpatialActors& actors,
                                                     const SpatialOptions& options,
                                                     std::uint64_t history = 0);

}  // namespace jonbar::politics
