#pragma once
// The memory of a workspace: scratch columns, and scalars laid out as columns are read. State
// columns stand apart (state_columns.h).
//
// A column of numbers has a double a lane, a column of truths a bit, both padded to whole words of
// 64 lanes. A scalar is eight equal doubles, which a kernel reads in place of a column's lanes.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "engine/bits.h"
#include "engine/kernels.h"
#include "program/program.h"

namespace jonbar::engine {

using Scalar = std::array<double, kScalarLanes>;

class Columns {
  public:
    /// Requires: chunk_lanes >= 1.
    Columns(const program::Program& program, std::size_t chunk_lanes);
    Columns(const Columns&) = delete;
    Columns& operator=(const Columns&) = delete;

    [[nodiscard]] std::size_t lanes() const { return lanes_; }
    [[nodiscard]] std::size_t words() const { return lanes_ / kWordLanes; }

    [[nodiscard]] double* scratch_number(std::size_t column);
    [[nodiscard]] Word* scratch_truth(std::size_t column);
    [[nodiscard]] Scalar* constants() { return constants_.data(); }
    [[nodiscard]] Scalar* step_values() { return step_values_.data(); }
    [[nodiscard]] Word* everywhere() { return everywhere_.data(); }
    [[nodiscard]] Word* nowhere() { return nowhere_.data(); }
    [[nodiscard]] Word* active() { return active_.data(); }

    /// Returns a new scalar that stays where it is.
    [[nodiscard]] Scalar* new_scalar(double value);

    /// Makes the first `count` lanes the active ones.
    void activate(std::size_t count);
    /// Sets the values of step `step`.
    void begin_step(const program::Program& program, std::size_t step);

  private:
    struct alignas(64) Line {
        std::array<double, 8> lanes;
    };
    std::size_t lanes_;
    std::vector<Line> numbers_;
    std::vector<Word> truths_;
    std::vector<Scalar> constants_, step_values_;
    std::deque<Scalar> more_scalars_;
    std::vector<Word> everywhere_, nowhere_, active_;
};

}  // namespace jonbar::engine
