// The actual and the altered worlds of each history, side by side, folded.
//
// World i has switch i alone on. Counts are integers and sums exact, by group of histories, so that
// neither the number of threads nor the order of histories shows; estimates are made once, in
// `answer`.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/worlds.h"
#include "jonbar/what_if.h"
#include "program/program.h"
#include "query/date_moves.h"
#include "query/grouped.h"
#include "query/outcome_shift.h"

namespace jonbar {

class WhatIfFold {
  public:
    /// `groups` has the sizes that are asked for; what comes of them is counted here. Copies from
    /// `program`, which has a switch for each what-if, what it needs.
    WhatIfFold(const program::Program& program, const HistoryGroups& groups);

    /// The columns that histories must be read at, and the worlds that they must be run in.
    static std::vector<program::Operand> columns(const program::Program& program);
    static std::vector<inference::WorldSet> worlds(const program::Program& program);

    /// Adds one history, of group `history.sample`.
    void add(const inference::HistoryInWorlds& history);
    void merge(const WhatIfFold& other);

    /// Returns an answer for each switch, which has its name. Requires: something was added.
    [[nodiscard]] std::vector<WhatIfAnswer> answer() const;

  private:
    /// One of the first dates, in one altered world.
    struct Timing {
        std::vector<DateMoves> groups;
        WeighedDates changes;
    };

    struct World {
        std::string name;
        std::size_t offered_column = kNoColumn;
        std::vector<std::uint64_t> unchanged, never_offered;  // by group
        std::vector<OutcomeShiftFold> outcomes;
        std::vector<Timing> timings;
    };

    static constexpr std::size_t kNoColumn = ~std::size_t{0};

    [[nodiscard]] std::vector<TimingShift> timings(const World& world) const;

    HistoryGroups groups_;
    std::vector<std::uint64_t> median_weights_;  // of a history of each group
    std::vector<std::string> date_names_;
    std::vector<World> worlds_;
    Calendar calendar_;
};

}  // namespace jonbar
