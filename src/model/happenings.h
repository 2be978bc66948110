// Rules, events, decisions and votes.

#pragma once

#include "model/declare.h"
#include "model/interventions.h"
#include "model/statements.h"

namespace jonbar {

/// Checks the timing of a declaration: which steps, which rate, which dates.
void check_timing(Context& context, Scope& scope, DeclarationId id);

/// Checks one declaration whole. Returns the places at which it fires others.
std::vector<FirePlace> check_happening(Context& context, Effects& effects, DeclarationId id);

/// Puts the turns of a step in order: as written, then `before` and `after`. Checks races.
void order_turns(Context& context, std::vector<WrittenTurn> written);

/// Proves that no step reaches a draw's name twice through `fire`, and that no two names share a
/// hash.
void check_names_of_chance(Context& context, const std::vector<std::vector<FirePlace>>& fires,
                           const std::vector<QuestionChance>& questions,
                           std::uint64_t (*hash)(std::string_view name));

}  // namespace jonbar
