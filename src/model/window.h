// When something was observed, and when an intervention acts: dates as steps.
//
// A date names all the steps that it shares a day with: a year of a history by month names twelve,
// a day one. What lies partly outside the history is cut off.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/context.h"
#include "model/expressions.h"

namespace jonbar {

/// Steps from `first` to `last`, both included.
struct Steps {
    std::int64_t first = 0, last = 0;
};

/// What observes finer than the step is warned of; what acts then is not.
enum class Finer { Warn, Accept };

/// Returns all steps of the history.
Steps whole_history(const Calendar& calendar);

/// Returns "this date" or, of another calendar than the Gregorian, the date in both.
std::string date_name(const ast::Expr& written);

/// Reads a constant date. Nothing, after an error, where it has no step in the history.
std::optional<Steps> check_date(Context& context, Scope& scope, ast::ExprId date, Finer finer);

/// Reads a date that must name a single step, as the one after `at`.
std::optional<Steps> check_one_step(Context& context, Scope& scope, ast::ExprId date, Finer finer);

/// Reads a first and a last date; where neither is there it is the whole history.
std::optional<Steps> check_span(Context& context, Scope& scope, ast::ExprId from, ast::ExprId to,
                                Finer finer);

/// Reads the window of an observation: one account, or those that `either` weighs, their weights
/// made to sum to 1. Empty after an error; the whole history where no window is given.
std::vector<Account> check_window(Context& context, Scope& scope, const ast::Window& window);

}  // namespace jonbar
