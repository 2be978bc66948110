// The record: what `observe` says happened.

#pragma once

#include <optional>
#include <string>

#include "model/context.h"
#include "model/known.h"

namespace jonbar {

/// Checks the observations of all modules. Requires: all declarations have been checked.
void check_facts(Context& context);

/// Reports facts about one site that cannot both hold, and those that their declaration's dates
/// rule out.
void check_record(Context& context);

/// Returns the text of a span in one line, without comments.
std::string one_line(const Context& context, ModuleIndex home, Span span);

/// The draw that gives a cell its value, where there is one alone: that of the one statement that
/// writes it, or else that of its initial value.
struct SingleDraw {
    ExpressionId draw;
    bool at_start = false;
};
std::optional<SingleDraw> find_single_draw(const Model& model, KnownCell cell);

}  // namespace jonbar
