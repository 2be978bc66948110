#include "inference/island_bytes.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "inference/condition.h"
#include "inference/level_program.h"

namespace jonbar::inference {
namespace {

constexpr std::size_t kSize = 128;
constexpr std::uint64_t kIsland = 3;

Level level() {
    return {.noise_variance = 0.3, .measured = {0.5, 2.5, 1, 3, 2, 4, 8, 2, 1, -3, 4, 4}};
}

IslandResult run(const program::Program& program, std::size_t sample_size) {
    const engine::BoundProgram bound(program, 7);
    Island island(bound, 7, {.size = kSize, .moves = 1, .sample_size = sample_size});
    return island.run(kIsland);
}

std::string bytes_of(const IslandResult& island) {
    base::ByteWriter out;
    write(island, out);
    return out.take();
}

void expect_equal(const Sample& left, const Sample& right) {
    EXPECT_EQ(left.log_evidence, right.log_evidence);
    EXPECT_EQ(left.numbers, right.numbers);
    EXPECT_EQ(left.epochs, right.epochs);
    EXPECT_EQ(left.noise, right.noise);
    EXPECT_EQ(left.start, right.start);
}

TEST(IslandBytesTest, GiveTheIslandBack) {
    const program::Program program = level_program(level());
    const IslandResult island = run(program, kSize);
    ASSERT_GT(island.resamplings, 2U);
    const std::string bytes = bytes_of(island);
    base::ByteReader in(bytes);
    const IslandResult read = read_island(in, program, kIsland, kSize);
    EXPECT_TRUE(in.good_to_the_end());
    EXPECT_EQ(bytes_of(read), bytes);
    EXPECT_EQ(read.log_evidence, island.log_evidence);
    EXPECT_EQ(read.weighings.size(), island.weighings.size());
    EXPECT_EQ(read.weighings.back().ancestors, island.weighings.back().ancestors);
    EXPECT_EQ(read.instead, island.instead);
    EXPECT_EQ(read.distinct_vectors, island.distinct_vectors);
    EXPECT_EQ(read.moves_accepted, island.moves_accepted);
    expect_equal(read.sample, island.sample);
    // Eight bytes a value would be 15 columns of 128.
    EXPECT_LT(bytes.size(), kSize * island.sample.noise.size() * 2 + kSize * 9 + 1000);
}

TEST(IslandBytesTest, GiveBackWhatMetNoRecord) {
    IslandResult island;
    island.log_evidence = -1e300;
    island.death = Weighing{1, 4, -3, -5, 2.5, 0};
    island.weighings = {*island.death};
    island.instead = {{{23000, 0.25}, {23004, 0.5}}, {}};
    program::Program program = level_program({.measured = {1, 2}});
    program.step_count = 5;
    const std::string bytes = bytes_of(island);
    base::ByteReader in(bytes);
    const IslandResult read = read_island(in, program, kIsland, kSize);
    EXPECT_TRUE(in.good_to_the_end());
    ASSERT_TRUE(read.death);
    EXPECT_EQ(read.death->step, 4);
    EXPECT_EQ(read.instead, island.instead);
    EXPECT_EQ(read.sample.count(), 0U);
}

TEST(IslandBytesTest, AThinnedSampleIsThatOfFewerParticles) {
    const program::Program program = level_program(level());
    const IslandResult whole = run(program, kSize);
    for (const std::size_t count : {1U, 5U, 64U, 127U, 128U, 500U}) {
        expect_equal(thinned(whole.sample, 7, program.step_count, kIsland, count),
                     run(program, count).sample);
    }
}

TEST(IslandBytesTest, RefuseWhatCannotBeThisIsland) {
    const program::Program program = level_program(level());
    const std::string good = bytes_of(run(program, kSize));
    const auto accepted = [&](std::string_view bytes, const program::Program& of,
                              std::uint64_t number, std::uint64_t size) {
        base::ByteReader in(bytes);
        static_cast<void>(read_island(in, of, number, size));
        return in.good_to_the_end();
    };
    EXPECT_TRUE(accepted(good, program, kIsland, kSize));
    EXPECT_FALSE(accepted(good, program, kIsland + 1, kSize));
    EXPECT_FALSE(accepted(good, program, kIsland, kSize / 2));
    EXPECT_FALSE(accepted(good, level_program({.measured = {1, 2}}), kIsland, kSize));
    for (std::size_t size = 0; size < good.size(); size += 13)
        EXPECT_FALSE(accepted(std::string_view(good).substr(0, size), program, kIsland, kSize));
    // Whatever a byte is altered to, nothing is read beyond the end, and no index is out of range.
    for (std::size_t at = 0; at < good.size(); at += 3) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x81);
        base::ByteReader in(bad);
        const IslandResult read = read_island(in, program, kIsland, kSize);
        if (!in.good_to_the_end()) continue;
        for (const auto& noise : read.sample.noise) {
            for (const std::uint64_t number : noise) EXPECT_EQ(number / kSize, kIsland);
        }
    }
}

// An island that is recalled counts as one that was run.
TEST(ConditionTest, RecalledIslandsAreNotRun) {
    const program::Program program = level_program(level());
    ConditionOptions options{.islands = 6, .island = {.size = kSize}, .seed = 7, .threads = 2};
    options.island.sample_size = kSize;
    std::vector<IslandResult> kept(6);
    options.keep = [&](std::uint64_t number, IslandResult& result) { kept[number] = result; };
    const ConditionResult all = run_islands(program, options, {});
    std::vector<std::uint64_t> run_again;
    options.threads = 1;
    options.recall = [&](std::uint64_t number) -> std::optional<IslandResult> {
        if (number % 2 == 0) return kept[number];
        return std::nullopt;
    };
    options.keep = [&](std::uint64_t number, IslandResult&) { run_again.push_back(number); };
    const ConditionResult rest = run_islands(program, options, {});
    EXPECT_EQ(run_again, (std::vector<std::uint64_t>{1, 3, 5}));
    ASSERT_EQ(rest.islands.size(), all.islands.size());
    for (std::size_t i = 0; i < all.islands.size(); ++i)
        EXPECT_EQ(bytes_of(rest.islands[i]), bytes_of(all.islands[i]));
}

}  // namespace
}  // namespace jonbar::inference
