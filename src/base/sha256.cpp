#include "base/sha256.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace jonbar {
namespace {

using Hash = std::array<std::uint32_t, 8>;
__extension__ using Wide = unsigned __int128;
constexpr std::size_t kBlockSize = 64, kRounds = 64;

/// The first 32 bits of the fraction of an integer root, `x` being the root's fraction: found by
/// trying bit after bit, so that no table of constants has to be believed.
constexpr std::uint32_t fraction_of_root(std::uint64_t of, unsigned degree) {
    // The root times 2^32, of which the low 32 bits are asked.
    std::uint64_t root = 0;
    for (int bit = 36; bit >= 0; --bit) {
        const std::uint64_t tried = root | std::uint64_t{1} << bit;
        const Wide square = Wide{tried} * tried;
        // tried^2 <= of * 2^64, or tried^3 <= of * 2^96, without overflow: tried < 2^37.
        const bool fits =
            degree == 2 ? square <= (Wide{of} << 64U) : square * tried <= (Wide{of} << 96U);
        if (fits) root = tried;
    }
    return static_cast<std::uint32_t>(root);
}

constexpr std::array<std::uint32_t, kRounds> primes() {
    std::array<std::uint32_t, kRounds> found{};
    std::size_t count = 0;
    for (std::uint32_t candidate = 2; count < kRounds; ++candidate) {
        bool prime = true;
        for (std::size_t i = 0; i < count; ++i) prime = prime && candidate % found[i] != 0;
        if (prime) found[count++] = candidate;
    }
    return found;
}

constexpr std::array<std::uint32_t, kRounds> round_constants() {
    std::array<std::uint32_t, kRounds> constants = primes();
    for (std::uint32_t& constant : constants) constant = fraction_of_root(constant, 3);
    return constants;
}

constexpr Hash first_hash() {
    Hash hash{};
    for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = fraction_of_root(primes()[i], 2);
    return hash;
}

constexpr std::array<std::uint32_t, kRounds> kConstants = round_constants();
constexpr Hash kFirst = first_hash();

/// Adds a block of 64 bytes.
void add_block(std::string_view block, Hash& hash) {
    std::array<std::uint32_t, kRounds> words{};
    for (std::size_t i = 0; i < kBlockSize; ++i) {
        words[i / 4] = words[i / 4] << 8U | static_cast<unsigned char>(block[i]);
    }
    for (std::size_t i = 16; i < kRounds; ++i) {
        const std::uint32_t early = words[i - 15], late = words[i - 2];
        words[i] = words[i - 16] + words[i - 7] +
                   (std::rotr(early, 7) ^ std::rotr(early, 18) ^ early >> 3U) +
                   (std::rotr(late, 17) ^ std::rotr(late, 19) ^ late >> 10U);
    }
    auto [a, b, c, d, e, f, g, h] = hash;
    for (std::size_t i = 0; i < kRounds; ++i) {
        const std::uint32_t first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                                    ((e & f) ^ (~e & g)) + kConstants[i] + words[i];
        const std::uint32_t second =
            (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + second;
    }
    const Hash more = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < hash.size(); ++i) hash[i] += more[i];
}

}  // namespace

std::string sha256(std::string_view bytes) {
    Hash hash = kFirst;
    const std::size_t whole = bytes.size() / kBlockSize * kBlockSize;
    for (std::size_t at = 0; at < whole; at += kBlockSize) {
        add_block(bytes.substr(at, kBlockSize), hash);
    }
    std::string rest(bytes.substr(whole));
    rest += '\x80';
    rest.resize((rest.size() + 8 + kBlockSize - 1) / kBlockSize * kBlockSize - 8, '\0');
    const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
    for (int shift = 56; shift >= 0; shift -= 8) {
        rest += static_cast<char>(bits >> static_cast<unsigned>(shift) & 0xFFU);
    }
    for (std::size_t at = 0; at < rest.size(); at += kBlockSize) {
        add_block(std::string_view(rest).substr(at, kBlockSize), hash);
    }
    std::string text;
    for (const std::uint32_t word : hash) text += fmt::format("{:08x}", word);
    return text;
}

}  // namespace jonbar
