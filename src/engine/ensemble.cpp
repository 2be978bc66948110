#include "engine/ensemble.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "base/check.h"
#include "engine/chunk_queue.h"

namespace jonbar::engine {
namespace {

std::optional<HistoryFault> fault_of(const Workspace& chunk) {
    const FaultNote& note = chunk.fault();
    if (note.lane == FaultNote::kNoLane) {
        return std::nullopt;
    }
    return HistoryFault{chunk.first_history() + note.lane, note.step, note.fault};
}

/// The order in which chunks are delivered, where there is one.
struct Queue {
    Delivery delivery = Delivery::AnyOrder;
    std::mutex mutex;
    std::condition_variable moved;
    std::uint64_t next = 0;
};

/// A chunk's place in the queue, which it leaves whatever happens.
class Turn {
  public:
    Turn(Queue& queue, std::uint64_t chunk) : queue_(queue), chunk_(chunk) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
        if (queue_.delivery == Delivery::InOrder) {
            await();
            const std::lock_guard lock(queue_.mutex);
            ++queue_.next;
            queue_.moved.notify_all();
        }
    }

    /// Returns when all chunks before this one have left.
    void await() {
        if (queue_.delivery == Delivery::InOrder) {
            std::unique_lock lock(queue_.mutex);
            queue_.moved.wait(lock, [&] { return queue_.next == chunk_; });
        }
    }

  private:
    Queue& queue_;
    const std::uint64_t chunk_;
};

/// The workers of a run and what they have found.
class Ensemble {
  public:
    Ensemble(const program::Program& program, const EnsembleOptions& options,
             const ChunkListener& listener)
        : options_(options),
          listener_(listener),
          bound_(program, options.seed),
          workspaces_(worker_count(options)) {
        queue_.delivery = options.delivery;
    }

    EnsembleResult run() {
        const std::uint64_t lanes = options_.chunk_lanes;
        const std::uint64_t chunks =
            options_.histories / lanes + (options_.histories % lanes != 0 ? 1 : 0);
        const std::uint64_t finished = run_chunks(
            chunks, workspaces_.size(), options_.stop,
            [&](std::size_t worker, std::uint64_t chunk) { return work(worker, chunk); });
        EnsembleResult result;
        result.histories = finished == chunks ? options_.histories : finished * lanes;
        result.partial = finished != chunks;
        result.fault = fault_;
        result.counters.resize(bound_.program().counters.size());
        for (const auto& workspace : workspaces_) {
            for (std::size_t i = 0; workspace && i < result.counters.size(); ++i) {
                result.counters[i] += workspace->counters()[i];
            }
        }
        return result;
    }

  private:
    Next work(std::size_t worker, std::uint64_t chunk) {
        Turn turn(queue_, chunk);
        compute(worker, chunk);
        turn.await();
        Workspace& workspace = *workspaces_[worker];
        if (const auto fault = fault_of(workspace)) {
            keep(*fault);
            return Next::Stop;
        }
        listener_(worker, workspace);
        return Next::GoOn;
    }

    void compute(std::size_t worker, std::uint64_t chunk) {
        auto& workspace = workspaces_[worker];
        if (!workspace) {
            workspace = std::make_unique<Workspace>(bound_, options_.chunk_lanes);
        }
        const std::uint64_t before = chunk * options_.chunk_lanes;
        workspace->run_chunk(
            options_.first + before,
            std::min<std::uint64_t>(options_.chunk_lanes, options_.histories - before));
    }

    void keep(const HistoryFault& fault) {
        const std::lock_guard lock(mutex_);
        if (!fault_ || fault.history < fault_->history) {
            fault_ = fault;
        }
    }

    const EnsembleOptions& options_;
    const ChunkListener& listener_;
    const BoundProgram bound_;
    Queue queue_;
    std::vector<std::unique_ptr<Workspace>> workspaces_;
    std::mutex mutex_;
    std::optional<HistoryFault> fault_;
};

}  // namespace

std::size_t worker_count(const EnsembleOptions& options) {
    return options.threads != 0 ? options.threads
                                : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
}

EnsembleResult run_ensemble(const program::Program& program, const EnsembleOptions& options,
                            const ChunkListener& listener) {
    CHECK(options.chunk_lanes >= 1);
    return Ensemble(program, options, listener).run();
}

HistoryTrace trace_history(const program::Program& program, std::uint64_t seed,
                           std::uint64_t history) {
    const BoundProgram bound(program, seed);
    Workspace workspace(bound, 1);
    workspace.set_trace_lane(0);
    workspace.run_chunk(history, 1);
    return {workspace.trace(), fault_of(workspace)};
}

}  // namespace jonbar::engine
