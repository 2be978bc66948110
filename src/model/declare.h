// Names first: what every module declares, and then the types that need no expression.

#pragma once

#include "model/context.h"

namespace jonbar {

/// One turn of a step as written, before `before` and `after` are applied.
struct WrittenTurn {
    std::vector<DeclarationId> declarations;
    bool race = false;
};

/// Declares all names of all modules. After it every name that can be found is found. Returns the
/// turns in the order of the modules and their text.
std::vector<WrittenTurn> declare_names(Context& context);

/// Gives states, definitions and declarations their types and indices. After it an expression can
/// be checked.
void declare_types(Context& context);

}  // namespace jonbar
