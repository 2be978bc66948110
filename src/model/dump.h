// The checked model in print.
//
// Text that says what the checker made of a scenario: every name resolved, types, sites, initial
// values. It is stable, and tests are tables of (scenario, print). An expression prints as in the
// language where the language has words for it; a local prints by its name, a draw with its site.

#pragma once

#include <string>

#include "model/model.h"

namespace jonbar {

/// Prints the whole model.
std::string dump_model(const Model& model);

/// Prints what a step does, one turn a line, from first to last.
std::string dump_order(const Model& model);

/// Prints one expression that stands in a frame.
std::string print(const Model& model, const Frame& frame, ExpressionId id);

/// Prints a value of a type.
std::string print(const Model& model, const Type& type, double value);

/// Prints a type as it is written: "real", "person?", "set of person".
std::string print(const Model& model, const Type& type);

/// Prints a site as the pattern of its names, locals by their names: "dies(p)/length(q)~by".
std::string print(const Model& model, const Site& site);

}  // namespace jonbar
