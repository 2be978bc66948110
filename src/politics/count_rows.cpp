#include "politics/count_rows.h"

#include "math/cpu.h"
#include "politics/count_rows_inl.h"

namespace jonbar::politics {

#if defined(__x86_64__)
extern const CountRows kCountRowsAvx2;
#endif

const CountRows& count_rows() {
    static constexpr CountRows kPortable = kRowsHere;
#if defined(__x86_64__)
    if (math::runs(math::InstructionSet::Avx2)) return kCountRowsAvx2;
#endif
    return kPortable;
}

}  // namespace jonbar::politics
