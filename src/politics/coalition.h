// The ultimate ruling coalition of Acemoglu, Egorov and Sonin, "Coalition Formation in
// Non-Democracies", Review of Economic Studies 75 (2008), 987-1009.
//
// Members have powers. Within a coalition X those of a subset Z can throw out the rest if their
// power exceeds a share q of that of X. They do so only if Z is self-enforcing: if no subset of Z
// will do to Z what Z did to X. Of the winning, self-enforcing subsets of X the one of least power
// comes to rule; where there is none, X itself is self-enforcing and rules. By size the definition
// is inductive, and one pass answers it: let B(X) be the self-enforcing subset of X of the greatest
// power. X is self-enforcing exactly if the greatest of the B(X without i) does not win in X; then
// B(X) = X, else B(X) is that greatest. So n members take n 2^(n-1) steps, not 3^n.
//
// Everything is compared exactly, and winning is strict: half is no majority. Members without power
// belong to no ruling coalition, unless all are without. Several coalitions may answer where powers
// tie ("not generic"); coalitions are ordered by the sorted lists of their members.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "politics/majority.h"

namespace jonbar::politics {

inline constexpr std::size_t kCoalitionMembersMax = 24;

/// Returns the ruling coalition as a mask, bit i for member i; of several the first in order; 0 of
/// nobody. Requires: at most 24 members; powers at least 0 and below 2^900.
std::uint32_t ruling_coalition(std::span<const double> powers, const Majority& majority);
/// As above. Requires: the sum is below 2^62.
std::uint32_t ruling_coalition(std::span<const std::int64_t> powers, const Majority& majority);

/// Returns all ruling coalitions, in order. Requires: as above. Of many members of like power there
/// may be more than a million.
std::vector<std::uint32_t> ruling_coalitions(std::span<const double> powers,
                                             const Majority& majority);
std::vector<std::uint32_t> ruling_coalitions(std::span<const std::int64_t> powers,
                                             const Majority& majority);

/// Tells whether the list of members of `left` stands before that of `right`: {0, 3} < {1, 2}.
bool stands_before(std::uint32_t left, std::uint32_t right);

}  // namespace jonbar::politics
