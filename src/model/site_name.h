// Names of draw sites, and so of their noise.
//
// A name is `[module:]owner[(instance)][/place][(loops)][~actor][<context]`, entities by name. The
// context stands only inside a procedure: it is what fired it. docs/computation.md says more.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/model.h"

namespace jonbar {

/// Returns a site's name for one binding of its frame's locals. `context` is what `fire_context`
/// gave for the `fire` that runs the procedure; it is read only where the site stands in one.
/// Requires: `locals` holds a value for each local that the site names.
std::string site_name(const Model& model, const Site& site, std::span<const double> locals,
                      std::string_view context = {});

/// Returns the context that a `fire` inside `declaration` hands to the procedure it runs: the
/// declaration with its instance, the entities of the loops around, and the declaration's own
/// `context` if it is itself a procedure.
std::string fire_context(const Model& model, const Declaration& declaration, const Statement& fire,
                         std::span<const double> locals, std::string_view context = {});

/// Returns the context that a `fire` in the body of an intervention hands to the procedure it runs.
std::string fire_context(const Model& model, const Intervention& intervention,
                         const Statement& fire, std::span<const double> locals);

/// Returns "module:name(entities)" of one instance of a declaration.
std::string instance_name(const Model& model, const Declaration& declaration,
                          std::span<const std::uint32_t> tuple);

}  // namespace jonbar
