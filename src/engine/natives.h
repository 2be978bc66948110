#pragma once
// Native functions inside histories.
//
// The instruction is the same for all instruction sets: it gathers what each lane in use of the
// mask tells of the members that take part, calls src/politics, and scatters what comes back. A
// lane that tells it nonsense – a check beside it has noted that – gives nobody, or 0. Ruling
// coalitions of few members are found for many lanes at once. Unlike other kernels this one may
// allocate, within the algorithms.

#include <cstdint>
#include <vector>

#include "engine/kernels.h"
#include "politics/bargain.h"

namespace jonbar::engine {

/// Room for what one lane tells, kept from call to call.
struct NativeScratch {
    std::vector<std::uint32_t> members;  // who take part
    std::vector<double> columns[3];
    std::vector<double> pairs;
    politics::BargainScratch bargain;
    std::vector<std::uint8_t> inside;
    std::vector<std::uint32_t> stack;
};

}  // namespace jonbar::engine
