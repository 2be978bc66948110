// What one worker needs to run histories in several worlds, block after block: a workspace, the
// states of the actual histories, their snapshots, the state of a chunk of worlds.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/state_columns.h"
#include "engine/workspace.h"
#include "inference/world_packing.h"
#include "inference/worlds.h"

namespace jonbar::inference {

/// Particles of one sample.
struct Block {
    std::size_t sample = 0, first = 0, count = 0;
};

/// What all workers of a run share.
struct WorldsPlan {
    static constexpr std::size_t kNotSampled = ~std::size_t{0};

    WorldsPlan(const WorldsRequest& request, const WorldsOptions& options);

    std::size_t chunk_lanes = 0;
    bool share = true;
    bool beside_actual = true;  // worlds look at the actual histories
    std::vector<Block> blocks;  // sample after sample
    std::size_t block_chunks = 1;
    std::vector<std::int64_t> snapshots;     // the steps before which one is taken, -1 first
    std::vector<std::size_t> sampled_start;  // of the program's start draws: which of the sample's
};

/// What running a block gives besides what the listener sees.
struct BlockResult {
    std::optional<WorldFault> fault;
    std::uint64_t lane_steps = 0, lane_steps_from_start = 0;
};

class BlockRunner {
  public:
    /// Requires: both outlive it.
    BlockRunner(const WorldsRequest& request, const WorldsPlan& plan);

    /// Runs a block and shows its histories to the listener, unless one fails.
    BlockResult run(const Block& block, std::size_t worker);

    /// Tells the only history of a block in one world. Requires: a program lowered with trace.
    WorldTrace trace(const Block& block, WorldSet world);

  private:
    /// What a lane runs: a history of the block in a world.
    struct LaneOf {
        std::size_t history = 0;
        WorldSet world = 0;
    };

    void run_actual();
    void choose_worlds();
    [[nodiscard]] double departure(std::size_t history, WorldSet world) const;
    std::vector<PackedWorld> departing_worlds();
    void copy_columns(const std::vector<double>& rows, std::size_t from, std::size_t world);
    void run_chunk(const WorldChunk& chunk);
    void load(const WorldChunk& chunk);
    void switch_on(std::span<const LaneOf> lanes);
    void start(std::span<const LaneOf> lanes, std::span<const std::uint32_t> actual_lanes);
    void run_steps(std::span<const LaneOf> lanes, std::int64_t from);
    void take_snapshot(std::size_t chunk, std::int64_t step);
    void set_noise(std::span<const LaneOf> lanes, std::size_t epoch);
    void keep_fault(std::span<const LaneOf> lanes);
    void read(std::size_t lane, std::span<double> values) const;
    [[nodiscard]] HistoryInWorlds actual_history(std::size_t index) const;
    [[nodiscard]] HistoryInWorlds history(std::size_t index) const;
    [[nodiscard]] const Sample& sample() const { return request_.samples[block_.sample]; }
    [[nodiscard]] const program::Program& program() const { return request_.bound.program(); }

    const WorldsRequest& request_;
    const WorldsPlan& plan_;
    engine::Workspace workspace_;
    engine::StateColumns state_;
    std::vector<std::vector<engine::StateColumns>>
        snapshots_;                          // [snapshot - 1][chunk of the block]
    std::size_t snapshot_chunk_ = kNoChunk;  // of the actual histories that run now
    static constexpr std::size_t kNoChunk = ~std::size_t{0};

    // Of the block that runs.
    Block block_;
    BlockResult result_;
    std::vector<double> touched_, actual_;   // [history][switch], [history][column]
    std::vector<std::size_t> worlds_begin_;  // of each history, and the end
    std::vector<WorldSet> worlds_;           // as chosen
    std::vector<std::size_t> same_as_;       // of each world: the one that is run for it
    std::vector<double> altered_;            // [world][column]
    std::vector<std::uint64_t> noise_;
};

}  // namespace jonbar::inference
