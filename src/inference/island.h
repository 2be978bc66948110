// A particle filter over one island.
//
// The particles of an island run step by step, are weighed by the facts of the record, and are
// resampled when few of them carry the weight: a particle with little is dropped, one with much
// goes on several times. So many of them are the same history up to some step, and share what was
// drawn at step 0. Each keeps its *lineage*: whose noise it had in each epoch, pruned to the
// survivors. When too few vectors of step-0 draws are left, Metropolis moves replace them
// (moves.h).
//
// A resampling favours by the *look-ahead* of facts what is likely to meet them soon, and divides
// it out again: a particle's weight behind it is 1 over its look-ahead. The mean weight at the end,
// times the means at the resamplings, is an unbiased estimate of the probability of the record
// (without moves). docs/computation.md, Conditioning, has the formulas.
//
// All here is a pure function of program, seed, options and the island's number. A history's number
// is island × size + slot; a slot has the noise of its own number, whoever stands in it.

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "engine/ensemble.h"
#include "engine/workspace.h"
#include "inference/carried.h"
#include "inference/moves.h"
#include "inference/particles.h"
#include "inference/sample.h"
#include "program/program.h"

namespace jonbar::inference {

struct IslandOptions {
    std::size_t size = 8192;
    std::size_t moves = 2;  // sweeps behind a resampling that leaves few distinct vectors
    std::size_t chunk_lanes = program::kChunkLanes;
    std::size_t sample_size = 0;              // particles of IslandResult::sample; 0: none is kept
    const std::atomic<bool>* stop = nullptr;  // true: give up at the next step
    /// Told, by several threads at a time, how many particles have run a step more.
    std::function<void(std::uint64_t particle_steps)> progress{};
};

/// What one fact did in one step.
struct Weighing {
    std::uint32_t fact = 0;  // Program::facts
    std::int64_t step = 0;
    double log_before = 0, log_after = 0;  // the evidence to date
    double effective = 0;                  // sample size after it
    std::uint32_t ancestors = 0;           // distinct particles of that time among those at the end
};

/// When a fact came in the histories that failed it, by tick, kNoDate for not by the end of its
/// window: shares of the histories that met the record but for this fact.
using Instead = std::map<double, double>;

struct IslandResult {
    bool barren = false;     // no history to go on from: its log evidence is minus infinity
    bool abandoned = false;  // stopped before the end; nothing else counts then
    std::optional<engine::HistoryFault> fault;  // nor then. Its history is the particle's number
    double log_evidence = 0;                    // minus infinity: no particle met the record
    std::optional<Weighing> death;              // the weighing that left nothing
    std::vector<Weighing> weighings;            // by step, then fact
    std::vector<Instead> instead;               // by fact
    std::uint32_t distinct_vectors = 0;         // of step-0 draws, at the end
    std::uint32_t least_ancestors = 0;          // the least of any weighing's
    std::uint32_t resamplings = 0;
    std::uint64_t moves_proposed = 0, moves_accepted = 0;
    Sample sample;
};

/// Returns a sample of `count` particles of an island, of which `whole` has all: that which the
/// island keeps with this IslandOptions::sample_size. `seed` is the island's, `steps` are the
/// program's.
Sample thinned(const Sample& whole, std::uint64_t seed, std::uint32_t steps, std::uint64_t number,
               std::size_t count);

/// The memory of one island and what runs in it, for one island after another.
class Island {
  public:
    /// Requires: a program lowered with start draws, which outlives the island, as the stop flag
    /// does; sizes >= 1.
    Island(const engine::BoundProgram& bound, std::uint64_t seed, const IslandOptions& options);

    /// Runs island `number` to its end, when its particles have equal weights.
    IslandResult run(std::uint64_t number);

    /// The particles of the island run last.
    [[nodiscard]] const Particles& particles() const { return particles_; }
    /// As in its result.
    [[nodiscard]] double log_evidence() const { return result_.log_evidence; }
    [[nodiscard]] std::uint32_t least_ancestors() const { return result_.least_ancestors; }

    /// Returns the bytes that an island takes while it runs.
    static std::uint64_t memory(const program::Program& program, const IslandOptions& options);

  private:
    [[nodiscard]] std::uint64_t first_history() const { return number_ * options_.size; }
    [[nodiscard]] bool stopped() const;
    void start();
    void advance(std::int64_t step);
    void weigh(std::int64_t step);
    void note_failures(std::uint32_t fact, std::int64_t step);
    double look_ahead(std::int64_t step);
    void resample_if_few(std::int64_t step);
    [[nodiscard]] std::vector<std::uint32_t> ancestors(std::span<const double> log_weights,
                                                       std::int64_t step, std::size_t count) const;
    void move(std::int64_t step, double ahead_floor);
    void finish();
    [[nodiscard]] Sample sample() const;

    const program::Program& program_;
    IslandOptions options_;
    std::uint64_t resample_key_ = 0;
    engine::Workspace workspace_;
    Particles particles_;
    Mover mover_;

    // Of the island that runs.
    std::uint64_t number_ = 0;
    IslandResult result_;
    Carried carried_;
    double log_scale_ = 0;  // the evidence to date is log_scale_ + log of the mean weight
    std::vector<double> factor_, scratch_;
    std::vector<double> unfailed_;  // by fact: share of the histories not yet failed by it
};

}  // namespace jonbar::inference
