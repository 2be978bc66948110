#include "base/new_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/io_error.h"

namespace jonbar {
namespace {

namespace fs = std::filesystem;

std::string system_reason() { return std::generic_category().message(errno); }

/// Returns the file that a path names, behind symbolic links; the path itself where it cannot be
/// followed.
std::string followed(const std::string& path) {
    std::error_code error;
    if (!fs::is_symlink(path, error)) return path;
    const fs::path target = fs::weakly_canonical(path, error);
    return error ? path : target.string();
}

/// Flushes a folder, so that a new name in it outlives a power cut. Not all systems can.
void flush_folder_of(const std::string& path) {
    const fs::path folder = fs::path(path).parent_path();
    const int opened = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY);
    if (opened < 0) return;
    static_cast<void>(fsync(opened));
    static_cast<void>(close(opened));
}

}  // namespace

NewFile::NewFile(std::string path) : path_(std::move(path)), target_(followed(path_)) {
    struct stat there {};
    const bool exists = stat(target_.c_str(), &there) == 0;
    if (exists && S_ISDIR(there.st_mode)) throw IoError("write", path_, "it is a folder");
    // Who may not write a file may not replace it either.
    if (exists && access(target_.c_str(), W_OK) != 0) {
        throw IoError("write", path_, system_reason());
    }
    unfinished_ = exists && !S_ISREG(there.st_mode)
                      ? target_
                      : fmt::format("{}.{}.unfinished", target_, getpid());
    file_.reset(std::fopen(unfinished_.c_str(), "wb"));
    if (!file_) {
        const std::string reason = system_reason();
        unfinished_.clear();
        throw IoError("write", path_, reason);
    }
    if (exists && !in_place()) {
        static_cast<void>(fchmod(fileno(file_.get()), there.st_mode & 07777U));
    }
}

NewFile::~NewFile() {
    file_.reset();
    if (!unfinished_.empty() && !in_place()) static_cast<void>(unlink(unfinished_.c_str()));
}

void NewFile::write(const std::string& bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
        throw IoError("write", path_, system_reason());
    }
}

void NewFile::commit() {
    if (std::fflush(file_.get()) != 0) throw IoError("write", path_, system_reason());
    if (!in_place()) {
        if (fsync(fileno(file_.get())) != 0) throw IoError("write", path_, system_reason());
        if (std::rename(unfinished_.c_str(), target_.c_str()) != 0) {
            throw IoError("write", path_, system_reason());
        }
        flush_folder_of(target_);
    }
    unfinished_.clear();
    if (std::fclose(file_.release()) != 0) throw IoError("write", path_, system_reason());
}

}  // namespace jonbar
