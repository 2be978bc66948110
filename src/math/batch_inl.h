#pragma once
// The table of batch.h for the instruction set that the including file is built for.

#include "math/batch.h"
#include "math/lanes.h"
#include "math/philox.h"

namespace jonbar::math {

static constexpr Batch kBatchHere = {
    .fill_words = fill_words<WideLane>,
    .fill_uniforms = fill_uniforms<WideLane>,
};

}  // namespace jonbar::math
