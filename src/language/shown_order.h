// What a text shows is what it says.
//
// Controls of direction and hidden ends of lines let an editor show a line other than the lexer
// reads it (base/direction.h). Outside texts and comments they have no place; within, what is
// opened must be closed before the text ends.
#pragma once

#include <string_view>

#include "base/diagnostics.h"
#include "base/source.h"

namespace jonbar::ast {

/// Says of a text or comment, named by `what`, where it would change how what follows is shown.
void check_shown_order(std::string_view text, Span place, std::string_view what,
                       Diagnostics& diagnostics);

}  // namespace jonbar::ast
