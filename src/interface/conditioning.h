// A scenario's histories under its record: islands run, and what may not be answered refused.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "inference/condition.h"
#include "interface/parts.h"
#include "jonbar/questions.h"
#include "program/program.h"

namespace jonbar {

struct Conditioned {
    inference::ConditionResult result;
    std::vector<double> weights;  // of the islands, by their evidence, sum 1
    double effective_islands = 0;
    std::uint64_t distinct_vectors = 0;  // of step-0 draws, over all islands
    double independent = 1;  // share of the particles that count as independent of each other
};

/// Returns which of the model's facts a question is to be conditioned on: those not left out whose
/// window ends by `until`, a date; all without one. Throws QuestionError where it is none.
std::vector<bool> facts_of(const Scenario::Parts& parts, const ConditioningOptions& asked);

/// Returns how `program` is to be conditioned; islands as many as the particles need, at least 16.
inference::ConditionOptions condition_options(const ConditioningOptions& asked);

/// As above, with the seed, the threads, the chunks and the stop of a run or a question.
template <class Options>
inference::ConditionOptions condition_options(const ConditioningOptions& asked,
                                              const Options& options) {
    inference::ConditionOptions made = condition_options(asked);
    if (options.chunk_lanes != 0) made.island.chunk_lanes = options.chunk_lanes;
    made.seed = options.seed;
    made.threads = static_cast<std::size_t>(options.threads);
    made.stop = options.stop;
    made.memory = options.memory;
    return made;
}

/// Runs the islands of a program lowered with start draws and facts. Throws RecordError (no history
/// meets the record), DegenerateError (fewer than 8 effective islands or 50 vectors of step-0
/// draws), HistoryError, StoppedError (fewer than 8 islands were finished).
Conditioned condition(const Scenario::Parts& parts, const program::Program& program,
                      const inference::ConditionOptions& options,
                      const inference::IslandListener& listener = {});

}  // namespace jonbar
