#include "model/interventions.h"

#include <fmt/format.h>

#include <map>

#include "model/evidence.h"
#include "model/facts.h"
#include "model/fold.h"
#include "model/initial.h"
#include "model/known.h"
#include "model/window.h"

namespace jonbar {
namespace {

/// The cells that an intervention changes.
struct Cellwise {
    StateId state;
    std::vector<std::uint32_t> cells;
};

class Interventions {
  public:
    /// What is drawn anew has the same noise in all questions, so it is made once.
    using Redraws = std::map<StateId, std::optional<Cells::Checked>>;

    Interventions(Context& context, Effects& effects, ModuleIndex home, QuestionChance& chance,
                  Redraws& redraws)
        : context_(context), effects_(effects), home_(home), chance_(chance), redraws_(redraws) {}

    std::vector<Intervention> check(const std::vector<ast::Intervention>& sources) {
        std::vector<Intervention> found;
        for (const ast::Intervention& source : sources) {
            begin(source);
            if (std::visit([&](const auto& node) { return check(node); }, source.node))
                found.push_back(std::move(made_));
        }
        return found;
    }

  private:
    void begin(const ast::Intervention& source) {
        made_ = {};
        made_.span = source.span;
        made_.text = one_line(context_, home_, source.span);
        made_.owner = chance_.owner;
        made_.frame = context_.add_frame();
        scope_ = {};
        scope_.home = home_;
        scope_.frame = made_.frame;
    }

    const ast::Expr& expr(ast::ExprId id) const { return context_.tree(home_)[id]; }
    Expressions expressions() { return {context_, scope_}; }

    bool take(const std::optional<Steps>& steps) {
        if (!steps) return false;
        made_.first_step = steps->first;
        made_.last_step = steps->last;
        return true;
    }

    // ---- places

    bool is_param(StateId id) const {
        const StateRole role = context_.model.at(id).role;
        return role == StateRole::Param || role == StateRole::Strength;
    }

    static constexpr std::string_view kPlaces =
        "an attribute, a relation's pair, a variable or a param can be changed";

    std::optional<Cellwise> check_cell(ast::ExprId id) {
        const Head head = expressions().head(id);
        if (head.symbol != nullptr && head.symbol->kind != Symbol::Kind::State &&
            head.symbol->kind != Symbol::Kind::Bad) {
            context_.error(kWrongThing, expr(id).span,
                           fmt::format("`{}` is {}, no place of the state", head.name.text,
                                       describe(context_, *head.symbol)),
                           std::string(kPlaces));
            return std::nullopt;
        }
        scope_.purpose = Purpose::Condition;
        const Place place = expressions().check_place(id);
        if (place.bad) return std::nullopt;
        if (!known_members(context_, place.args)) return std::nullopt;
        const auto cell = known_cell(context_.model, context_.model.at(place.read));
        return Cellwise{cell->state, {cell->cell}};
    }

    /// One cell, or all of a state that is named without its indices.
    std::optional<Cellwise> check_cells(ast::ExprId id) {
        const Head head = expressions().head(id);
        const bool named = head.symbol != nullptr && head.symbol->kind == Symbol::Kind::State;
        if (!named || !head.arguments.empty()) return check_cell(id);
        const StateId state_id{head.symbol->index};
        const State& state = context_.model.at(state_id);
        if (state.role == StateRole::Series || state.indices.empty() ||
            context_.states[state_id.index].bad)
            return check_cell(id);
        Cellwise all{state_id, {}};
        for (std::uint32_t i = 0; i < state.cells.size(); ++i) {
            const Tuple tuple = cell_tuple(context_.model, state, i);
            if (!state.symmetric || tuple[0] <= tuple[1]) all.cells.push_back(i);
        }
        return all;
    }

    void take_cells(Cellwise cells) {
        context_.model.states[cells.state.index].written = true;
        made_.state = cells.state;
        made_.cells = std::move(cells.cells);
    }

    bool refuse_later(StateId id, Span span) {
        if (!is_param(id)) return false;
        context_.error(kOnlyAtStart, span,
                       fmt::format("`{}` is a param, and keeps one value through a history",
                                   context_.model.at(id).name),
                       "set it from the start: set PARAM = v, without a date");
        return true;
    }

    /// Checks the value that a place is given, of its type, unit and bounds.
    bool check_value(StateId id, ast::ExprId source, Purpose purpose) {
        const Type type = context_.model.at(id).type;
        const std::string what = "`" + context_.model.at(id).name + "`";
        scope_.purpose = purpose;
        const Checked value = expressions().check_as(source, type, what);
        if (value.bad) return false;
        const Units& units = context_.states[id.index].units;
        if (is_number(type) && !fit(units, value.units)) {
            context_.error(kUnitsDiffer, expr(source).span,
                           fmt::format("{} is in {}, the value in {}", what, to_string(units),
                                       to_string(value.units)));
            return false;
        }
        const State& state = context_.model.at(id);
        const std::optional<double> known =
            type.set ? std::nullopt : fold(context_.model, value.id);
        if (known && state.low && state.high && !(*state.low <= *known && *known <= *state.high)) {
            context_.error(kWrongBounds, expr(source).span,
                           fmt::format("{} lies between {} and {}", what, *state.low, *state.high),
                           "expected a value within its bounds");
            return false;
        }
        made_.value = value.id;
        return true;
    }

    // ---- instances

    bool take_instance(ast::ExprId id, const Instance& instance) {
        std::optional<Tuple> tuple =
            known_instance(context_, instance.declaration, instance.args, expr(id).span);
        if (!tuple) return false;
        made_.declaration = instance.declaration;
        made_.instances.push_back(std::move(*tuple));
        context_.model.declarations[instance.declaration.index].asked = true;
        return true;
    }

    /// One instance, or all of a family that is named without its indices.
    bool check_target(ast::ExprId id) {
        const Head head = expressions().head(id);
        if (head.symbol != nullptr && head.symbol->kind == Symbol::Kind::Declaration &&
            head.arguments.empty() && !context_.declarations[head.symbol->index].bad) {
            made_.declaration = DeclarationId{head.symbol->index};
            context_.model.declarations[head.symbol->index].asked = true;
            return true;
        }
        const Instance instance = expressions().check_instance(id);
        return !instance.bad && take_instance(id, instance);
    }

    // ---- the interventions

    bool check(const ast::SetIntervention& set) {
        made_.kind = InterventionKind::Set;
        std::optional<Cellwise> cell = check_cell(set.place);
        if (!cell) return false;
        made_.first_step = made_.last_step = -1;
        if (set.date.valid()) {
            if (refuse_later(cell->state, expr(set.date).span)) return false;
            if (!take(check_one_step(context_, scope_, set.date, Finer::Accept))) return false;
        }
        const Purpose purpose = set.date.valid() ? Purpose::Condition : Purpose::Cell;
        if (!check_value(cell->state, set.value, purpose)) return false;
        take_cells(std::move(*cell));
        return true;
    }

    bool check(const ast::HoldIntervention& hold) {
        made_.kind = InterventionKind::Hold;
        std::optional<Cellwise> cell = check_cell(hold.place);
        const bool dated = take(check_span(context_, scope_, hold.from, hold.to, Finer::Accept));
        if (!cell || !dated) return false;
        if (refuse_later(cell->state, expr(hold.place).span)) return false;
        if (!check_value(cell->state, hold.value, Purpose::Condition)) return false;
        take_cells(std::move(*cell));
        return true;
    }

    bool check(const ast::BlockIntervention& block) {
        made_.kind = InterventionKind::Block;
        const bool found = check_target(block.target);
        return take(check_span(context_, scope_, block.from, block.to, Finer::Accept)) && found;
    }

    bool check(const ast::ForceIntervention& force) {
        made_.kind = InterventionKind::Force;
        const Instance instance = expressions().check_instance(force.target);
        const bool dated = take(check_one_step(context_, scope_, force.date, Finer::Accept));
        if (instance.bad) return false;
        Declaration& declaration = context_.model.declarations[instance.declaration.index];
        const bool decision = declaration.kind == DeclarationKind::Decision;
        if (decision || declaration.kind == DeclarationKind::Vote) {
            context_.error(kWrongThing, expr(force.target).span,
                           fmt::format("`{}` is a {}, which is not forced", declaration.name,
                                       decision ? "decision" : "vote"),
                           decision ? "say what it chooses: choose DECISION = OPTION"
                                    : "let it be held by at D { fire VOTE }, or block it;\n"
                                      "what it decides, at D { … } can do");
            return false;
        }
        declaration.fired = true;
        return take_instance(force.target, instance) && dated;
    }

    bool check(const ast::ChooseIntervention& choose) {
        made_.kind = InterventionKind::Choose;
        const bool found = check_target(choose.target);
        if (!take(check_span(context_, scope_, choose.from, choose.to, Finer::Accept)) || !found)
            return false;
        const Declaration& declaration = context_.model.at(made_.declaration);
        if (declaration.kind != DeclarationKind::Decision && !is_election(declaration)) {
            context_.error(kWrongThing, expr(choose.target).span,
                           fmt::format("`{}` is no decision", declaration.name),
                           "only a decision chooses; an event is forced or blocked");
            return false;
        }
        const ChosenOption chosen = expressions().check_option(made_.declaration, choose.option);
        if (chosen.bad) return false;
        made_.option = chosen.option;
        const std::optional<Tuple> entity = known_members(context_, chosen.entity);
        if (!entity) return false;
        if (!entity->empty()) made_.option_entity = entity->front();
        return true;
    }

    bool check(const ast::ScaleIntervention& scaling) {
        made_.kind = InterventionKind::Scale;
        made_.first_step = made_.last_step = -1;
        std::optional<Cellwise> cells = check_cells(scaling.place);
        scope_.purpose = Purpose::Cell;
        const Checked factor = expressions().check_number(scaling.factor, "a factor");
        if (!cells || factor.bad) return false;
        const State& state = context_.model.at(cells->state);
        const bool real = !state.type.set && (state.type.base == BaseType::Real ||
                                              state.type.base == BaseType::Duration);
        if (!is_param(cells->state) || !real) {
            context_.error(kWrongThing, expr(scaling.place).span,
                           fmt::format("`{}` is no param that can be scaled", state.name),
                           "a real param or a strength is; others are set: set X = v");
            return false;
        }
        made_.value = factor.id;
        take_cells(std::move(*cells));
        return true;
    }

    bool check(const ast::RedrawIntervention& redraw) {
        made_.kind = InterventionKind::Redraw;
        made_.first_step = made_.last_step = -1;
        std::optional<Cellwise> cells = check_cells(redraw.place);
        if (!cells) return false;
        auto known = redraws_.find(cells->state);
        if (known == redraws_.end()) {
            known =
                redraws_.emplace(cells->state, Cells(context_).check_redraw(cells->state)).first;
        }
        const State& state = context_.model.at(cells->state);
        if (!known->second) {
            context_.error(kNoDefaultDraw, expr(redraw.place).span,
                           fmt::format("the declaration of `{}` gives no distribution to draw from",
                                       state.name),
                           fmt::format("expected `{}: … ~ DIST`, at {}; or give a value: set X = v",
                                       state.name.substr(state.name.find('.') + 1),
                                       context_.place(state.span)));
            return false;
        }
        for (const std::uint32_t cell : cells->cells) {
            const Tuple tuple = cell_tuple(context_.model, state, cell);
            made_.redrawn.push_back({known->second->value,
                                     known->second->frame,
                                     {tuple.begin(), tuple.end()},
                                     known->second->support,
                                     state.span});
        }
        take_cells(std::move(*cells));
        return true;
    }

    bool check(const ast::AtIntervention& at) {
        made_.kind = InterventionKind::Statements;
        const bool dated = take(check_one_step(context_, scope_, at.date, Finer::Accept));
        Drawing drawing;
        drawing.base.owner = chance_.owner;
        drawing.base.frame = made_.frame;
        drawing.forks = &forks_;
        drawing.made = &chance_.made;
        scope_.purpose = Purpose::Body;
        scope_.drawing = &drawing;
        made_.body = Statements(context_, effects_, scope_, chance_.fires).check(at.body);
        scope_.drawing = nullptr;
        return dated;
    }

    Context& context_;
    Effects& effects_;
    ModuleIndex home_;
    QuestionChance& chance_;
    Redraws& redraws_;
    Intervention made_;
    Scope scope_;
    std::size_t forks_ = 0;
};

class Questions {
  public:
    Questions(Context& context, Effects& effects) : context_(context), effects_(effects) {}

    std::vector<QuestionChance> check() {
        for (ModuleIndex home = 0; home < context_.modules.size(); ++home) {
            for (const ast::DeclId id : context_.tree(home).top) {
                const ast::Decl& decl = context_.tree(home)[id];
                if (const auto* what_if = std::get_if<ast::WhatIfDecl>(&decl.node))
                    add(home, *what_if, decl.evidence);
                if (const auto* cause = std::get_if<ast::CauseDecl>(&decl.node))
                    add(home, *cause, decl.evidence);
            }
        }
        return std::move(chances_);
    }

  private:
    template <typename Question>
    void take_heading(Question& made, const ast::Name& name, const std::optional<ast::Text>& label,
                      const ast::Evidence& evidence) {
        made.name = name.text;
        made.label = label ? label->value : name.text;
        made.span = name.span;
        made.support = support_of(context_, evidence);
    }

    template <typename Question>
    bool is_new(const Question& made, const std::vector<Question>& others, std::string_view what) {
        for (const Question& other : others) {
            if (other.name != made.name) continue;
            context_.error(kDeclaredTwice, made.span,
                           fmt::format("the {} `{}` is declared twice", what, made.name),
                           "it is at " + context_.place(other.span));
            return false;
        }
        return true;
    }

    std::vector<Intervention> interventions(ModuleIndex home, std::string owner,
                                            const std::vector<ast::Intervention>& sources) {
        QuestionChance chance{std::move(owner), {}, {}};
        std::vector<Intervention> found =
            Interventions(context_, effects_, home, chance, redraws_).check(sources);
        chances_.push_back(std::move(chance));
        return found;
    }

    void add(ModuleIndex home, const ast::WhatIfDecl& source, const ast::Evidence& evidence) {
        WhatIf made;
        take_heading(made, source.name, source.label, evidence);
        made.interventions = interventions(home, "whatif " + made.name, source.interventions);
        if (is_new(made, context_.model.what_ifs, "what-if"))
            context_.model.what_ifs.push_back(std::move(made));
    }

    void add(ModuleIndex home, const ast::CauseDecl& source, const ast::Evidence& evidence) {
        Cause made;
        take_heading(made, source.name, source.label, evidence);
        if (source.group) made.group = source.group->text;
        made.absent = interventions(home, "cause " + made.name + "/absent", source.absent);
        made.present = interventions(home, "cause " + made.name + "/present", source.present);
        if (is_new(made, context_.model.causes, "cause"))
            context_.model.causes.push_back(std::move(made));
    }

    Context& context_;
    Effects& effects_;
    Interventions::Redraws redraws_;
    std::vector<QuestionChance> chances_;
};

}  // namespace

std::vector<QuestionChance> check_questions(Context& context, Effects& effects) {
    std::vector<QuestionChance> chances = Questions(context, effects).check();
    check_causes_apart(context);
    return chances;
}

}  // namespace jonbar
