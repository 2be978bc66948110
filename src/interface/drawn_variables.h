// Which values of a history go to a result file, and how they are called there: its outcomes, the
// params that nobody knows, and when events and votes first came.
//
// A family over entities, as `dies(p: person)`, is one variable with a dimension for each of its
// indices; a dimension has the name of its kind, with "_2" for the second of one kind.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/model.h"
#include "program/program.h"

namespace jonbar {

/// An entity dimension: names of a domain's members.
struct EntityDimension {
    std::string name;
    DomainId domain;
    bool operator==(const EntityDimension&) const = default;
};

/// Returns a dimension for each of some domains.
std::vector<EntityDimension> dimensions_of(const Model& model,
                                           const std::vector<DomainId>& domains);

/// Returns the values of a param, by cell, where it is the same in all histories; NaN for a cell
/// that there is not. Nothing of one that is drawn, or is no number.
std::optional<std::vector<double>> constant_values(const Model& model, const State& state);

enum class DrawnKind { Truth, Whole, Real, Member, Date };

/// A variable of a result file, over chain, draw, world if there are several, and its own
/// dimensions.
struct DrawnVariable {
    std::string name, long_name, unit;
    DrawnKind kind = DrawnKind::Real;
    DomainId domain;        // Member
    std::string none_text;  // Member, where it may be none
    std::vector<EntityDimension> dimensions;
    /// By cell, in row-major order; where there is none, the variable has no value.
    std::vector<program::Operand> columns;
};

enum class DrawnChoice { All, NoParams };

/// Returns the variables of a program's histories, no two of one name: outcomes, dates, params.
/// Params are there of a program lowered with start draws, dates of one lowered with first dates.
/// Requires: the program is that of the model.
std::vector<DrawnVariable> drawn_variables(const Model& model, const program::Program& program,
                                           DrawnChoice choice = DrawnChoice::All);

/// Returns the columns of all variables, one after the other.
std::vector<program::Operand> columns_of(const std::vector<DrawnVariable>& variables);

}  // namespace jonbar
