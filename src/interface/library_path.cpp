#include "interface/library_path.h"

#include <filesystem>
#include <system_error>

namespace jonbar {

std::string default_library() {
    namespace fs = std::filesystem;
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    if (!failed) {
        const fs::path installed = program.parent_path() / JONBAR_INSTALL_LIBRARY;
        if (fs::is_directory(installed, failed)) return installed.lexically_normal().string();
    }
    if (fs::is_directory(JONBAR_SOURCE_LIBRARY, failed)) return JONBAR_SOURCE_LIBRARY;
    return "";
}

}  // namespace jonbar
