#include "serve/folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/io_error.h"
#include "base/source.h"

namespace jonbar::serve {

namespace {

namespace fs = std::filesystem;

bool ends_with(const std::string& text, const std::string& end) {
    return text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool has_sort(const std::string& name) {
    return ends_with(name, ".jon") || ends_with(name, ".csv");
}

/// Tells whether a path stands in a folder; both without links.
bool is_inside(const fs::path& path, const fs::path& folder) {
    const auto parted = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return parted.first == folder.end() && parted.second != path.end();
}

std::string without_links(const std::string& path) {
    std::error_code failed;
    const fs::path found = fs::canonical(path, failed);
    if (failed) throw IoError("open", path, failed.message());
    if (!fs::is_directory(found)) throw IoError("open", path, "it is no folder");
    return found.string();
}

std::vector<std::string> scenarios_below(const std::string& root) {
    std::vector<std::string> found;
    std::error_code failed;
    fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied,
                                        failed);
    for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
        const std::string name = at->path().filename().string();
        if (name.front() == '.') {
            at.disable_recursion_pending();
            continue;
        }
        if (at.depth() >= Folder::kDepthMax) at.disable_recursion_pending();
        const std::string relative = at->path().lexically_relative(root).generic_string();
        if (ends_with(name, ".jon") && Folder::is_name(relative) && at->is_regular_file(failed)) {
            const fs::path real = fs::canonical(at->path(), failed);
            if (!failed && is_inside(real, root)) found.push_back(relative);
        }
        failed.clear();
        if (found.size() >= Folder::kFilesMax) break;
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

Folder::Folder(const std::string& path, const std::string& library)
    : root_(without_links(path)), library_(library.empty() ? "" : without_links(library)) {}

bool Folder::is_name(const std::string& name) {
    if (name.empty() || name.size() > 1024 || name.front() == '/' || !has_sort(name)) return false;
    if (find_invalid_utf8(name)) return false;
    const bool control = std::any_of(name.begin(), name.end(), [](char byte) {
        return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f || byte == '\\';
    });
    if (control) return false;
    const fs::path path(name);
    // A hidden file, `.` and `..` begin alike.
    return std::all_of(path.begin(), path.end(), [](const fs::path& part) {
        return !part.empty() && part.string().front() != '.';
    });
}

std::optional<std::string> Folder::read(const std::string& name) const {
    const std::string library = std::string(kLibrary) + "/";
    const bool in_library = name.rfind(library, 0) == 0;
    const std::string inside = in_library ? name.substr(library.size()) : name;
    const std::string& root = in_library ? library_ : root_;
    if (root.empty() || !is_name(inside)) return std::nullopt;
    std::error_code failed;
    const fs::path path = fs::canonical(fs::path(root) / inside, failed);
    if (failed || !is_inside(path, root) || !has_sort(path.string())) return std::nullopt;
    if (!fs::is_regular_file(path, failed)) return std::nullopt;
    // One byte more than is allowed, so that the compiler says that it is too large.
    return read_file(path.string(), kFileSizeMax + 1);
}

std::vector<std::string> Folder::files() const { return scenarios_below(root_); }

std::vector<std::string> Folder::library_files() const {
    return library_.empty() ? std::vector<std::string>() : scenarios_below(library_);
}

std::function<std::optional<std::string>(const std::string&)> Folder::reader(
    std::optional<HeldText> held) const {
    return [this, held = std::move(held)](const std::string& path) -> std::optional<std::string> {
        if (held && path == held->name) return held->text;
        return read(path);
    };
}

}  // namespace jonbar::serve
