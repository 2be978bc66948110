#pragma once
// The columns of one chunk and the program's instructions, made ready to run on them.
//
// A worker has one workspace and runs chunk after chunk in it; what it gives for a chunk is a pure
// function of program, seed and the chunk's histories, whatever ran in it before. Instructions are
// decoded once, for the memory they work on: an operand that no loop moves is a pointer, one that
// loops move is a pointer and the registers to add, looked up when the instruction runs.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "engine/columns.h"
#include "engine/decode.h"
#include "engine/kernels.h"
#include "engine/live_lanes.h"
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

class Workspace {
  public:
    /// Requires: the program outlives the workspace; 1 <= chunk_lanes; the processor runs `set`.
    Workspace(const BoundProgram& bound, std::size_t chunk_lanes,
              math::InstructionSet set = math::best_instruction_set());
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    /// Runs the histories first_history .. first_history + count - 1 from before the first step to
    /// the end. Requires: 1 <= count <= chunk_lanes.
    void run_chunk(std::uint64_t first_history, std::size_t count);

    /// The chunk run last.
    [[nodiscard]] std::uint64_t first_history() const { return chunk_.first_history; }
    [[nodiscard]] std::size_t history_count() const { return history_count_; }
    /// Returns its first fault; its columns mean nothing if there is one.
    [[nodiscard]] const FaultNote& fault() const { return chunk_.fault; }
    /// Returns a state column, a value a history. Requires: an operand without a shape.
    [[nodiscard]] std::span<const double> numbers(const program::Operand& column);
    /// Returns a state column of truths as words; bits past the last history mean nothing.
    [[nodiscard]] std::span<const Word> truths(const program::Operand& column);
    /// Returns the value of lane `lane` in a state column of either sort, a truth as 0 or 1.
    [[nodiscard]] double value(const program::Operand& column, std::size_t lane);

    /// What all chunks so far have counted, by Program::counters.
    [[nodiscard]] const std::vector<std::int64_t>& counters() const { return counters_; }

    /// The chronicle of the chunk run last. Requires: a chunk of one history.
    [[nodiscard]] const std::vector<TraceLine>& trace() const { return trace_; }

  private:
    void execute(Code& code);
    void patch(DecodedInstruction& instruction, const Code& code);
    void trace(const DecodedInstruction& instruction);

    const BoundProgram& bound_;
    Columns columns_;
    std::vector<std::int64_t> counters_;
    std::vector<std::uint32_t> registers_;
    ChunkState chunk_;
    LiveLanes live_;
    Code init_, step_;
    std::size_t history_count_ = 0;
    bool trace_open_ = false;
    std::vector<TraceLine> trace_;
};

}  // namespace jonbar::engine
