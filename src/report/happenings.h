// What happened in the histories, as text: events, decisions, votes, what never happened, what was
// cut off.
//
// Families are summed up, so that a page stays a page: the most frequent events, a decision's
// options over all its instances, a vote's sittings. With `all` every instance has its row.

#pragma once

#include "jonbar/answers.h"
#include "report/page.h"

namespace jonbar {

/// Adds all sections after the outcomes. Requires: answers of at least one history.
void add_happenings(Page& page, const Answers& answers, bool all);

}  // namespace jonbar
