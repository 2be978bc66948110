// The kernels of kernels.h, built with AVX-512; -ffp-contract=off keeps its fused operations out.
#if defined(__AVX512F__)
#include "engine/kernel_table_inl.h"

namespace jonbar::engine {

extern const KernelTable kKernelsAvx512;
const KernelTable kKernelsAvx512 = kKernelsHere;

}  // namespace jonbar::engine
#endif
