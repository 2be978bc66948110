// A race whose winner is imposed.
//
// Who comes first and when are drawn jointly: the first of exponential times is each member with a
// probability in proportion to its hazard, at a time that does not depend on which.

#include <limits>

#include "engine/imposed_site.h"
#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

class ImposedRace final : public ImposedSite {
  public:
    explicit ImposedRace(const program::Imposed& imposed)
        : ImposedSite(imposed, 1), slots_(imposed.slots), noise_(slots_) {}

  private:
    [[nodiscard]] static double hazard(const SiteLane& lane, std::size_t slot) {
        return lane[kFirstInput + slot];
    }
    [[nodiscard]] double code(const SiteLane& lane, std::size_t slot) const {
        return lane[kFirstInput + slots_ + slot];
    }

    [[nodiscard]] bool is_forced(const SiteLane& lane) const override {
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (code(lane, slot) != 0) {
                return true;
            }
        }
        return false;
    }

    /// The member that comes, `slots_` for nobody, and the log of its probability over that with
    /// which it was drawn.
    struct Winner {
        std::size_t slot;
        double log_factor;
    };

    std::optional<SiteWeight> force(const SiteLane& lane, NoiseUse use) override {
        total_ = 0;
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            total_ += hazard(lane, slot);
        }
        any_ = -math::expm1(-total_);
        const Winner winner = draw_winner(lane);
        SiteWeight weight{.log_factor = winner.log_factor};
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (code(lane, slot) > 0) {
                const double p = chance(lane, slot);
                weight.look_ahead += look_ahead(code(lane, slot), p, 1 - p, slot == winner.slot);
            }
        }
        if (weight.log_factor > -kInfinity) {
            result()[0] = winner.slot < slots_ ? static_cast<double>(winner.slot) : -1;
        }
        if (use == NoiseUse::Keep) {
            draw_noise(lane, winner.slot);
        }
        return weight;
    }

    /// Returns the probability that a member comes.
    [[nodiscard]] double chance(const SiteLane& lane, std::size_t slot) const {
        return total_ > 0 ? hazard(lane, slot) / total_ * any_ : 0;
    }

    [[nodiscard]] Winner draw_winner(const SiteLane& lane) const {
        double v = lane.uniform(0, 4);
        double log_left = 0;  // of the probability that none so far was drawn
        for (const bool must : {true, false}) {
            for (std::size_t slot = 0; slot < slots_; ++slot) {
                const double wants = code(lane, slot);
                if (!(wants > 0) || (wants == 1) != must) {
                    continue;
                }
                const double p = chance(lane, slot);
                const ForcedChance forced = forced_chance(wants, p, 1 - p);
                if (v < forced.comes) {
                    return {slot, math::log(p) - math::log(forced.comes) - log_left};
                }
                v = math::min((v - forced.comes) / forced.stays, just_below(1));
                log_left += math::log(forced.stays);
            }
        }
        return draw_unwanted(lane, v, log_left);
    }

    /// Draws among nobody and the members that are neither wanted nor forbidden.
    [[nodiscard]] Winner draw_unwanted(const SiteLane& lane, double v, double log_left) const {
        double sum = math::exp(-total_);
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            sum += code(lane, slot) == 0 ? chance(lane, slot) : 0;
        }
        const double log_factor = (sum > 0 ? math::log(sum) : -total_) - log_left;
        const double place = v * sum;
        double reached = math::exp(-total_);
        std::size_t winner = slots_;
        for (std::size_t slot = 0; slot < slots_ && !(reached > place); ++slot) {
            if (code(lane, slot) == 0 && hazard(lane, slot) > 0) {
                reached += chance(lane, slot);
                winner = slot;
            }
        }
        return {winner, log_factor};
    }

    /// Draws the time of each member times its hazard, given who comes first.
    void draw_noise(const SiteLane& lane, std::size_t winner) {
        constexpr double kLatest = 1 - 0x1p-50;  // still below 1 when multiplied and divided again
        double first = 1;
        if (winner < slots_ && total_ > 0) {
            first = math::min(-math::log1p(lane.uniform(winner, 0) * math::expm1(-total_)) / total_,
                              kLatest);
        }
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            const double wait = slot == winner ? 0 : -math::log(lane.uniform(slot, 0));
            noise_[slot] = first * hazard(lane, slot) + wait;
        }
    }

    [[nodiscard]] bool alike(const SiteLane& one, const SiteLane& other) const override {
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (!same_bits(hazard(one, slot), hazard(other, slot))) {
                return false;
            }
        }
        return true;
    }

    void decide(const SiteLane& lane) override {
        double first = 1;
        result()[0] = -1;
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            const double time = noise_[slot] / hazard(lane, slot);
            if (hazard(lane, slot) > 0 && time < first) {
                first = time;
                result()[0] = static_cast<double>(slot);
            }
        }
    }

    const std::size_t slots_;
    double total_ = 0;           // of all hazards
    double any_ = 0;             // the probability that somebody comes
    std::vector<double> noise_;  // of each member its time times its hazard
};

}  // namespace

std::unique_ptr<ImposedSite> make_imposed_race(const program::Imposed& imposed) {
    return std::make_unique<ImposedRace>(imposed);
}

}  // namespace jonbar::engine
