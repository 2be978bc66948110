// The checker: from the trees of a scenario and its modules to a model.
//
// All names are declared first, then all types given, then every expression checked, so that a name
// may be used before the line that declares it. All errors are found in one pass; a model of which
// errors were reported means nothing and must not be run.

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "model/model.h"
#include "model/modules.h"
#include "model/notices.h"

namespace jonbar {

/// The hash that tells the names of draws apart.
using NameHash = std::uint64_t (*)(std::string_view name);

/// Returns the key that a name has under seed 0.
std::uint64_t hash_of_name(std::string_view name);

struct Continued;  // model/continue.h

/// What a scenario has to do with others: what the one that continues it asks of it, and the one
/// that it continues; nullptr where there is none.
struct Chained {
    Continued* asked = nullptr;
    Continued* continued = nullptr;
};

/// Checks modules as `load_modules` gives them, the scenario last.
/// A test may give a `hash` of its own, as one under which two draws meet.
Model check(const SourceSet& sources, const std::vector<Module>& modules, Diagnostics& diagnostics,
            NameHash hash = hash_of_name, Chained chained = {});

/// Loads a scenario with its modules and checks it. Where nothing is wrong, `told` receives what a
/// reader should know of it.
Model load_and_check(SourceSet& sources, FileId file, const LoadOptions& options,
                     Diagnostics& diagnostics, std::vector<Notice>* told = nullptr);

/// Gives a param, or a member of a family of params as in `push(character)`, a fixed value: a
/// number, yes or no, or a name. Returns false, with an error, where there is no such param or the
/// value does not fit its type and bounds.
bool override_param(Model& model, std::string_view name, std::string_view value,
                    Diagnostics& diagnostics);

}  // namespace jonbar
