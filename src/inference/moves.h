// Metropolis moves of what was drawn at step 0.
//
// A resampling copies particles, and with them their draws of step 0, of which nothing new arises:
// a long record would leave a handful of values for what nobody knows. A move proposes another
// vector of draws for a particle, replays its history from before the first step with the noise
// that it had, and takes the new history with probability min(1, W'g' / Wg), W the product of all
// factors to date, g the look-ahead. That leaves the distribution of the particles, which is
// proportional to prior × W × g behind a resampling, as it was. Noise of later steps never moves.
//
// The proposal is autoregressive on normal scores: of a draw u, z = Φ⁻¹(u), and z' = √(1 − β²)·z +
// β·ξ with ξ standard normal, which leaves the prior as it was, so that no density of it enters. β
// is drawn for each particle and move from 0.8, 0.4, 0.2, 0.1: no one size fits both a record that
// says little of the draws and one that says much.

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/ensemble.h"
#include "engine/workspace.h"
#include "inference/carried.h"
#include "inference/particles.h"

namespace jonbar::inference {

/// What a sweep of moves did.
struct MoveResult {
    std::uint64_t accepted = 0;
    std::optional<engine::HistoryFault> fault;  // of a proposed history; nothing else counts then
};

/// Where in a run the particles stand.
struct MoveMoment {
    std::int64_t step = 0;           // the last that they ran
    std::size_t sweep = 0;           // the number of the sweep behind it
    std::uint64_t island_first = 0;  // history number of slot 0
    double ahead_floor = 0;          // the least that a log look-ahead counts
};

class Mover {
  public:
    /// Requires: both outlive it; a program lowered with start draws.
    Mover(const engine::BoundProgram& bound, engine::Workspace& workspace, std::uint64_t seed,
          std::size_t chunk_lanes);

    /// Moves each particle once. Gives up between chunks when `stop`, if there is one, is true.
    MoveResult sweep(const MoveMoment& moment, const std::atomic<bool>* stop, Particles& particles,
                     Carried& carried);

  private:
    void propose(const MoveMoment& moment, std::uint64_t first_history,
                 const engine::StateColumns& from);
    void replay(const MoveMoment& moment, const Carried& carried, std::size_t first_slot);
    void add_factors(std::int64_t step);
    void read_ahead(const MoveMoment& moment);
    std::uint64_t accept(const MoveMoment& moment, std::size_t first_slot,
                         engine::StateColumns& state, Carried& carried);
    void fill_noise(const MoveMoment& moment, std::size_t draw, std::uint64_t first_history,
                    std::vector<double>& out) const;

    const program::Program& program_;
    engine::Workspace& workspace_;
    std::uint64_t key_ = 0;
    engine::StateColumns spare_;  // the chunk that is tried
    std::vector<double> totals_, ahead_, sizes_, noise_, scores_;
    std::vector<std::uint64_t> histories_;
    std::vector<engine::Word> accepted_;
};

}  // namespace jonbar::inference
