// An event, or a decision of two plain options, whose result is imposed.

#include "engine/imposed_site.h"
#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

class ImposedHappening final : public ImposedSite {
  public:
    explicit ImposedHappening(const program::Imposed& imposed) : ImposedSite(imposed, 1) {}

  private:
    static constexpr std::size_t kChance = kFirstInput;

    std::optional<SiteWeight> force(const SiteLane& lane, NoiseUse use) override {
        const double p = lane[kChance];
        const double rest = 1 - p;
        const ForcedChance chance = forced_chance(lane.code(), p, rest);
        const bool certain = chance.comes == 1 || chance.stays == 1;
        const double u = certain && use == NoiseUse::Drop ? 0.5 : lane.uniform(0, 0);
        const bool comes = u < chance.comes;
        result()[0] = comes ? 1 : 0;
        SiteWeight weight;
        if (comes) {
            noise_ = p > 0 ? math::min(u / chance.comes * p, just_below(p)) : 0;
            weight.log_factor = math::log(p) - math::log(chance.comes);
        } else {
            noise_ = math::min(p + (u - chance.comes) / chance.stays * rest, just_below(1));
            weight.log_factor = math::log(rest) - math::log(chance.stays);
        }
        weight.look_ahead = look_ahead(lane.code(), p, rest, comes);
        return weight;
    }

    bool couple(const SiteLane& /*lane*/) override { return independent(); }

    [[nodiscard]] bool alike(const SiteLane& one, const SiteLane& other) const override {
        return same_bits(one[kChance], other[kChance]);
    }

    void decide(const SiteLane& lane) override {
        const double u = independent() ? lane.uniform(0, 2) : noise_;
        result()[0] = u < lane[kChance] ? 1 : 0;
    }

    [[nodiscard]] bool independent() const { return imposed().coupling == Coupling::Independent; }

    double noise_ = 0;
};

}  // namespace

std::unique_ptr<ImposedSite> make_imposed_happening(const program::Imposed& imposed) {
    return std::make_unique<ImposedHappening>(imposed);
}

}  // namespace jonbar::engine
