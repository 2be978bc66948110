#include "politics/natural.h"

#include <gtest/gtest.h>

#include "politics/residues.h"

namespace jonbar::politics {
namespace {

Natural factorial(std::uint32_t n) {
    Natural out(1);
    for (std::uint32_t i = 2; i <= n; ++i) out *= i;
    return out;
}

TEST(NaturalTest, CountsBeyondTheMachine) {
    EXPECT_EQ(Natural().decimal(), "0");
    EXPECT_EQ(Natural(1'000'000'000'000'000'000).decimal(), "1000000000000000000");
    EXPECT_EQ(Natural::power_of_two(100).decimal(), "1267650600228229401496703205376");
    EXPECT_EQ(factorial(30).decimal(), "265252859812191058636308480000000");
    EXPECT_EQ(Natural::power_of_two(64).bits(), 65U);
    Natural one = Natural::power_of_two(200);
    one -= Natural(1);
    EXPECT_EQ(one.bits(), 200U);
    one += Natural(1);
    EXPECT_EQ(one, Natural::power_of_two(200));
    one -= Natural::power_of_two(200);
    EXPECT_TRUE(one.is_zero());
}

TEST(NaturalTest, DividesAndMultiplies) {
    for (std::uint32_t n = 1; n <= 60; n += 7) {
        const Natural whole = factorial(n + 5), part = factorial(n);
        const Natural rest = quotient(whole, part);
        EXPECT_EQ(product(rest, part), whole);
        EXPECT_EQ(greatest_divisor(whole, part), part);
        Natural more = whole;
        more += Natural(1);
        EXPECT_EQ(greatest_divisor(more, whole), Natural(1));
        EXPECT_EQ(quotient(more, whole), Natural(1));
        EXPECT_EQ(quotient(part, more), Natural());
    }
    EXPECT_EQ(greatest_divisor(Natural(), Natural(6)), Natural(6));
    EXPECT_EQ(factorial(20).remainder(23), 2432902008176640000U % 23);
}

TEST(NaturalTest, RoundsRatiosOnce) {
    EXPECT_EQ(to_double(ratio(Natural(1), Natural(3))), 1.0 / 3);
    EXPECT_EQ(to_double(ratio(Natural(2), Natural(3))), 2.0 / 3);
    EXPECT_EQ(to_double(ratio(Natural(0), Natural(3))), 0);
    EXPECT_EQ(to_double(ratio(Natural::power_of_two(700), Natural::power_of_two(1200))), 0x1p-500);
    EXPECT_EQ(to_double(ratio(Natural((1ULL << 53U) + 1), Natural(1))), 0x1p53);  // to even
    EXPECT_EQ(to_double(ratio(Natural((1ULL << 53U) + 3), Natural(1))), 0x1p53 + 4);
    // Just above the middle of two doubles: what is far behind decides.
    Natural above = Natural::power_of_two(53);
    above += Natural(1);
    above <<= 300;
    EXPECT_EQ(to_double({above, Natural::power_of_two(300)}), 0x1p53);
    above += Natural(1);
    EXPECT_EQ(to_double({above, Natural::power_of_two(300)}), 0x1p53 + 2);
    for (std::uint64_t i = 1; i < 400; ++i) {
        const std::uint64_t below = 0x9E3779B97F4A7C15U * i % 1'000'003;
        EXPECT_EQ(to_double(ratio(Natural(below), Natural(1'000'003))),
                  static_cast<double>(below) / 1'000'003.0);
    }
}

TEST(ResiduesTest, NumbersComeBackFromTheirRemainders) {
    const std::vector<std::uint32_t> primes = primes_for(500);
    EXPECT_EQ(primes.front(), 2147483647U);
    EXPECT_EQ(primes[1], 2147483629U);
    Natural bound(1);
    for (const std::uint32_t prime : primes) bound *= prime;
    EXPECT_GT(bound.bits(), 500U);
    for (const Natural& number :
         {Natural(), Natural(12345), factorial(90), factorial(93), Natural::power_of_two(499)}) {
        std::vector<std::uint32_t> remainders;
        for (const std::uint32_t prime : primes) remainders.push_back(number.remainder(prime));
        EXPECT_EQ(from_remainders(primes, remainders), number);
    }
}

}  // namespace
}  // namespace jonbar::politics
