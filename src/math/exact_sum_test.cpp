#include "math/exact_sum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace jonbar::math {
namespace {

constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double sum_of(const std::vector<double>& terms) {
    ExactSum sum;
    for (const double term : terms) {
        sum.add(term);
    }
    return sum.value();
}

std::vector<double> terms_of_all_sizes(std::uint64_t seed, int count) {
    std::mt19937_64 random(seed);
    std::vector<double> terms;
    for (int i = 0; i < count; ++i) {
        const double size = static_cast<double>(random() >> 11U) * 0x1p-53;
        const double sign = (random() & 1U) != 0 ? 1 : -1;
        terms.push_back(sign * std::ldexp(size, static_cast<int>(random() % 2090) - 1070));
    }
    return terms;
}

TEST(ExactSumTest, OneTermIsItself) {
    for (const double x : {0.0, 1.0, -1.0, 0.1, kSmallest, -kSmallest, 0x1p-1022, kLargest,
                           -kLargest, 0x1.fffffffffffffp-1022, 0x1.8p-1060}) {
        EXPECT_EQ(sum_of({x}), x);
    }
    for (const double x : terms_of_all_sizes(1, 5000)) {
        ASSERT_EQ(sum_of({x}), x);
    }
    EXPECT_EQ(ExactSum().value(), 0);
}

TEST(ExactSumTest, TwoTermsRoundAsTheProcessorDoes) {
    std::mt19937_64 random(4);
    const std::vector<double> terms = terms_of_all_sizes(2, 3000);
    for (const double x : terms) {
        const double near = x * (1 + static_cast<double>(random() % 1000) * 0x1p-40);
        const double y = std::ldexp(near, -static_cast<int>(random() % 60));
        ASSERT_EQ(sum_of({x, y}), x + y);
        ASSERT_EQ(sum_of({x, -y}), x - y);
    }
}

TEST(ExactSumTest, RoundsHalfToEvenAndSeesBitsFarBelow) {
    EXPECT_EQ(sum_of({1, 0x1p-53}), 1);
    EXPECT_EQ(sum_of({1, 0x1p-53, kSmallest}), 1 + 0x1p-52);
    EXPECT_EQ(sum_of({1, 0x1p-53, -kSmallest}), 1);
    EXPECT_EQ(sum_of({1 + 0x1p-52, 0x1p-53}), 1 + 0x1p-51);
    EXPECT_EQ(sum_of({-1, -0x1p-53, -kSmallest}), -1 - 0x1p-52);
}

TEST(ExactSumTest, LosesNothingToCancellation) {
    EXPECT_EQ(sum_of({1e100, 1, -1e100}), 1);
    EXPECT_EQ(sum_of({kLargest, kLargest, -kLargest, -kLargest, kSmallest}), kSmallest);
    EXPECT_EQ(sum_of({kLargest, kLargest}), kInfinity);
    EXPECT_EQ(sum_of({-kLargest, -kLargest}), -kInfinity);
    std::vector<double> terms = terms_of_all_sizes(3, 1000);
    const std::vector<double> copy = terms;
    for (const double x : copy) {
        terms.push_back(-x);
    }
    EXPECT_EQ(sum_of(terms), 0);
}

TEST(ExactSumTest, AddsManyTermsToAKnownSum) {
    ExactSum sum;
    for (int i = 1; i <= 1'000'000; ++i) {
        sum.add(0.1);  // 0.1 is 3602879701896397 * 2^-55
    }
    const long double exact = std::ldexp(3602879701896397.0L * 1'000'000.0L, -55);
    EXPECT_EQ(sum.value(), static_cast<double>(exact));
}

TEST(ExactSumTest, NeitherOrderNorGroupingShows) {
    std::vector<double> terms = terms_of_all_sizes(5, 2000);
    const double expected = sum_of(terms);
    std::mt19937_64 random(6);
    for (int round = 0; round < 20; ++round) {
        std::shuffle(terms.begin(), terms.end(), random);
        std::vector<ExactSum> parts(1 + random() % 7);
        for (const double term : terms) {
            parts[random() % parts.size()].add(term);
        }
        ExactSum total;
        for (const ExactSum& part : parts) {
            total.merge(part);
        }
        ASSERT_EQ(total.value(), expected);
    }
}

TEST(ExactSumTest, SquaresAreExact) {
    ExactSum sum;
    sum.add_square(1e8 + 1);
    sum.add(-1e16);
    sum.add(-2e8);
    EXPECT_EQ(sum.value(), 1);
    ExactSum thirds;
    thirds.add_square(1.0 / 3);
    EXPECT_EQ(thirds.value(), (1.0 / 3) * (1.0 / 3));
}

TEST(ExactSumTest, PassesOnInfinityAndNaN) {
    EXPECT_EQ(sum_of({1, kInfinity, -kLargest}), kInfinity);
    EXPECT_EQ(sum_of({-kInfinity, kLargest}), -kInfinity);
    EXPECT_TRUE(std::isnan(sum_of({kInfinity, -kInfinity})));
    EXPECT_TRUE(std::isnan(sum_of({1, std::nan("")})));
}

TEST(ExactSumTest, IsReadAsItWasWritten) {
    for (const std::vector<double>& terms : {std::vector<double>{},
                                             {0.1, -3e300, kSmallest},
                                             {-kSmallest},
                                             {kInfinity, 1},
                                             terms_of_all_sizes(3, 1000)}) {
        ExactSum sum, read;
        for (const double term : terms) sum.add(term);
        base::ByteWriter out;
        sum.write(out);
        const std::string bytes = out.take();
        base::ByteReader in(bytes);
        read.add(7);
        read.read(in);
        EXPECT_TRUE(in.good_to_the_end());
        EXPECT_EQ(read.value(), sum.value());
        for (const double term : terms) {
            sum.add(-term / 2);
            read.add(-term / 2);
        }
        EXPECT_TRUE(read.value() == sum.value() || std::isnan(sum.value()));
    }
}

TEST(ExactSumTest, RefusesDigitsThatItCannotHave) {
    for (const auto& [digit, value] :
         std::vector<std::pair<std::uint64_t, std::int64_t>>{{68, 1}, {3, -1}, {3, 1LL << 32}}) {
        base::ByteWriter out;
        out.real(0);
        out.number(1);
        out.number(digit);
        out.signed_number(value);
        const std::string bytes = out.take();
        base::ByteReader in(bytes);
        ExactSum().read(in);
        EXPECT_FALSE(in.good()) << digit << " " << value;
    }
}

}  // namespace
}  // namespace jonbar::math
