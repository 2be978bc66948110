// What a compiled scenario holds, for the files that carry out its questions.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/source.h"
#include "engine/ensemble.h"
#include "jonbar/scenario.h"
#include "model/model.h"
#include "program/lower.h"

namespace jonbar {

/// The scenario in all its stages but the program: that is lowered for each question anew, with
/// what the question needs of it.
struct Scenario::Parts {
    std::string path;
    SourceSet sources;
    FileId file;
    Model model;
    std::vector<Finding> warnings;
    std::vector<std::string> settings{}, continue_as{};  // of the CompileOptions
    /// What the histories of a question begin with, where the scenario continues another
    /// (continued.h). Shared with the programs that are lowered.
    std::shared_ptr<const program::ImportTable> imports{};

    /// Throws ScenarioError where a limit is exceeded.
    program::Program lower(const program::LowerOptions& options) const;

    /// Prints a place of the source, as in "contest.jon:12".
    std::string place(Span span) const;

    /// Throws the HistoryError of a history, called `whose`.
    [[noreturn]] void fail(const program::Program& program, const engine::HistoryFault& fault,
                           const std::string& whose, const std::string& hint) const;
    /// Throws that of a history of `run`, which `tell` can tell.
    [[noreturn]] void fail_run(const program::Program& program, const engine::HistoryFault& fault,
                               std::uint64_t seed) const;

    /// Returns answers with the scenario, its dates and the options, and nothing answered.
    Answers new_answers(const program::Program& program, const RunOptions& options) const;
};

/// Compiles the file at `path`, and finds what is wrong or doubtful in it; returns nothing where it
/// is wrong. Throws where it cannot be read.
std::unique_ptr<Scenario::Parts> compile_parts(const std::string& path,
                                               const CompileOptions& options,
                                               std::vector<Finding>& found);

/// Tells whether the file at `path` is a module, not a scenario. Throws where it cannot be read.
bool is_module_file(const std::string& path);

}  // namespace jonbar
