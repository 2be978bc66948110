// What is not wrong, but probably not meant.

#pragma once

#include <vector>

#include "base/diagnostics.h"
#include "model/model.h"
#include "model/modules.h"

namespace jonbar {

/// Warns of what the scenario's own file declares and nothing uses, of bounded values whose first
/// value lies outside the bounds with a probability above 1 %, and of declarations due in one step
/// that are written against the order of their dates.
void warn(const std::vector<Module>& modules, const Model& model, Diagnostics& diagnostics);

}  // namespace jonbar
