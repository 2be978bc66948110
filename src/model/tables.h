// Tables: initial values of many entities in one place.

#pragma once

#include "model/initial.h"

namespace jonbar {

/// Puts the values of a table, written in the scenario or in a file, into its cells.
void set_table(Context& context, Cells& cells, ModuleIndex home, const ast::TableDecl& table);

}  // namespace jonbar
