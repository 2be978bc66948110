#pragma once
// The memory that running a program takes, before it is taken.

#include <cstddef>
#include <cstdint>

#include "program/program.h"

namespace jonbar::engine {

/// Returns the bytes of the state of one chunk of so many lanes.
std::uint64_t state_size(const program::Program& program, std::size_t lanes);

/// Returns the bytes of a workspace for chunks of so many lanes, its own state included. No less
/// than it takes.
std::uint64_t workspace_size(const program::Program& program, std::size_t lanes);

/// Returns the bytes of a program and of what is bound to it for one seed.
std::uint64_t program_size(const program::Program& program);

/// Words of noise that a history draws: at most, for what is masked or skipped counts too.
struct NoiseWords {
    std::uint64_t start = 0;  // before the first step
    std::uint64_t step = 0;   // in a step
};
NoiseWords noise_words(const program::Program& program);

}  // namespace jonbar::engine
