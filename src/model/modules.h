// The files of a scenario: `use a.b` is a/b.jon beside the file, else in the library.
//
// Files are read through a function that the caller gives, so that a test or an editor can check
// what no disk holds. A module used twice is there once; `use M as N` makes an instance of its own,
// named N. Tables kept in files are read here too: their rows join the tree, as if they stood
// between braces, and whatever follows knows no other tables.

#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "base/spelling.h"
#include "language/ast.h"

namespace jonbar {

/// Returns the text of the file at a path, or nothing where there is none.
using FileReader = std::function<std::optional<std::string>(const std::string& path)>;

/// Reads files from disk. Throws IoError where a file is there but cannot be read.
std::optional<std::string> read_from_disk(const std::string& path);

struct Module {
    struct Use {
        std::size_t module = 0;  // index into the vector of modules
        std::string alias;       // name under which its names are reached; own: `as N`
        bool own_instance = false;
        Span span;
    };
    std::string
        name;  // as it stands in the names of sites: "" for the scenario, "a.b", N for `as N`
    ast::Tree tree;
    std::vector<Use> uses;
    bool question = false;  // what is asked beside the scenario, whose names it sees
};

struct LoadOptions {
    std::string library_directory;
    FileReader read = read_from_disk;
    bool strict = false;                       // bare numbers are errors (strict.h)
    std::vector<std::string> interventions{};  // each becomes a what-if, "do 1" and so on
    std::vector<std::string> quantities{};     // expressions: outcomes "quantity 1" and so on
    std::vector<std::string> continuing{};     // paths of the scenarios that continue this one
    bool follow_alone = false;  // also a `continue` that says `alone`, to check what would cross
    /// In place of what each `continue` of a chain says between its file and its braces, that of
    /// the scenario itself first: "as whatif early".
    std::vector<std::string> continue_as{};
    /// How names are spelled: shared by the scenarios of a chain, so that what crosses has one
    /// name.
    std::shared_ptr<Spellings> spellings = std::make_shared<Spellings>();
};

/// A scenario may use at most this many modules, nested at most this deep.
constexpr std::size_t kModulesMax = 1000;
constexpr std::size_t kUseDepthMax = 64;

/// Parses the scenario `file` and all that it uses. A module stands after those that it uses, in
/// the order of `use`; the scenario stands behind all of them, and behind it the what-ifs and
/// quantities that `options` gives.
std::vector<Module> load_modules(SourceSet& sources, FileId file, const LoadOptions& options,
                                 Diagnostics& diagnostics);

/// Returns the scenario among modules as `load_modules` gives them.
const Module& scenario_of(const std::vector<Module>& modules);

}  // namespace jonbar
