// A choice among several options whose result is imposed.
//
// The highest of the scores w + Gumbel is itself a Gumbel, whichever option has it; given which,
// the others are Gumbels cut off below it. So the scores are drawn from the top: first the highest,
// then the rest beneath. Exponentials of large worths would overflow, so sums and differences of
// them are taken in logarithms.

#include <limits>

#include "engine/gumbels.h"
#include "engine/imposed_site.h"
#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Returns log(exp(a) - exp(b)), minus infinity where b is not below a.
double log_difference(double a, double b) {
    return b < a ? a + math::log1p(-math::exp(b - a)) : -kInfinity;
}

class ImposedChoice final : public ImposedSite {
  public:
    explicit ImposedChoice(const program::Imposed& imposed)
        : ImposedSite(imposed, 1),
          slots_(imposed.slots),
          shares_(slots_),
          waits_(slots_),
          noise_(slots_) {}

  private:
    static constexpr std::size_t kWanted = kFirstInput;
    static constexpr std::size_t kOptions = kFirstInput + 1;

    [[nodiscard]] static bool is_there(const SiteLane& lane, std::size_t slot) {
        return lane[kOptions + slot] != 0;
    }
    [[nodiscard]] double worth(const SiteLane& lane, std::size_t slot) const {
        return lane[kOptions + slots_ + slot];
    }

    std::optional<SiteWeight> force(const SiteLane& lane, NoiseUse use) override {
        if (!find_shares(lane)) {
            return std::nullopt;
        }
        const std::size_t wanted = wanted_of(lane);
        const double log_p = wanted < slots_ ? shares_[wanted] : -kInfinity;
        const double log_rest = log_of_others(lane, wanted);
        const double p = math::exp(log_p);
        const double rest = math::exp(log_rest);
        const ForcedChance chance = forced_chance(lane.code(), p, rest);
        const bool comes = chance.comes == 1 || lane.uniform(0, 4) < chance.comes;
        if (use == NoiseUse::Keep || !comes) {
            for (std::size_t slot = 0; slot < slots_; ++slot) {
                waits_[slot] = math::log(-math::log(lane.uniform(slot, 0)));
                noise_[slot] = -waits_[slot];
            }
        }
        SiteWeight weight;
        weight.log_factor =
            comes ? log_p - math::log(chance.comes) : log_rest - math::log(chance.stays);
        weight.look_ahead = look_ahead(lane.code(), p, rest, comes);
        if (weight.log_factor > -kInfinity) {
            const std::size_t chosen = comes ? wanted : best_of_others(lane, wanted);
            result()[0] = static_cast<double>(chosen);
            if (use == NoiseUse::Keep) {
                draw_noise(lane, chosen, wanted, log_rest);
            }
        }
        if (imposed().coupling == Coupling::Ordered) {
            couple(lane);
        }
        return weight;
    }

    /// Returns the slot wanted, `slots_` where it is not there.
    [[nodiscard]] std::size_t wanted_of(const SiteLane& lane) const {
        const double wanted = lane[kWanted];
        if (!(wanted >= 0 && wanted < static_cast<double>(slots_))) {
            return slots_;
        }
        const auto slot = static_cast<std::size_t>(wanted);
        return is_there(lane, slot) ? slot : slots_;
    }

    /// Finds the log of each option's probability; returns whether any is there.
    bool find_shares(const SiteLane& lane) {
        double highest = -kInfinity;
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (is_there(lane, slot)) {
                highest = math::max(highest, worth(lane, slot));
            }
        }
        if (!(highest > -kInfinity && highest < kInfinity)) {
            return false;
        }
        double sum = 0;
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (is_there(lane, slot)) {
                sum += math::exp(worth(lane, slot) - highest);
            }
        }
        const double log_total = highest + math::log(sum);
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            shares_[slot] = is_there(lane, slot) ? worth(lane, slot) - log_total : -kInfinity;
        }
        return true;
    }

    /// Returns the log of the probability of all options but `wanted`.
    [[nodiscard]] double log_of_others(const SiteLane& lane, std::size_t wanted) const {
        if (wanted == slots_) {
            return 0;
        }
        double sum = 0;
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (slot != wanted && is_there(lane, slot)) {
                sum += math::exp(shares_[slot]);
            }
        }
        return math::log(sum);
    }

    /// Returns the option with the highest score, `wanted` left out. Requires: there is one.
    [[nodiscard]] std::size_t best_of_others(const SiteLane& lane, std::size_t wanted) const {
        std::size_t best = slots_;
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (slot != wanted && is_there(lane, slot) &&
                (best == slots_ || shares_[best] - waits_[best] < shares_[slot] - waits_[slot])) {
                best = slot;
            }
        }
        return best;
    }

    /// Draws the Gumbels of all options, `chosen` having the highest score.
    void draw_noise(const SiteLane& lane, std::size_t chosen, std::size_t wanted, double log_rest) {
        const bool of_others = chosen != wanted;
        const double highest_other = shares_[chosen] - waits_[chosen];
        const double top = of_others ? highest_other - log_rest : -waits_[chosen];
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (!is_there(lane, slot)) {
                continue;
            }
            double score = top;
            if (slot != chosen) {
                const double wait = waits_[slot] - shares_[slot];
                // What is left of a wait that is known to exceed the shortest.
                const bool exceeds = of_others && slot != wanted;
                const double left = exceeds ? log_difference(wait, -highest_other) : wait;
                score = score_below(top, left);
            }
            noise_[slot] = score - shares_[slot];
        }
    }

    bool couple(const SiteLane& lane) override {
        const double chosen = result()[0];
        if (imposed().coupling == Coupling::Gumbel ||
            !(chosen >= 0 && chosen < static_cast<double>(slots_))) {
            return false;
        }
        if (imposed().coupling == Coupling::Ordered && find_shares(lane)) {
            const auto slot = static_cast<std::size_t>(chosen);
            place_ = 0;
            for (std::size_t other = 0; other < slot; ++other) {
                place_ += math::exp(shares_[other]);
            }
            place_ += lane.uniform(0, 6) * math::exp(shares_[slot]);
        }
        return true;
    }

    [[nodiscard]] bool alike(const SiteLane& one, const SiteLane& other) const override {
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (is_there(one, slot) != is_there(other, slot) ||
                (is_there(one, slot) && !same_bits(worth(one, slot), worth(other, slot)))) {
                return false;
            }
        }
        return true;
    }

    void decide(const SiteLane& lane) override {
        result()[0] = -1;
        switch (imposed().coupling) {
            case Coupling::Gumbel:
                return take_highest(lane, [&](std::size_t slot) { return noise_[slot]; });
            case Coupling::Independent:
                return take_highest(lane, [&](std::size_t slot) {
                    return -math::log(-math::log(lane.uniform(slot, 2)));
                });
            case Coupling::Ordered:
                return take_at_place(lane);
        }
    }

    /// Takes the option with the highest worth plus `gumbel_of(slot)`, the earlier of equals.
    template <class GumbelOf>
    void take_highest(const SiteLane& lane, GumbelOf gumbel_of) {
        double best = 0;
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (is_there(lane, slot)) {
                const double score = worth(lane, slot) + gumbel_of(slot);
                if (result()[0] < 0 || best < score) {
                    best = score;
                    result()[0] = static_cast<double>(slot);
                }
            }
        }
    }

    /// Takes the first option at which the sum of probabilities exceeds the place, else the last.
    void take_at_place(const SiteLane& lane) {
        if (!find_shares(lane)) {
            return;
        }
        double sum = 0;
        for (std::size_t slot = 0; slot < slots_ && !(sum > place_); ++slot) {
            if (is_there(lane, slot)) {
                sum += math::exp(shares_[slot]);
                result()[0] = static_cast<double>(slot);
            }
        }
    }

    const std::size_t slots_;
    std::vector<double> shares_;  // log of each option's probability
    std::vector<double> waits_;   // log(-log(u)) of each
    std::vector<double> noise_;   // the Gumbel of each, given the result
    double place_ = 0;            // of what was chosen, in the order written
};

}  // namespace

std::unique_ptr<ImposedSite> make_imposed_choice(const program::Imposed& imposed) {
    return std::make_unique<ImposedChoice>(imposed);
}

}  // namespace jonbar::engine
