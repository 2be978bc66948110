#include "engine/chunk_queue.h"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <exception>
#include <mutex>

namespace jonbar::engine {
namespace {

class ChunkQueue {
  public:
    ChunkQueue(std::uint64_t count, const std::atomic<bool>* stop, const ChunkWork& work)
        : count_(count), stop_(stop), work_(work) {}

    /// Takes chunks and does them until there are no more.
    void serve(std::size_t worker) {
        std::uint64_t chunk = 0;
        while (take(&chunk)) {
            Next next = Next::Stop;
            try {
                next = work_(worker, chunk);
            } catch (...) {
                keep(chunk, std::current_exception());
            }
            if (next == Next::Stop) {
                closed_.store(true, std::memory_order_relaxed);
            }
        }
    }

    /// Returns how many chunks were done, or throws what the lowest failed one threw.
    std::uint64_t finish() const {
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
        return next_;
    }

  private:
    bool take(std::uint64_t* chunk) {
        const std::lock_guard lock(mutex_);
        if (next_ == count_ || closed_.load(std::memory_order_relaxed) ||
            (stop_ != nullptr && stop_->load(std::memory_order_relaxed))) {
            return false;
        }
        *chunk = next_++;
        return true;
    }

    void keep(std::uint64_t chunk, const std::exception_ptr& thrown) {
        const std::lock_guard lock(mutex_);
        if (!thrown_ || chunk < thrown_chunk_) {
            thrown_ = thrown;
            thrown_chunk_ = chunk;
        }
    }

    const std::uint64_t count_;
    const std::atomic<bool>* stop_;
    const ChunkWork& work_;
    std::atomic<bool> closed_ = false;
    std::mutex mutex_;
    std::uint64_t next_ = 0;
    std::uint64_t thrown_chunk_ = 0;
    std::exception_ptr thrown_;
};

}  // namespace

std::uint64_t run_chunks(std::uint64_t count, std::size_t threads, const std::atomic<bool>* stop,
                         const ChunkWork& work) {
    ChunkQueue queue(count, stop, work);
    if (threads == 1) {
        queue.serve(0);
        return queue.finish();
    }
    // Else TBB warns, and gives no more threads than there are cores.
    const tbb::global_control enough(tbb::global_control::max_allowed_parallelism, threads);
    tbb::task_arena arena(static_cast<int>(threads));
    arena.execute([&] {
        tbb::parallel_for(
            std::size_t{0}, threads, [&](std::size_t worker) { queue.serve(worker); },
            tbb::simple_partitioner());
    });
    return queue.finish();
}

}  // namespace jonbar::engine
