// Which draws are computed by a table of quantiles (math/quantile_table.h).
//
// The rule is a matter of meaning, because a table's last bits are its own: both readers of a model
// ask here.

#pragma once

#include <optional>

#include "math/distributions.h"
#include "model/model.h"

namespace jonbar {

/// A distribution with its parameters.
struct FixedDistribution {
    math::Family family = math::Family::Beta;
    math::Parameters parameters{};
    bool operator==(const FixedDistribution&) const = default;
};

/// Returns the distribution of a draw of beta or gamma whose parameters are all written numbers,
/// and right; nothing for any other draw.
std::optional<FixedDistribution> tabled_distribution(const Model& model, const Expression& draw);

}  // namespace jonbar
