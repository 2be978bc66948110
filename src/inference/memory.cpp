#include "inference/memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>

namespace jonbar::inference {
namespace {

constexpr std::uint64_t kUnknown = std::numeric_limits<std::uint64_t>::max();

std::string text_of(const std::string& path) {
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

/// What one control group still allows.
std::uint64_t left_in_group(const std::string& folder) {
    const std::uint64_t most = number_in(text_of(folder + "/memory.max"));
    const std::uint64_t used = number_in(text_of(folder + "/memory.current"));
    if (most == kUnknown || used == kUnknown) {
        return kUnknown;
    }
    const std::uint64_t files = number_after(text_of(folder + "/memory.stat"), "inactive_file");
    const std::uint64_t kept = used - std::min(used, files == kUnknown ? 0 : files);
    return most - std::min(most, kept);
}

/// Returns the path of this process's control group of version 2: the line "0::/a/b".
std::string own_group() {
    const std::string groups = text_of("/proc/self/cgroup");
    const std::size_t at = groups.rfind("0::/", 0) == 0 ? 0 : groups.find("\n0::/");
    if (at == std::string::npos) {
        return {};
    }
    const std::size_t begin = groups.find('/', at);
    return groups.substr(begin, groups.find('\n', begin) - begin);
}

/// What `ulimit -v` still allows.
std::uint64_t left_of_addresses() {
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return kUnknown;
    }
    const std::uint64_t used = number_in(text_of("/proc/self/statm"));
    const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    const std::uint64_t most = limit.rlim_cur;
    return used == kUnknown ? most : most - std::min(most, used * page);
}

}  // namespace

std::uint64_t memory_in(std::string_view meminfo, std::string_view key) {
    const std::uint64_t kilobytes = number_after(meminfo, key);
    return kilobytes == kUnknown ? kUnknown : kilobytes * 1024;
}

std::uint64_t left_in_groups(const std::string& root, const std::string& group) {
    std::uint64_t left = left_in_group(root);
    for (std::size_t end = group.size(); end != std::string::npos && end > 0;
         end = group.rfind('/', end - 1)) {
        left = std::min(left, left_in_group(root + group.substr(0, end)));
    }
    return left;
}

std::uint64_t available_memory() {
    return std::min({memory_in(text_of("/proc/meminfo"), "MemAvailable"),
                     left_in_groups("/sys/fs/cgroup", own_group()), left_of_addresses()});
}

std::uint64_t resident_memory() {
    const std::string statm = text_of("/proc/self/statm");
    const std::uint64_t pages = number_after(statm, " ");
    return pages == kUnknown ? 0 : pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace jonbar::inference
