#include "model/continue.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/check.h"
#include "model/evidence.h"
#include "model/expressions.h"
#include "model/facts.h"
#include "model/fold.h"
#include "model/instances.h"
#include "model/window.h"

namespace jonbar {
namespace {

constexpr std::size_t kCrossingsMax = 10'000;

/// Reports a statement that is neither an assignment nor a loop over a kind.
void complain_of_form(Context& context, Span span) {
    context.error(kCannotCross, span, "this says nothing of what crosses",
                  "expected place = value, or for x in KIND { … }");
}

/// Returns the domain that a loop runs over, as one of the two scenarios knows it.
std::optional<DomainId> domain_of(const Context& context, ModuleIndex home,
                                  const ast::Binder& binder) {
    if (!binder.set.valid()) return std::nullopt;
    const auto* name = std::get_if<ast::NameExpr>(&context.tree(home)[binder.set].node);
    const Symbol* symbol = name == nullptr ? nullptr : context.find(home, name->name.text);
    if (symbol == nullptr || symbol->kind != Symbol::Kind::Domain) return std::nullopt;
    return symbol->domain;
}

// ---- in the other scenario

class Exporter {
  public:
    Exporter(Context& context, Continued& asked)
        : context_(context), asked_(asked), home_(context.modules.size() - 1) {}

    void check() {
        const ast::ContinueDecl& decl = decl_in(home_);
        const ModuleIndex from_home = asked_.instead ? home_ - 1 : home_;
        const ast::ContinueDecl& from = decl_in(from_home);
        if (from.date.valid()) {
            check_date_of(from_home, from);
        } else {
            check_date_of(home_, decl);
        }
        check_as(from_home, from);
        read(decl.body);
    }

  private:
    [[nodiscard]] const ast::ContinueDecl& decl_in(ModuleIndex home) const {
        const ast::Tree& tree = context_.tree(home);
        return std::get<ast::ContinueDecl>(tree[tree.top.front()].node);
    }

    void check_date_of(ModuleIndex home, const ast::ContinueDecl& decl) {
        asked_.made.step = static_cast<std::uint32_t>(context_.model.calendar.step_count - 1);
        if (!decl.date.valid()) return;
        Scope scope = new_scope(home);
        const std::optional<Steps> steps = check_date(context_, scope, decl.date, Finer::Accept);
        if (steps) asked_.made.step = static_cast<std::uint32_t>(steps->last);
    }

    void check_as(ModuleIndex home, const ast::ContinueDecl& decl) {
        Continuation& made = asked_.made;
        switch (decl.as) {
            case ast::ContinueDecl::As::Unconditioned:
            case ast::ContinueDecl::As::Alone:  // only what crosses is checked
                made.as = ContinueAs::Unconditioned;
                made.text = "unconditioned";
                break;
            case ast::ContinueDecl::As::Record:
                made.as = ContinueAs::Record;
                made.text = "given its record";
                if (context_.model.facts.empty()) {
                    context_.error(kWrongContinue, decl.as_span,
                                   "the scenario that is continued has no record",
                                   "expected unconditioned, or `observe` there");
                }
                break;
            case ast::ContinueDecl::As::Condition:
                add_condition(home, decl);
                break;
            case ast::ContinueDecl::As::WhatIf:
                find_what_if(decl);
                break;
        }
    }

    /// What histories must meet to go on, as a fact that stands behind the record.
    void add_condition(ModuleIndex home, const ast::ContinueDecl& decl) {
        const Span span = context_.tree(home)[decl.condition].span;
        Scope scope = new_scope(home);
        Fact fact;
        fact.text = one_line(context_, home, span);
        fact.span = span;
        fact.frame = scope.frame;
        fact.expression =
            Expressions(context_, scope).check_condition(decl.condition, "what is given").id;
        Account account;
        account.first_step = account.last_step = asked_.made.step;
        fact.accounts.push_back(std::move(account));
        asked_.made.as = ContinueAs::Condition;
        asked_.made.text = "given " + fact.text;
        asked_.made.fact = static_cast<std::uint32_t>(context_.model.facts.size());
        context_.model.facts.push_back(std::move(fact));
    }

    void find_what_if(const ast::ContinueDecl& decl) {
        Continuation& made = asked_.made;
        made.as = ContinueAs::WhatIf;
        made.text = "as what-if " + decl.what_if.text;
        std::vector<std::string> names;
        for (std::uint32_t i = 0; i < context_.model.what_ifs.size(); ++i) {
            names.push_back(context_.model.what_ifs[i].name);
            if (names.back() != decl.what_if.text) continue;
            made.what_if = i;
            return;
        }
        context_.unknown(kUnknownName, decl.what_if, "what-if", names);
    }

    Scope new_scope(ModuleIndex home) {
        Scope scope;
        scope.home = home;
        scope.frame = context_.add_frame();
        scope.purpose = Purpose::Outcome;
        return scope;
    }

    void read(const ast::Block& block) {
        for (const ast::StmtId id : block.statements) {
            const ast::Stmt& stmt = context_.tree(home_)[id];
            if (const auto* assign = std::get_if<ast::AssignStmt>(&stmt.node)) {
                asked_.exports.push_back(exported(*assign));
            } else if (const auto* loop = std::get_if<ast::ForStmt>(&stmt.node)) {
                loops_.push_back(&loop->binder);
                read(loop->body);
                loops_.pop_back();
            }
        }
    }

    Export exported(const ast::AssignStmt& assign) {
        Export made;
        Scope scope = new_scope(home_);
        made.frame = scope.frame;
        for (const ast::Binder* binder : loops_) {
            const std::optional<DomainId> domain = domain_of(context_, home_, *binder);
            if (!domain) {
                context_.error(kCannotCross, binder->variable.span,
                               "this loop runs over nothing that the scenario continued knows",
                               "expected a kind or an enum that both have");
                return made;
            }
            made.loops.push_back(*domain);
            scope.locals.emplace_back(
                binder->variable.text,
                context_.add_local(scope.frame, binder->variable.text, member_type(*domain)));
        }
        const bool value =
            assign.op == ast::AssignOp::Set && assign.value.valid() &&
            !std::holds_alternative<ast::EitherExpr>(context_.tree(home_)[assign.value].node);
        if (!value) return made;  // reported where it is put into its place
        const Checked found = Expressions(context_, scope).check(assign.value);
        made.value = found.id;
        made.type = found.type;
        made.units = found.units;
        made.bad = found.bad;
        return made;
    }

    Context& context_;
    Continued& asked_;
    ModuleIndex home_;
    std::vector<const ast::Binder*> loops_;
};

// ---- in the scenario that goes on

/// A turn of the loops around an assignment: members here, and of the same names there.
struct Turn {
    std::vector<double> here, there;
};

class Importer {
  public:
    Importer(Context& context, Cells& cells, Continued& continued)
        : context_(context), cells_(cells), continued_(continued), home_(continued.home) {}

    void run() { run_block(continued_.decl->body, {Turn{}}); }

  private:
    [[nodiscard]] const Model& other() const { return continued_.made.model; }
    [[nodiscard]] const ast::Tree& tree() const { return context_.tree(home_); }

    void run_block(const ast::Block& block, const std::vector<Turn>& turns) {
        for (const ast::StmtId id : block.statements) {
            const ast::Stmt& stmt = tree()[id];
            if (const auto* assign = std::get_if<ast::AssignStmt>(&stmt.node)) {
                const Export& exported = continued_.exports[next_++];
                if (assign->op != ast::AssignOp::Set ||
                    std::holds_alternative<ast::EitherExpr>(tree()[assign->value].node)) {
                    complain_of_form(context_, stmt.span);
                } else {
                    this->assign(*assign, stmt, exported, turns);
                }
            } else if (const auto* loop = std::get_if<ast::ForStmt>(&stmt.node)) {
                if (loop->together || loop->binder.where.valid()) {
                    complain_of_form(context_, loop->binder.variable.span);
                }
                run_loop(*loop, turns);
            } else {
                complain_of_form(context_, stmt.span);
            }
        }
    }

    void run_loop(const ast::ForStmt& loop, const std::vector<Turn>& turns) {
        const std::optional<DomainId> here = domain_of(context_, home_, loop.binder);
        const auto* name = loop.binder.set.valid()
                               ? std::get_if<ast::NameExpr>(&tree()[loop.binder.set].node)
                               : nullptr;
        const Domain* there = nullptr;
        for (const Domain& domain : other().domains) {
            if (name != nullptr && domain.name == name->name.text) there = &domain;
        }
        if (!here || there == nullptr) {
            context_.error(kCannotCross, loop.binder.variable.span,
                           "this loop runs over nothing that both scenarios know",
                           "expected a kind or an enum that both have");
        }
        std::vector<Turn> inner;
        const auto size = here ? context_.model.at(*here).members.size() : std::size_t{0};
        for (const Turn& turn : turns) {
            for (std::size_t i = 0; i < size && there != nullptr; ++i) {
                const auto same = find_member(*there, context_.model.at(*here).members[i].name);
                if (!same) continue;
                inner.push_back(turn);
                inner.back().here.push_back(static_cast<double>(i));
                inner.back().there.push_back(*same);
            }
        }
        if (here && there != nullptr && inner.empty() && !turns.empty()) {
            context_.error(kNoCounterpart, loop.binder.variable.span,
                           fmt::format("no {} has the same name in both scenarios", there->name),
                           "those that both know cross");
        }
        loops_.push_back({loop.binder.variable.text, here ? member_type(*here) : real_type()});
        run_block(loop.body, inner);
        loops_.pop_back();
    }

    static std::optional<double> find_member(const Domain& domain, const std::string& name) {
        for (std::size_t i = 0; i < domain.members.size(); ++i) {
            if (domain.members[i].name == name) return static_cast<double>(i);
        }
        return std::nullopt;
    }

    void assign(const ast::AssignStmt& assign, const ast::Stmt& stmt, const Export& exported,
                const std::vector<Turn>& turns) {
        Scope scope;
        scope.home = home_;
        scope.purpose = Purpose::Cell;
        scope.frame = context_.add_frame();
        for (const Frame::Local& local : loops_) {
            scope.locals.emplace_back(local.name,
                                      context_.add_local(scope.frame, local.name, local.type));
        }
        const Place place = Expressions(context_, scope).check_place(assign.place);
        if (place.bad || exported.bad) return;
        const std::optional<Crossing> crossing =
            matched(exported, context_.model.at(place.state), tree()[assign.value].span);
        if (!crossing) {
            context_.states[place.state.index].failed = true;
            return;
        }
        const Support support = support_of(context_, stmt.evidence);
        for (const Turn& turn : turns) {
            Tuple tuple;
            for (const ExpressionId argument : place.args) {
                const std::optional<double> member = fold(context_.model, argument, turn.here);
                if (!member || *member < 0) {
                    context_.error(kNotConstant, tree()[assign.place].span,
                                   "whose value this is must be known before the run",
                                   "expected an entity by name, or that of a loop around");
                    return;
                }
                tuple.push_back(static_cast<std::uint32_t>(*member));
            }
            put(place.state, tuple, *crossing, exported, turn, support, stmt.span);
        }
    }

    void put(StateId state, const Tuple& tuple, Crossing crossing, const Export& exported,
             const Turn& turn, const Support& support, Span span) {
        Continuation& made = continued_.made;
        if (made.crossings.size() == kCrossingsMax) {
            context_.error(kTooLarge, span, fmt::format("at most {} values cross", kCrossingsMax));
            return;
        }
        if (made.crossings.size() > kCrossingsMax) return;
        crossing.outcome = static_cast<std::uint32_t>(made.model.outcomes.size());
        Outcome outcome;
        outcome.name = outcome.label = fmt::format("crosses {}", made.crossings.size() + 1);
        outcome.kind = exported.type.base == BaseType::Truth    ? OutcomeKind::Truth
                       : exported.type.base == BaseType::Member ? OutcomeKind::Choice
                       : exported.type.base == BaseType::Date   ? OutcomeKind::Date
                                                                : OutcomeKind::Number;
        outcome.time = OutcomeTime::At;
        outcome.step = made.step;
        outcome.frame = exported.frame;
        outcome.bindings = turn.there;
        outcome.expression = exported.value;
        outcome.span = span;
        made.model.outcomes.push_back(std::move(outcome));
        Expression import;
        import.kind = ExpressionKind::Import;
        import.type = context_.model.at(state).type;
        import.span = span;
        import.import = static_cast<std::uint32_t>(made.crossings.size());
        made.crossings.push_back(std::move(crossing));
        cells_.put(state, tuple,
                   {context_.add(std::move(import)), context_.states[state.index].frame, support},
                   {}, span);
    }

    /// How a value there becomes one here. Nothing, after an error, where it cannot.
    std::optional<Crossing> matched(const Export& exported, const State& state, Span span) {
        const Type& there = exported.type;
        const Type& here = state.type;
        if (there.set || here.set) {
            context_.error(kCannotCross, span, "a set does not cross as a whole",
                           "let truths cross, one for each member: for x in KIND { … }");
            return std::nullopt;
        }
        const bool widened = there.base == BaseType::Int && here.base == BaseType::Real;
        if ((there.base != here.base && !widened) || there.base == BaseType::Duration) {
            context_.error(kWrongType, span,
                           fmt::format("`{}` is {} here, and {} in the scenario continued",
                                       state.name, word(here), word(there)),
                           there.base == BaseType::Real && here.base == BaseType::Int
                               ? "round(), floor() and ceil() give an int"
                               : "");
            return std::nullopt;
        }
        if (there.optional && !here.optional) {
            context_.error(kMayBeNone, span, "this may be none in the scenario continued",
                           fmt::format("give `{}` an optional type, or say what stands in for "
                                       "none: x else y",
                                       state.name));
            return std::nullopt;
        }
        const Units& units = context_.states[id_of(state).index].units;
        if (is_number(here) && !fit(units, exported.units)) {
            context_.error(kUnitsDiffer, span,
                           fmt::format("`{}` is in {}, what crosses in {}", state.name,
                                       to_string(units), to_string(exported.units)));
            return std::nullopt;
        }
        Crossing crossing;
        crossing.type = there;
        if (there.base == BaseType::Member && !match_members(crossing, here, span))
            return std::nullopt;
        return crossing;
    }

    StateId id_of(const State& state) const {
        return StateId{static_cast<std::uint32_t>(&state - context_.model.states.data())};
    }

    static std::string_view word(const Type& type) {
        switch (type.base) {
            case BaseType::Real:
                return "a real";
            case BaseType::Int:
                return "an int";
            case BaseType::Truth:
                return "a truth";
            case BaseType::Date:
                return "a date";
            case BaseType::Duration:
                return "a duration";
            case BaseType::Member:
                return "an entity or a value of an enum";
        }
        return "";
    }

    /// Finds the members here that have the names of those there. Where nobody may be, those whose
    /// names are not known become nobody.
    bool match_members(Crossing& crossing, const Type& here, Span span) {
        const Domain& domain = context_.model.at(here.domain);
        std::string missing;
        std::size_t count = 0;
        constexpr std::size_t kShown = 3;
        for (const Domain::Member& member : other().at(crossing.type.domain).members) {
            const std::optional<double> same = find_member(domain, member.name);
            crossing.members.push_back(same.value_or(kNobody));
            if (same) continue;
            if (++count <= kShown) missing += (missing.empty() ? "`" : ", `") + member.name + "`";
        }
        const bool none_known = count == crossing.members.size() && count > 0;
        if (count == 0 || (here.optional && !none_known)) return true;
        const bool may_be_none = !domain.is_enum && !here.optional;
        context_.error(
            kNoCounterpart, span,
            fmt::format("{}{} {} no {} here", missing,
                        count > kShown ? fmt::format(" and {} more", count - kShown) : "",
                        count == 1 ? "is" : "are", domain.name),
            may_be_none ? fmt::format("expected members of the same names, or the type {}?, in "
                                      "which others become none",
                                      domain.name)
                        : "expected members of the same names");
        return false;
    }

    Context& context_;
    Cells& cells_;
    Continued& continued_;
    ModuleIndex home_;
    std::size_t next_ = 0;
    std::vector<Frame::Local> loops_;
};

}  // namespace

void check_exports(Context& context, Continued& asked) { Exporter(context, asked).check(); }

void import_state(Context& context, Cells& cells, Continued& continued) {
    Importer(context, cells, continued).run();
}

}  // namespace jonbar
