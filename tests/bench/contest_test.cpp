// The contest of the benchmarks: what the engine computes from the scenario is what C++ written by
// hand computes, history by history and to the last bit, for any chunk length and number of
// threads.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bench/compile.h"
#include "bench/contest_plain.h"
#include "engine/ensemble.h"

namespace jonbar::bench {
namespace {

class ContestTest : public testing::TestWithParam<bool> {};

INSTANTIATE_TEST_SUITE_P(Optimised, ContestTest, testing::Bool());

TEST_P(ContestTest, EqualsTheHandWrittenOne) {
    constexpr std::uint64_t kHistories = 300;
    const auto program =
        compile(std::string(JONBAR_SOURCE_DIR) + "/bench/scenarios/contest.jon",
                std::string(JONBAR_SOURCE_DIR) + "/library", {.optimise = GetParam()});
    const PlainContest contest(7);
    for (const std::size_t lanes : {std::size_t{7}, program::kChunkLanes}) {
        const engine::EnsembleOptions options{
            .histories = kHistories, .seed = 7, .threads = 2, .chunk_lanes = lanes};
        const auto result =
            engine::run_ensemble(program, options, [&](std::size_t, engine::Workspace& chunk) {
                for (std::size_t i = 0; i < chunk.history_count(); ++i) {
                    const auto value = [&](std::size_t outcome) {
                        return chunk.value(program.outcomes[outcome].column, i);
                    };
                    const ContestOutcome found = {value(0), value(1), value(2),
                                                  value(3), value(4), value(5)};
                    EXPECT_EQ(found, contest.run(chunk.first_history() + i))
                        << chunk.first_history() + i;
                }
            });
        EXPECT_EQ(result.histories, kHistories);
    }
}

}  // namespace
}  // namespace jonbar::bench
