#include "interface/drawn_variables.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "model/fold.h"

namespace jonbar {

std::vector<EntityDimension> dimensions_of(const Model& model,
                                           const std::vector<DomainId>& domains) {
    std::vector<EntityDimension> dimensions;
    for (const DomainId domain : domains) {
        const auto same = std::count_if(dimensions.begin(), dimensions.end(),
                                        [&](const auto& one) { return one.domain == domain; });
        const std::string& name = model.at(domain).name;
        dimensions.push_back({same == 0 ? name : fmt::format("{}_{}", name, same + 1), domain});
    }
    return dimensions;
}

std::optional<std::vector<double>> constant_values(const Model& model, const State& state) {
    const bool number = state.type.base == BaseType::Real || state.type.base == BaseType::Int;
    if (!number || state.type.set) return std::nullopt;
    std::vector<double> values;
    for (const Cell& cell : state.cells) {
        double value = std::numeric_limits<double>::quiet_NaN();
        if (cell.initial.exists()) {
            const auto known = fold(model, cell.initial, cell.bindings);
            if (!known) return std::nullopt;
            value = *known;
        }
        values.push_back(value);
    }
    return values;
}

namespace {

std::size_t cell_count(const Model& model, const std::vector<DomainId>& domains) {
    std::size_t count = 1;
    for (const DomainId domain : domains) count *= model.at(domain).members.size();
    return count;
}

/// Returns the cell of some entities, told by name, or nothing where one is not of its domain.
std::optional<std::size_t> cell_of(const Model& model, const std::vector<DomainId>& domains,
                                   const std::vector<std::string>& entities) {
    if (entities.size() != domains.size()) return std::nullopt;
    std::size_t cell = 0;
    for (std::size_t i = 0; i < domains.size(); ++i) {
        const auto& members = model.at(domains[i]).members;
        const auto found =
            std::find_if(members.begin(), members.end(),
                         [&](const Domain::Member& one) { return one.name == entities[i]; });
        if (found == members.end()) return std::nullopt;
        cell = cell * members.size() + static_cast<std::size_t>(found - members.begin());
    }
    return cell;
}

/// Splits "dies(lenin, stalin)" into "dies" and its entities.
std::pair<std::string, std::vector<std::string>> split_label(const std::string& label) {
    const std::size_t open = label.find('(');
    if (open == std::string::npos || label.back() != ')') return {label, {}};
    std::vector<std::string> entities;
    std::size_t begin = open + 1;
    while (begin < label.size()) {
        const std::size_t end = std::min(label.find(", ", begin), label.size() - 1);
        entities.push_back(label.substr(begin, end - begin));
        begin = end + 2;
    }
    return {label.substr(0, open), entities};
}

DrawnVariable outcome_variable(const program::OutcomeColumn& outcome) {
    DrawnVariable made;
    made.name = outcome.name;
    made.long_name = outcome.label.empty() ? outcome.name : outcome.label;
    made.unit = outcome.unit;
    made.columns = {outcome.column};
    switch (outcome.kind) {
        case OutcomeKind::Truth:
            made.kind = DrawnKind::Truth;
            break;
        case OutcomeKind::Number:
            made.kind = outcome.type.base == BaseType::Int ? DrawnKind::Whole : DrawnKind::Real;
            break;
        case OutcomeKind::Choice:
            made.kind = DrawnKind::Member;
            made.domain = outcome.type.domain;
            made.none_text = outcome.none_text.empty() ? "none" : outcome.none_text;
            break;
        case OutcomeKind::Date:
            made.kind = DrawnKind::Date;
            break;
    }
    return made;
}

std::optional<DrawnKind> kind_of(const Type& type) {
    if (type.set) return std::nullopt;
    switch (type.base) {
        case BaseType::Real:
        case BaseType::Duration:
            return DrawnKind::Real;
        case BaseType::Int:
            return DrawnKind::Whole;
        case BaseType::Truth:
            return DrawnKind::Truth;
        case BaseType::Date:
            return DrawnKind::Date;
        case BaseType::Member:
            break;
    }
    return DrawnKind::Member;
}

/// Adds the params and strengths that differ between histories.
void add_params(const Model& model, const program::Program& program,
                std::vector<DrawnVariable>& variables) {
    for (std::size_t i = 0; i < program.states.size(); ++i) {
        const program::StateBlock& block = program.states[i];
        const State& state = model.states[i];
        const bool param = block.role == StateRole::Param || block.role == StateRole::Strength;
        const bool drawn = block.first.place == program::Place::StateNumber ||
                           block.first.place == program::Place::StateTruth;
        const std::optional<DrawnKind> kind = kind_of(block.type);
        if (!param || !drawn || block.width != 1 || !kind || constant_values(model, state))
            continue;
        DrawnVariable made;
        made.name = state.name;
        made.long_name = state.module.empty() ? state.name : state.module + ":" + state.name;
        made.unit = state.unit;
        made.kind = *kind;
        made.domain = block.type.domain;
        if (block.type.optional) made.none_text = "none";
        made.dimensions = dimensions_of(model, state.indices);
        for (std::uint32_t cell = 0; cell < block.cell_count; ++cell) {
            program::Operand column = block.first;
            column.base += cell;
            made.columns.push_back(column);
        }
        variables.push_back(std::move(made));
    }
}

/// Adds when events first came, votes first carried, and whom an election first elected. Options,
/// which are far more, are left out.
class FirstDates {
  public:
    FirstDates(const Model& model, std::vector<DrawnVariable>& variables)
        : model_(model), variables_(variables) {}

    void add(const program::FirstDate& date) {
        if (date.kind == DeclarationKind::Decision) return;
        const auto [declared, entities] = split_label(date.name);
        const Declaration* const declaration = find(date.kind, declared);
        if (declaration == nullptr) return;
        std::vector<DomainId> domains = declaration->indices;
        std::vector<std::string> names = entities;
        std::string name = "first_" + declaration->name;
        std::string long_name = "when " + declared;
        if (is_election(*declaration)) {
            domains.push_back(over_domain(*declaration, declaration->options.front()));
            names.push_back(date.option);
            name += "_elected";
            long_name += " first elected";
        } else {
            long_name += date.kind == DeclarationKind::Vote ? " first carried" : " first happened";
        }
        const std::optional<std::size_t> cell = cell_of(model_, domains, names);
        if (cell) variable(declared, name, long_name, domains).columns[*cell] = date.column;
    }

  private:
    [[nodiscard]] const Declaration* find(DeclarationKind kind, const std::string& label) const {
        for (const Declaration& one : model_.declarations) {
            const std::string whole = one.module.empty() ? one.name : one.module + ":" + one.name;
            if (one.kind == kind && (label == one.name || label == whole)) return &one;
        }
        return nullptr;
    }

    [[nodiscard]] DomainId over_domain(const Declaration& declaration, const Option& option) const {
        return model_.at(declaration.frame).locals[option.over].type.domain;
    }

    DrawnVariable& variable(const std::string& key, const std::string& name,
                            const std::string& long_name, const std::vector<DomainId>& domains) {
        const auto [at, added] = known_.emplace(key, variables_.size());
        if (added) {
            DrawnVariable made;
            made.name = name;
            made.long_name = long_name;
            made.kind = DrawnKind::Date;
            made.dimensions = dimensions_of(model_, domains);
            made.columns.resize(cell_count(model_, domains));
            variables_.push_back(std::move(made));
        }
        return variables_[at->second];
    }

    const Model& model_;
    std::vector<DrawnVariable>& variables_;
    std::map<std::string, std::size_t> known_;
};

/// Names by which a file knows other things.
const std::set<std::string>& taken_names() {
    static const std::set<std::string> names = {"chain", "draw", "world"};
    return names;
}

/// Gives a number to names that are there already, and keeps variables apart from dimensions.
void make_unlike(const Model& model, std::vector<DrawnVariable>& variables) {
    std::set<std::string> known = taken_names();
    for (const Domain& domain : model.domains) known.insert(domain.name);
    for (DrawnVariable& variable : variables) {
        const std::string name = variable.name;
        for (int i = 2; !known.insert(variable.name).second; ++i) {
            variable.name = fmt::format("{}_{}", name, i);
        }
    }
}

}  // namespace

std::vector<DrawnVariable> drawn_variables(const Model& model, const program::Program& program,
                                           DrawnChoice choice) {
    std::vector<DrawnVariable> variables;
    for (const program::OutcomeColumn& outcome : program.outcomes)
        variables.push_back(outcome_variable(outcome));
    FirstDates dates(model, variables);
    for (const program::FirstDate& date : program.first_dates) dates.add(date);
    if (choice == DrawnChoice::All) add_params(model, program, variables);
    make_unlike(model, variables);
    return variables;
}

std::vector<program::Operand> columns_of(const std::vector<DrawnVariable>& variables) {
    std::vector<program::Operand> columns;
    for (const DrawnVariable& variable : variables) {
        for (const program::Operand& column : variable.columns) {
            if (column.exists()) columns.push_back(column);
        }
    }
    return columns;
}

}  // namespace jonbar
