// A wider prior in the place of one that nothing stands behind any more.
//
// Where the value has bounds, all between them is as likely. Else a prior keeps its family and its
// middle, and its 5 % and 95 % points lie three times as far out: in ratio where it is of positive
// values, else in distance. A number that was given becomes a lognormal between a third of it and
// three times it.

#pragma once

#include <optional>
#include <string>
#include <utility>

#include "language/ast.h"

namespace jonbar {

/// Returns the value of a plain number, or of one with a minus; nothing of one with a unit.
std::optional<double> plain_number(const ast::Tree& tree, ast::ExprId id);

/// What a value is of: a type and, where both are plain numbers, its bounds.
struct ValueRange {
    std::string type;  // "real"; empty if it may be none or is a set
    std::optional<std::pair<double, double>> bounds;
};
ValueRange range_of(const ast::Tree& tree, const ast::ValueType& type);

/// Makes a value in `tree` vague, and returns what it is now, as it would be written. Nothing, and
/// no change, where there is no such prior: of values that are no numbers, or whose parameters are
/// not plain numbers.
std::optional<std::string> make_vague(ast::Tree& tree, const ValueRange& range,
                                      ast::Initial& initial);

}  // namespace jonbar
