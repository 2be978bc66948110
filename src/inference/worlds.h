// The histories of a sample in several worlds at once.
//
// A *world* is a set of switches that are on (Program::switches); the actual world has none. The
// actual history and its worlds have the same draws at step 0, found by the names of their sites,
// and the same noise; what the sample did not draw has the noise of the history's own number. So
// the actual history is the sample's, bit for bit, if the program has its facts.
//
// Work is shared. An actual history tells for each switch when it first changes something, or
// would: the world of a set departs at the least of these, and is the actual history until then.
// Actual histories are run first, and a snapshot of their state kept every few steps; worlds then
// start from a snapshot before they depart, and those that never do are not run at all. The answer
// is that of running every world from the start.

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/workspace.h"
#include "inference/sample.h"
#include "program/program.h"

namespace jonbar::inference {

/// Bit i: switch i is on.
using WorldSet = std::uint64_t;
constexpr std::size_t kSwitchCountMax = 64;

/// One history in the actual world and in others: its columns after the last step.
struct HistoryInWorlds {
    std::size_t sample = 0, particle = 0;
    /// In the actual world, by Program::switches: the step in which it first changes something, or
    /// would; -1 before the first, infinity never.
    std::span<const double> touched;
    std::span<const double> actual;    // by WorldsRequest::columns
    std::span<const WorldSet> worlds;  // as chosen, in that order
    std::span<const double> altered;   // of each world, one after the other

    [[nodiscard]] std::span<const double> in_world(std::size_t world) const {
        return altered.subspan(world * actual.size(), actual.size());
    }
};

/// Adds the worlds in which a history is to be run, of which it knows the actual one. Called from
/// several workers at the same time; must depend on the history alone.
using ChooseWorlds = std::function<void(const HistoryInWorlds&, std::vector<WorldSet>&)>;

/// Receives a history with its worlds, each history once, from several workers at the same time, in
/// any order; no two calls at the same time have one worker number.
using WorldsListener = std::function<void(std::size_t worker, const HistoryInWorlds&)>;

struct WorldsRequest {
    const engine::BoundProgram& bound;  // lowered with start draws, switches and the sample's facts
    const program::Program& sampled;    // that of the samples, whose start draws theirs are
    std::span<const Sample> samples;    // without `start`: draws of their own numbers
    std::vector<program::Operand> columns;  // state columns, without shapes
    ChooseWorlds choose;
    WorldsListener listen;
    /// Only the draws at step 0 are the sample's: what chance brings later is new, and the same in
    /// all worlds of a history. The program has no facts.
    bool new_chance = false;
};

struct WorldsOptions {
    std::size_t threads = 0;  // 0: one per core
    std::size_t chunk_lanes = program::kChunkLanes;
    std::size_t block_histories = 1024;                  // whose worlds are packed together
    std::size_t snapshot_size = std::size_t{64} << 20U;  // of each worker's snapshots, at most
    bool share = true;                                   // false: all worlds from the start
    const std::atomic<bool>* stop = nullptr;
    std::function<void(std::uint64_t done)> progress{};  // histories; one call at a time
};

/// Where a history failed, in which world: Program::faults[fault] in step `step`.
struct WorldFault {
    std::size_t sample = 0, particle = 0;
    std::uint64_t number = 0;  // of the history
    WorldSet world = 0;
    std::int64_t step = 0;
    std::uint32_t fault = 0;
};

struct WorldsResult {
    std::uint64_t histories = 0;  // finished: the first so many, sample after sample
    bool partial = false;
    std::optional<WorldFault> fault;  // of the first history that had one; nothing else counts then
    /// Steps of a lane: those run, and those that running every world from the start would take.
    std::uint64_t lane_steps = 0, lane_steps_from_start = 0;
};

/// Returns how many workers a run with these options has.
std::size_t worker_count(const WorldsOptions& options);

/// Returns the bytes that one worker takes who runs histories in so many worlds each, reading so
/// many columns.
std::uint64_t worlds_memory(const program::Program& program, const WorldsOptions& options,
                            std::size_t worlds, std::size_t columns);
/// Returns the bytes of that which its snapshots take.
std::uint64_t snapshots_memory(const program::Program& program, const WorldsOptions& options);

/// Runs all histories in the worlds chosen for them. Throws what the callbacks throw. Requires: at
/// most kSwitchCountMax switches.
WorldsResult run_worlds(const WorldsRequest& request, const WorldsOptions& options);

/// The chronicle of one history in one world. Requires: a program lowered with trace.
struct WorldTrace {
    std::vector<engine::TraceLine> lines;
    std::optional<WorldFault> fault;
};
WorldTrace trace_world(const WorldsRequest& request, std::size_t sample, std::size_t particle,
                       WorldSet world);

}  // namespace jonbar::inference
