#pragma once
// What the processor offers, asked once when a program starts and never in a loop.

namespace jonbar::math {

/// The instruction sets that kernels are built for. All give the same bits.
enum class InstructionSet { Portable, Avx2 };

/// Returns the fastest instruction set that this build holds and this processor runs.
[[nodiscard]] InstructionSet best_instruction_set() noexcept;

}  // namespace jonbar::math
