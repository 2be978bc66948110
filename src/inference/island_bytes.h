// What an island came to as bytes, and back.
//
// Particles that share ancestors stand beside each other, so numbers are written as differences to
// the particle before, and a draw once for all in a row that have it.

#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "inference/island.h"
#include "program/program.h"

namespace jonbar::inference {

/// Requires: an island that ran to its end, or until nothing met the record.
void write(const IslandResult& island, base::ByteWriter& out);

/// Reads island `number` of `size` particles, run with this program. What cannot be such an island
/// is refused by the reader.
IslandResult read_island(base::ByteReader& in, const program::Program& program,
                         std::uint64_t number, std::uint64_t size);

}  // namespace jonbar::inference
