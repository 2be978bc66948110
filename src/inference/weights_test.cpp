#include "inference/weights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <span>
#include <vector>

#include "math/functions_inl.h"

namespace jonbar::inference {
namespace {

TEST(WeightsTest, SumsWithoutUnderflow) {
    std::vector<double> scratch;
    const std::vector<double> log_weights = {-2000, -2000 + math::log(3.0), kLogZero, -2000};
    const WeightSum sum = sum_weights(log_weights, scratch);
    EXPECT_NEAR(sum.log_mean, -2000 + math::log(5.0 / 4), 1e-12);
    EXPECT_NEAR(sum.effective, 25.0 / 11, 1e-12);
    EXPECT_NEAR(log_sum_exp(log_weights), -2000 + math::log(5.0), 1e-12);
}

TEST(WeightsTest, NothingWeighsNothing) {
    std::vector<double> scratch;
    const std::vector<double> nothing = {kLogZero, kLogZero};
    EXPECT_EQ(sum_weights(nothing, scratch).log_mean, kLogZero);
    EXPECT_EQ(sum_weights(nothing, scratch).effective, 0);
    EXPECT_EQ(log_sum_exp({}), kLogZero);
}

TEST(WeightsTest, TakesFloorOrCeilOfEachShare) {
    const std::vector<double> weights = {0.05, 3.7, 0, 1, 0.25, 5};
    std::vector<double> log_weights;
    for (const double weight : weights) log_weights.push_back(math::log(weight));
    for (const double u : {1e-9, 0.3, 0.5, 0.999999}) {
        for (const std::size_t count : {1U, 6U, 1000U}) {
            std::vector<double> copies(weights.size(), 0.0);
            std::uint32_t before = 0;
            for (const std::uint32_t slot : systematic_sample(log_weights, u, count)) {
                EXPECT_GE(slot, before);
                before = slot;
                ++copies[slot];
            }
            for (std::size_t i = 0; i < weights.size(); ++i) {
                const double share = static_cast<double>(count) * weights[i] / 10;
                EXPECT_GE(copies[i], std::floor(share - 1e-9)) << i;
                EXPECT_LE(copies[i], std::ceil(share + 1e-9)) << i;
            }
        }
    }
}

TEST(WeightsTest, LeavesEqualWeightsWhereTheyAre) {
    const std::vector<double> equal(8192, -17.25);
    const std::vector<std::uint32_t> slots = systematic_sample(equal, 0.75, equal.size());
    for (std::uint32_t i = 0; i < slots.size(); ++i) EXPECT_EQ(slots[i], i);
}

/// The plain way: goes from slot to slot until the sum exceeds the point.
std::vector<std::uint32_t> sample_plainly(std::span<const double> log_weights, double u,
                                          std::size_t count) {
    std::vector<double> weights;
    scale_weights(log_weights, weights);
    double total = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        total += weights[i];
        last = weights[i] > 0 ? i : last;
    }
    std::vector<std::uint32_t> slots;
    std::size_t slot = 0;
    double reached = weights[0];
    for (std::size_t k = 0; k < count; ++k) {
        const double point = (static_cast<double>(k) + u) / static_cast<double>(count) * total;
        while (slot < last && reached <= point) reached += weights[++slot];
        slots.push_back(static_cast<std::uint32_t>(slot));
    }
    return slots;
}

TEST(WeightsTest, SamplesAsThePlainWayDoes) {
    std::mt19937_64 words(1);
    for (int turn = 0; turn < 300; ++turn) {
        const std::size_t slots = 1 + words() % 700;
        const double width = static_cast<double>(words() % 40);  // of the logs
        std::vector<double> log_weights(slots);
        for (double& weight : log_weights) {
            weight = words() % 5 == 0 ? kLogZero : width * static_cast<double>(words()) * 0x1p-64;
        }
        log_weights[words() % slots] = 0;
        for (const double u : {0x1p-65, 0.5, static_cast<double>(words()) * 0x1p-64, 1 - 0x1p-53}) {
            const std::size_t count = 1 + words() % 900;
            EXPECT_EQ(systematic_sample(log_weights, u, count),
                      sample_plainly(log_weights, u, count))
                << turn;
        }
    }
}

TEST(WeightsTest, NeverTakesWhatWeighsNothing) {
    const std::vector<double> log_weights = {kLogZero, 0, kLogZero};
    for (const double u : {0x1p-65, 0.5, 1 - 0x1p-53}) {
        for (const std::uint32_t slot : systematic_sample(log_weights, u, 5)) EXPECT_EQ(slot, 1U);
    }
}

}  // namespace
}  // namespace jonbar::inference
