// Which altered worlds run together, and from where.
//
// A world is the actual history until it departs, so it may start from any earlier state of that
// history. Worlds are packed by the snapshot that they can start from, so that those of a chunk
// depart at about the same time. Beside them stand the actual histories that they look at, each
// once a chunk.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jonbar::inference {

/// A world to run: that of `history`, which departs from it in step `departure` (-1: before the
/// first).
struct PackedWorld {
    static constexpr std::uint32_t kActual = 0xFFFFFFFFU;

    std::uint32_t history = 0;
    std::uint32_t world = 0;  // the caller's number of it; kActual: the actual history itself
    std::int64_t departure = -1;
};

/// The lanes of one chunk, by history, the actual one before its worlds.
struct WorldChunk {
    std::size_t snapshot = 0;  // that all its lanes start from
    std::vector<PackedWorld> lanes;
    std::vector<std::uint32_t> actual_lanes;  // of each lane: that of its history, or itself
};

struct PackingOptions {
    std::size_t chunk_lanes = 0;
    std::int64_t step_count = 0;
    bool beside_actual = true;  // false: the worlds never look at the actual histories
};

/// Packs worlds into chunks. `snapshots` are the steps before which a snapshot was taken, in
/// ascending order, the first of them -1. Requires: chunk_lanes >= 2.
std::vector<WorldChunk> pack_worlds(std::vector<PackedWorld> worlds,
                                    std::span<const std::int64_t> snapshots,
                                    const PackingOptions& options);

}  // namespace jonbar::inference
