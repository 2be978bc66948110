#include "model/initial.h"

#include <fmt/format.h>

#include "model/continue.h"
#include "model/evidence.h"
#include "model/fold.h"
#include "model/instances.h"
#include "model/series.h"
#include "model/tables.h"

namespace jonbar {
namespace {

/// The loops around a statement at top level, and what they run through.
struct Turns {
    Frame loops;
    std::vector<std::vector<double>> bindings = {{}};
};

class InitialStatements {
  public:
    InitialStatements(Context& context, Cells& cells, ModuleIndex home)
        : context_(context), cells_(cells), home_(home) {}

    void run(const ast::Stmt& stmt, const Turns& turns) {
        if (const auto* assign = std::get_if<ast::AssignStmt>(&stmt.node)) {
            assign_cells(*assign, stmt, turns);
        } else if (const auto* loop = std::get_if<ast::ForStmt>(&stmt.node)) {
            run_loop(*loop, stmt.span, turns);
        } else if (const auto* branch = std::get_if<ast::IfStmt>(&stmt.node)) {
            Turns taken{turns.loops, {}};
            Turns other{turns.loops, {}};
            split(branch->condition, turns, taken.bindings, other.bindings,
                  "the condition of an `if` at top level");
            run_block(branch->then_block, taken);
            if (branch->else_block) run_block(*branch->else_block, other);
        } else if (const auto* together = std::get_if<ast::TogetherStmt>(&stmt.node)) {
            run_block(together->body, turns);
        } else {
            context_.error(kNotHere, stmt.span,
                           "this statement has no meaning before the first step",
                           "at top level stand assignments, `for` and `if`");
        }
    }

  private:
    void run_block(const ast::Block& block, const Turns& turns) {
        for (const ast::StmtId id : block.statements) run(context_.tree(home_)[id], turns);
    }

    Scope scope_of(const Turns& turns) {
        Scope scope;
        scope.home = home_;
        scope.purpose = Purpose::Cell;
        scope.frame = context_.add_frame();
        for (const Frame::Local& local : turns.loops.locals) {
            scope.locals.emplace_back(local.name,
                                      context_.add_local(scope.frame, local.name, local.type));
        }
        return scope;
    }

    void unknown_before_run(Span span, std::string_view what) {
        context_.error(kNotConstant, span, fmt::format("{} must be known before the run", what),
                       "it may read literals and initial values that are not drawn");
    }

    void split(ast::ExprId condition, const Turns& turns, std::vector<std::vector<double>>& yes,
               std::vector<std::vector<double>>& no, std::string_view what) {
        Scope scope = scope_of(turns);
        const Checked checked = Expressions(context_, scope).check_condition(condition, what);
        if (checked.bad) return;
        for (const std::vector<double>& binding : turns.bindings) {
            const std::optional<double> holds =
                fold(context_.model, checked.id, binding, FoldState::Initial);
            if (!holds) return unknown_before_run(context_.tree(home_)[condition].span, what);
            (*holds != 0 ? yes : no).push_back(binding);
        }
    }

    void run_loop(const ast::ForStmt& loop, Span span, const Turns& turns) {
        Scope scope = scope_of(turns);
        const Range range = Expressions(context_, scope).check_range(loop.binder.set);
        if (range.bad) return;
        Turns inner{turns.loops, {}};
        inner.loops.locals.push_back({loop.binder.variable.text, member_type(range.domain)});
        const std::size_t size = context_.model.at(range.domain).members.size();
        for (const std::vector<double>& binding : turns.bindings) {
            std::vector<bool> members(size, true);
            if (range.set.exists()) {
                const auto known = fold_set(context_.model, range.set, binding, FoldState::Initial);
                if (!known) {
                    return unknown_before_run(context_.tree(home_)[loop.binder.set].span,
                                              "the set of a loop at top level");
                }
                members = *known;
            }
            for (std::size_t i = 0; i < size; ++i) {
                if (!members[i]) continue;
                inner.bindings.push_back(binding);
                inner.bindings.back().push_back(static_cast<double>(i));
            }
            if (inner.bindings.size() > kCellsMax) {
                context_.error(kTooLarge, span,
                               fmt::format("this loop has more than {} turns", kCellsMax));
                return;
            }
        }
        if (loop.binder.where.valid()) {
            Turns kept{inner.loops, {}};
            std::vector<std::vector<double>> dropped;
            split(loop.binder.where, inner, kept.bindings, dropped,
                  "the condition of a loop at top level");
            inner = std::move(kept);
        }
        run_block(loop.body, inner);
    }

    void assign_cells(const ast::AssignStmt& assign, const ast::Stmt& stmt, const Turns& turns) {
        if (assign.op != ast::AssignOp::Set && assign.op != ast::AssignOp::Draw) {
            context_.error(kNotHere, stmt.span, "an initial value is given, not changed",
                           "expected place = value or place ~ distribution");
            return;
        }
        Scope scope = scope_of(turns);
        const Place place = Expressions(context_, scope).check_place(assign.place);
        if (place.bad) return;
        ast::Initial initial;
        if (assign.op == ast::AssignOp::Set) {
            initial.value = assign.value;
        } else {
            initial.distribution = assign.distribution;
        }
        const std::optional<Cells::Checked> value =
            cells_.check(place.state, home_, turns.loops, initial,
                         support_of(context_, stmt.evidence), stmt.span);
        if (!value) {
            context_.states[place.state.index].failed = true;
            return;
        }
        for (const std::vector<double>& binding : turns.bindings) {
            Tuple tuple;
            for (const ExpressionId argument : place.args) {
                const std::optional<double> member =
                    fold(context_.model, argument, binding, FoldState::Initial);
                if (!member || *member < 0) {
                    return unknown_before_run(context_.tree(home_)[assign.place].span,
                                              "whose value this is");
                }
                tuple.push_back(static_cast<std::uint32_t>(*member));
            }
            cells_.put(place.state, tuple, *value, binding, stmt.span);
        }
    }

    Context& context_;
    Cells& cells_;
    ModuleIndex home_;
};

void set_entity_values(Context& context, Cells& cells, ModuleIndex home,
                       const ast::EntityDecl& decl, const ast::Evidence& whole) {
    for (const ast::Entity& entity : decl.entities) {
        const Symbol* symbol = context.find(home, entity.name.text);
        if (symbol == nullptr || symbol->kind != Symbol::Kind::Entity ||
            symbol->span != entity.name.span)
            continue;
        const auto& attributes = context.attributes[symbol->domain.index];
        for (const ast::AttributeValue& value : entity.values) {
            const auto found = attributes.find(value.name.text);
            if (found == attributes.end()) {
                std::vector<std::string> candidates;
                for (const auto& [name, state] : attributes) candidates.push_back(name);
                context.unknown(kUnknownAttribute, value.name,
                                "attribute of " + context.model.at(symbol->domain).name,
                                candidates);
                continue;
            }
            Support support = support_of(context, value.evidence);
            add_support(context, support, whole);
            const Tuple tuple = {symbol->index};
            cells.set(found->second, home, tuple, value.initial, support, value.span);
        }
    }
}

void require_all(Context& context, StateId id) {
    const State& state = context.model.at(id);
    if (context.states[id.index].bad || context.states[id.index].failed) return;
    if (state.role == StateRole::Series) return;
    for (std::uint32_t i = 0; i < state.cells.size(); ++i) {
        const Tuple tuple = cell_tuple(context.model, state, i);
        if (state.symmetric && tuple[0] > tuple[1]) continue;
        if (state.cells[i].initial.exists()) continue;
        std::string of;
        for (std::size_t k = 0; k < tuple.size(); ++k) {
            of += (k == 0 ? " of " : ", ") +
                  context.model.at(state.indices[k]).members[tuple[k]].name;
        }
        context.error(
            kNotHere, state.span, fmt::format("`{}`{} has no initial value", state.name, of),
            fmt::format("{} has no value to begin with: give it one, or make its type optional",
                        context.describe(state.type)));
        return;
    }
}

}  // namespace

void check_initial_state(Context& context, Continued* continued) {
    Cells cells(context);
    for (std::uint32_t i = 0; i < context.model.states.size(); ++i) cells.check_default(StateId{i});
    for (ModuleIndex home = 0; home < context.modules.size(); ++home) {
        for (const ast::DeclId id : context.tree(home).top) {
            const ast::Decl& decl = context.tree(home)[id];
            if (const auto* entity = std::get_if<ast::EntityDecl>(&decl.node)) {
                set_entity_values(context, cells, home, *entity, decl.evidence);
            } else if (const auto* table = std::get_if<ast::TableDecl>(&decl.node)) {
                set_table(context, cells, home, *table);
            } else if (const auto* series = std::get_if<ast::SeriesDecl>(&decl.node)) {
                set_series(context, home, *series);
            } else if (const auto* initial = std::get_if<ast::InitialDecl>(&decl.node)) {
                InitialStatements(context, cells, home)
                    .run(context.tree(home)[initial->statement], {});
            }
        }
    }
    if (continued != nullptr) import_state(context, cells, *continued);
    for (std::uint32_t i = 0; i < context.model.states.size(); ++i)
        require_all(context, StateId{i});
}

}  // namespace jonbar
