// The world's faults: a file that cannot be read, a disk that is full.
#pragma once

#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>

namespace jonbar {

/// Says what was attempted, on which path, and the system's reason.
class IoError : public std::runtime_error {
  public:
    IoError(const std::string& attempted, const std::string& path, const std::string& reason)
        : std::runtime_error("cannot " + attempted + " " + path + ": " + reason) {}
};

/// Returns all bytes of a file, or, of a longer one, the first `size_max` and at most 64 KiB more.
/// Throws IoError.
std::string read_file(const std::string& path,
                      std::size_t size_max = std::numeric_limits<std::size_t>::max());

/// Replaces a file by these bytes: at any time there is the old one or the new one, whole. Throws
/// IoError.
void write_file(const std::string& path, const std::string& bytes);

}  // namespace jonbar
