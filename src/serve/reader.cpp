#include "serve/reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace jonbar::serve {

using nlohmann::json;

Reader::Reader(const json& object) : object_(object) {
    if (!object.is_object()) throw WrongRequest("expected a JSON object");
}

const json* Reader::find(const char* key) {
    known_.emplace_back(key);
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

std::string Reader::text(const char* key, std::size_t size_max) {
    const json* found = find(key);
    if (found == nullptr) return "";
    if (!found->is_string()) throw WrongRequest(fmt::format("\"{}\" must be a text", key));
    auto text = found->get<std::string>();
    if (text.size() > size_max)
        throw WrongRequest(fmt::format("\"{}\" may have {} bytes", key, size_max));
    return text;
}

std::vector<std::string> Reader::texts(const char* key) {
    const json* found = find(key);
    std::vector<std::string> all;
    if (found == nullptr) return all;
    if (!found->is_array() || found->size() > kListMax) {
        throw WrongRequest(fmt::format("\"{}\" must be a list of at most {} texts", key, kListMax));
    }
    for (const json& one : *found) {
        if (!one.is_string() || one.get_ref<const std::string&>().size() > kWordMax) {
            throw WrongRequest(
                fmt::format("\"{}\" must hold texts of at most {} bytes", key, kWordMax));
        }
        all.push_back(one.get<std::string>());
    }
    return all;
}

std::uint64_t Reader::number(const char* key, std::uint64_t otherwise, std::uint64_t least,
                             std::uint64_t most) {
    const json* found = find(key);
    if (found == nullptr) return otherwise;
    const bool whole = found->is_number_unsigned();
    const std::uint64_t value = whole ? found->get<std::uint64_t>() : 0;
    if (!whole || value < least || value > most) {
        throw WrongRequest(
            fmt::format("\"{}\" must be a whole number from {} to {}", key, least, most));
    }
    return value;
}

bool Reader::truth(const char* key) {
    const json* found = find(key);
    if (found == nullptr) return false;
    if (!found->is_boolean()) throw WrongRequest(fmt::format("\"{}\" must be true or false", key));
    return found->get<bool>();
}

void Reader::finish(const char* where) const {
    for (const auto& [key, value] : object_.items()) {
        if (std::find(known_.begin(), known_.end(), key) == known_.end())
            throw WrongRequest(fmt::format("{} has no \"{}\"", where, key.substr(0, 100)));
    }
}

}  // namespace jonbar::serve
