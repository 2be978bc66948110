// The state of an island's particles: chunks of columns, and what moves particles about in them.
//
// A particle is a slot of the island; slot s is lane s mod 256 of chunk s / 256. Moving goes column
// by column, so that it needs memory for one column only. The draws of step 0 that no step reads
// stay where they are until somebody wants them.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/state_columns.h"
#include "program/program.h"

namespace jonbar::inference {

class Particles {
  public:
    /// Requires: count >= 1, chunk_lanes >= 1.
    Particles(const program::Program& program, std::size_t count, std::size_t chunk_lanes);

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] std::size_t chunk_count() const { return chunks_.size(); }
    [[nodiscard]] engine::StateColumns& chunk(std::size_t index) { return chunks_[index]; }
    /// Returns the first slot of a chunk.
    [[nodiscard]] std::size_t first_slot(std::size_t chunk) const { return chunk * chunk_lanes_; }
    /// Returns how many slots a chunk has.
    [[nodiscard]] std::size_t slots_of(std::size_t chunk) const;

    /// Returns a value of a slot, a truth as 0 or 1.
    /// Requires: a state column without a shape; for draws of step 0, `settle` since the last move.
    [[nodiscard]] double value(const program::Operand& column, std::size_t slot) const;

    /// Adds a column of numbers to `out`, slot by slot. Returns whether any was not 0.
    bool add_to(const program::Operand& column, std::span<double> out) const;

    /// Gives each slot the state that slot `ancestors[slot]` had, but for the columns of facts,
    /// which each step sets anew, and those that wait for `settle`.
    /// Requires: one ancestor a slot.
    void permute(std::span<const std::uint32_t> ancestors);

    /// Moves the draws of step 0 to where their particles are by now.
    void settle();

  private:
    std::size_t count_, chunk_lanes_;
    std::uint32_t resting_ = 0;         // so many columns of numbers wait for `settle`,
    std::vector<std::uint32_t> from_;   // each slot's from here; empty: nothing to do
    std::vector<std::uint32_t> moved_;  // columns of numbers that `permute` moves
    std::vector<engine::StateColumns> chunks_;
    std::vector<double> numbers_;       // a column as it was
    std::vector<engine::Word> truths_;  // 64 columns as they were, a word a slot

    void permute_numbers(std::span<const std::uint32_t> ancestors, std::uint32_t column);
    void permute_truths(std::span<const std::uint32_t> ancestors, std::size_t first_column);
};

/// Copies the lanes of `from` whose bits are set to the same lanes of `to`.
/// Requires: states of one program with as many lanes, and a word for every 64 of them.
void copy_lanes(const engine::StateColumns& from, std::span<const engine::Word> lanes,
                engine::StateColumns& to);

}  // namespace jonbar::inference
