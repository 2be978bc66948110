// `check --strict`: how strongly a reason works is a param, not a constant.
//
// A number other than 0 and 1 may stand in tables, initial values, params, dates, conditions, lags
// and the bar of a vote. In a worth, hazard, chance, swing, draw or assignment of a body, and in
// what a definition gives, it is an error: it should be a param that says where it comes from. A
// number with a unit above and below the line, `12 [months per year]`, converts and is free.

#pragma once

#include <vector>

#include "base/diagnostics.h"
#include "model/modules.h"

namespace jonbar {

/// Adds an error for each bare number in the modules, each once.
void check_strict(const std::vector<Module>& modules, Diagnostics& diagnostics);

}  // namespace jonbar
