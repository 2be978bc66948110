#include "engine/kernels.h"

#include "engine/kernel_table_inl.h"

namespace jonbar::engine {

#if defined(__x86_64__)
extern const KernelTable kKernelsAvx2;
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
    }
    return kKernelsHere;
}

}  // namespace jonbar::engine
