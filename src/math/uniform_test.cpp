#include "math/uniform.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace jonbar::math {
namespace {

double exact_uniform(std::uint32_t first, std::uint32_t second) {
    __extension__ using Wide = unsigned __int128;
    const Wide value = ((Wide{first} << 32U) | second) * 2 + 1;  // of 65 bits, rounded once
    return std::ldexp(static_cast<double>(value), -65);
}

TEST(UniformTest, StaysStrictlyBetweenZeroAndOne) {
    constexpr double kTop = 4294967295.0;
    EXPECT_EQ(uniform_of_words(0.0, 0.0), 0x1p-65);
    EXPECT_EQ(uniform_of_words(kTop, kTop), 1.0 - 0x1p-53);
    EXPECT_EQ(uniform_of_word(0.0), 0x1p-33);
    EXPECT_EQ(uniform_of_word(kTop), 1.0 - 0x1p-33);
}

TEST(UniformTest, IsTheExactValueRoundedOnce) {
    std::mt19937_64 random(2);
    for (int i = 0; i < 100'000; ++i) {
        const auto first = static_cast<std::uint32_t>(random() >> (32 + random() % 32));
        const auto second = static_cast<std::uint32_t>(random());
        ASSERT_EQ(uniform_of_words(static_cast<double>(first), static_cast<double>(second)),
                  std::fmin(exact_uniform(first, second), 1.0 - 0x1p-53));
    }
}

TEST(UniformTest, IsMonotoneInBothWords) {
    EXPECT_LT(uniform_of_words(7.0, 4294967295.0), uniform_of_words(8.0, 0.0));
    EXPECT_LT(uniform_of_words(7.0, 1.0), uniform_of_words(7.0, 2.0));
}

}  // namespace
}  // namespace jonbar::math
