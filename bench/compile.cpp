#include "bench/compile.h"

#include <stdexcept>

#include "base/diagnostics.h"
#include "base/source.h"
#include "model/check.h"

namespace jonbar::bench {

program::Program compile(const std::string& path, const std::string& library,
                         const program::LowerOptions& options) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.load(path);
    const Model model = load_and_check(sources, file, {.library_directory = library}, diagnostics);
    program::Program program;
    if (!diagnostics.has_errors()) {
        program = program::lower(model, options, diagnostics);
    }
    if (diagnostics.has_errors()) {
        throw std::runtime_error(render(sources, diagnostics));
    }
    return program;
}

}  // namespace jonbar::bench
