#include "inference/carried.h"

#include <gtest/gtest.h>

#include <random>

namespace jonbar::inference {
namespace {

// Against lineages that follow each permutation at once, settled now and then.
TEST(CarriedTest, SettlesLineagesAsIfEachPermutationHadMovedThem) {
    constexpr std::size_t kSlots = 17;
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        std::mt19937 random(seed);
        Carried carried;
        carried.start(kSlots);
        std::vector<std::vector<std::uint32_t>> plain = carried.lineage;
        for (std::int64_t step = 0; step < 12; ++step) {
            std::vector<std::uint32_t> ancestors(kSlots);
            for (std::uint32_t& slot : ancestors)
                slot = static_cast<std::uint32_t>(random() % kSlots);
            const std::size_t times = 1 + random() % 2;
            for (std::size_t i = 0; i < times; ++i) {
                carried.permute(ancestors);
                for (auto& slots : plain) {
                    const std::vector<std::uint32_t> before = slots;
                    for (std::size_t slot = 0; slot < kSlots; ++slot)
                        slots[slot] = before[ancestors[slot]];
                }
            }
            if (random() % 3 == 0) {
                carried.settle();
                ASSERT_EQ(carried.lineage, plain) << "seed " << seed << " step " << step;
            }
            if (random() % 4 != 0) {
                carried.open_epoch(step);
                plain.emplace_back();
                for (std::uint32_t slot = 0; slot < kSlots; ++slot) plain.back().push_back(slot);
            }
        }
        carried.settle();
        EXPECT_EQ(carried.lineage, plain) << "seed " << seed;
    }
}

}  // namespace
}  // namespace jonbar::inference
