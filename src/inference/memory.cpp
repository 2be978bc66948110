#include "inference/memory.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>

namespace jonbar::inference {
namespace {

constexpr std::uint64_t kUnknown = std::numeric_limits<std::uint64_t>::max();

std::string text_of(const char* path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Returns the number that a text begins with, after spaces; kUnknown for none ("max").
std::uint64_t number_in(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(": ");
    std::uint64_t number = 0;
    if (begin == std::string_view::npos) {
        return kUnknown;
    }
    text.remove_prefix(begin);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() ? number : kUnknown;
}

std::uint64_t number_after(std::string_view text, std::string_view key) {
    const std::size_t at = text.find(key);
    return at == std::string_view::npos ? kUnknown : number_in(text.substr(at + key.size()));
}

/// What the control group of this process (version 2) still allows, file pages that it could drop
/// included.
std::uint64_t left_in_group() {
    const std::uint64_t most = number_in(text_of("/sys/fs/cgroup/memory.max"));
    const std::uint64_t used = number_in(text_of("/sys/fs/cgroup/memory.current"));
    if (most == kUnknown || used == kUnknown) {
        return kUnknown;
    }
    const std::uint64_t files =
        number_after(text_of("/sys/fs/cgroup/memory.stat"), "inactive_file");
    const std::uint64_t kept = used - std::min(used, files == kUnknown ? 0 : files);
    return most - std::min(most, kept);
}

}  // namespace

std::uint64_t memory_in(std::string_view meminfo, std::string_view key) {
    const std::uint64_t kilobytes = number_after(meminfo, key);
    return kilobytes == kUnknown ? kUnknown : kilobytes * 1024;
}

std::uint64_t available_memory() {
    return std::min(memory_in(text_of("/proc/meminfo"), "MemAvailable"), left_in_group());
}

}  // namespace jonbar::inference
