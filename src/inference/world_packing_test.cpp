#include "inference/world_packing.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace jonbar::inference {
namespace {

constexpr auto kActual = PackedWorld::kActual;

/// 40 histories of which each has worlds that depart all over 50 steps.
std::vector<PackedWorld> many_worlds() {
    std::vector<PackedWorld> worlds;
    for (std::uint32_t history = 0; history < 40; ++history) {
        for (std::uint32_t i = 0; i < history % 7; ++i) {
            worlds.push_back({history, 100 * history + i, (history * 17 + i * 23) % 51 - 1});
        }
    }
    return worlds;
}

TEST(WorldPackingTest, RunsEachWorldOnceFromBeforeItDeparts) {
    const std::vector<std::int64_t> snapshots = {-1, 4, 9, 20, 40};
    for (const bool beside_actual : {true, false}) {
        for (const std::size_t lanes : {2U, 3U, 16U, 1000U}) {
            std::map<std::uint32_t, int> seen;
            for (const WorldChunk& chunk : pack_worlds(
                     many_worlds(), snapshots,
                     {.chunk_lanes = lanes, .step_count = 50, .beside_actual = beside_actual})) {
                ASSERT_LE(chunk.lanes.size(), lanes);
                ASSERT_EQ(chunk.lanes.size(), chunk.actual_lanes.size());
                std::map<std::uint32_t, int> actual;
                for (std::size_t lane = 0; lane < chunk.lanes.size(); ++lane) {
                    const PackedWorld& world = chunk.lanes[lane];
                    const PackedWorld& beside = chunk.lanes[chunk.actual_lanes[lane]];
                    EXPECT_EQ(beside.history, world.history);
                    EXPECT_EQ(beside.world, beside_actual ? kActual : world.world);
                    if (world.world == kActual) {
                        EXPECT_EQ(++actual[world.history], 1);
                    } else {
                        ++seen[world.world];
                        EXPECT_LE(snapshots[chunk.snapshot], world.departure);
                    }
                }
            }
            ASSERT_EQ(seen.size(), many_worlds().size());
            for (const auto& [world, times] : seen) {
                EXPECT_EQ(times, 1) << "world " << world;
            }
        }
    }
}

TEST(WorldPackingTest, StartsWorldsOfOneSnapshotTogether) {
    std::vector<PackedWorld> worlds;
    for (std::uint32_t history = 0; history < 4; ++history) {
        worlds.push_back({history, history, history < 2 ? 30 : 5});
    }
    const std::vector<std::int64_t> snapshots = {-1, 5, 25};
    const auto chunks = pack_worlds(worlds, snapshots, {.chunk_lanes = 4, .step_count = 40});
    ASSERT_EQ(chunks.size(), 2U);
    EXPECT_EQ(chunks[0].snapshot, 1U);
    EXPECT_EQ(chunks[0].lanes[1].world, 2U);
    EXPECT_EQ(chunks[1].snapshot, 2U);
    EXPECT_EQ(chunks[1].actual_lanes, (std::vector<std::uint32_t>{0, 0, 2, 2}));
}

TEST(WorldPackingTest, RunsALateWorldEarlierRatherThanTheActualHistoryTwice) {
    const std::vector<std::int64_t> snapshots = {-1, 10, 12, 35};
    const PackingOptions options = {.chunk_lanes = 4, .step_count = 40};
    // Two steps more for one world cost less than 28 for the actual history; 25 more than five.
    auto chunks = pack_worlds({{0, 0, 10}, {0, 1, 13}}, snapshots, options);
    ASSERT_EQ(chunks.size(), 1U);
    EXPECT_EQ(chunks[0].snapshot, 1U);
    chunks = pack_worlds({{0, 0, 10}, {0, 1, 36}, {1, 2, 36}, {1, 3, 36}, {1, 4, 36}}, snapshots,
                         options);
    EXPECT_EQ(chunks[0].snapshot, 1U);
    ASSERT_GE(chunks.size(), 2U);
    EXPECT_EQ(chunks[1].snapshot, 3U);
}

}  // namespace
}  // namespace jonbar::inference
