#include "interface/load_options.h"

#include <optional>
#include <utility>

#include "base/io_error.h"
#include "interface/library_path.h"

namespace jonbar {

LoadOptions load_options(const CompileOptions& options) {
    LoadOptions load;
    load.library_directory = options.library.empty() ? default_library() : options.library;
    load.interventions = options.interventions;
    load.quantities = options.quantities;
    load.continue_as = options.continue_as;
    load.strict = options.strict;
    if (options.read) load.read = options.read;
    return load;
}

FileId add_file(SourceSet& sources, const std::string& path, const CompileOptions& options) {
    if (!options.read) return sources.load(path);
    std::optional<std::string> text = options.read(path);
    if (!text) throw IoError("open", path, "there is no such file");
    return sources.add(path, std::move(*text));
}

}  // namespace jonbar
