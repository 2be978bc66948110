#pragma once
// SipHash-2-4: a keyed 64-bit hash of bytes.
//
// Draw sites are found by name, so their noise needs a hash that is the same on every machine and
// that spreads names evenly under any seed (Aumasson and Bernstein, "SipHash: a fast short-input
// PRF", 2012). Bytes are read in little-endian order whatever the machine's.

#include <cstdint>
#include <string>
#include <string_view>

namespace jonbar::base {

/// The 128-bit key of a hash: bytes 0 to 7 and 8 to 15, each read in little-endian order.
struct SipKey {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

/// Returns SipHash-2-4 of `bytes` under `key`.
[[nodiscard]] std::uint64_t siphash(SipKey key, std::string_view bytes) noexcept;

/// Returns the noise key of the draw site called `nfc_name` in a run with `seed`.
/// The hash key is the seed in its low half and the ASCII bytes "jonbar:1" in its high half.
/// Requires: the name is in Unicode normal form C, so that equal names are equal bytes.
[[nodiscard]] std::uint64_t site_key(std::uint64_t seed, std::string_view nfc_name) noexcept;

/// Returns a short text that tells texts apart: the length and two hashes, 128 bits.
[[nodiscard]] std::string digest(std::string_view text);

}  // namespace jonbar::base
