// The kernels of kernels.h, built with AVX2 and without FMA.
#if defined(__AVX2__)
#include "engine/kernel_table_inl.h"

namespace jonbar::engine {

extern const KernelTable kKernelsAvx2;
const KernelTable kKernelsAvx2 = kKernelsHere;

}  // namespace jonbar::engine
#endif
