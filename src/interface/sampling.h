// Histories to question: of the posterior where there is a record, else of the prior.

#pragma once

#include <cstddef>
#include <vector>

#include "inference/sample.h"
#include "inference/worlds.h"
#include "interface/parts.h"
#include "jonbar/questions.h"
#include "program/program.h"

namespace jonbar {

struct Sampled {
    program::Program program;                // that drew them, whose start draws theirs are
    std::vector<bool> facts;                 // by Model::facts: those it had
    std::vector<inference::Sample> samples;  // one an island, or a block of the prior
    std::vector<double> weights;             // of them, sum 1
    bool conditioned = false;
    double independent = 1;  // share of the histories that count as independent of each other
    std::size_t histories = 0;
};

/// Draws histories as the options say. Throws RecordError, DegenerateError or HistoryError where
/// the record cannot be met, or not well enough.
Sampled draw_sample(const Scenario::Parts& parts, const SampleOptions& options);

/// Throws where a run of worlds ended with a fault, or was stopped.
void throw_if_stopped(const Scenario::Parts& parts, const program::Program& program,
                      const inference::WorldsResult& result, std::uint64_t seed);

}  // namespace jonbar
