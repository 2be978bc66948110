// Ruling coalitions of many histories at once.
//
// Inside a history few members contend, but it is asked month by month in every history.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "politics/majority.h"

namespace jonbar::politics {

inline constexpr std::size_t kLaneMembersMax = 12;

/// Writes each lane's ruling coalition (as `ruling_coalition` gives it) to `coalitions`. The power
/// of a member stands at powers[member * lanes + lane], with lanes = coalitions.size(); 0 keeps him
/// out, unless all of a lane are 0, whose coalition is then everybody.
/// Requires: powers.size() is a multiple of lanes, at most 12 times; powers at least 0 and below
/// 2^900.
void ruling_coalitions_by_lane(std::span<const double> powers, const Majority& majority,
                               std::span<std::uint32_t> coalitions);

}  // namespace jonbar::politics
