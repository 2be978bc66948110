#include "inference/memory.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "base/scratch_folder.h"
#include "inference/condition.h"
#include "inference/level_program.h"

namespace jonbar::inference {
namespace {

TEST(MemoryTest, ReadsALineOfMeminfo) {
    const char* text = "MemTotal:       16000000 kB\nMemAvailable:    1234 kB\n";
    EXPECT_EQ(memory_in(text, "MemAvailable"), 1234U * 1024);
    EXPECT_EQ(memory_in(text, "MemFree"), std::numeric_limits<std::uint64_t>::max());
    EXPECT_GT(available_memory(), 0U);
}

TEST(MemoryTest, TheNarrowestControlGroupCounts) {
    const base::ScratchFolder folder;
    const std::string root = folder.path().string();
    EXPECT_EQ(left_in_groups(root, "/a/b"), std::numeric_limits<std::uint64_t>::max());
    folder.write("a/memory.max", "1000\n");
    folder.write("a/memory.current", "700\n");
    folder.write("a/memory.stat", "anon 500\ninactive_file 100\n");
    EXPECT_EQ(left_in_groups(root, "/a/b"), 400U);
    folder.write("a/b/memory.max", "max\n");
    folder.write("a/b/memory.current", "600\n");
    EXPECT_EQ(left_in_groups(root, "/a/b"), 400U);
    folder.write("a/b/memory.max", "650\n");
    EXPECT_EQ(left_in_groups(root, "/a/b"), 50U);
    EXPECT_EQ(left_in_groups(root, "/a"), 400U);
}

TEST(MemoryTest, KnowsWhatStandsInMemory) {
    const std::uint64_t before = resident_memory();
    const std::vector<char> more(64U << 20U, 1);
    EXPECT_GE(resident_memory(), before + (48U << 20U)) << more.size();
}

TEST(MemoryTest, AnIslandThatDoesNotFitIsRefusedBeforeTheStart) {
    const program::Program program = level_program({.measured = {1, 2, 3}});
    ConditionOptions options;
    options.threads = 4;
    const std::uint64_t need = Island::memory(program, options.island);
    options.memory = need - 1;
    EXPECT_THROW(run_islands(program, options, [](auto&&...) {}), MemoryError);
    options.memory = 2 * need;  // as many threads as fit
    EXPECT_EQ(island_workers(program, options), 2U);
    options.memory = 100 * need;
    EXPECT_EQ(island_workers(program, options), 4U);
}

}  // namespace
}  // namespace jonbar::inference
