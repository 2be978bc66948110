#include "interface/dated.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "base/nearest.h"
#include "base/spelling.h"
#include "jonbar/questions.h"

namespace jonbar {

namespace {

/// Without quantities named by the user, so many are shown at most.
constexpr std::size_t kChosenMax = 6;

/// Steps at whose ends a quantity is asked for: all, or evenly so many, the last among them.
std::vector<std::uint32_t> dated_steps(const Calendar& calendar) {
    const auto all = static_cast<std::size_t>(calendar.step_count);
    const std::size_t count = std::min(all, kDatesMax);
    std::vector<std::uint32_t> steps;
    for (std::size_t i = 1; i <= count; ++i)
        steps.push_back(static_cast<std::uint32_t>(i * all / count - 1));
    return steps;
}

/// The last step of each year, or, of more than kDatesMax years, evenly so many.
std::vector<std::uint32_t> year_ends(const Calendar& calendar) {
    std::vector<std::uint32_t> ends;
    for (std::int64_t step = 0; step < calendar.step_count; ++step) {
        const bool last = step + 1 == calendar.step_count;
        const int year = calendar.date_of(calendar.tick_of_step(step)).year;
        if (last || calendar.date_of(calendar.tick_of_step(step + 1)).year != year)
            ends.push_back(static_cast<std::uint32_t>(step));
    }
    std::vector<std::uint32_t> shown;
    const std::size_t count = std::min(ends.size(), kDatesMax);
    for (std::size_t i = 1; i <= count; ++i) shown.push_back(ends[i * ends.size() / count - 1]);
    return shown;
}

bool is_number(const Type& type) {
    return !type.set && (type.base == BaseType::Real || type.base == BaseType::Int);
}

bool is_truth(const Type& type) { return !type.set && type.base == BaseType::Truth; }

std::string in_one_line(const std::string& text) {
    std::string line;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!blank) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    return line;
}

class Asking {
  public:
    Asking(Model& model, const SourceSet& sources) : model_(model), sources_(sources) {}

    Dated ask(std::size_t outcome_count, const std::vector<std::string>& maps) {
        std::vector<Outcome> named(
            std::make_move_iterator(model_.outcomes.begin() +
                                    static_cast<std::ptrdiff_t>(outcome_count)),
            std::make_move_iterator(model_.outcomes.end()));
        model_.outcomes.resize(outcome_count);
        if (named.empty()) named = chosen();
        for (Outcome& outcome : named) add_quantity(std::move(outcome));
        for (const std::string& name : maps) add_map(name);
        dated_.columns = model_.outcomes.size() - outcome_count;
        return std::move(dated_);
    }

  private:
    // ---- quantities

    /// Numbers that outcomes ask for, then truths; else variables that are numbers.
    std::vector<Outcome> chosen() {
        std::vector<Outcome> found;
        for (const OutcomeKind kind : {OutcomeKind::Number, OutcomeKind::Truth}) {
            for (const Outcome& outcome : model_.outcomes) {
                const bool known = std::any_of(found.begin(), found.end(), [&](const auto& other) {
                    return text_of(other.expression) == text_of(outcome.expression);
                });
                if (outcome.kind == kind && outcome.time != OutcomeTime::FirstWhen && !known)
                    found.push_back(outcome);
            }
        }
        if (found.empty()) add_variables(found);
        if (found.size() > kChosenMax) found.resize(kChosenMax);
        return found;
    }

    void add_variables(std::vector<Outcome>& found) {
        for (std::uint32_t i = 0; i < model_.states.size(); ++i) {
            const State& state = model_.states[i];
            if (state.role != StateRole::Variable || !state.indices.empty() || !state.written ||
                !is_number(state.type))
                continue;
            Outcome outcome;
            outcome.name = outcome.label = state.name;
            outcome.kind = OutcomeKind::Number;
            outcome.unit = state.unit;
            outcome.span = state.span;
            outcome.frame = new_frame();
            outcome.expression = load(StateId{i}, {});
            found.push_back(std::move(outcome));
        }
    }

    [[nodiscard]] std::string text_of(ExpressionId id) const {
        return std::string(sources_.text(model_.at(id).span));
    }

    void add_quantity(Outcome outcome) {
        QuantityAnswer quantity;
        quantity.expression = in_one_line(text_of(outcome.expression));
        const bool named = outcome.name.rfind("quantity ", 0) == 0;
        quantity.name = named ? quantity.expression : outcome.label;
        quantity.unit = outcome.unit;
        quantity.truth = outcome.kind == OutcomeKind::Truth;
        for (const std::uint32_t step : dated_steps(model_.calendar)) {
            add(outcome, step);
            quantity.dates.push_back(date_of(step));
        }
        dated_.quantities.push_back(std::move(quantity));
    }

    // ---- maps

    /// A truth of two of a kind.
    struct Relation {
        std::optional<StateId> state;
        DefinitionId definition;
        DomainId domain;
        bool symmetric = false;
    };

    [[nodiscard]] std::optional<Relation> find_relation(const std::string& name,
                                                        std::vector<std::string>& there) const {
        std::optional<Relation> found;
        const auto meet = [&](const std::string& known, Relation relation) {
            there.push_back(known);
            if (same_name(known, name)) found = relation;
        };
        for (std::uint32_t i = 0; i < model_.states.size(); ++i) {
            const State& state = model_.states[i];
            if (state.indices.size() != 2 || state.indices[0] != state.indices[1] ||
                !is_truth(state.type))
                continue;
            meet(state.name, {StateId{i}, {}, state.indices[0], state.symmetric});
        }
        for (std::uint32_t i = 0; i < model_.definitions.size(); ++i) {
            const Definition& let = model_.definitions[i];
            const auto& locals = model_.at(let.frame).locals;
            if (let.parameter_count != 2 || !is_truth(model_.at(let.body).type) ||
                locals[0].type.base != BaseType::Member || locals[0].type.set ||
                locals[1].type.base != BaseType::Member || locals[1].type.set ||
                locals[0].type.domain != locals[1].type.domain)
                continue;
            meet(let.name, {{}, DefinitionId{i}, locals[0].type.domain, false});
        }
        return found;
    }

    void add_map(const std::string& name) {
        std::vector<std::string> there;
        const std::optional<Relation> relation = find_relation(name, there);
        if (!relation) {
            const std::string_view nearest = nearest_name(name, there);
            throw QuestionError(fmt::format(
                "no relation or definition `{}` says yes or no of two of one kind{}{}", name,
                there.empty() ? "" : fmt::format("; there is: {}", fmt::join(there, ", ")),
                nearest.empty() ? "" : fmt::format(" (did you mean {}?)", nearest)));
        }
        MapAnswer map;
        map.name = map.relation = name;
        const Domain& domain = model_.at(relation->domain);
        for (const Domain::Member& member : domain.members) map.members.push_back(member.label);
        const std::size_t count = map.members.size();
        const std::vector<std::uint32_t> steps = year_ends(model_.calendar);
        if (count * count * steps.size() > kDatedNumbersMax) {
            throw QuestionError(
                fmt::format("a map of {} members at {} dates is too large", count, steps.size()));
        }
        for (const std::uint32_t step : steps) {
            const int year = model_.calendar.date_of(model_.calendar.tick_of_step(step)).year;
            map.years.push_back(std::to_string(year));
        }
        std::vector<Outcome> pairs;
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t j = 0; j < count; ++j) {
                if (i != j) pairs.push_back(pair_outcome(*relation, name, i, j));
            }
        }
        for (const std::uint32_t step : steps) {
            for (const Outcome& pair : pairs) add(pair, step);
        }
        dated_.maps.push_back(std::move(map));
    }

    Outcome pair_outcome(const Relation& relation, const std::string& name, std::size_t i,
                         std::size_t j) {
        Outcome outcome;
        outcome.name = fmt::format("map {} {} {}", name, i, j);
        outcome.kind = OutcomeKind::Truth;
        outcome.frame = new_frame();
        const std::vector<ExpressionId> args = {member(relation.domain, i),
                                                member(relation.domain, j)};
        if (relation.state) {
            outcome.expression = load(*relation.state, args);
        } else {
            Expression call;
            call.kind = ExpressionKind::Call;
            call.type = model_.at(model_.at(relation.definition).body).type;
            call.span = model_.at(relation.definition).span;
            call.definition = relation.definition;
            call.args = args;
            outcome.expression = made(std::move(call));
        }
        return outcome;
    }

    // ---- parts of the model

    ExpressionId made(Expression expression) {
        model_.expressions.push_back(std::move(expression));
        return ExpressionId{static_cast<std::uint32_t>(model_.expressions.size() - 1)};
    }
    FrameId new_frame() {
        model_.frames.emplace_back();
        return FrameId{static_cast<std::uint32_t>(model_.frames.size() - 1)};
    }
    ExpressionId member(DomainId domain, std::size_t index) {
        Expression constant;
        constant.kind = ExpressionKind::Number;
        constant.type = {
            .base = BaseType::Member, .domain = domain, .optional = false, .set = false};
        constant.number = static_cast<double>(index);
        return made(std::move(constant));
    }
    ExpressionId load(StateId state, std::vector<ExpressionId> args) {
        Expression read;
        read.kind = ExpressionKind::Load;
        read.type = model_.at(state).type;
        read.span = model_.at(state).span;
        read.state = state;
        read.args = std::move(args);
        return made(std::move(read));
    }

    [[nodiscard]] std::string date_of(std::uint32_t step) const {
        return model_.calendar.format(model_.calendar.tick_of_step(step));
    }

    void add(Outcome outcome, std::uint32_t step) {
        outcome.time = OutcomeTime::At;
        outcome.step = step;
        outcome.name += " at " + date_of(step);
        model_.outcomes.push_back(std::move(outcome));
        if (model_.outcomes.size() > kDatedNumbersMax)
            throw QuestionError("too many quantities and maps for one report");
    }

    Model& model_;
    const SourceSet& sources_;
    Dated dated_;
};

}  // namespace

Dated add_dated(Model& model, const SourceSet& sources, std::size_t outcome_count,
                const std::vector<std::string>& maps) {
    return Asking(model, sources).ask(outcome_count, maps);
}

}  // namespace jonbar
