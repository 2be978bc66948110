// Which causes were necessary, sufficient, and how much of the outcome is each one's.
//
// A world of a history is told by the set of causes absent in it; the actual one has none absent.
// `worlds` says which worlds a history needs, `add` folds what came of them. With up to six causes
// they are all subsets, and Shapley and Owen values exact; with more, each history draws an
// antithetic pair of orders of its own, keyed by its number, for either value. Shares are defined
// in engine.md's words: necessity among histories with the outcome and the cause, sufficiency among
// histories with the cause whose outcome fails with all causes absent. Shapley (1953); Owen (1977),
// "Values of games with a priori unions"; orders as in Castro, Gómez and Tejada (2009).

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "jonbar/causes.h"

namespace jonbar {

/// Causes absent: bit i for cause i.
using CauseSet = std::uint32_t;
constexpr std::size_t kCausesMax = 31;
constexpr std::size_t kExactCauses = 6;

/// A cause as attribution needs to know it: its group's number.
struct CausePlayer {
    std::size_t group = 0;
};

/// Tells whether the outcome holds in a world of the history at hand.
using Holds = std::function<bool(CauseSet absent)>;

class Attribution {
  public:
    /// Islands have `weights` of sum 1; of their histories a share `independent` counts as
    /// independent where all agree. Requires: at most kCausesMax causes.
    Attribution(std::vector<CausePlayer> causes, std::vector<double> weights, std::uint64_t seed,
                double independent = 1);

    [[nodiscard]] std::size_t cause_count() const { return causes_.size(); }
    [[nodiscard]] bool exact() const { return causes_.size() <= kExactCauses; }

    /// Returns the worlds that `add` will ask for, in ascending order; the first is 0, the actual
    /// one.
    [[nodiscard]] std::vector<CauseSet> worlds(std::uint64_t history) const;

    /// Adds a history of an island, in which the causes `present` would change something. Returns
    /// its contribution to the Shapley value of each cause.
    std::vector<double> add(std::size_t island, std::uint64_t history, CauseSet present,
                            const Holds& holds);

    /// Adds what a history gave with two causes absent, each, and both: for `interaction`.
    void add_pair(std::size_t island, std::size_t pair, bool actual, bool without_first,
                  bool without_second, bool without_both);

    /// The share in which the outcome holds with all causes, and with none.
    [[nodiscard]] Estimate with_all() const;
    [[nodiscard]] Estimate without_any() const;
    /// Fills the estimates of a cause; the names are the caller's.
    [[nodiscard]] CauseAnswer cause(std::size_t index) const;
    [[nodiscard]] Estimate group(std::size_t group) const;
    [[nodiscard]] Estimate interaction(std::size_t pair) const;

  private:
    struct Sums {
        double present = 0, held_present = 0, fails_without = 0, could = 0, holds_alone = 0;
        double shapley = 0, owen = 0;
    };
    struct Island {
        double histories = 0, held = 0, held_without_any = 0;
        std::vector<Sums> causes;
        std::vector<double> groups;
        std::vector<double> pairs, pair_histories;
    };
    struct Orders {
        std::vector<std::size_t> shapley, owen;
    };

    [[nodiscard]] Orders orders(std::uint64_t history) const;
    void add_orders(Island& island, std::uint64_t history, const Holds& holds,
                    std::vector<double>& shapley);
    void add_exactly(Island& island, const Holds& holds, std::vector<double>& shapley);
    [[nodiscard]] Estimate ratio(const std::function<double(const Island&)>& above,
                                 const std::function<double(const Island&)>& below) const;
    [[nodiscard]] double histories() const;

    std::vector<CausePlayer> causes_;
    std::size_t group_count_ = 0;
    std::vector<double> weights_;
    std::uint64_t key_ = 0;
    double independent_ = 1;
    std::vector<Island> islands_;
    // Exact: weights of the marginal contributions, by cause and by the set absent besides it.
    std::vector<std::vector<double>> shapley_weights_, owen_weights_;
};

/// Returns, of an exact game over up to kExactCauses players in groups, the weight with which the
/// contribution of `player` to the set present `others` (without him) enters his Owen value; with
/// each player in a group of his own it is the Shapley value.
double owen_weight(const std::vector<std::size_t>& groups, std::size_t player, CauseSet others);

}  // namespace jonbar
