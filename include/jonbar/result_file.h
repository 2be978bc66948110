// A NetCDF-4 file of the histories behind an answer, in ArviZ's groups (docs/results.md).
//
//     jonbar::ResultFile file("succession.nc", {.created_at = "2026-01-31T12:00:00Z"});
//     scenario.run({.file = &file});
//     file.close();
//
// Histories go to disk as they are finished, so that memory does not grow with their number. Until
// `close` they stand under another name in the same folder; what stood at the path before stays
// there till then, and for good where `close` is not reached.

#pragma once

#include <memory>
#include <string>

namespace jonbar {

/// What the library cannot know of a file's making. Attributes of the file.
struct Making {
    std::string created_at{};  // UTC, as in 2026-01-31T12:00:00Z
    std::string command{};     // the command line
};

class ResultFile {
  public:
    /// Throws std::runtime_error where no file can be written at `path`.
    explicit ResultFile(std::string path, const Making& making = {});
    ResultFile(const ResultFile&) = delete;
    ResultFile& operator=(const ResultFile&) = delete;
    /// Without `close` before it, nothing is left of the file.
    ~ResultFile();

    /// Writes what is left to disk, and gives the file its name. Throws std::runtime_error.
    void close();

    struct Parts;  // of the implementation
    [[nodiscard]] Parts& parts() const { return *parts_; }

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace jonbar
