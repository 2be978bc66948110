#pragma once
// A scenario through all stages, for tests that look at more than its answers.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "model/model.h"
#include "model/modules.h"
#include "program/imports.h"
#include "program/lower.h"
#include "program/program.h"
#include "tests/reference/generate.h"

namespace jonbar {

/// The seed of the twin's histories that scenes go on from.
constexpr std::uint64_t kTwinSeed = 1922;

/// A scenario as far as it could be read. `errors` is what was wrong with it, as it prints.
struct Scene {
    SourceSet sources;
    Model model;
    std::string errors;
    std::shared_ptr<const program::ImportTable>
        imports{};  // the twin's, where it continues another
};

/// Tells whether the twin takes so long that a test has it run few histories, kFewHistories.
bool is_large(const Scene& scene);
constexpr std::size_t kFewHistories = 8;

/// Checks the scenario at a path of the source tree, or elsewhere if the path is absolute.
Scene scene_of_file(const std::string& path);

/// Checks a text; `read` gives the files that it uses.
Scene scene_of_text(const std::string& text, const FileReader& read);

Scene scene_of_generated(const reference::Generated& generated);

/// Returns the scenarios that the project ships or tests with, as paths in the source tree.
std::vector<std::string> scenario_paths();
/// Returns a path as a name of a test.
std::string test_name(const std::string& path);

/// Lowers a model. What is wrong with it goes to `errors` of the scene.
program::Program lowered(Scene& scene, const program::LowerOptions& options);
program::Program lowered(Scene& scene, bool optimise);

bool same_bits(double left, double right);

}  // namespace jonbar
