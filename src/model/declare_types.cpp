// Types of states, definitions and declarations.

#include <fmt/format.h>

#include <algorithm>

#include "model/declare.h"
#include "model/evidence.h"
#include "model/expressions.h"
#include "model/instances.h"

namespace jonbar {
namespace {

void type_parameters(Context& context, ModuleIndex home,
                     const std::vector<ast::Parameter>& parameters, std::vector<DomainId>& indices,
                     bool& wrong) {
    for (const ast::Parameter& parameter : parameters) {
        const std::optional<DomainId> index = context.index_type(home, parameter.type);
        wrong |= !index;
        if (index) indices.push_back(*index);
    }
}

void type_bounds(Context& context, State& state, const StateInfo& info) {
    const ast::ValueType& written = *info.written_type;
    if (!written.low.valid()) return;
    const Span span = context.tree(info.home)[written.low].span;
    if (!is_number(state.type)) {
        context.error(kWrongBounds, span,
                      fmt::format("{} has no bounds", context.describe(state.type)),
                      "bounds are for real and int");
        return;
    }
    Scope scope;
    scope.home = info.home;
    scope.frame = context.add_frame();
    const Type real = real_type();
    state.low = Expressions(context, scope).check_constant(written.low, &real, "the lower bound");
    state.high = Expressions(context, scope).check_constant(written.high, &real, "the upper bound");
    if (state.low && state.high && !(*state.low < *state.high)) {
        context.error(kWrongBounds, span, "the lower bound is not below the upper one");
    }
}

/// Gives a state its type, indices and a frame with one local per index.
void type_state(Context& context, StateId id) {
    StateInfo& info = context.states[id.index];
    const std::vector<ast::Parameter>* parameters = info.parameters;
    const bool symmetric = info.symmetric;
    const ModuleIndex home = info.home;
    bool wrong = false;
    std::vector<DomainId> indices = context.model.at(id).indices;
    if (parameters != nullptr) type_parameters(context, home, *parameters, indices, wrong);
    const std::optional<Type> type = context.type_of(home, info.written_type->type);
    const FrameId frame = context.add_frame();
    for (std::size_t i = 0; i < indices.size(); ++i) {
        std::string name =
            parameters != nullptr && i < parameters->size() ? (*parameters)[i].name.text : "self";
        context.add_local(frame, name, member_type(indices[i]));
    }
    State& state = context.model.states[id.index];
    info.frame = frame;
    info.bad |= wrong || !type;
    state.indices = indices;
    state.symmetric = symmetric;
    if (type) state.type = *type;
    if (symmetric && (indices.size() != 2 || indices[0] != indices[1])) {
        context.error(kWrongThing, state.span, "a symmetric relation has two places of one kind");
        info.bad = true;
    }
    if (info.written_type->unit) info.units = units_of(*info.written_type->unit);
    if (!info.written_type->unit && info.initial->distribution.valid()) {
        const ast::Distribution& distribution = context.tree(home)[info.initial->distribution];
        if (distribution.unit && state.type.base != BaseType::Duration)
            info.units = units_of(*distribution.unit);
    }
    state.unit = info.units.empty() ? "" : to_string(info.units);
    if (!is_number(state.type) && !info.units.empty() && type) {
        context.error(kUnitsDiffer, info.written_type->type.span,
                      fmt::format("{} has no unit", context.describe(state.type)),
                      "units are of real and int");
    }
    type_bounds(context, context.model.states[id.index], info);
    context.model.states[id.index].support = support_of(context, *info.evidence);
}

void type_definition(Context& context, DefinitionId id) {
    DefinitionInfo& info = context.definitions[id.index];
    const FrameId frame = context.add_frame();
    for (const ast::Parameter& parameter : info.let->parameters) {
        const std::optional<Type> type = context.type_of(info.home, parameter.type);
        info.bad |= !type;
        context.add_local(frame, parameter.name.text, type ? *type : real_type());
    }
    context.model.definitions[id.index].frame = frame;
    context.model.definitions[id.index].parameter_count =
        static_cast<std::uint32_t>(info.let->parameters.size());
}

void type_declaration(Context& context, DeclarationId id) {
    DeclarationInfo& info = context.declarations[id.index];
    const ast::Heading& heading = *info.heading;
    bool wrong = false;
    std::vector<DomainId> indices;
    type_parameters(context, info.home, heading.parameters, indices, wrong);
    const FrameId frame = context.add_frame();
    for (std::size_t i = 0; i < indices.size(); ++i) {
        context.add_local(frame, wrong ? "" : heading.parameters[i].name.text,
                          member_type(indices[i]));
    }
    Declaration& declaration = context.model.declarations[id.index];
    info.bad = wrong;
    declaration.frame = frame;
    declaration.indices = indices;
    declaration.unordered = heading.unordered.has_value();
    declaration.support = support_of(context, info.decl->evidence);
    if (declaration.unordered && !wrong && (indices.size() != 2 || indices[0] != indices[1])) {
        context.error(kWrongThing, *heading.unordered,
                      "an unordered family has two indices of one kind");
        declaration.unordered = false;
    }
    if (instance_count(context.model, declaration) > kInstancesMax) {
        context.error(kTooLarge, heading.name.span,
                      fmt::format("`{}` has {} instances", heading.name.text,
                                  instance_count(context.model, declaration)),
                      fmt::format("at most {}", kInstancesMax));
    }
    if (const auto* vote = std::get_if<ast::VoteDecl>(&info.decl->node);
        vote != nullptr && vote->proposals) {
        Option made;
        made.name = "elected";
        made.span = vote->carried_span;
        const std::optional<DomainId> over = context.index_type(info.home, vote->proposals->type);
        if (over)
            made.over =
                context.add_local(frame, vote->proposals->variable.text, member_type(*over));
        context.declarations[id.index].bad |= !over;
        context.model.declarations[id.index].options.push_back(std::move(made));
    }
    const auto* decision = std::get_if<ast::DecisionDecl>(&info.decl->node);
    if (decision == nullptr) return;
    for (const ast::Option& option : decision->options) {
        Option made;
        made.name = option.name.text;
        made.span = option.span;
        if (option.parameters.size() > 1) {
            context.error(kWrongCount, option.parameters[1].name.span,
                          "an option is over one index at most");
        }
        if (!option.parameters.empty()) {
            const std::optional<DomainId> over =
                context.index_type(info.home, option.parameters[0].type);
            if (over)
                made.over =
                    context.add_local(frame, option.parameters[0].name.text, member_type(*over));
            context.declarations[id.index].bad |= !over;
        }
        for (const Option& other : context.model.at(id).options) {
            if (other.name == made.name) {
                context.error(kDeclaredTwice, option.name.span,
                              fmt::format("there is an option `{}` already", made.name));
            }
        }
        context.model.declarations[id.index].options.push_back(std::move(made));
    }
}

}  // namespace

void declare_types(Context& context) {
    std::uint64_t cells = 0;
    for (std::uint32_t i = 0; i < context.model.states.size(); ++i) {
        const StateId id{i};
        type_state(context, id);
        const State& state = context.model.at(id);
        const std::uint64_t count = tuple_count(context.model, state.indices);
        cells += std::min(count, 2 * kCellsMax);
        if (cells > kCellsMax) {
            context.error(kTooLarge, state.span,
                          fmt::format("with the {} values of `{}` the state has more than {}",
                                      count, state.name, kCellsMax),
                          "use fewer entities, or relations of fewer places");
            context.states[i].bad = true;
            cells = 0;
        }
    }
    for (std::uint32_t i = 0; i < context.model.definitions.size(); ++i)
        type_definition(context, DefinitionId{i});
    for (std::uint32_t i = 0; i < context.model.declarations.size(); ++i)
        type_declaration(context, DeclarationId{i});
}

}  // namespace jonbar
