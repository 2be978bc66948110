#include "base/siphash.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace jonbar::base {
namespace {

constexpr SipKey kReferenceKey{0x0706050403020100U, 0x0f0e0d0c0b0a0908U};

std::string counting_bytes(std::size_t length) {
    std::string bytes;
    for (std::size_t i = 0; i < length; ++i) {
        bytes.push_back(static_cast<char>(i));
    }
    return bytes;
}

TEST(SipHashTest, AgreesWithThePublishedVectors) {
    constexpr std::array<std::uint64_t, 8> kPublished = {
        0x726fdb47dd0e0e31U, 0x74f839c593dc67fdU, 0x0d6c8009d9a94f5aU, 0x85676696d7fb7e2dU,
        0xcf2794e0277187b7U, 0x18765564cd99a68dU, 0xcbc9466e58fee3ceU, 0xab0200f58b01d137U};
    for (std::size_t length = 0; length < kPublished.size(); ++length) {
        EXPECT_EQ(siphash(kReferenceKey, counting_bytes(length)), kPublished[length]) << length;
    }
    EXPECT_EQ(siphash(kReferenceKey, counting_bytes(15)), 0xa129ca6149be45e5U);
    EXPECT_EQ(siphash(kReferenceKey, counting_bytes(63)), 0x958a324ceb064572U);
}

TEST(SipHashTest, ReadsBytesAboveAsciiAsUnsigned) {
    EXPECT_NE(siphash(kReferenceKey, "\xff"), siphash(kReferenceKey, "\x7f"));
    EXPECT_NE(siphash(kReferenceKey, "\xd9\x84"), siphash(kReferenceKey, "\xd9\x85"));
}

TEST(SipHashTest, SiteKeyIsTheHashUnderTheSeedAndTheNameOfTheProject) {
    EXPECT_EQ(siphash({42, 0x313a7261626e6f6aU}, "dies(lenin)"), site_key(42, "dies(lenin)"));
    EXPECT_EQ(std::string("jonbar:1"),
              std::string({0x6a, 0x6f, 0x6e, 0x62, 0x61, 0x72, 0x3a, 0x31}));
}

TEST(SipHashTest, SitesDifferByNameAndBySeed) {
    std::set<std::uint64_t> keys;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        for (int person = 0; person < 100; ++person) {
            keys.insert(site_key(seed, "dies(p" + std::to_string(person) + ")"));
        }
    }
    EXPECT_EQ(keys.size(), 10'000U);
}

}  // namespace
}  // namespace jonbar::base
