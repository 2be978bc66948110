// Units of measure: `[thousand men]`, `per month`, `[pood per head]`.
//
// A unit is a product of words, each to a whole power. Words are not known beforehand; only those
// of time (day, week, month, quarter, year, in the plural too) have a meaning: what is counted per
// unit of time is a rate, and a rate times a duration is a number. A bare literal takes any unit.

#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/dates.h"
#include "language/ast.h"

namespace jonbar {

struct Units {
    std::map<std::string, int> powers;  // no power is 0
    std::string written;                // as a text stated it; empty for what is computed
    bool any = false;                   // of a literal without a unit

    bool operator==(const Units& other) const { return powers == other.powers; }
    [[nodiscard]] bool empty() const { return powers.empty(); }
};

/// Returns the unit that a text states.
Units units_of(const ast::Unit& unit);

/// Returns the unit of a product and of a quotient.
Units times(const Units& left, const Units& right);
Units over(const Units& left, const Units& right);

/// Tells whether the two may be added, compared or assigned: equal, or one of them without any.
/// A rate goes only with a rate or a literal.
bool fit(const Units& left, const Units& right);

/// Returns the unit of time that a rate is counted by, if it is one.
std::optional<CalendarUnit> rate_unit(const Units& units);

/// Returns the unit of a rate counted by `unit` without its time.
Units without_time(const Units& units);

/// Returns the calendar unit that a word names, singular or plural.
std::optional<CalendarUnit> time_word(std::string_view word);

/// Returns the unit as written: "thousand men", "men per month", "per year", "no unit".
std::string to_string(const Units& units);

}  // namespace jonbar
