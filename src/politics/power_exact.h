// Power indices of votes with hundreds of voters, exact.
//
// Weights are integers, and a coalition wins where its weight is at least the quota. Coalitions are
// not listed but counted by weight and size: adding a voter of weight v moves the counts of the
// others up by v and adds them. The counts without one voter follow from those of all: a coalition
// without i is one of all less one with i, whose others weigh v less (Bilbao and others,
// "Generating functions for computing power indices efficiently", TOP 8 (2000)). Everything is
// modulo as many primes as the result needs (residues.h), so that memory does not grow with the
// counts and nothing overflows.
//
// A game and its dual, in which those win whose opponents do not, have the same swings: with W the
// sum of the weights, quotas q and W - q + 1 are the same to Banzhaf and Shapley, and the lesser is
// counted.
//
// Of few voters all coalitions can be listed instead (`list_power`), which bears weights of any
// size and several rules at once, as of a double majority.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "politics/natural.h"

namespace jonbar::politics {

inline constexpr std::size_t kVotersMax = 500;

/// Weights at least 0; quota from 1 to their sum, which is below 2^62.
struct WeightedVote {
    std::vector<std::int64_t> weights;
    std::int64_t quota = 1;
};

/// Returns the same game with weights in their largest common unit.
WeightedVote in_largest_unit(WeightedVote vote);

/// What an index costs: counts kept, and additions made.
struct CountingCost {
    double cells = 0;
    double steps = 0;
};

/// What may be counted: half a gigabyte, about a minute.
inline constexpr double kCellsMax = 1 << 27U;
inline constexpr double kStepsMax = 1e11;

/// Returns the least common multiple of 1 to n, which all these shares have as a denominator.
Natural multiple_of_all(std::size_t n);

/// Tells whether a cost is within what may be counted.
bool is_countable(const CountingCost& cost);

CountingCost banzhaf_cost(const WeightedVote& vote);
CountingCost shapley_shubik_cost(const WeightedVote& vote);
CountingCost holler_cost(const WeightedVote& vote);
CountingCost deegan_packel_cost(const WeightedVote& vote);

/// Returns each voter's swings, of the 2^(n-1) coalitions of the others. Each of these functions
/// requires that its cost is countable.
std::vector<Natural> banzhaf_swings(const WeightedVote& vote);

/// Returns each voter's share of the orders in which he turns the scale; the sum is 1.
std::vector<Ratio> shapley_shubik(const WeightedVote& vote);

/// How many coalitions are minimal winning, and in how many of them each voter is.
struct MinimalWinning {
    Natural coalitions;
    std::vector<Natural> memberships;
};
MinimalWinning minimal_winning(const WeightedVote& vote);

/// Returns each voter's sum of 1 / size over his minimal winning coalitions, divided by the number
/// of all; the sum is 1.
std::vector<Ratio> deegan_packel(const WeightedVote& vote);

/// All indices of a vote under several rules.
struct ListedPower {
    std::vector<Natural> swings;
    std::vector<Ratio> shapley_shubik;
    MinimalWinning minimal;
    std::vector<Ratio> deegan_packel;  // empty where no coalition wins
};

/// Lists the coalitions, which win where they win under every rule, and counts. The weights may be
/// as fine as they are. Requires: at least one rule, for the same voters, at most 28.
ListedPower list_power(std::span<const WeightedVote> rules);

}  // namespace jonbar::politics
