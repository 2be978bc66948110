// A scenario that continues another: the other is run first, and what crosses is laid ready.
//
// The other's histories are those of its prior, of its posterior, or of an altered world; history h
// here goes on from history h there. It may continue a third one itself, which is then run before
// it. All is as for any question: the same on any number of threads and in any chunks.

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "interface/parts.h"
#include "jonbar/questions.h"

namespace jonbar {

/// Numbers of histories, of which a question wants some; where the scenario continued is
/// conditioned, all its particles cross.
struct HistoryRange {
    std::uint64_t first = 0, count = 0;
};

class ContinuedParts {
  public:
    /// Runs what `parts` continues, if anything. Throws as a question to that scenario would.
    /// Requires: `parts` outlives it.
    ContinuedParts(const Scenario::Parts& parts, const SampleOptions& options, HistoryRange range);

    /// As above, for the histories that draw_sample draws.
    ContinuedParts(const Scenario::Parts& parts, const SampleOptions& options);

    /// The scenario, ready for a question.
    [[nodiscard]] const Scenario::Parts& parts() const { return ready_ ? *ready_ : parts_; }

  private:
    const Scenario::Parts& parts_;
    std::optional<Scenario::Parts> ready_;
};

/// Tells whether histories begin in the islands of a conditioned scenario.
bool begins_in_islands(const Scenario::Parts& parts);

/// Tells whether there is such a history, and what it goes on from met the record.
bool is_there(const Scenario::Parts& parts, std::uint64_t history);

/// Throws QuestionError where there is no such history, or what it goes on from met no record.
void throw_unless_there(const Scenario::Parts& parts, std::uint64_t history);

/// Runs histories without a record that begin in islands. Throws what Scenario::run throws.
Answers run_from_islands(const Scenario::Parts& parts, const RunOptions& options);

/// Says what a scenario continues, the nearest first.
std::vector<ContinuedScenario> continued_by(const Model& model);

}  // namespace jonbar
