// What the histories of a scenario take from those of the scenario that it continues.
//
// History h goes on from history h of the other. Where that was conditioned its histories are
// particles of islands, and their numbers island × size + slot; then the histories that go on stand
// in islands too, whose weights they inherit.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace jonbar::program {

struct ImportTable {
    std::uint64_t first_history = 0;
    /// [import][history - first_history], in the terms of the scenario that goes on.
    std::vector<std::vector<double>> values;
    std::uint64_t seed = 1;       // of the noise of the histories that go on
    std::size_t island_size = 0;  // 0: no islands, all histories weigh the same
    /// Of each island: the log of the evidence of the records before, minus infinity where nothing
    /// met them.
    std::vector<double> island_log_weights;
    double independent = 1;  // share of the histories that count as independent of each other
};

}  // namespace jonbar::program
