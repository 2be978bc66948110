#include "interface/module_user.h"

#include <fmt/format.h>

#include <algorithm>

#include "interface/load_options.h"
#include "language/parser.h"

namespace jonbar {
namespace {

constexpr int kNoHistory = 1019;  // codes.h: a scenario begins with its history

/// Adds the smallest scenario that uses the module in the file at `path`, as a file beside it.
FileId add_user_of_module(SourceSet& sources, const std::string& path) {
    const std::size_t folder = path.rfind('/') + 1;
    const std::string stem = path.substr(folder, path.rfind('.') - folder);
    return sources.add(
        path.substr(0, folder) + "module.jon",
        fmt::format("history \"{0}\" from 2000-01 to 2000-12 by month\nuse {0}\n", stem));
}

}  // namespace

bool is_module(const SourceSet& sources, FileId file) {
    Diagnostics diagnostics;
    parse(sources, file, FileRole::Scenario, diagnostics);
    const auto& all = diagnostics.all();
    return std::any_of(all.begin(), all.end(),
                       [](const Diagnostic& found) { return found.code == kNoHistory; });
}

FileId add_scenario_of(SourceSet& sources, const std::string& path, const CompileOptions& options) {
    SourceSet alone;
    return is_module(alone, add_file(alone, path, options)) ? add_user_of_module(sources, path)
                                                            : add_file(sources, path, options);
}

}  // namespace jonbar
