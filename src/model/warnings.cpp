#include "model/warnings.h"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "math/distributions.h"
#include "model/codes.h"
#include "model/kinds.h"
#include "model/walk.h"

namespace jonbar {
namespace {

// ---- declared and never used

void warn_of_unused(const Model& model, Diagnostics& diagnostics) {
    std::vector<bool> loaded(model.states.size()), called(model.definitions.size());
    for (const Expression& expression : model.expressions) {
        if (expression.kind == ExpressionKind::Load) loaded[expression.state.index] = true;
        if (expression.kind == ExpressionKind::Call) called[expression.definition.index] = true;
    }
    for_each_intervention(model, [&](const Intervention& intervention) {
        if (intervention.state.exists()) loaded[intervention.state.index] = true;  // a placebo
    });
    const auto report = [&](Span span, const std::string& what, const std::string& name) {
        diagnostics.warning(kNeverUsed, span, fmt::format("nothing uses the {} `{}`", what, name),
                            "expected something that reads it; take it out if it is not needed");
    };
    for (std::size_t i = 0; i < model.states.size(); ++i) {
        const State& state = model.states[i];
        const bool known_by_name =
            state.name == "rationality";  // it multiplies worths without being read
        if (!loaded[i] && state.module.empty() && !known_by_name)
            report(state.span, std::string(role_name(state.role)), state.name);
    }
    for (std::size_t i = 0; i < model.definitions.size(); ++i) {
        const Definition& definition = model.definitions[i];
        if (!called[i] && definition.module.empty())
            report(definition.span, "definition", definition.name);
    }
    for (const Declaration& declaration : model.declarations) {
        const bool procedure = declaration.timing.kind == TimingKind::Procedure;
        if (procedure && !declaration.fired && declaration.module.empty()) {
            diagnostics.warning(kNeverUsed, declaration.span,
                                fmt::format("nothing fires `{}`", declaration.name),
                                "without a timing or `when` it happens only by `fire`");
        }
    }
}

// ---- a first value outside its bounds

constexpr double kRare = 0.01;

std::optional<math::Family> family_of(Distribution distribution) {
    switch (distribution) {
        case Distribution::Uniform:
            return math::Family::Uniform;
        case Distribution::Normal:
            return math::Family::Normal;
        case Distribution::LogNormal:
            return math::Family::Lognormal;
        case Distribution::HalfNormal:
            return math::Family::Halfnormal;
        case Distribution::Beta:
            return math::Family::Beta;
        case Distribution::Gamma:
            return math::Family::Gamma;
        case Distribution::Exponential:
            return math::Family::Exponential;
        case Distribution::Triangular:
            return math::Family::Triangular;
        case Distribution::Bernoulli:
        case Distribution::Binomial:
        case Distribution::Poisson:
            return std::nullopt;
    }
    return std::nullopt;
}

/// Tells whether what `id` gives lies outside low..high with more than a rare chance; only for
/// constants and draws with constant parameters, and for alternatives of those.
bool leaves(const Model& model, ExpressionId id, double low, double high) {
    const Expression& expression = model.at(id);
    if (expression.kind == ExpressionKind::Number)
        return expression.number < low || expression.number > high;
    if (expression.kind == ExpressionKind::Either) {
        for (const ExpressionId alternative : expression.args) {
            if (leaves(model, alternative, low, high)) return true;
        }
        return false;
    }
    if (expression.kind != ExpressionKind::Draw) return false;
    const auto family = family_of(expression.distribution);
    math::Parameters parameters{};
    if (!family || expression.args.size() > parameters.size()) return false;
    for (std::size_t i = 0; i < expression.args.size(); ++i) {
        const Expression& argument = model.at(expression.args[i]);
        if (argument.kind != ExpressionKind::Number) return false;
        parameters[i] = argument.number;
    }
    if (!math::is_valid(*family, parameters)) return false;
    return math::quantile(*family, kRare / 2, parameters) < low ||
           math::quantile(*family, 1 - kRare / 2, parameters) > high;
}

void warn_of_bounds(const Model& model, Diagnostics& diagnostics) {
    for (const State& state : model.states) {
        if (!state.low || !state.high) continue;
        std::optional<Span> warned;
        for (const Cell& cell : state.cells) {
            if (!cell.initial.exists() || (warned && *warned == cell.span)) continue;
            if (!leaves(model, cell.initial, *state.low, *state.high)) continue;
            warned = cell.span;
            diagnostics.warning(kLeavesItsRange, cell.span,
                                fmt::format("`{}` may leave its range {}..{} at the start",
                                            state.name, *state.low, *state.high),
                                "what lies outside is cut off at the bound; expected a "
                                "distribution within the range");
        }
    }
}

// ---- written against the order of dates

/// A constant date of a declaration's timing, with its day.
struct Due {
    std::int64_t step, day;
    std::string name, date;
    Span span;
};

void collect(const ast::Tree& tree, const ast::Heading& heading, const Calendar& calendar,
             std::vector<Due>& due) {
    const auto* at = std::get_if<ast::AtTiming>(&heading.timing.node);
    if (at == nullptr) return;
    for (const ast::ExprId id : at->dates) {
        const auto* date = std::get_if<ast::DateExpr>(&tree[id].node);
        if (date == nullptr) continue;
        due.push_back({calendar.step_of(calendar.tick_of(first_of(date->date))),
                       day_number(first_of(date->date)), heading.name.text,
                       to_both_strings(date->date), tree[id].span});
    }
}

void warn_of_order(const std::vector<Module>& modules, const Model& model,
                   Diagnostics& diagnostics) {
    const ast::Tree& tree = scenario_of(modules).tree;
    std::vector<Due> due;
    for (const ast::DeclId id : tree.top) {
        const ast::Decl& decl = tree[id];
        if (const auto* rule = std::get_if<ast::RuleDecl>(&decl.node)) {
            collect(tree, rule->heading, model.calendar, due);
        } else if (const auto* event = std::get_if<ast::EventDecl>(&decl.node)) {
            collect(tree, event->heading, model.calendar, due);
        } else if (const auto* decision = std::get_if<ast::DecisionDecl>(&decl.node)) {
            collect(tree, decision->heading, model.calendar, due);
        } else if (const auto* vote = std::get_if<ast::VoteDecl>(&decl.node)) {
            collect(tree, vote->heading, model.calendar, due);
        }
    }
    for (std::size_t later = 1; later < due.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            if (due[earlier].step != due[later].step || due[earlier].day <= due[later].day ||
                due[earlier].name == due[later].name) {
                continue;
            }
            diagnostics.warning(
                kAgainstDates, due[later].span,
                fmt::format("`{}` at {} stands below `{}` at {}: in this step it comes after it",
                            due[later].name, due[later].date, due[earlier].name, due[earlier].date),
                "a step runs from the top of the file to the bottom; expected the earlier date "
                "above the later");
            break;
        }
    }
}

}  // namespace

void warn(const std::vector<Module>& modules, const Model& model, Diagnostics& diagnostics) {
    warn_of_unused(model, diagnostics);
    warn_of_bounds(model, diagnostics);
    warn_of_order(modules, model, diagnostics);
}

}  // namespace jonbar
