// The folder of scenarios that is served: what may be read, and by which names.
//
// Clients name files by their path from the folder, with slashes. A name that would lead outside –
// absolute, with `..`, through a link – is treated as one that is not there, and so is a hidden
// file, one of another sort than *.jon and *.csv, and whatever is no plain file. The library stands
// under names that begin with kLibrary. Nothing is written.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace jonbar::serve {

/// Where the library's modules stand, for the compiler and in messages.
inline constexpr const char* kLibrary = "library:";

/// A text that stands in place of a file, or beside the files: what an editor holds.
struct HeldText {
    std::string name, text;
};

class Folder {
  public:
    /// Throws IoError where `path` is no folder.
    Folder(const std::string& path, const std::string& library);

    /// Returns the names of all scenarios and modules in the folder, sorted; at most
    /// kFilesMax, and none deeper than kDepthMax.
    [[nodiscard]] std::vector<std::string> files() const;
    static constexpr std::size_t kFilesMax = 10'000;
    /// Returns the names of the library's modules from the library's own folder, in the same way.
    [[nodiscard]] std::vector<std::string> library_files() const;
    static constexpr int kDepthMax = 16;

    /// Returns the text of a file, or nothing where there is none that may be read.
    [[nodiscard]] std::optional<std::string> read(const std::string& name) const;

    /// Tells whether a text may be called so.
    static bool is_name(const std::string& name);

    /// Returns a reader for the compiler, to which `held` is a file too.
    [[nodiscard]] std::function<std::optional<std::string>(const std::string&)> reader(
        std::optional<HeldText> held = std::nullopt) const;

  private:
    std::string root_, library_;  // without links; the library may be empty
};

}  // namespace jonbar::serve
