// A few games side by side, as coalition_lanes.h hands them to the processor's vectors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jonbar::politics {

struct CoalitionGroup {
    std::size_t members = 2;         // at least 2
    const double* powers = nullptr;  // [member][lane]
    double numerator = 1, denominator = 2;
    const double* tolerance = nullptr;  // by lane, relative; 0 where sums are exact
    double* scratch = nullptr;          // 5/4 of 2^members times the lanes
    std::uint32_t* answers = nullptr;   // by lane: masks, the last member in bit 0
    bool* doubts = nullptr;             // by lane: the answer means nothing
};

struct CoalitionGroups {
    std::size_t lanes = 1;
    void (*solve)(const CoalitionGroup& group) = nullptr;
};

}  // namespace jonbar::politics
