#pragma once
// Instructions of a program made ready to run on the columns of one workspace.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/columns.h"
#include "engine/kernels.h"
#include "engine/state_columns.h"
#include "program/program.h"

namespace jonbar::engine {

/// What the executor does with an instruction.
enum class Action : std::uint8_t {
    Run,  // calls the kernel
    Loop,
    EndLoop,
    SkipIfNone,
    SkipUnless,
    SetRegister,
    TraceBegin,
    TraceNumber,
    TraceTruth,
    Pause,
};

/// An operand that has to be found anew each time its instruction runs. Nearly all of them move
/// with one register; small, as a program has many.
struct Patch {
    void* base = nullptr;
    std::uint64_t stride = 0;  // bytes from one value of the register to the next
    std::uint32_t reg = 0;     // or, if it is not plain, of Code::others
    Slot slot = Slot::Out;
    bool plain = true;
};

/// An operand that takes more to find.
struct OtherPatch {
    enum class Kind : std::uint8_t {
        Pointer,  // base + offset * unit bytes
        Index,    // the number first + offset, written to `scalar`
        Truth,    // a scalar as a truth: the column of all or of no lanes
    };
    Kind kind = Kind::Pointer;
    std::size_t unit = 0;
    void* base = nullptr;
    double first = 0;
    Scalar* scalar = nullptr;
    std::uint32_t term = 0, term_count = 0;  // of Code::terms
};

struct DecodedInstruction {
    Kernel kernel = nullptr;
    Operands operands;
    std::uint32_t patch = 0;   // of Code::patches
    std::uint32_t target = 0;  // what runs next if the jump is taken
    std::uint8_t patch_count = 0;
    Action action = Action::Run;
};

struct Code {
    std::vector<DecodedInstruction> instructions;
    std::vector<Patch> patches;
    std::vector<OtherPatch> others;
    std::vector<program::Shape::Term> terms;
    /// The pointers among these that point into state, in order.
    std::vector<void**> into_state;
    std::byte* state = nullptr;  // the base of the state they point into

    /// Makes them point into the state at `base`, of the same program and as many lanes.
    void move_to(std::byte* base);
};

/// What decoding needs to know of a workspace; everything in it stays where it is while the code
/// lives.
struct Memory {
    const program::Program& program;
    Columns& columns;
    StateColumns& state;
    std::span<const std::uint64_t> keys;
    std::span<std::int64_t> counters;
    ChunkState& chunk;
    const KernelTable& kernels;
};

/// Returns the instructions ready to run.
Code decode(const std::vector<program::Instruction>& instructions, const Memory& memory);

}  // namespace jonbar::engine
