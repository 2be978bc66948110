#pragma once
// Chunks on threads.
//
// Chunk numbers are handed out in order, and a number that was handed out is finished: so whatever
// ends a run early – a request to stop, a fault, an exception – the finished chunks are always the
// first ones, and the lowest fault among them is the lowest there is. Each worker holds one chunk
// at a time, so memory does not grow with the number of chunks.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace jonbar::engine {

enum class Next { GoOn, Stop };

/// Does one chunk as worker `worker`; Next::Stop hands out no further ones.
using ChunkWork = std::function<Next(std::size_t worker, std::uint64_t chunk)>;

/// Calls `work` for the chunks 0 .. count-1, at the same time from up to `threads` workers, each
/// with its own number below `threads`, until all are done, one says Next::Stop or `stop` (may be
/// null) is true. Returns how many were finished. What `work` throws is thrown again when all
/// workers have ended, that of the lowest chunk if several did. Requires: threads >= 1.
std::uint64_t run_chunks(std::uint64_t count, std::size_t threads, const std::atomic<bool>* stop,
                         const ChunkWork& work);

}  // namespace jonbar::engine
