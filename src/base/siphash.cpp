#include "base/siphash.h"

#include <fmt/format.h>

#include <bit>
#include <cstddef>

namespace jonbar::base {
namespace {

// "jonbar:1" read in little-endian order; the digit is the version of the naming of sites.
constexpr std::uint64_t kSiteKeyHigh = 0x313a7261626e6f6aU;

struct State {
    std::uint64_t v0, v1, v2, v3;

    void round() noexcept {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }

    void absorb(std::uint64_t word) noexcept {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

std::uint64_t read_little_endian(std::string_view bytes) noexcept {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
    return word;
}

}  // namespace

std::uint64_t siphash(SipKey key, std::string_view bytes) noexcept {
    State state{key.low ^ 0x736f6d6570736575U, key.high ^ 0x646f72616e646f6dU,
                key.low ^ 0x6c7967656e657261U, key.high ^ 0x7465646279746573U};
    const std::uint64_t last_byte = std::uint64_t{bytes.size() & 0xffU} << 56U;
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
        state.absorb(read_little_endian(bytes.substr(0, 8)));
    }
    state.absorb(read_little_endian(bytes) | last_byte);
    state.v2 ^= 0xffU;
    for (int i = 0; i < 4; ++i) {
        state.round();
    }
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

std::uint64_t site_key(std::uint64_t seed, std::string_view nfc_name) noexcept {
    return siphash({seed, kSiteKeyHigh}, nfc_name);
}

std::string digest(std::string_view text) {
    constexpr std::uint64_t kJonbar = 0x6a6f6e626172;
    return fmt::format("{}-{:016x}{:016x}", text.size(), siphash({1, kJonbar}, text),
                       siphash({2, kJonbar}, text));
}

}  // namespace jonbar::base
