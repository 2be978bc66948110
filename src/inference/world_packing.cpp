#include "inference/world_packing.h"

#include <algorithm>
#include <tuple>

#include "base/check.h"

namespace jonbar::inference {
namespace {

/// A world and the snapshot that it starts from.
struct Placed {
    std::size_t snapshot = 0;
    PackedWorld world;
};

std::size_t snapshot_before(std::int64_t departure, std::span<const std::int64_t> snapshots) {
    const auto after = std::upper_bound(snapshots.begin(), snapshots.end(), departure);
    return static_cast<std::size_t>(after - snapshots.begin()) - 1;
}

/// Lets the worlds of one history (by departure) that would start from a snapshot of their own
/// start from an earlier one, where that costs fewer steps than another run of the actual history.
void join_groups(std::span<Placed> worlds, std::span<const std::int64_t> snapshots,
                 std::int64_t step_count) {
    std::size_t start = worlds.front().snapshot;
    for (std::size_t first = 0; first < worlds.size();) {
        std::size_t end = first;
        while (end < worlds.size() && worlds[end].snapshot == worlds[first].snapshot) {
            ++end;
        }
        const std::int64_t from = snapshots[worlds[first].snapshot];
        const std::int64_t more_steps =
            static_cast<std::int64_t>(end - first) * (from - snapshots[start]);
        if (more_steps > step_count - from) {
            start = worlds[first].snapshot;
        }
        for (; first < end; ++first) {
            worlds[first].snapshot = start;
        }
    }
}

std::vector<Placed> place(const std::vector<PackedWorld>& worlds,
                          std::span<const std::int64_t> snapshots, const PackingOptions& options) {
    std::vector<Placed> placed;
    placed.reserve(worlds.size());
    for (const PackedWorld& world : worlds) {
        placed.push_back({snapshot_before(world.departure, snapshots), world});
    }
    if (options.beside_actual) {
        std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
            return std::tie(a.world.history, a.snapshot, a.world.world) <
                   std::tie(b.world.history, b.snapshot, b.world.world);
        });
        for (std::size_t first = 0; first < placed.size();) {
            std::size_t end = first;
            while (end < placed.size() &&
                   placed[end].world.history == placed[first].world.history) {
                ++end;
            }
            join_groups({placed.data() + first, end - first}, snapshots, options.step_count);
            first = end;
        }
    }
    std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
        return std::tie(a.snapshot, a.world.history, a.world.world) <
               std::tie(b.snapshot, b.world.history, b.world.world);
    });
    return placed;
}

/// Puts a chunk's lanes in order and adds the actual histories.
WorldChunk finished(std::size_t snapshot, std::vector<PackedWorld> worlds, bool beside_actual) {
    std::sort(worlds.begin(), worlds.end(), [](const PackedWorld& a, const PackedWorld& b) {
        return std::tie(a.history, a.world) < std::tie(b.history, b.world);
    });
    WorldChunk chunk;
    chunk.snapshot = snapshot;
    std::uint32_t actual = 0;
    for (std::size_t i = 0; i < worlds.size(); ++i) {
        const bool first = i == 0 || worlds[i].history != worlds[i - 1].history;
        const auto lane = static_cast<std::uint32_t>(chunk.lanes.size());
        if (beside_actual && first) {
            actual = lane;
            chunk.lanes.push_back({worlds[i].history, PackedWorld::kActual, worlds[i].departure});
            chunk.actual_lanes.push_back(actual);
        }
        chunk.lanes.push_back(worlds[i]);
        chunk.actual_lanes.push_back(beside_actual ? actual : lane);
    }
    return chunk;
}

}  // namespace

std::vector<WorldChunk> pack_worlds(std::vector<PackedWorld> worlds,
                                    std::span<const std::int64_t> snapshots,
                                    const PackingOptions& options) {
    CHECK(options.chunk_lanes >= 2);
    CHECK(!snapshots.empty() && snapshots.front() == -1);
    std::vector<WorldChunk> chunks;
    std::vector<PackedWorld> open;
    std::vector<std::uint32_t> histories;  // of the open chunk, sorted
    std::size_t snapshot = 0;
    const auto close = [&] {
        if (!open.empty()) {
            chunks.push_back(finished(snapshot, std::move(open), options.beside_actual));
        }
        open.clear();
        histories.clear();
    };
    for (const Placed& placed : place(worlds, snapshots, options)) {
        const std::uint32_t history = placed.world.history;
        auto at = std::lower_bound(histories.begin(), histories.end(), history);
        const bool stands = !options.beside_actual || (at != histories.end() && *at == history);
        const std::size_t taken = open.size() + (options.beside_actual ? histories.size() : 0);
        if (taken + (stands ? 1 : 2) > options.chunk_lanes) {
            close();
            at = histories.begin();
        }
        if (open.empty()) {
            snapshot = placed.snapshot;
        }
        if (options.beside_actual && (at == histories.end() || *at != history)) {
            histories.insert(at, history);
        }
        open.push_back(placed.world);
    }
    close();
    return chunks;
}

}  // namespace jonbar::inference
