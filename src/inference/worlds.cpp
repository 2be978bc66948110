#include "inference/worlds.h"

#include <algorithm>
#include <thread>

#include "inference/kept_worlds.h"
#include "inference/world_block.h"

namespace jonbar::inference {

std::size_t worker_count(const WorldsOptions& options) {
    return options.threads != 0 ? options.threads
                                : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
}

WorldsResult run_worlds(const WorldsRequest& request, const WorldsOptions& options) {
    return run_worlds(request, options, {});
}

WorldTrace trace_world(const WorldsRequest& request, std::size_t sample, std::size_t particle,
                       WorldSet world) {
    const WorldsPlan plan(request, {.chunk_lanes = 2, .block_histories = 2, .share = false});
    return BlockRunner(request, plan).trace({sample, particle, 1}, world);
}

}  // namespace jonbar::inference
