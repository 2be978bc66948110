#include "math/cpu.h"

namespace jonbar::math {

bool runs(InstructionSet set) noexcept {
    switch (set) {
        case InstructionSet::Portable:
            return true;
#if defined(__x86_64__)
        case InstructionSet::Avx2:
            return __builtin_cpu_supports("avx2") != 0;
        case InstructionSet::Avx512:
            return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("avx512f") != 0 &&
                   __builtin_cpu_supports("avx512dq") != 0 &&
                   __builtin_cpu_supports("avx512vl") != 0;
#else
        case InstructionSet::Avx2:
        case InstructionSet::Avx512:
            return false;
#endif
    }
    return false;
}

InstructionSet best_instruction_set() noexcept {
    if (runs(InstructionSet::Avx512)) {
        return InstructionSet::Avx512;
    }
    return runs(InstructionSet::Avx2) ? InstructionSet::Avx2 : InstructionSet::Portable;
}

}  // namespace jonbar::math
