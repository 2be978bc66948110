#include "model/tabled.h"

namespace jonbar {

std::optional<FixedDistribution> tabled_distribution(const Model& model, const Expression& draw) {
    if (draw.distribution != Distribution::Beta && draw.distribution != Distribution::Gamma) {
        return std::nullopt;
    }
    FixedDistribution fixed;
    fixed.family =
        draw.distribution == Distribution::Beta ? math::Family::Beta : math::Family::Gamma;
    for (std::size_t i = 0; i < draw.args.size(); ++i) {
        const Expression& parameter = model.at(draw.args[i]);
        if (parameter.kind != ExpressionKind::Number) {
            return std::nullopt;
        }
        fixed.parameters.at(i) = parameter.number;
    }
    if (!math::is_valid(fixed.family, fixed.parameters)) {
        return std::nullopt;
    }
    return fixed;
}

}  // namespace jonbar
