#pragma once
// All histories of a run: chunks on threads, each finished chunk shown to a listener.
//
// A chunk's result depends on program, seed and its history numbers alone. What a listener makes of
// the chunks must not depend on which worker saw them, nor on their order: integer counts and exact
// sums (math/exact_sum.h), one fold a worker, merged at the end. Who needs the order asks for it.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/workspace.h"
#include "program/program.h"

namespace jonbar::engine {

enum class Delivery {
    AnyOrder,  // several workers call the listener at the same time
    InOrder,   // one at a time, by history number; workers wait for their turn
};

struct EnsembleOptions {
    std::uint64_t histories = 100'000;  // numbers first .. first + histories - 1
    std::uint64_t first = 0;
    std::uint64_t seed = 1;
    std::size_t threads = 0;  // 0: one per core
    std::size_t chunk_lanes = program::kChunkLanes;
    Delivery delivery = Delivery::AnyOrder;
    const std::atomic<bool>* stop = nullptr;  // true: finish what is begun, begin nothing new
};

/// Returns how many workers a run with these options has: listeners are called with numbers below
/// it.
std::size_t worker_count(const EnsembleOptions& options);

/// Receives a chunk without faults, which the workspace holds until the call returns. No two calls
/// at the same time have one worker number.
using ChunkListener = std::function<void(std::size_t worker, Workspace& chunk)>;

/// Where a history failed: Program::faults[fault] in step `step`, or before the first (-1).
struct HistoryFault {
    std::uint64_t history = 0;
    std::int64_t step = 0;
    std::uint32_t fault = 0;
};

struct EnsembleResult {
    std::uint64_t histories = 0;        // finished: so many from the first on
    bool partial = false;               // stopped before all were done
    std::optional<HistoryFault> fault;  // the lowest history that had one; nothing else counts then
    std::vector<std::int64_t> counters;  // by Program::counters
};

/// Runs all histories. With a fault no further chunks are begun, and those before it are finished.
/// Throws what the listener throws.
EnsembleResult run_ensemble(const program::Program& program, const EnsembleOptions& options,
                            const ChunkListener& listener);

/// One history told: the lines of its chronicle, and its fault if it had one.
struct HistoryTrace {
    std::vector<TraceLine> lines;
    std::optional<HistoryFault> fault;
};

/// Runs history `history` alone.
/// Requires: a program lowered with trace.
HistoryTrace trace_history(const program::Program& program, std::uint64_t seed,
                           std::uint64_t history);

}  // namespace jonbar::engine
