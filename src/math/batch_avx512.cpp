// The table of batch.h, built with AVX-512; -ffp-contract=off keeps its fused operations out.
#if defined(__AVX512F__)
#include "math/batch_inl.h"

namespace jonbar::math {

extern const Batch kBatchAvx512;
const Batch kBatchAvx512 = kBatchHere;

}  // namespace jonbar::math
#endif
