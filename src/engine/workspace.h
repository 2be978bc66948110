#pragma once
// A program's instructions, made ready to run on the columns of a chunk.
//
// A worker has one workspace and runs chunk after chunk in it; what it gives for a chunk is a pure
// function of program, seed and the chunk's histories, whatever ran in it before. Instructions are
// decoded once, for the memory they work on: an operand that no loop moves is a pointer, one that
// loops move is a pointer and the registers to add, looked up when the instruction runs.
//
// `run_chunk` runs a chunk as a whole. Who needs more runs it in parts,
//
//     attach(state), begin(count), set_histories, draw_start, run_init, run_step for each step,
//
// on a state that outlives the call (attach, set_histories, run_step for the next step of another
// chunk), may write to the state between the parts, and may give each lane the noise of any
// history.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "engine/columns.h"
#include "engine/decode.h"
#include "engine/imposed_site.h"
#include "engine/kernels.h"
#include "engine/live_lanes.h"
#include "engine/natives.h"
#include "engine/odds_of_vote.h"
#include "engine/state_columns.h"
#include "math/cpu.h"
#include "math/quantile_table.h"
#include "program/program.h"

namespace jonbar::engine {

/// A program with the noise of one seed and the tables of its quantiles, which all workspaces
/// share. Keeps a reference to the program.
class BoundProgram {
  public:
    BoundProgram(const program::Program& program, std::uint64_t seed);

    [[nodiscard]] const program::Program& program() const { return program_; }
    [[nodiscard]] std::span<const std::uint64_t> keys() const { return keys_; }
    [[nodiscard]] std::span<const math::QuantileCurve> curves() const { return curves_; }
    /// Returns t of the noise of a step.
    [[nodiscard]] std::uint32_t noise_step(std::int64_t step) const;

  private:
    const program::Program& program_;
    std::vector<std::uint64_t> keys_;
    std::vector<math::QuantileTable> tables_;
    std::vector<math::QuantileCurve> curves_;  // of the tables
};

/// A line of a chronicle: Program::records[record] with its values.
struct TraceLine {
    std::int64_t step = 0;  // -1: before the first
    std::uint32_t record = 0;
    std::vector<double> values;
};

/// Where a history pauses, in a program lowered for a player.
struct PauseNote {
    const program::PausePlace& place;
    std::int64_t step = 0;
    std::span<const Word> lanes;  // those that are there; the bits of others mean nothing
    /// Of a Choice, each of the first lanes has its own: the slot taken unless another is wanted;
    /// and the one wanted, -1 before it is said.
    std::span<const double> own;
    std::span<double> wanted;
};

/// Is told of a pause. May call set_histories, for the noise of all that follows.
using PauseListener = std::function<void(const PauseNote&)>;

class Workspace {
  public:
    /// Requires: the program outlives the workspace; 1 <= chunk_lanes; the processor runs `set`.
    Workspace(const BoundProgram& bound, std::size_t chunk_lanes,
              math::InstructionSet set = math::best_instruction_set());
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    /// Runs the histories first_history .. first_history + count - 1 from before the first step to
    /// the end, on whatever state is attached. Requires: 1 <= count <= chunk_lanes.
    void run_chunk(std::uint64_t first_history, std::size_t count);

    /// Runs on `state` from now on, with as many histories as it has, and with neither faults nor
    /// an actual world. Takes microseconds. Requires: a state of this program and of as many lanes,
    /// which outlives its use here.
    void attach(StateColumns& state);
    /// Runs on the workspace's own state again.
    void detach() { attach(own_); }
    /// The state that is attached.
    [[nodiscard]] StateColumns& state() { return *state_; }

    /// Clears the state for `count` histories, in its first lanes, and what was traced.
    /// Requires: 1 <= count <= chunk_lanes.
    void begin(std::size_t count);
    /// Gives lane i the noise of history first_history + i.
    void set_histories(std::uint64_t first_history);
    /// Gives each lane the noise of the history told for it; those of one block of four cost least
    /// side by side. Requires: a number for each history of the state.
    void set_histories(std::span<const std::uint64_t> histories);
    /// Tells each lane of the lane that holds its actual history, itself in the actual world. Both
    /// have the noise of one history. None: all lanes are actual. Requires: none, or a lane for
    /// each history of the state.
    void set_actual(std::span<const std::uint32_t> lanes);
    /// Fills the columns of Program::start_draws from the noise.
    void draw_start();
    /// Runs what comes before the first step.
    void run_init();
    /// Runs step `step`. Requires: that those before it have run.
    void run_step(std::uint32_t step);

    /// The first history of the chunk, where they are consecutive.
    [[nodiscard]] std::uint64_t first_history() const { return chunk_.first_history; }
    [[nodiscard]] std::size_t history_count() const { return state_->history_count(); }
    /// Returns the first fault since the state was attached or begun; the columns mean nothing if
    /// there is one.
    [[nodiscard]] const FaultNote& fault() const { return chunk_.fault; }
    /// Returns a state column, a value a history. Requires: an operand without a shape.
    [[nodiscard]] std::span<const double> numbers(const program::Operand& column) const;
    /// Returns a state column of truths as words; bits past the last history mean nothing.
    [[nodiscard]] std::span<const Word> truths(const program::Operand& column) const;
    /// Returns the value of lane `lane` in a state column of either sort, a truth as 0 or 1.
    [[nodiscard]] double value(const program::Operand& column, std::size_t lane) const;

    /// What has been counted since the workspace was made, by Program::counters.
    [[nodiscard]] const std::vector<std::int64_t>& counters() const { return counters_; }

    /// Writes the chronicle of lane `lane` from now on. Requires: a program lowered with trace.
    void set_trace_lane(std::size_t lane) { trace_lane_ = lane; }
    /// The chronicle since `begin`.
    [[nodiscard]] const std::vector<TraceLine>& trace() const { return trace_; }

    /// Calls `listener` at each pause from now on; none: nobody plays.
    void set_pause_listener(PauseListener listener) { on_pause_ = std::move(listener); }

  private:
    void execute(Code& code);
    void pause(const Operands& operands);
    /// Finds the operands of an instruction that loops move.
    void patch(DecodedInstruction& instruction, const Code& code);
    [[nodiscard]] void* find(const OtherPatch& patch, const Code& code);
    void trace(const DecodedInstruction& instruction);
    [[nodiscard]] bool traced(const Word* truths) const;
    void clear_facts();

    const BoundProgram& bound_;
    Columns columns_;
    StateColumns own_;
    StateColumns* state_ = &own_;
    std::vector<std::int64_t> counters_;
    std::vector<std::uint32_t> registers_;
    std::vector<std::unique_ptr<ImposedSite>> imposed_;
    NativeScratch native_scratch_;
    std::vector<ImposedSite*> imposed_sites_;  // the same, as kernels find them
    std::vector<std::unique_ptr<OddsOfVote>> odds_;
    std::vector<OddsOfVote*> odds_of_votes_;  // likewise
    ChunkState chunk_;
    LiveLanes live_;
    Code start_, init_, step_;
    std::vector<std::uint64_t> histories_;  // empty: consecutive
    std::vector<HistoryTile> tiles_;
    std::vector<std::uint32_t> actual_;
    PauseListener on_pause_;
    std::size_t trace_lane_ = FaultNote::kNoLane;
    bool trace_open_ = false;
    std::vector<TraceLine> trace_;
};

}  // namespace jonbar::engine
