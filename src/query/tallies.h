// What a program counted, as answers: how often events happened, what was chosen, how votes fell,
// and what no history reached.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/source.h"
#include "jonbar/answers.h"
#include "program/program.h"

namespace jonbar {

/// Prints a place of the source, as in "contest.jon:12".
using PlacePrinter = std::function<std::string(Span)>;

/// Fills events, decisions, votes, never, saturations and fired_in_vain of `answers` from the
/// counts of `answers.histories` histories. Requires: one count per counter of the program.
void add_tallies(Answers& answers, const program::Program& program,
                 const std::vector<std::int64_t>& counts, const PlacePrinter& place);

}  // namespace jonbar
