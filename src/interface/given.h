// `run --given`: the posterior beside the prior.

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "interface/sampling.h"
#include "jonbar/answers.h"

namespace jonbar {

/// The outcomes and params of histories without the record.
struct PriorRun {
    std::uint64_t histories = 0;
    bool partial = false;
    std::vector<OutcomeAnswer> answers;  // by history_columns
};

/// Returns what of a history is folded, of a program lowered with start draws: its outcomes, then
/// the params that are numbers and that nobody knows, by cell.
std::vector<program::OutcomeColumn> history_columns(const program::Program& program);

/// What a run given the record can share with other questions.
struct GivenBeside {
    Sampled* sampled = nullptr;          // keeps the sample that draw_sample would draw
    std::uint64_t sample_histories = 0;  // as of SampleOptions
    std::optional<PriorRun> prior{};     // in place of a run of its own
};

/// Runs islands of particles given the record of the scenario, and histories without it. Throws
/// what Scenario::run throws.
Answers run_given(const Scenario::Parts& parts, const RunOptions& options, GivenBeside beside = {});

}  // namespace jonbar
