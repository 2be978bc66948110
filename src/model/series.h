// Series: figures by date, from a file.
//
// A figure holds until the next date of its cell, the last for one period of the series. An empty
// cell of the file says that there is no figure: what held before ends there. So where a series
// says nothing, nothing is made up; to read it there is a fault of the history.

#pragma once

#include <optional>

#include "model/context.h"

namespace jonbar {

/// Puts the figures of a series' file into its cells.
void set_series(Context& context, ModuleIndex home, const ast::SeriesDecl& series);

/// Reports what reads a cell that has no figure in the whole history.
void check_series_read(Context& context);

/// Returns the figure of a series' cell at a tick, or nothing where it has none.
std::optional<double> figure_at(const State& series, std::size_t cell, std::int64_t tick);

}  // namespace jonbar
