// A scenario read in several ways, and what becomes of its outcomes.
//
// A reading is the scenario with its syntax trees changed before they are checked. All readings
// have the same seed, and so the same noise wherever they draw the same: their histories are
// compared one by one.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "interface/parts.h"
#include "jonbar/evidence.h"
#include "model/belief.h"
#include "model/modules.h"
#include "program/program.h"

namespace jonbar {

using Alter = std::function<void(const SourceSet& sources, std::vector<Module>& modules)>;

/// Loads the file with its modules, lets `alter` change the trees, and checks them. What is wrong
/// is added to `diagnostics`; the model means nothing then.
struct ReadTrees {
    std::vector<Module> modules;
    Model model;
};
ReadTrees check_altered(SourceSet& sources, FileId file, const CompileOptions& options,
                        const Alter& alter, Diagnostics& diagnostics);

/// Compiles the scenario at `path` with its trees changed. Throws ScenarioError where it is wrong,
/// std::runtime_error where it cannot be read.
std::unique_ptr<Scenario::Parts> read_altered(const std::string& path,
                                              const CompileOptions& options, const Alter& alter);

/// What histories of one reading came to.
struct Outcomes {
    program::Program program;
    std::vector<std::vector<double>> values;  // [outcome][history]
    /// Where histories go on from those of a conditioned scenario, which do not weigh the same:
    /// in place of `values`.
    std::optional<std::vector<OutcomeAnswer>> prior;
    std::optional<std::vector<OutcomeAnswer>> posterior;  // given the record
};

/// Runs a reading; `what` is what progress calls it. Given the record, a reading that has none left
/// is as it is without. Throws what a run throws.
Outcomes run_reading(const Scenario::Parts& parts, const ReadingOptions& options,
                     const std::string& what);

/// Sets two readings side by side, outcome by outcome.
std::vector<OutcomeMove> compare(const Outcomes& actual, const Outcomes& altered);

/// Returns changes as an answer tells them.
std::vector<ChangeAnswer> change_answers(const Scenario::Parts& parts,
                                         const std::vector<Changed>& changes);

/// Tells whether a reading with these changes can answer otherwise.
bool matters(const std::vector<Changed>& changes);

}  // namespace jonbar
