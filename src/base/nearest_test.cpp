#include "base/nearest.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace jonbar {
namespace {

TEST(NearestTest, CountsEditsInCodePoints) {
    EXPECT_EQ(edit_distance("trotzky", "trotsky", 3), 1U);
    EXPECT_EQ(edit_distance("stlain", "stalin", 3), 1U);  // neighbours swapped
    EXPECT_EQ(edit_distance("kitten", "sitting", 3), 3U);
    EXPECT_EQ(edit_distance("é", "e", 3), 1U);
    EXPECT_EQ(edit_distance("", "abc", 3), 3U);
    EXPECT_EQ(edit_distance("abcdef", "uvwxyz", 3), 4U);  // beyond the limit
    EXPECT_EQ(edit_distance(std::string(1000, 'a'), std::string(1000, 'a'), 3), 4U);
}

TEST(NearestTest, FindsTheNearestNameOrNone) {
    const std::array<std::string_view, 4> names = {"stalin", "trotsky", "lenin", "tomsky"};
    EXPECT_EQ(nearest_name("trotzky", std::span(names)), "trotsky");
    EXPECT_EQ(nearest_name("lennin", std::span(names)), "lenin");
    EXPECT_EQ(nearest_name("molotov", std::span(names)), "");
    EXPECT_EQ(nearest_name("lenin", std::span(names)), "");  // the name itself is no help
}

}  // namespace
}  // namespace jonbar
