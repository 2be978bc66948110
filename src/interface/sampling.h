// Histories to question: of the posterior where there is a record, else of the prior.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "inference/sample.h"
#include "inference/worlds.h"
#include "interface/conditioning.h"
#include "interface/parts.h"
#include "jonbar/questions.h"
#include "program/program.h"
#include "query/regression.h"

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

/// Returns how many histories are asked for where SampleOptions has `histories` (0: as many as
/// there are without a wish).
std::uint64_t asked_histories(std::uint64_t histories);

/// Returns how many histories of the prior a sample has.
std::uint64_t sample_histories(const SampleOptions& options);

/// Draws histories as the options say. Throws RecordError, DegenerateError or HistoryError where
/// the record cannot be met, or not well enough.
Sampled draw_sample(const Scenario::Parts& parts, const SampleOptions& options);

/// Makes islands keep their part of a sample of `histories` (0: as many as SampleOptions says).
void keep_sample(inference::ConditionOptions& condition_as, std::uint64_t histories);

/// Fills in the sample that islands so run have kept. Requires: `sampled` has their program and
/// facts.
void take_sample(Conditioned& conditioned, const inference::ConditionOptions& condition_as,
                 Sampled& sampled);

/// Returns `count` of `all` numbers from 0 on, spread evenly, ascending.
std::vector<std::size_t> spread_numbers(std::size_t all, std::size_t count);

/// Returns a sample of fewer histories, as many of each island as keep_sample says.
/// Requires: one that was drawn with as many or more.
Sampled thinned(const Sampled& sampled, const SampleOptions& options);

/// Returns where each sample's histories begin among all of them.
std::vector<std::size_t> first_histories(const Sampled& sampled);

/// Returns how worlds of `histories` histories are run as the options say; progress is told as
/// `what`.
inference::WorldsOptions worlds_options(const SampleOptions& options, const std::string& what,
                                        std::uint64_t histories);

/// Returns the values of outcome `outcome` in the actual histories, sample after sample. Requires:
/// a program with the sample's facts.
std::vector<double> actual_values(const Scenario::Parts& parts, const Sampled& sampled,
                                  const engine::BoundProgram& bound, std::size_t outcome,
                                  const SampleOptions& options);

/// Returns the normal scores of what was drawn at step 0, a row a history.
Table scores_of(const Sampled& sampled);

/// Throws where a run of worlds ended with a fault, or was stopped.
void throw_if_stopped(const Scenario::Parts& parts, const program::Program& program,
                      const inference::WorldsResult& result, std::uint64_t seed);

}  // namespace jonbar
