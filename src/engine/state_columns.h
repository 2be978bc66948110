#pragma once
// The state of the histories of one chunk, apart from the workspace that runs them.
//
// A worker has one workspace, and may have many states, which it runs in turn
// (`Workspace::attach`): those of an island, or of the worlds of one history. All states of one
// program for the same number of lanes are laid out alike, so a workspace moves from one to another
// by adding a distance to its pointers.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/bits.h"
#include "program/program.h"

namespace jonbar::engine {

class StateColumns {
  public:
    /// Requires: lanes >= 1.
    StateColumns(const program::Program& program, std::size_t lanes);

    /// The lanes of a column, a multiple of 64.
    [[nodiscard]] std::size_t lanes() const { return lanes_; }
    [[nodiscard]] std::size_t words() const { return lanes_ / kWordLanes; }
    /// How many of them are histories: the first so many. What stands in the others means nothing.
    [[nodiscard]] std::size_t history_count() const { return history_count_; }

    [[nodiscard]] std::size_t number_count() const { return number_count_; }
    [[nodiscard]] std::size_t truth_count() const { return truth_count_; }
    /// Returns a column, all its lanes.
    [[nodiscard]] std::span<double> numbers(std::size_t column);
    [[nodiscard]] std::span<const double> numbers(std::size_t column) const;
    [[nodiscard]] std::span<Word> truths(std::size_t column);
    [[nodiscard]] std::span<const Word> truths(std::size_t column) const;

    /// Makes every column 0 and no, and the first `count` lanes the histories.
    /// Requires: 1 <= count <= lanes().
    void clear(std::size_t count);

    /// Where the columns stand: a state of the same program and as many lanes has each at the same
    /// distance from here.
    [[nodiscard]] std::byte* base() { return reinterpret_cast<std::byte*>(lines_.data()); }
    [[nodiscard]] std::size_t size() const { return lines_.size() * sizeof(Line); }

  private:
    struct alignas(64) Line {
        std::array<double, 8> lanes;
    };
    std::size_t lanes_, number_count_, truth_count_;
    std::size_t history_count_ = 0;
    std::vector<Line> lines_;  // numbers, then truths
};

}  // namespace jonbar::engine
