#pragma once
// The words for kinds of declarations and roles of states, as messages and results name them.

#include <string_view>

#include "model/model.h"

namespace jonbar {

/// Returns "rule", "event", "decision" or "vote".
std::string_view kind_name(DeclarationKind kind);

/// Returns "variable", "attribute", "relation", "param", "strength" or "series".
std::string_view role_name(StateRole role);

}  // namespace jonbar
