#include "query/series_fold.h"

#include <gtest/gtest.h>

#include <array>

namespace jonbar {
namespace {

TEST(SeriesFoldTest, WeighsHistoriesByTheirIslands) {
    HistoryGroups groups;
    groups.islands = true;
    groups.weights = {0.75, 0.25};
    groups.sizes = {2, 4};
    SeriesFold fold(1, 1, groups);
    for (const double value : {1.0, 3.0}) fold.add(0, 0, std::array{value});
    for (const double value : {10.0, 10.0, 10.0, 30.0}) fold.add(1, 0, std::array{value});
    const WeighedNumbers& numbers = fold.at(0, 0);
    EXPECT_DOUBLE_EQ(numbers.mean(), 0.75 * 2 + 0.25 * 15);
    EXPECT_EQ(numbers.quantile(0.05), 1);
    EXPECT_EQ(numbers.quantile(0.5), 3);
    EXPECT_EQ(numbers.quantile(0.9), 10);
    EXPECT_EQ(numbers.quantile(0.95), 30);
}

TEST(SeriesFoldTest, MergesToTheSameBitsInAnyOrder) {
    HistoryGroups groups;
    groups.islands = true;
    groups.weights = {0.3, 0.7};
    groups.sizes = {50, 50};
    SeriesFold whole(2, 2, groups), left(2, 2, groups), right(2, 2, groups);
    for (std::size_t i = 0; i < 100; ++i) {
        const double x = 0.1 * static_cast<double>(i * i % 37) - 1;
        for (std::size_t world = 0; world < 2; ++world) {
            const std::array values = {x, x / 3 + static_cast<double>(world)};
            whole.add(i % 2, world, values);
            (i < 30 ? left : right).add(i % 2, world, values);
        }
    }
    right.merge(left);
    for (std::size_t world = 0; world < 2; ++world) {
        for (std::size_t column = 0; column < 2; ++column) {
            EXPECT_EQ(right.at(world, column).mean(), whole.at(world, column).mean());
            EXPECT_EQ(right.at(world, column).quantile(0.25),
                      whole.at(world, column).quantile(0.25));
        }
    }
}

}  // namespace
}  // namespace jonbar
