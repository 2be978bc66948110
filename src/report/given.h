// What a run given the record says besides its outcomes.

#pragma once

#include "report/page.h"

namespace jonbar {

/// Adds how well the record could be followed. Requires: answers given the record.
void add_evidence(Page& page, const Answers& answers);

/// Adds the record fact by fact, and how it moved the params. Requires: answers given the record.
void add_record(Page& page, const Answers& answers);

}  // namespace jonbar
