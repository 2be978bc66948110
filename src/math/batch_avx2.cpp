// The table of batch.h, built with AVX2 and without FMA.
#if defined(__AVX2__)
#include "math/batch_inl.h"

namespace jonbar::math {

extern const Batch kBatchAvx2;
const Batch kBatchAvx2 = kBatchHere;

}  // namespace jonbar::math
#endif
