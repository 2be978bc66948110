#include "model/facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/evidence.h"
#include "model/fold.h"
#include "model/instances.h"
#include "model/walk.h"
#include "model/window.h"

namespace jonbar {
namespace {

constexpr std::string_view kObserve = "observe";

class Observation {
  public:
    Observation(Context& context, ModuleIndex home, const ast::Decl& decl)
        : context_(context),
          decl_(decl),
          observe_(std::get<ast::ObserveDecl>(decl.node)),
          expressions_(context, scope_) {
        scope_.home = home;
        scope_.frame = fact_.frame = context.add_frame();
        scope_.purpose = Purpose::Outcome;
    }

    void check() {
        if (!observe_.subject.valid()) return;
        fact_.text = text();
        fact_.span = subject().span;
        fact_.support = support_of(context_, decl_.evidence);
        fact_.ending = observe_.ending.has_value();
        const bool known = check_subject();
        fact_.accounts = check_window(context_, scope_, observe_.window);
        if (!known || fact_.accounts.empty() || !check_kind_of_window()) return;
        if (fact_.accounts.size() > 1) add_account_site();
        if (fact_.declaration.exists())
            context_.model.declarations[fact_.declaration.index].asked = true;
        if (fact_.kind == FactKind::Condition) warn_of_what_follows();
        context_.model.facts.push_back(std::move(fact_));
    }

  private:
    const ast::Tree& tree() const { return context_.tree(scope_.home); }
    const ast::Expr& subject() const { return tree()[observe_.subject]; }

    std::string slice(std::uint32_t begin, std::uint32_t end) const {
        return one_line(context_, scope_.home, {decl_.span.file, begin, std::max(begin, end)});
    }

    /// What is observed, and when, without what it rests on.
    std::string text() const {
        const ast::Window& window = observe_.window;
        std::uint32_t end = subject().span.end;
        if (observe_.distribution.valid()) end = tree()[observe_.distribution].span.end;
        if (window.kind != ast::WindowKind::None)
            end = window.either ? window.body.begin : window.span.end;
        const auto begin = decl_.span.begin + static_cast<std::uint32_t>(kObserve.size());
        std::string line = slice(begin, end);
        if (!window.either) return line;
        for (std::size_t i = 0; i < window.ranges.size(); ++i) {
            const ast::WindowRange& range = window.ranges[i];
            line += fmt::format(
                "{}{}", i == 0 ? " { " : "  ",
                slice(range.span.begin,
                      range.weight.valid() ? tree()[range.weight].span.end : range.span.end));
        }
        return line + " }";
    }

    // ---- what is observed

    bool check_subject() {
        if (observe_.distribution.valid()) return check_measure();
        if (std::holds_alternative<ast::CarriedExpr>(subject().node))
            return check_site(FactKind::Vote);
        if (std::holds_alternative<ast::ChoseExpr>(subject().node))
            return check_site(FactKind::Choice);
        const Head head = expressions_.head(observe_.subject);
        if (head.symbol != nullptr && head.symbol->kind == Symbol::Kind::Declaration)
            return check_event();
        const bool place = std::holds_alternative<ast::NameExpr>(subject().node) ||
                           std::holds_alternative<ast::CallExpr>(subject().node);
        if (place && head.symbol == nullptr) {
            context_.unknown(kUnknownName, head.name, "event, rule, state or definition",
                             context_.visible_names(scope_.home));
            return false;
        }
        return check_condition();
    }

    /// Keeps the entities of an instance; all must be known.
    bool take_instance(DeclarationId id, const std::vector<ExpressionId>& args) {
        std::optional<Tuple> tuple = known_instance(context_, id, args, subject().span);
        if (!tuple) return false;
        fact_.declaration = id;
        fact_.instance = std::move(*tuple);
        return true;
    }

    bool check_event() {
        fact_.kind = FactKind::Event;
        const Instance instance = expressions_.check_instance(observe_.subject);
        if (instance.bad) return false;
        const Declaration& declaration = context_.model.at(instance.declaration);
        if (is_election(declaration)) {
            context_.error(kWrongThing, subject().span,
                           fmt::format("`{}` is a vote, which elects somebody", declaration.name),
                           fmt::format("write: observe {} elected x", slice_of_subject()));
            return false;
        }
        if (declaration.kind == DeclarationKind::Vote) {
            context_.error(kWrongThing, subject().span,
                           fmt::format("`{}` is a vote, which is carried or not", declaration.name),
                           fmt::format("write: observe {} carried", slice_of_subject()));
            return false;
        }
        if (declaration.kind == DeclarationKind::Decision) {
            context_.error(kWrongThing, subject().span,
                           fmt::format("`{}` is a decision, which chooses", declaration.name),
                           fmt::format("write: observe {} chose OPTION", slice_of_subject()));
            return false;
        }
        return take_instance(instance.declaration, instance.args);
    }

    std::string slice_of_subject() const { return slice(subject().span.begin, subject().span.end); }

    bool check_site(FactKind kind) {
        fact_.kind = kind;
        const Checked found = expressions_.check(observe_.subject);
        if (found.bad) return false;
        const Expression history = context_.model.at(found.id);
        std::vector<ExpressionId> args = history.args;
        if (kind == FactKind::Choice) {
            const Declaration& declaration = context_.model.at(history.declaration);
            fact_.option = history.option;
            if (declaration.options[history.option].over != kNoLocal) {
                const ExpressionId entity = args.back();
                args.pop_back();
                const std::optional<Tuple> known = known_members(context_, {entity});
                if (!known) return false;
                fact_.option_entity = known->front();
            }
        }
        return take_instance(history.declaration, args);
    }

    bool check_measure() {
        fact_.kind = FactKind::Noisy;
        Checked value = expressions_.check(observe_.subject);
        if (!value.bad && (value.type.set || value.type.optional ||
                           (!is_number(value.type) && value.type.base != BaseType::Duration))) {
            context_.error(kWrongType, subject().span,
                           fmt::format("{} cannot be measured", context_.describe(value.type)),
                           "expected a number or a duration");
            return false;
        }
        scope_.measured = true;
        const Checked noise = expressions_.check_distribution(observe_.distribution, nullptr);
        scope_.measured = false;
        if (value.bad || noise.bad) return false;
        const Span span = tree()[observe_.distribution].span;
        const Expression& drawn = context_.model.at(noise.id);
        if (drawn.kind != ExpressionKind::Draw) {
            context_.error(kWrongDistribution, span, "a measure has a distribution with parameters",
                           "for a duration give the points: normal 2 to 4 months");
            return false;
        }
        const bool whole = value.type.base == BaseType::Int;
        const bool fits = noise.type == value.type ||
                          (is_number(value.type) && noise.type.base == BaseType::Real) ||
                          (whole && noise.type.base == BaseType::Int);
        if (!fits) {
            context_.error(
                kWrongType, span,
                fmt::format("what is measured is {}, its distribution gives {}",
                            context_.describe(value.type), context_.describe(noise.type)));
            return false;
        }
        if (!fit(value.units, noise.units)) {
            context_.error(kUnitsDiffer, span,
                           fmt::format("what is measured is in [{}], its distribution in [{}]",
                                       to_string(value.units), to_string(noise.units)));
            return false;
        }
        fact_.expression = value.id;
        fact_.distribution = drawn.distribution;
        fact_.arguments = drawn.args;
        return true;
    }

    bool check_condition() {
        fact_.kind = FactKind::Condition;
        const Checked condition =
            expressions_.check_condition(observe_.subject, "what is observed");
        if (condition.bad) return false;
        fact_.expression = condition.id;
        const Expression& whole = context_.model.at(condition.id);
        if (whole.kind != ExpressionKind::Binary || whole.op != Operator::Equal) return true;
        return check_equality(whole.args[0], whole.args[1]);
    }

    /// `x == v`: a draw's value, where one draw gives it; of a real it must.
    bool check_equality(ExpressionId left, ExpressionId right) {
        const Model& model = context_.model;
        if (model.at(left).type.set) return true;
        std::optional<double> value = fold(model, right);
        if (!value) {
            value = fold(model, left);
            std::swap(left, right);
        }
        const std::optional<KnownCell> cell = known_cell(model, model.at(left));
        const std::optional<SingleDraw> draw =
            cell && value ? find_single_draw(model, *cell) : std::nullopt;
        const bool real = model.at(left).type.base == BaseType::Real ||
                          model.at(right).type.base == BaseType::Real;
        if (draw && !observe_.never) return take_draw(*cell, *draw, *value);
        if (!real) return true;
        context_.error(
            kNoSingleDraw, subject().span,
            "no single draw gives this real its value: it equals a number with probability 0",
            "give its measure, as in: observe x ~ normal(3, 0.5) at 1924-01;\n"
            "or observe a range: x > 2.5 and x < 3.5");
        return false;
    }

    bool take_draw(const KnownCell& cell, const SingleDraw& single, double value) {
        const State& state = context_.model.at(cell.state);
        if (state.low && state.high && !(*state.low < value && value < *state.high) &&
            state.type.base == BaseType::Real) {
            context_.error(kNoSingleDraw, subject().span,
                           fmt::format("`{}` is cut off at its bounds {} and {}", state.name,
                                       *state.low, *state.high),
                           "expected a value between them");
            return false;
        }
        fact_.kind = FactKind::Draw;
        fact_.state = cell.state;
        fact_.cell = cell.cell;
        fact_.draw = single.draw;
        fact_.value = value;
        fact_.expression = {};
        at_start_ = single.at_start;
        return true;
    }

    // ---- when

    bool wrong_window(std::string_view message, std::string_view hint) {
        const Span span =
            observe_.window.kind == ast::WindowKind::None ? subject().span : observe_.window.span;
        context_.error(kWrongWindow, span, std::string(message), std::string(hint));
        return false;
    }

    bool check_kind_of_window() {
        const ast::WindowKind kind = observe_.window.kind;
        const bool none = kind == ast::WindowKind::None;
        const bool each = kind == ast::WindowKind::FromTo;
        fact_.window = observe_.never ? FactWindow::Never : FactWindow::Within;
        switch (fact_.kind) {
            case FactKind::Event:
            case FactKind::Vote:
                if (!each || observe_.never) return true;
                return wrong_window("what happens has one time, no time at each step",
                                    "write: in A..B");
            case FactKind::Choice:
                return check_window_of_choice(none, each);
            case FactKind::Condition:
                if (none) return wrong_window("this does not say when it held", kWindows);
                if (each && !observe_.never) fact_.window = FactWindow::Throughout;
                return true;
            case FactKind::Noisy:
            case FactKind::Draw:
                return check_moment();
        }
        return true;
    }

    bool check_window_of_choice(bool none, bool each) {
        if (observe_.never || !(none || each)) return true;
        fact_.window = FactWindow::Throughout;
        const Declaration& declaration = context_.model.at(fact_.declaration);
        const bool often =
            declaration.repeatable || declaration.timing.kind == TimingKind::Procedure;
        if (!none || !often) return true;
        return wrong_window(
            fmt::format("`{}` may be taken more than once: say when", declaration.name),
            "in A..B: at least once; from A to B: each time");
    }

    bool check_moment() {
        if (at_start_) {
            if (fact_.accounts.size() > 1) {
                return wrong_window("this is drawn before the first step, whatever the date",
                                    "expected one date");
            }
            fact_.accounts.front().first_step = fact_.accounts.front().last_step = -1;
            return true;
        }
        const bool one = std::all_of(
            fact_.accounts.begin(), fact_.accounts.end(),
            [](const Account& account) { return account.first_step == account.last_step; });
        if (one && observe_.window.kind != ast::WindowKind::None) return true;
        return wrong_window("a value is measured or drawn in one step", "write: at D");
    }

    void add_account_site() {
        Site site;
        site.kind = SiteKind::Either;
        site.module = context_.modules[scope_.home].name;
        site.owner = fmt::format("{} {}", kObserve, fact_.text);
        site.place = "either";
        site.frame = fact_.frame;
        site.span = observe_.window.span;
        fact_.account_site = SiteId{static_cast<std::uint32_t>(context_.model.sites.size())};
        context_.model.sites.push_back(std::move(site));
    }

    // ---- what should have been observed instead

    void warn_of_what_follows() {
        std::set<DeclarationId> told;
        walk_expression(context_.model, fact_.expression, [&](const Expression& part) {
            if (part.kind != ExpressionKind::History || part.query == PastQuery::Margin) return;
            if (told.insert(part.declaration).second) warn_of(part);
        });
    }

    void warn_of(const Expression& history) {
        const Declaration& declaration = context_.model.at(history.declaration);
        const std::string some = declaration.indices.empty() ? "" : "(…)";
        std::string_view what;
        switch (declaration.kind) {
            case DeclarationKind::Rule:
            case DeclarationKind::Event:
                break;
            case DeclarationKind::Decision:
                what = " chose OPTION";
                break;
            case DeclarationKind::Vote:
                what = is_election(declaration) ? " elected x" : " carried";
                break;
        }
        context_.warning(kFollowingFact, history.span,
                         fmt::format("this follows from `{}`, which is declared", declaration.name),
                         fmt::format("a condition is never forced, what it follows from is: "
                                     "observe {}{}{} in A..B",
                                     declaration.name, some, what));
    }

    static constexpr std::string_view kWindows =
        "expected in A..B, at D, by D or from A to B behind it";

    Context& context_;
    const ast::Decl& decl_;
    const ast::ObserveDecl& observe_;
    Scope scope_;
    Fact fact_;
    Expressions expressions_;
    bool at_start_ = false;
};

}  // namespace

std::string one_line(const Context& context, ModuleIndex home, Span span) {
    const ast::Tree& tree = context.tree(home);
    const std::string& text = context.sources.file(span.file).text;
    auto comment = tree.comments.begin();
    std::string line;
    bool space = false;
    for (std::uint32_t at = span.begin; at < std::min<std::size_t>(span.end, text.size()); ++at) {
        while (comment != tree.comments.end() && comment->span.end <= at) ++comment;
        const bool skipped = comment != tree.comments.end() && comment->span.begin <= at;
        const char c = text[at];
        if (skipped || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space = !line.empty();
            continue;
        }
        if (space) line += ' ';
        space = false;
        line += c;
        for (const ast::ExprId id : tree.reckoned) {
            if (tree[id].span.file != span.file || tree[id].span.end != at + 1) continue;
            line +=
                fmt::format(" ({})", gregorian_text(std::get<ast::DateExpr>(tree[id].node).date));
        }
    }
    return line;
}

void check_facts(Context& context) {
    for (ModuleIndex home = 0; home < context.modules.size(); ++home) {
        for (const ast::DeclId id : context.tree(home).top) {
            const ast::Decl& decl = context.tree(home)[id];
            if (std::holds_alternative<ast::ObserveDecl>(decl.node))
                Observation(context, home, decl).check();
        }
    }
    check_record(context);
}

}  // namespace jonbar
