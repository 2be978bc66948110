#include <fmt/format.h>

#include "model/evidence.h"
#include "model/initial.h"
#include "model/instances.h"
#include "model/walk.h"

namespace jonbar {

std::optional<Cells::Checked> Cells::check(StateId id, ModuleIndex home, const Frame& loops,
                                           const ast::Initial& initial, Support support, Span span,
                                           const std::string& prefix) {
    const StateInfo& info = context_.states[id.index];
    if (info.bad) return std::nullopt;
    const State& state = context_.model.at(id);
    const Type type = state.type;
    const std::string what = "`" + state.name + "`";
    const std::size_t index_count = state.indices.size();
    FrameId frame = info.frame;
    Scope scope;
    scope.home = home;
    scope.purpose = Purpose::Cell;
    const Frame own = context_.model.at(info.frame);
    if (!loops.locals.empty()) {
        frame = context_.add_frame();
        for (const Frame::Local& local : own.locals)
            context_.add_local(frame, local.name, local.type);
        for (const Frame::Local& local : loops.locals) {
            scope.locals.emplace_back(local.name,
                                      context_.add_local(frame, local.name, local.type));
        }
    } else {
        for (std::size_t i = 0; i < index_count; ++i) {
            if (!own.locals[i].name.empty()) {
                scope.locals.emplace_back(own.locals[i].name, static_cast<LocalIndex>(i));
            }
        }
    }
    scope.frame = frame;
    Drawing drawing;
    drawing.cell = true;
    drawing.base.module = state.module;
    drawing.base.owner = prefix + state.name;
    drawing.base.frame = frame;
    drawing.base.sort_instance = state.symmetric;
    for (std::size_t i = 0; i < index_count; ++i)
        drawing.base.instance.push_back(static_cast<LocalIndex>(i));
    std::size_t forks = 0;
    std::vector<MadeSite> made;
    drawing.forks = &forks;
    drawing.made = &made;
    drawing.support = &support;
    scope.drawing = &drawing;
    Expressions expressions(context_, scope);
    jonbar::Checked value =
        initial.value.valid()
            ? expressions.check_initial(initial.value, type, what)
            : expressions.fitted(expressions.check_distribution(initial.distribution, &type), type,
                                 span, what);
    const Units& units = context_.states[id.index].units;
    if (!value.bad && is_number(type) && !fit(units, value.units)) {
        const bool rate = rate_unit(units).has_value() != rate_unit(value.units).has_value();
        context_.error(rate ? kRateWithoutPer : kUnitsDiffer, span,
                       fmt::format("{} is in {}, its value in {}", what, to_string(units),
                                   to_string(value.units)));
        return std::nullopt;
    }
    if (value.bad) return std::nullopt;
    return Checked{value.id, frame, std::move(support)};
}

std::optional<Cells::Checked> Cells::check_redraw(StateId id) {
    const StateInfo& info = context_.states[id.index];
    const State& state = context_.model.at(id);
    const Support support = state.support;
    if (info.bad || info.initial->absent()) return std::nullopt;
    std::optional<Checked> value =
        check(id, info.home, {}, *info.initial, support, state.span, "redraw ");
    bool draws = false;
    if (value) {
        walk_expression(context_.model, value->value, [&](const Expression& expression) {
            draws |= expression.site.exists() || expression.aggregate.site.exists();
        });
    }
    return draws ? value : std::nullopt;
}

void Cells::put(StateId id, std::span<const std::uint32_t> tuple, const Checked& value,
                const std::vector<double>& bindings, Span span) {
    State& state = context_.model.states[id.index];
    Tuple sorted(tuple.begin(), tuple.end());
    if (state.symmetric && sorted[0] > sorted[1]) std::swap(sorted[0], sorted[1]);
    const std::uint32_t index = cell_index(context_.model, state, sorted);
    if (index >= state.cells.size()) return;
    Cell& cell = state.cells[index];
    cell.initial = value.value;
    cell.frame = value.frame;
    cell.support = value.support;
    cell.span = span;
    cell.bindings.assign(sorted.begin(), sorted.end());
    cell.bindings.insert(cell.bindings.end(), bindings.begin(), bindings.end());
}

void Cells::set(StateId id, ModuleIndex home, std::span<const std::uint32_t> tuple,
                const ast::Initial& initial, const Support& support, Span span) {
    const std::optional<Checked> value = check(id, home, {}, initial, support, span);
    if (value) {
        put(id, tuple, *value, {}, span);
    } else {
        context_.states[id.index].failed = true;
    }
}

void Cells::check_default(StateId id) {
    const StateInfo& info = context_.states[id.index];
    if (info.bad) return;
    const ast::Initial& initial = *info.initial;
    const State& declared = context_.model.at(id);
    const Span span = declared.span;
    const bool param = declared.role == StateRole::Param || declared.role == StateRole::Strength;
    if (declared.role == StateRole::Series) {
        context_.model.states[id.index].cells.resize(tuple_count(context_.model, declared.indices));
        return;
    }
    std::optional<Checked> value;
    if (!initial.absent()) {
        value = check(id, info.home, {}, initial, declared.support, span);
        if (!value) context_.states[id.index].failed = true;
    } else if (param) {
        context_.error(kNotHere, span, fmt::format("`{}` has no value", declared.name),
                       "a param is drawn or given: ~ DIST or = value");
        context_.states[id.index].failed = true;
    } else {
        const Type type = declared.type;
        Expression expression = context_.number(0, type, span);
        bool known = true;
        if (type.set) {
            expression.kind = ExpressionKind::EmptySet;
        } else if (type.optional) {
            expression.number = type.base == BaseType::Date ? kNoDate : kNobody;
        } else {
            known = type.base != BaseType::Member && type.base != BaseType::Date;
        }
        if (known)
            value = Checked{context_.add(std::move(expression)), info.frame, declared.support};
    }
    State& state = context_.model.states[id.index];
    state.cells.resize(tuple_count(context_.model, state.indices));
    if (!value) return;
    for_each_tuple(context_.model, state.indices, [&](const Tuple& tuple) {
        if (!state.symmetric || tuple[0] <= tuple[1]) put(id, tuple, *value, {}, span);
    });
}

}  // namespace jonbar
