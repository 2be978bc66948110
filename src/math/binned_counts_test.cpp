#include "math/binned_counts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace jonbar::math {
namespace {

TEST(BinnedCountsTest, QuantilesOfSmallWholeNumbersAreExact) {
    BinnedCounts counts;
    for (int i = 0; i <= 100; ++i) {
        counts.add(i - 50);
    }
    EXPECT_EQ(counts.count(), 101U);
    EXPECT_EQ(counts.quantile(0), -50);
    EXPECT_EQ(counts.quantile(0.5), 0);
    EXPECT_EQ(counts.quantile(0.05), -45);
    EXPECT_EQ(counts.quantile(1), 50);
}

TEST(BinnedCountsTest, QuantilesOfAnySpreadAreRightToTheBinsWidth) {
    std::mt19937_64 random(7);
    std::vector<double> numbers;
    BinnedCounts counts;
    for (int i = 0; i < 100'001; ++i) {
        const double size = std::ldexp(static_cast<double>(random() >> 11U) * 0x1p-53,
                                       static_cast<int>(random() % 40) - 20);
        numbers.push_back((random() & 1U) != 0 ? size : -size);
        counts.add(numbers.back());
    }
    std::sort(numbers.begin(), numbers.end());
    for (const double p : {0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0}) {
        const auto rank = static_cast<std::size_t>(std::max(std::ceil(p * 100'001), 1.0));
        const double exact = numbers[rank - 1];
        EXPECT_NEAR(counts.quantile(p), exact, std::fabs(exact) / 256) << p;
    }
    EXPECT_EQ(counts.quantile(0), numbers.front());
    EXPECT_EQ(counts.quantile(1), numbers.back());
    EXPECT_LT(counts.bins().size(), 40'000U);
}

TEST(BinnedCountsTest, NeitherOrderNorGroupingShows) {
    std::mt19937_64 random(8);
    std::vector<double> numbers;
    BinnedCounts whole;
    for (int i = 0; i < 3000; ++i) {
        numbers.push_back(static_cast<double>(random() % 10'000) / 7 - 500);
        whole.add(numbers.back());
    }
    std::shuffle(numbers.begin(), numbers.end(), random);
    std::vector<BinnedCounts> parts(5);
    for (const double number : numbers) {
        parts[random() % parts.size()].add(number);
    }
    BinnedCounts merged;
    for (const BinnedCounts& part : parts) {
        merged.merge(part);
    }
    EXPECT_EQ(merged.count(), whole.count());
    for (int i = 0; i <= 100; ++i) {
        ASSERT_EQ(merged.quantile(i / 100.0), whole.quantile(i / 100.0));
    }
}

TEST(BinnedCountsTest, CountsRepeatsAndTakesZerosAsOne) {
    BinnedCounts counts;
    counts.add(-0.0, 3);
    counts.add(0.0, 2);
    counts.add(5, 0);
    counts.add(std::numeric_limits<double>::infinity());
    EXPECT_EQ(counts.count(), 6U);
    EXPECT_EQ(counts.bins().size(), 2U);
    EXPECT_FALSE(std::signbit(counts.quantile(0.5)));
    EXPECT_EQ(counts.quantile(1), std::numeric_limits<double>::infinity());
}

TEST(BinnedCountsTest, AreReadAsTheyWereWritten) {
    BinnedCounts counts, read;
    for (int i = -500; i < 500; ++i) counts.add(i * 0.37, static_cast<std::uint64_t>(i + 501));
    counts.add(std::numeric_limits<double>::infinity());
    base::ByteWriter out;
    counts.write(out);
    const std::string bytes = out.take();
    base::ByteReader in(bytes);
    read.add(1e9);
    read.read(in);
    EXPECT_TRUE(in.good_to_the_end());
    EXPECT_EQ(read.count(), counts.count());
    for (int i = 0; i <= 100; ++i) EXPECT_EQ(read.quantile(i / 100.0), counts.quantile(i / 100.0));
}

TEST(BinnedCountsTest, RefuseBinsThatCannotBe) {
    struct Written {
        std::uint64_t count;
        double least, most;
    };
    const std::vector<std::vector<Written>> wrong = {
        {{0, 1, 1}}, {{1, 2, 1}}, {{1, 1, 2}}, {{1, 2, 2}, {1, 1, 1}}, {{1, NAN, NAN}}};
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        base::ByteWriter out;
        out.number(wrong[i].size());
        for (const Written& bin : wrong[i]) {
            out.number(bin.count);
            out.real(bin.least);
            out.real(bin.most);
        }
        const std::string bytes = out.take();
        base::ByteReader in(bytes);
        BinnedCounts().read(in);
        EXPECT_FALSE(in.good()) << i;
    }
}

}  // namespace
}  // namespace jonbar::math
