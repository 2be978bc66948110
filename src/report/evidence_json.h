// Pieces of JSON about evidence.

#pragma once

#include "jonbar/evidence.h"
#include "report/json_parts.h"

namespace jonbar {

/// All that a scenario rests on: the overview with `claims`, whose counts are `claim_counts`, and
/// `rests`.
Json evidence_in_full(const EvidenceAnswer& answer);

}  // namespace jonbar
