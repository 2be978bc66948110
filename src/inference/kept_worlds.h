// Blocks of histories in their worlds, kept and recalled.
//
// run_worlds runs blocks of histories of one sample, each of them a pure function of the request.
// So what a listener saw of a block may be kept as bytes and shown to it again in place of running
// it: who folds histories does not notice. Values are written as what they mostly are: small whole
// numbers, and in altered worlds those of the actual one.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "inference/worlds.h"

namespace jonbar::inference {

/// Where blocks are kept. Called from several workers at the same time.
struct WorldBlocks {
    /// Returns what was kept of a block, or nothing.
    std::function<std::optional<std::string>(std::uint64_t block)> recall{};
    std::function<void(std::uint64_t block, std::string bytes)> keep{};
    /// Told of bytes that cannot be those of the block; throws.
    std::function<void(std::uint64_t block)> refuse{};
};

/// As run_worlds. A block is recalled only if its histories would be run in the same worlds.
WorldsResult run_worlds(const WorldsRequest& request, const WorldsOptions& options,
                        const WorldBlocks& kept);

/// Returns how many blocks that is.
std::size_t block_count(const WorldsRequest& request, const WorldsOptions& options);

}  // namespace jonbar::inference
