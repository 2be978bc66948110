// The memory that a question takes, estimated from its programs before it starts.
//
// An estimate is a sum: what stands in memory already, what the question has once, and what each
// thread works in. It is meant to be no less than what is taken, and less than twice that
// (docs/results.md, Memory; a test holds it to both). It leaves out what a scenario that is
// continued takes, whose own check comes when it runs.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/ensemble.h"
#include "interface/parts.h"
#include "jonbar/cost.h"
#include "jonbar/questions.h"

namespace jonbar {

struct MemoryNeed {
    std::string question;
    std::vector<MemoryPart> once, by_thread;

    [[nodiscard]] std::uint64_t size(std::size_t threads) const;
    [[nodiscard]] MemoryEstimate estimate(std::size_t threads) const;
};

MemoryNeed need_of(const Scenario::Parts& parts, const RunOptions& options);
MemoryNeed need_of(const Scenario::Parts& parts, const WhatIfOptions& options);
MemoryNeed need_of(const Scenario::Parts& parts, const WhyOptions& options);
MemoryNeed need_of(const Scenario::Parts& parts, const SensitivityOptions& options);

/// Returns how many threads a question may have: as many as it asks for, or fewer where the memory
/// would not do for all. `memory` is what the process may use, 0: what the machine has free. Throws
/// MemoryError, with the parts and what would take less, where it would not do for one.
std::size_t threads_that_fit(const MemoryNeed& need, int threads, std::uint64_t memory);

/// Gives a run, or the sample of a question, fewer threads where the memory would not do for all.
/// Throws likewise.
template <class Options>
void fit_memory(const MemoryNeed& need, Options& options) {
    const std::size_t fit = threads_that_fit(need, options.threads, options.memory);
    if (fit < engine::worker_count({.threads = static_cast<std::size_t>(options.threads)}))
        options.threads = static_cast<int>(fit);
}

}  // namespace jonbar
