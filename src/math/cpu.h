#pragma once
// What the processor offers, asked once when a program starts and never in a loop.

namespace jonbar::math {

/// The instruction sets that kernels are built for, each wider than the one before. All give the
/// same bits.
enum class InstructionSet { Portable, Avx2, Avx512 };

/// Returns whether this build holds an instruction set and this processor runs it.
[[nodiscard]] bool runs(InstructionSet set) noexcept;

/// Returns the fastest instruction set that runs.
[[nodiscard]] InstructionSet best_instruction_set() noexcept;

}  // namespace jonbar::math
