#include "politics/coalition_lanes.h"

#include <algorithm>
#include <array>
#include <vector>

#include "math/cpu.h"
#include "politics/coalition.h"
#include "politics/coalition_group_inl.h"

namespace jonbar::politics {

#if defined(__x86_64__)
extern const CoalitionGroups kCoalitionGroupsAvx2;
#endif

namespace {

constexpr std::size_t kLanesMax = 8;
constexpr double kTolerance = 0x1p-46;

const CoalitionGroups& groups() {
    static constexpr CoalitionGroups kPortable = kGroupsHere;
#if defined(__x86_64__)
    if (math::runs(math::InstructionSet::Avx2)) return kCoalitionGroupsAvx2;
#endif
    return kPortable;
}

/// One lane's members that have power, in order.
struct LaneGame {
    std::array<double, kLaneMembersMax> powers{};
    std::array<std::uint8_t, kLaneMembersMax> members{};
    std::size_t count = 0;

    LaneGame() = default;
    LaneGame(std::span<const double> all, std::size_t lane, std::size_t lanes) {
        for (std::size_t member = 0; member * lanes + lane < all.size(); ++member) {
            const double power = all[member * lanes + lane];
            if (power == 0) continue;
            powers[count] = power;
            members[count] = static_cast<std::uint8_t>(member);
            ++count;
        }
    }

    /// 0 where all powers are multiples of 2^-20 so small that no sum or product is rounded.
    [[nodiscard]] double tolerance(double denominator) const {
        constexpr double kUnits = 0x1p20;
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const double units = powers[i] * kUnits;
            sum += units;
            if (!(sum * denominator < 0x1p53)) return kTolerance;
            if (static_cast<double>(static_cast<std::int64_t>(units)) != units) return kTolerance;
        }
        return 0;
    }

    /// Turns a mask of the powers given to a group, the last in bit 0, into one of all members.
    [[nodiscard]] std::uint32_t spread(std::uint32_t mask, std::size_t group_members) const {
        std::uint32_t out = 0;
        for (std::size_t i = 0; i < count; ++i)
            out |= ((mask >> (group_members - 1 - i)) & 1U) << members[i];
        return out;
    }
};

/// Everything that a call needs, for one group after another.
class Groups {
  public:
    Groups(std::span<const double> powers, const Majority& majority,
           std::span<std::uint32_t> coalitions)
        : powers_(powers), majority_(majority), coalitions_(coalitions) {
        const std::size_t members = std::max<std::size_t>(powers.size() / coalitions.size(), 2);
        scratch_.resize((std::size_t{5} << members) / 4 * groups().lanes);
    }

    void solve(std::size_t first) {
        const std::size_t width = groups().lanes;
        std::array<LaneGame, kLanesMax> games;
        std::array<double, kLanesMax> tolerances{};
        std::size_t members = 2;
        for (std::size_t lane = 0; lane < width && first + lane < coalitions_.size(); ++lane) {
            games[lane] = LaneGame(powers_, first + lane, coalitions_.size());
            members = std::max(members, games[lane].count);
        }
        std::array<double, kLaneMembersMax * kLanesMax> side_by_side{};
        const auto denominator = static_cast<double>(majority_.denominator);
        for (std::size_t lane = 0; lane < width; ++lane) {
            tolerances[lane] = games[lane].tolerance(denominator);
            for (std::size_t i = 0; i < games[lane].count; ++i)
                side_by_side[i * width + lane] = games[lane].powers[i];
        }
        std::array<std::uint32_t, kLanesMax> answers{};
        std::array<bool, kLanesMax> doubts{};
        groups().solve({members, side_by_side.data(), static_cast<double>(majority_.numerator),
                        denominator, tolerances.data(), scratch_.data(), answers.data(),
                        doubts.data()});
        for (std::size_t lane = 0; lane < width && first + lane < coalitions_.size(); ++lane) {
            const LaneGame& game = games[lane];
            std::uint32_t& coalition = coalitions_[first + lane];
            if (game.count == 0) {
                coalition = (1U << (powers_.size() / coalitions_.size())) - 1;
            } else if (doubts[lane]) {
                const auto mask =
                    ruling_coalition(std::span(game.powers).first(game.count), majority_);
                coalition = 0;
                for (std::size_t i = 0; i < game.count; ++i)
                    coalition |= ((mask >> i) & 1U) << game.members[i];
            } else {
                coalition = game.spread(answers[lane], members);
            }
        }
    }

  private:
    std::span<const double> powers_;
    Majority majority_;
    std::span<std::uint32_t> coalitions_;
    std::vector<double> scratch_;
};

}  // namespace

void ruling_coalitions_by_lane(std::span<const double> powers, const Majority& majority,
                               std::span<std::uint32_t> coalitions) {
    if (coalitions.empty()) return;
    Groups all(powers, majority, coalitions);
    for (std::size_t first = 0; first < coalitions.size(); first += groups().lanes)
        all.solve(first);
}

}  // namespace jonbar::politics
