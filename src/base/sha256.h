// SHA-256 (FIPS 180-4), for hashes that a reader can check with other tools.
#pragma once

#include <string>
#include <string_view>

namespace jonbar {

/// Returns the hash of some bytes as 64 hexadecimal digits, as `sha256sum` prints it.
std::string sha256(std::string_view bytes);

}  // namespace jonbar
