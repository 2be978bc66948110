#include "engine/chunk_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

namespace jonbar::engine {
namespace {

class ChunkQueueTest : public testing::TestWithParam<std::size_t> {
  protected:
    std::size_t threads() const { return GetParam(); }
};

INSTANTIATE_TEST_SUITE_P(Threads, ChunkQueueTest, testing::Values(1, 2, 5));

TEST_P(ChunkQueueTest, DoesEveryChunkOnce) {
    std::vector<std::atomic<int>> done(1000);
    const auto finished =
        run_chunks(done.size(), threads(), nullptr, [&](std::size_t worker, std::uint64_t chunk) {
            EXPECT_LT(worker, threads());
            ++done[chunk];
            return Next::GoOn;
        });
    EXPECT_EQ(finished, done.size());
    for (const auto& times : done) {
        EXPECT_EQ(times, 1);
    }
}

TEST_P(ChunkQueueTest, GivesAWorkerOneChunkAtATime) {
    std::vector<std::atomic<bool>> busy(threads());
    run_chunks(500, threads(), nullptr, [&](std::size_t worker, std::uint64_t) {
        EXPECT_FALSE(busy[worker].exchange(true));
        busy[worker] = false;
        return Next::GoOn;
    });
}

TEST_P(ChunkQueueTest, FinishesTheFirstChunksWhenAskedToStop) {
    std::atomic<bool> stop = false;
    std::vector<std::atomic<int>> done(1000);
    const auto finished =
        run_chunks(done.size(), threads(), &stop, [&](std::size_t, std::uint64_t chunk) {
            if (chunk == 20) {
                stop = true;
            }
            ++done[chunk];
            return Next::GoOn;
        });
    EXPECT_GT(finished, 20U);
    EXPECT_LE(finished, 20U + threads());
    for (std::size_t chunk = 0; chunk < done.size(); ++chunk) {
        EXPECT_EQ(done[chunk], chunk < finished ? 1 : 0);
    }
}

TEST_P(ChunkQueueTest, FinishesAllChunksBelowTheOneThatStops) {
    for (int turn = 0; turn < 50; ++turn) {
        std::vector<std::atomic<int>> done(100);
        const auto finished =
            run_chunks(done.size(), threads(), nullptr, [&](std::size_t, std::uint64_t chunk) {
                ++done[chunk];
                return chunk >= 30 ? Next::Stop : Next::GoOn;
            });
        EXPECT_GT(finished, 30U);
        for (std::size_t chunk = 0; chunk <= 30; ++chunk) {
            EXPECT_EQ(done[chunk], 1);
        }
    }
}

TEST_P(ChunkQueueTest, ThrowsWhatTheLowestChunkThrew) {
    for (int turn = 0; turn < 50; ++turn) {
        try {
            run_chunks(100, threads(), nullptr, [](std::size_t, std::uint64_t chunk) -> Next {
                if (chunk >= 10) {
                    throw std::runtime_error(std::to_string(chunk));
                }
                return Next::GoOn;
            });
            ADD_FAILURE() << "nothing was thrown";
        } catch (const std::runtime_error& error) {
            EXPECT_STREQ(error.what(), "10");
        }
    }
}

}  // namespace
}  // namespace jonbar::engine
