// A draw whose value the record tells.

#include "engine/imposed_site.h"
#include "math/densities.h"

namespace jonbar::engine {
namespace {

class ImposedDraw final : public ImposedSite {
  public:
    explicit ImposedDraw(const program::Imposed& imposed)
        : ImposedSite(imposed, 1), family_(static_cast<math::Family>(imposed.distribution)) {}

  private:
    static constexpr std::size_t kValue = kFirstInput;
    static constexpr std::size_t kParameters = kFirstInput + 1;

    std::optional<SiteWeight> force(const SiteLane& lane, NoiseUse use) override {
        const math::Parameters parameters = parameters_of(lane);
        const double value = lane[kValue];
        if (!math::is_valid(family_, parameters) || value != value) {
            return std::nullopt;
        }
        const double log_factor = math::log_density(family_, value, parameters);
        if (use == NoiseUse::Keep) {
            noise_ = math::uniform_at(family_, value, parameters, lane.uniform(0, 0));
        }
        if (log_factor - log_factor == 0) {  // finite: the value may be
            result()[0] = value;
        }
        return SiteWeight{.log_factor = log_factor};
    }

    [[nodiscard]] bool alike(const SiteLane& one, const SiteLane& other) const override {
        const math::Parameters left = parameters_of(one);
        const math::Parameters right = parameters_of(other);
        return same_bits(left[0], right[0]) && same_bits(left[1], right[1]) &&
               same_bits(left[2], right[2]);
    }

    void decide(const SiteLane& lane) override {
        const math::Parameters parameters = parameters_of(lane);
        if (math::is_valid(family_, parameters)) {
            result()[0] = math::quantile(family_, noise_, parameters);
        }
    }

    [[nodiscard]] math::Parameters parameters_of(const SiteLane& lane) const {
        math::Parameters parameters{};
        for (int i = 0; i < math::parameter_count(family_); ++i) {
            const auto at = static_cast<std::size_t>(i);
            parameters[at] = lane[kParameters + at];
        }
        return parameters;
    }

    const math::Family family_;
    double noise_ = 0;
};

}  // namespace

std::unique_ptr<ImposedSite> make_imposed_draw(const program::Imposed& imposed) {
    return std::make_unique<ImposedDraw>(imposed);
}

}  // namespace jonbar::engine
