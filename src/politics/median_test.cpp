#include "politics/median.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace jonbar::politics {
namespace {

TEST(MedianTest, TheSmallestPositionThatReachesHalf) {
    const auto median = [](const std::vector<double>& positions,
                           const std::vector<double>& weights) {
        return weighted_median(positions, weights);
    };
    EXPECT_EQ(median({3}, {0}), 3);
    EXPECT_EQ(median({1, 2, 3}, {1, 1, 1}), 2);
    EXPECT_EQ(median({3, 1, 2}, {1, 1, 1}), 2);
    EXPECT_EQ(median({1, 2}, {1, 1}), 1);  // half is enough
    EXPECT_EQ(median({1, 2}, {1, 1 + 0x1p-52}), 2);
    EXPECT_EQ(median({5, 5, 9}, {1, 1, 3}), 9);
    EXPECT_EQ(median({5, 7, 9}, {0, 0, 0}), 5);
    EXPECT_EQ(median({-2, 4, 4, 8}, {1, 1, 1, 3}), 4);
    // Weights times saliences of the ten of Scholz, Calbert and Smith (2011), Table 1.
    EXPECT_EQ(
        median({4, 7, 4, 4, 10, 10, 10, 7, 4, 7}, {6.4, 3.2, .6, 12.8, 9.6, 9.6, 14.4, .5, 5, 5.6}),
        7);
}

TEST(MedianTest, TheOrderOfVotersDoesNotShow) {
    // As doubles 0.1 + 0.2 exceeds 0.3, and no order of adding may hide it.
    std::vector<double> weights = {0.1, 0.2, 0.3};
    std::vector<double> positions = {1, 1, 2};
    std::vector<std::size_t> order = {0, 1, 2};
    do {
        std::vector<double> own_positions, own_weights;
        for (const std::size_t i : order) {
            own_positions.push_back(positions[i]);
            own_weights.push_back(weights[i]);
        }
        EXPECT_EQ(weighted_median(own_positions, own_weights), 1);
        std::reverse(own_positions.begin(), own_positions.end());
        std::reverse(own_weights.begin(), own_weights.end());
        EXPECT_EQ(weighted_median(own_positions, own_weights), 1);
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_EQ(
        weighted_median(std::vector<double>{1, 2, 3}, std::vector<double>{1e300, 1e-300, 1e300}),
        2);
}

}  // namespace
}  // namespace jonbar::politics
