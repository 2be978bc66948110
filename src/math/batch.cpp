#include "math/batch.h"

#include "math/batch_inl.h"

namespace jonbar::math {

extern const Batch kBatchAvx2;
extern const Batch kBatchAvx512;

const Batch& batch_for(InstructionSet set) noexcept {
    switch (set) {
        case InstructionSet::Portable:
            return kBatchHere;
        case InstructionSet::Avx2:
#if defined(__x86_64__)
            return kBatchAvx2;
#else
            return kBatchHere;
#endif
        case InstructionSet::Avx512:
#if defined(__x86_64__)
            return kBatchAvx512;
#else
            return kBatchHere;
#endif
    }
    return kBatchHere;
}

}  // namespace jonbar::math
