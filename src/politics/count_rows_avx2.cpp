// The loops of count_rows.h, built with AVX2.
#if defined(__AVX2__)
#include "politics/count_rows_inl.h"

namespace jonbar::politics {

extern const CountRows kCountRowsAvx2;
const CountRows kCountRowsAvx2 = kRowsHere;

}  // namespace jonbar::politics
#endif
