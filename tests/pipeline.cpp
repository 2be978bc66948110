#include "tests/pipeline.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include "model/check.h"
#include "tests/reference/twin.h"

namespace jonbar {
namespace {

/// What crosses in the histories of a test: the first few are the twin's, and come again after.
std::shared_ptr<const program::ImportTable> imports_of(const Model& model) {
    constexpr std::size_t kHistories = 512;
    if (!model.continued) return nullptr;
    program::ImportTable table;
    table.seed = kTwinSeed;
    for (std::uint64_t number = 0; number < kFewHistories; ++number) {
        const std::vector<double> values = reference::Twin(model, kTwinSeed).imports(number);
        table.values.resize(values.size(), std::vector<double>(kHistories));
        for (std::size_t i = 0; i < values.size(); ++i) {
            for (std::size_t at = number; at < kHistories; at += kFewHistories)
                table.values[i][at] = values[i];
        }
    }
    return std::make_shared<const program::ImportTable>(std::move(table));
}

Scene scene_of(SourceSet sources, FileId file, const FileReader& read) {
    Scene scene;
    Diagnostics diagnostics;
    scene.sources = std::move(sources);
    const LoadOptions options{JONBAR_SOURCE_DIR "/library", read};
    scene.model = load_and_check(scene.sources, file, options, diagnostics);
    if (diagnostics.has_errors()) {
        scene.errors = render(scene.sources, diagnostics);
    } else {
        scene.imports = imports_of(scene.model);
    }
    return scene;
}

}  // namespace

Scene scene_of_file(const std::string& path) {
    SourceSet sources;
    const bool absolute = path.starts_with("/");
    const FileId file = sources.load(absolute ? path : JONBAR_SOURCE_DIR "/" + path);
    return scene_of(std::move(sources), file, read_from_disk);
}

Scene scene_of_text(const std::string& text, const FileReader& read) {
    SourceSet sources;
    const FileId file = sources.add("scene.jon", text);
    return scene_of(std::move(sources), file, read);
}

Scene scene_of_generated(const reference::Generated& generated) {
    return scene_of_text(generated.text, [&generated](const std::string& path) {
        return path.ends_with("generated/manners.jon") ? std::optional(generated.module)
                                                       : std::nullopt;
    });
}

std::vector<std::string> scenario_paths() {
    namespace fs = std::filesystem;
    const fs::path root = JONBAR_SOURCE_DIR;
    std::vector<std::string> paths;
    for (const char* folder : {"scenarios", "scenarios/tutorial", "tests/scenarios",
                               "tests/scenarios/twins", "bench/scenarios"}) {
        if (!fs::exists(root / folder)) {
            continue;
        }
        for (const auto& entry : fs::directory_iterator(root / folder)) {
            if (entry.path().extension() == ".jon") {
                paths.push_back(fs::relative(entry.path(), root).string());
            }
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string test_name(const std::string& path) {
    std::string name = path;
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return name;
}

bool is_large(const Scene& scene) {
    return scene.model.statements.size() > 400 || scene.model.continued != nullptr;
}

program::Program lowered(Scene& scene, const program::LowerOptions& options) {
    Diagnostics diagnostics;
    program::Program program = program::lower(scene.model, options, diagnostics);
    if (diagnostics.has_errors()) {
        scene.errors += render(scene.sources, diagnostics);
    }
    program.imports = scene.imports;
    return program;
}

program::Program lowered(Scene& scene, bool optimise) {
    program::LowerOptions options;
    options.optimise = optimise;
    return lowered(scene, options);
}

bool same_bits(double left, double right) {
    return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}

}  // namespace jonbar
