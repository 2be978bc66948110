#include "tests/pipeline.h"

#include <utility>

#include "model/check.h"
#include "program/lower.h"

namespace jonbar {
namespace {

Scene scene_of(SourceSet sources, FileId file, const FileReader& read) {
    Scene scene;
    Diagnostics diagnostics;
    scene.sources = std::move(sources);
    const LoadOptions options{JONBAR_SOURCE_DIR "/library", read};
    scene.model = load_and_check(scene.sources, file, options, diagnostics);
    if (diagnostics.has_errors()) {
        scene.errors = render(scene.sources, diagnostics);
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

program::Program lowered(Scene& scene, bool optimise) {
    Diagnostics diagnostics;
    program::LowerOptions options;
    options.optimise = optimise;
    program::Program program = program::lower(scene.model, options, diagnostics);
    if (diagnostics.has_errors()) {
        scene.errors += render(scene.sources, diagnostics);
    }
    return program;
}

}  // namespace jonbar
