// One outcome in the actual and in one altered world, folded by group of histories.

#pragma once

#include <cstdint>
#include <vector>

#include "jonbar/what_if.h"
#include "math/exact_sum.h"
#include "program/program.h"
#include "query/date_moves.h"
#include "query/grouped.h"

namespace jonbar {

class OutcomeShiftFold {
  public:
    /// Copies from the program what it needs.
    OutcomeShiftFold(const program::Program& program, const program::OutcomeColumn& outcome,
                     std::size_t group_count);

    /// Adds a history's values in both worlds, as of OutcomeFold::add. `weight` is the history's
    /// for medians.
    void add(std::size_t group, std::uint64_t weight, double actual, double altered);
    void merge(const OutcomeShiftFold& other);
    [[nodiscard]] OutcomeShift answer(const HistoryGroups& groups) const;

  private:
    /// One group of histories.
    struct Cells {
        std::vector<std::uint64_t> flow;  // Truth, Choice: [actual][altered]
        DateMoves moves;                  // Date; Number: sooner is less, later greater
        std::uint64_t actual_dated = 0, altered_dated = 0;  // Date
        math::ExactSum actual, altered, difference;         // Number
        math::ExactSum actual_squares, altered_squares, difference_squares;
    };

    [[nodiscard]] std::size_t slot(double value) const;
    void add_values(const HistoryGroups& groups, OutcomeShift& shift) const;
    void add_means(const HistoryGroups& groups, OutcomeShift& shift) const;
    void add_dates(const HistoryGroups& groups, OutcomeShift& shift) const;
    /// Returns `of(cells)` of each group.
    template <typename Of>
    [[nodiscard]] auto by_group(Of of) const;

    OutcomeShift empty_;  // names, kind and values
    Calendar calendar_;
    std::vector<Cells> groups_;
    WeighedDates actual_dates_, altered_dates_;
};

}  // namespace jonbar
