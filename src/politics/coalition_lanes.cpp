#include "politics/coalition_lanes.h"

#include <array>

#include "politics/coalition.h"

namespace jonbar::politics {

void ruling_coalitions_by_lane(std::span<const double> powers, const Majority& majority,
                               std::span<std::uint32_t> coalitions) {
    const std::size_t lanes = coalitions.size();
    if (lanes == 0) return;
    const std::size_t members = powers.size() / lanes;
    std::array<double, kLaneMembersMax> own{};
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        for (std::size_t member = 0; member < members; ++member)
            own[member] = powers[member * lanes + lane];
        coalitions[lane] = ruling_coalition(std::span(own).first(members), majority);
    }
}

}  // namespace jonbar::politics
