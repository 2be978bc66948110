// Reads what a client sent: JSON objects whose members must be there, of their sort and in bounds.

#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace jonbar::serve {

/// What a client sent cannot be read.
class WrongRequest : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Of a list, how many; of a text in it, how many bytes.
inline constexpr std::size_t kListMax = 256;
inline constexpr std::size_t kWordMax = 4096;

/// Reads the members of an object one by one, and complains of those that nobody asked for. All
/// throw WrongRequest; a member that is null is not there.
class Reader {
  public:
    /// `object` must outlive it.
    explicit Reader(const nlohmann::json& object);

    /// Returns a member, or nullptr.
    const nlohmann::json* find(const char* key);

    /// Return a member, or what stands for it where it is missing: nothing, `otherwise`, no.
    std::string text(const char* key, std::size_t size_max = kWordMax);
    std::vector<std::string> texts(const char* key);
    std::uint64_t number(const char* key, std::uint64_t otherwise, std::uint64_t least,
                         std::uint64_t most);
    bool truth(const char* key);

    /// Complains of members that were not read.
    void finish(const char* where) const;

  private:
    const nlohmann::json& object_;
    std::vector<std::string> known_;
};

}  // namespace jonbar::serve
