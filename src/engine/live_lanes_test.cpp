#include "engine/live_lanes.h"

#include <gtest/gtest.h>

#include <vector>

namespace jonbar::engine {
namespace {

constexpr std::size_t kWords = 2;

std::vector<std::uint32_t> groups(const ChunkState& chunk) {
    return {chunk.groups, chunk.groups + chunk.group_count};
}

TEST(LiveLanesTest, NarrowWithinBodiesAndWidenBehindThem) {
    ChunkState chunk;
    LiveLanes live(chunk, kWords);
    const Word histories[kWords] = {~Word{0}, 0x1ff};
    live.start(histories);
    EXPECT_EQ(groups(chunk), (std::vector<std::uint32_t>{0, 8, 16, 24, 32, 40, 48, 56, 64, 72}));

    const Word outer[kWords] = {0x8000000000010100, ~Word{0}};
    ASSERT_TRUE(live.enter(outer, 10));
    EXPECT_EQ(groups(chunk), (std::vector<std::uint32_t>{8, 16, 56, 64, 72}));
    EXPECT_EQ(chunk.active[0], outer[0]);
    EXPECT_EQ(chunk.active[1], 0x1ffU);

    const Word inner[kWords] = {0xff, 0x100};
    ASSERT_TRUE(live.enter(inner, 10));
    EXPECT_EQ(groups(chunk), (std::vector<std::uint32_t>{72}));
    EXPECT_EQ(chunk.active[0], 0U);

    live.leave(9);
    EXPECT_EQ(groups(chunk), (std::vector<std::uint32_t>{72}));
    live.leave(10);  // both end here
    EXPECT_EQ(groups(chunk).size(), 10U);
    EXPECT_EQ(chunk.active[0], ~Word{0});
}

TEST(LiveLanesTest, DoNotEnterWhereNoLaneIsInUse) {
    ChunkState chunk;
    LiveLanes live(chunk, kWords);
    const Word histories[kWords] = {1, 0};
    live.start(histories);
    const Word others[kWords] = {~Word{1}, ~Word{0}};
    EXPECT_FALSE(live.enter(others, 5));
    EXPECT_EQ(groups(chunk), (std::vector<std::uint32_t>{0}));
}

}  // namespace
}  // namespace jonbar::engine
