#pragma once
// Kernels: one instruction of a vector program, for all lanes of a chunk.
//
// A kernel is a loop over groups of contiguous lanes; it never throws, never allocates, and gives
// the same bits at any vector width. It runs over the groups that hold a lane in use: what it
// leaves in lanes that are not means nothing, and what looks across lanes leaves them out
// (`ChunkState::active`). Columns are padded to whole words of 64 lanes. The kernels exist once for
// each instruction set, and are chosen when a program starts.

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/dates.h"
#include "engine/bits.h"
#include "math/cpu.h"
#include "math/quantile_table.h"
#include "program/program.h"

namespace jonbar::engine {

/// The first fault of the lowest lane that had one.
struct FaultNote {
    static constexpr std::size_t kNoLane = ~std::size_t{0};
    std::size_t lane = kNoLane;
    std::int64_t step = 0;  // -1: before the first
    std::uint32_t fault = 0;
};

/// Lanes that are worked on together, a byte of a truth.
constexpr std::size_t kGroupLanes = 8;

class ImposedSite;
class OddsOfVote;
struct NativeScratch;

/// The blocks of noise that a tile of 64 lanes reads, where their histories are not consecutive.
struct HistoryTile {
    std::uint64_t blocks[kWordLanes] = {};  // history div 4, each once in a row of equals
    std::uint32_t block_count = 0;          // the rest are 0
    std::uint8_t word_of[kWordLanes] = {};  // of a lane: 4 * its block's place + history mod 4
};

/// What instructions know of the chunk they run on, besides their columns.
struct ChunkState {
    std::uint64_t first_history = 0;  // lanes have the noise of the histories from here on, or
    const std::uint64_t* histories = nullptr;  // if it is there, each of the history told here;
    const HistoryTile* tiles = nullptr;        // then this is there too, one every 64 lanes
    const std::uint32_t* actual = nullptr;  // of each lane that of its actual history; none: itself
    std::uint32_t noise_step = 0;           // t of the noise
    std::int64_t step = -1;
    const Word* active = nullptr;  // the lanes in use: histories, within a skip those of its mask
    const std::uint32_t* groups = nullptr;  // the first lane of each group that has one, ascending
    std::size_t group_count = 0;
    const std::uint64_t* keys = nullptr;
    std::size_t key_count = 0;
    const math::QuantileCurve* curves = nullptr;   // by Program::tabled
    ImposedSite* const* imposed = nullptr;         // by Program::imposed
    OddsOfVote* const* odds = nullptr;             // by Program::odds
    const program::NativeCall* natives = nullptr;  // Program::natives
    NativeScratch* native_scratch = nullptr;
    const Calendar* calendar = nullptr;
    FaultNote fault;
};

/// Copies of a scalar that stand side by side, for the widest vectors.
constexpr std::size_t kScalarLanes = 8;

/// Which operand of an instruction.
enum class Slot : std::uint8_t { Out, Out2, A, B, C, D, Mask, Counter = Out2 };
constexpr std::size_t kSlotCount = static_cast<std::size_t>(Slot::Mask) + 1;

/// The operands of an instruction, found in memory; small, as a program has many. Numbers are read
/// at `input(i) + lane`, those of a scalar at `input(i)` again and again. Plain arrays, because a
/// member function of std::array would have one definition for all instruction sets.
struct Operands {
    void* places[kSlotCount] = {};  // doubles, words, a key, a counter; the mask is always there
    ChunkState* chunk = nullptr;
    std::size_t lanes = 0;  // with the padding
    std::size_t words = 0;  // lanes / 64
    std::uint32_t block_stride =
        0;  // doubles or words from a column of a block to the next it may reach
    std::uint32_t count = 0;
    std::uint32_t stride = 0;
    std::uint32_t detail = 0;
    bool is_column[4] = {};  // a, b, c, d: has a value a lane
};

using Kernel = void (*)(const Operands&) noexcept;

/// The kernel of Op::Impose, the same for all instruction sets (imposed_site.h).
void impose(const Operands& o) noexcept;

/// The kernel of Op::VoteOdds, likewise (odds_of_vote.h).
void find_vote_odds(const Operands& o) noexcept;

/// The kernels of the native functions, the same for all instruction sets (natives.h).
void native_set(const Operands& o) noexcept;
void native_numbers(const Operands& o) noexcept;

/// The kernels of one instruction set by number of the operation; control and trace have none.
using KernelTable = std::array<Kernel, program::kOpCount>;

/// Returns the kernels for an instruction set.
/// Requires: the processor runs it (`math::best_instruction_set`).
[[nodiscard]] const KernelTable& kernels_for(math::InstructionSet set) noexcept;

}  // namespace jonbar::engine
