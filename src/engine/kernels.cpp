#include "engine/kernels.h"

#include "engine/kernel_table_inl.h"

namespace jonbar::engine {

#if defined(__x86_64__)
extern const KernelTable kKernelsAvx2;
extern const KernelTable kKernelsAvx512;
#endif

const KernelTable& kernels_for(math::InstructionSet set) noexcept {
    switch (set) {
        case math::InstructionSet::Portable:
            return kKernelsHere;
        case math::InstructionSet::Avx2:
#if defined(__x86_64__)
            return kKernelsAvx2;
#else
            return kKernelsHere;
#endif
        case math::InstructionSet::Avx512:
#if defined(__x86_64__)
            return kKernelsAvx512;
#else
            return kKernelsHere;
#endif
    }
    return kKernelsHere;
}

}  // namespace jonbar::engine
