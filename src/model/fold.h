// Values that are known before the run: dates, lags, bounds, the entities of a loop at top level.

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/model.h"

namespace jonbar {

enum class FoldState {
    No,       // nothing that state holds is known
    Initial,  // a place whose initial value is known has that value
};

/// Returns the value of an expression that depends on nothing but literals and the locals given;
/// nothing where it depends on more. A truth is 0 or 1.
std::optional<double> fold(const Model& model, ExpressionId id, std::span<const double> locals = {},
                           FoldState state = FoldState::No);

/// Returns the members of a set, one truth each, under the same conditions.
std::optional<std::vector<bool>> fold_set(const Model& model, ExpressionId id,
                                          std::span<const double> locals = {},
                                          FoldState state = FoldState::No);

}  // namespace jonbar
