#include "math/cpu.h"

namespace jonbar::math {

InstructionSet best_instruction_set() noexcept {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        return InstructionSet::Avx2;
    }
#endif
    return InstructionSet::Portable;
}

}  // namespace jonbar::math
