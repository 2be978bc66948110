// A scenario and the files that it reads, cut from the one text that a fuzzer makes.
//
// A line that begins with kFileMark names a file; what follows, to the next such line, is its text.
// What stands above the first is the scenario. So one input exercises modules, tables and series
// without a disk, and what is found is one file that a person can read.

#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/modules.h"

namespace jonbar::fuzz {

inline constexpr std::string_view kFileMark = "#### ";

struct Input {
    std::string scenario;
    std::map<std::string, std::string> files;  // by their path from the scenario's folder
};

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

inline Input cut_input(std::string_view text) {
    Input input;
    std::string* into = &input.scenario;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end);
        if (line.substr(0, kFileMark.size()) == kFileMark && line.back() == '\n') {
            const std::string_view path = line.substr(kFileMark.size());
            into = &input.files[std::string(path.substr(0, path.size() - 1))];
        } else {
            *into += line;
        }
    }
    return input;
}

/// Returns a reader of the input's files. `input` must outlive it.
inline FileReader reader_of(const Input& input) {
    return [&input](const std::string& path) -> std::optional<std::string> {
        const auto found = input.files.find(path);
        return found == input.files.end() ? std::nullopt : std::optional(found->second);
    };
}

}  // namespace jonbar::fuzz
