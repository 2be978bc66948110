// Power indices of weighted votes: how often a voter turns the scale.
//
// A coalition S wins where its weight reaches a quota, or exceeds a majority of the whole.
// - Banzhaf: the share of all swings that are i's; S is a swing of i where S wins with him and
//   loses without. The absolute index is his swings as a share of the 2^(n-1) coalitions of others.
// - Shapley and Shubik: the share of all orders of the voters in which i's joining wins.
// - Deegan and Packel: each minimal winning coalition has one prize, shared equally by its members.
// - Holler (public good): the share of all memberships in minimal winning coalitions that are i's.
// Where nobody can turn the scale all are 0. Here weights are doubles, as in a history, compared
// exactly, and coalitions are counted one by one; `power_exact.h` counts for hundreds of voters
// with integer weights.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "politics/majority.h"

namespace jonbar::politics {

enum class PowerIndex { Banzhaf, BanzhafAbsolute, ShapleyShubik, DeeganPackel, Holler };

/// What a coalition's weight must do: reach the quota, or exceed the majority if there is one.
struct WinningRule {
    double quota = 0;
    std::optional<Majority> majority{};
};

/// Voters of positive weight whose coalitions are counted one by one.
inline constexpr std::size_t kCountedVotersMax = 20;

/// Returns each voter's index, rounded once. Nothing if more than 20 have a positive weight.
/// Requires: weights and quota finite, at least 0 and below 2^900.
std::optional<std::vector<double>> power_index(PowerIndex index, std::span<const double> weights,
                                               const WinningRule& rule);

/// Tells whether those voters win whose entry in `inside` is not 0, in exact arithmetic.
/// Requires: as many entries as weights; as above, for any number of voters.
bool is_winning(std::span<const double> weights, std::span<const std::uint8_t> inside,
                const WinningRule& rule);

/// Tells whether they win and would lose without any one of them.
bool is_minimal_winning(std::span<const double> weights, std::span<const std::uint8_t> inside,
                        const WinningRule& rule);

}  // namespace jonbar::politics
