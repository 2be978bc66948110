#include "inference/worlds.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/chunk_queue.h"
#include "inference/world_block.h"

namespace jonbar::inference {

std::size_t worker_count(const WorldsOptions& options) {
    return options.threads != 0 ? options.threads
                                : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
}

WorldsResult run_worlds(const WorldsRequest& request, const WorldsOptions& options) {
    const WorldsPlan plan(request, options);
    std::vector<std::unique_ptr<BlockRunner>> runners(worker_count(options));
    std::mutex mutex;
    WorldsResult result;
    std::uint64_t done = 0;
    std::size_t fault_block = plan.blocks.size();
    const auto work = [&](std::size_t worker, std::uint64_t number) {
        if (!runners[worker]) {
            runners[worker] = std::make_unique<BlockRunner>(request, plan);
        }
        const Block& block = plan.blocks[number];
        const BlockResult found = runners[worker]->run(block, worker);
        const std::lock_guard lock(mutex);
        result.lane_steps += found.lane_steps;
        result.lane_steps_from_start += found.lane_steps_from_start;
        if (found.fault && number < fault_block) {
            fault_block = number;
            result.fault = found.fault;
        }
        done += block.count;
        if (options.progress) {
            options.progress(done);
        }
        return found.fault ? engine::Next::Stop : engine::Next::GoOn;
    };
    const std::uint64_t finished =
        engine::run_chunks(plan.blocks.size(), runners.size(), options.stop, work);
    for (std::uint64_t i = 0; i < finished; ++i) {
        result.histories += plan.blocks[i].count;
    }
    result.partial = finished != plan.blocks.size();
    return result;
}

WorldTrace trace_world(const WorldsRequest& request, std::size_t sample, std::size_t particle,
                       WorldSet world) {
    const WorldsPlan plan(request, {.chunk_lanes = 2, .block_histories = 2, .share = false});
    return BlockRunner(request, plan).trace({sample, particle, 1}, world);
}

}  // namespace jonbar::inference
