// Native functions: what runs over a set and is computed in one piece.
//
// Opinions and thresholds are sums over the members and become aggregates here. The others stay
// one node, which engine and twin evaluate by the algorithms of src/politics.

#include <fmt/format.h>

#include <array>
#include <utility>

#include "language/native_forms.h"
#include "model/expressions.h"
#include "model/fold.h"

namespace jonbar {
namespace {

constexpr std::size_t kPlayersMax = 24;  // of a ruling coalition
constexpr std::size_t kIndexedMax = 20;  // of a power index
constexpr std::size_t kVotersMax = 500;
constexpr std::size_t kAlignedMax = 32;
constexpr std::size_t kComponentMax = 256;  // likewise
constexpr std::size_t kBargainersMax = 100;

NativeFunction function_of(ast::NativeKind kind) {
    switch (kind) {
        case ast::NativeKind::Alignment:
            return NativeFunction::Alignment;
        case ast::NativeKind::Component:
            return NativeFunction::Component;
        case ast::NativeKind::Banzhaf:
            return NativeFunction::Banzhaf;
        case ast::NativeKind::ShapleyShubik:
            return NativeFunction::ShapleyShubik;
        case ast::NativeKind::DeeganPackel:
            return NativeFunction::DeeganPackel;
        case ast::NativeKind::Holler:
            return NativeFunction::Holler;
        case ast::NativeKind::Winning:
            return NativeFunction::Winning;
        case ast::NativeKind::MinimalWinning:
            return NativeFunction::MinimalWinning;
        case ast::NativeKind::WeightedMedian:
            return NativeFunction::WeightedMedian;
        case ast::NativeKind::Bargain:
            return NativeFunction::Bargain;
        case ast::NativeKind::RulingCoalition:
        case ast::NativeKind::Degroot:
        case ast::NativeKind::FriedkinJohnsen:
        case ast::NativeKind::HegselmannKrause:
        case ast::NativeKind::Granovetter:
            break;
    }
    return NativeFunction::RulingCoalition;
}

std::size_t members_max(NativeFunction function) {
    switch (function) {
        case NativeFunction::RulingCoalition:
            return kPlayersMax;
        case NativeFunction::Alignment:
            return kAlignedMax;
        case NativeFunction::Component:
            return kComponentMax;
        case NativeFunction::Bargain:
            return kBargainersMax;
        case NativeFunction::Banzhaf:
        case NativeFunction::ShapleyShubik:
        case NativeFunction::DeeganPackel:
        case NativeFunction::Holler:
            return kIndexedMax;
        case NativeFunction::Winning:
        case NativeFunction::MinimalWinning:
        case NativeFunction::WeightedMedian:
        case NativeFunction::LanchesterSquare:
        case NativeFunction::LanchesterLinear:
        case NativeFunction::LanchesterMixed:
            break;
    }
    return kVotersMax;
}

bool is_set(NativeFunction function) {
    return function == NativeFunction::RulingCoalition || function == NativeFunction::Alignment ||
           function == NativeFunction::Component;
}

bool is_truth_value(NativeFunction function) {
    return function == NativeFunction::Winning || function == NativeFunction::MinimalWinning;
}

struct Lanchester {
    std::string_view name;
    NativeFunction function;
};
constexpr std::array kLanchester = {
    Lanchester{"lanchester", NativeFunction::LanchesterSquare},
    Lanchester{"lanchester_linear", NativeFunction::LanchesterLinear},
    Lanchester{"lanchester_mixed", NativeFunction::LanchesterMixed},
};

}  // namespace

std::string_view name_of(NativeFunction function) {
    switch (function) {
        case NativeFunction::RulingCoalition:
            return "ruling_coalition";
        case NativeFunction::Alignment:
            return "alignment";
        case NativeFunction::Component:
            return "component";
        case NativeFunction::Banzhaf:
            return "banzhaf";
        case NativeFunction::ShapleyShubik:
            return "shapley_shubik";
        case NativeFunction::DeeganPackel:
            return "deegan_packel";
        case NativeFunction::Holler:
            return "holler";
        case NativeFunction::Winning:
            return "winning";
        case NativeFunction::MinimalWinning:
            return "minimal_winning";
        case NativeFunction::WeightedMedian:
            return "weighted_median";
        case NativeFunction::Bargain:
            return "bargain";
        case NativeFunction::LanchesterSquare:
            return "lanchester";
        case NativeFunction::LanchesterLinear:
            return "lanchester_linear";
        case NativeFunction::LanchesterMixed:
            return "lanchester_mixed";
    }
    return {};
}

/// One call of a native function, being checked.
class NativeCheck {
  public:
    NativeCheck(Expressions& expressions, const ast::NativeExpr& source, Span span)
        : expressions_(expressions),
          context_(expressions.context_),
          scope_(expressions.scope_),
          source_(source),
          form_(ast::form_of(source.kind)),
          span_(span) {}

    Checked check() {
        const Range range = expressions_.check_range(source_.set);
        if (range.bad) return expressions_.bad(span_);
        native_.function = function_of(source_.kind);
        native_.domain = range.domain;
        native_.set = range.set;
        // A draw inside would share one name among all that are run over.
        Drawing* const drawing = std::exchange(scope_.drawing, nullptr);
        const Shown outer = scope_.known;
        Checked made = source_.kind == ast::NativeKind::Component ? component() : over_members();
        scope_.known = outer;
        scope_.drawing = drawing;
        return made;
    }

  private:
    Checked over_members() {
        native_.first = add_local(source_.variables.front());
        if (source_.variables.size() > 1) native_.second = add_local(source_.variables.back());
        scope_.locals.emplace_back(source_.variables.front().text, native_.first);
        if (source_.where.valid()) {
            const Checked where =
                expressions_.check_condition(source_.where, "the condition after `where`");
            wrong_ |= where.bad;
            native_.where = where.id;
            scope_.learn(where.when_true);
        }
        if (native_.second != kNoLocal)
            scope_.locals.emplace_back(source_.variables.back().text, native_.second);
        const Shown outside = scope_.known;
        for (const ast::NativeWord& word : form_.words) {
            if (word.scope == ast::NativeScope::Whole) continue;
            check_member_value(word);
        }
        scope_.locals.pop_back();
        if (native_.second != kNoLocal) scope_.locals.pop_back();
        if (wrong_) return expressions_.bad(span_);
        return make();
    }

    LocalIndex add_local(const ast::Name& name) {
        return context_.add_local(scope_.frame, name.text, member_type(native_.domain));
    }

    std::string what(const ast::NativeWord& word) const {
        return word.word.empty() ? fmt::format("what `{}` asks of each member", form_.name)
                                 : fmt::format("what stands after `{}`", word.word);
    }

    void check_member_value(const ast::NativeWord& word) {
        const ast::NativeClause* const clause = ast::clause_of(source_, word.word);
        if (clause == nullptr) return;
        const bool truth = source_.kind == ast::NativeKind::Granovetter && word.word.empty();
        const Checked value = truth ? expressions_.check_condition(clause->value, what(word))
                                    : expressions_.check_number(clause->value, what(word));
        wrong_ |= value.bad;
        if (word.scope == ast::NativeScope::Pair) {
            native_.pair = value.id;
        } else {
            native_.columns.push_back(value.id);
        }
        values_.push_back(value);
    }

    /// Checks a number that belongs to the function as a whole.
    Checked whole(std::string_view word) {
        const ast::NativeClause* const clause = ast::clause_of(source_, word);
        return expressions_.check_number(clause->value,
                                         fmt::format("what stands after `{}`", word));
    }

    Checked make() {
        switch (source_.kind) {
            case ast::NativeKind::Degroot:
                return degroot();
            case ast::NativeKind::FriedkinJohnsen:
                return friedkin_johnsen();
            case ast::NativeKind::HegselmannKrause:
                return hegselmann_krause();
            case ast::NativeKind::Granovetter:
                return granovetter();
            case ast::NativeKind::RulingCoalition:
            case ast::NativeKind::Alignment:
            case ast::NativeKind::Component:
            case ast::NativeKind::Banzhaf:
            case ast::NativeKind::ShapleyShubik:
            case ast::NativeKind::DeeganPackel:
            case ast::NativeKind::Holler:
            case ast::NativeKind::Winning:
            case ast::NativeKind::MinimalWinning:
            case ast::NativeKind::WeightedMedian:
            case ast::NativeKind::Bargain:
                break;
        }
        std::vector<ExpressionId> args;
        for (const ast::NativeWord& word : form_.words) {
            if (word.scope == ast::NativeScope::Whole) check_whole(word, args);
        }
        return native(std::move(args));
    }

    void check_whole(const ast::NativeWord& word, std::vector<ExpressionId>& args) {
        const ast::NativeClause* const clause = ast::clause_of(source_, word.word);
        if (word.word == "quota") {
            if (clause == nullptr) return;
            const Checked quota = whole("quota");
            wrong_ |= quota.bad ||
                      !expressions_.check_units(values_.front(), quota, clause->span, "compared");
            native_.by_quota = true;
            args.push_back(quota.id);
        } else if (word.word == "majority") {
            if (!native_.by_quota) args.push_back(majority(clause));
        } else if (word.word == "from" ||
                   (word.word == "with" && is_truth_value(native_.function))) {
            args.push_back(those(word, clause));
        } else {
            args.push_back(member(clause->value, what(word)));
        }
    }

    ExpressionId member(ast::ExprId id, const std::string& name) {
        const Checked found = expressions_.check_as(id, member_type(native_.domain), name);
        wrong_ |= found.bad;
        return found.id;
    }

    /// Checks a set of members; without one, nobody.
    ExpressionId those(const ast::NativeWord& word, const ast::NativeClause* clause) {
        if (clause == nullptr) {
            return expressions_
                .make(expressions_.node(ExpressionKind::EmptySet, set_type(native_.domain), span_))
                .id;
        }
        const Checked found =
            expressions_.check_as(clause->value, set_type(native_.domain), what(word));
        wrong_ |= found.bad;
        return found.id;
    }

    ExpressionId majority(const ast::NativeClause* clause) {
        if (clause == nullptr) return context_.add(context_.number(0.5, real_type(), span_));
        const Checked share = whole("majority");
        wrong_ |= share.bad;
        if (share.bad) return share.id;
        const std::optional<double> known = fold(context_.model, share.id);
        if (known && !(*known >= 0.5 && *known < 1)) {
            context_.error(kWrongMajority, clause->span,
                           fmt::format("a majority of {} is none", *known),
                           "it is at least one half and less than the whole: majority 1/2, 2/3");
            wrong_ = true;
        }
        return share.id;
    }

    Checked native(std::vector<ExpressionId> args) {
        const std::size_t size = context_.model.at(native_.domain).members.size();
        const std::size_t most = members_max(native_.function);
        const bool pairs = native_.pair.exists();
        if (size > most && (pairs || (!native_.set.exists() && !native_.where.exists()))) {
            context_.error(
                kTooManyMembers, span_,
                fmt::format("`{}` goes over at most {} members; `{}` has {}", form_.name, most,
                            context_.model.at(native_.domain).name, size),
                pairs ? "it asks something of every pair; give those concerned a kind of their own"
                      : "run over those who count: p in {q in S where …}");
            wrong_ = true;
        }
        if (wrong_) return expressions_.bad(span_);
        Type type = real_type();
        if (is_set(native_.function)) type = set_type(native_.domain);
        if (is_truth_value(native_.function)) type = truth_type();
        Expression expression = expressions_.node(ExpressionKind::Native, type, span_);
        expression.native = std::move(native_);
        expression.args = std::move(args);
        const bool placed = source_.kind == ast::NativeKind::WeightedMedian ||
                            source_.kind == ast::NativeKind::Bargain;
        return expressions_.make(std::move(expression), placed ? values_.front().units : Units{});
    }

    // ---- component(x in S via R)

    Checked component() {
        const ast::ExprId relation = source_.clauses.front().value;
        native_.first = add_local({"a", span_});
        native_.second = add_local({"b", span_});
        const ExpressionId x = member(source_.entity, "whose component is asked for");
        const Head head = expressions_.head(relation);
        if (head.symbol == nullptr) {
            expressions_.check(relation);  // reports that the name is not known
            return expressions_.bad(span_);
        }
        const std::vector<ExpressionId> ends = {local(native_.first), local(native_.second)};
        Expression joined;
        bool fits = head.arguments.empty();
        if (head.symbol->kind == Symbol::Kind::State) {
            const StateId state{head.symbol->index};
            const State& found = context_.model.at(state);
            fits = fits && found.type == truth_type() &&
                   found.indices == std::vector{native_.domain, native_.domain};
            joined = expressions_.node(ExpressionKind::Load, truth_type(), span_);
            joined.state = state;
        } else if (head.symbol->kind == Symbol::Kind::Definition) {
            const DefinitionId definition{head.symbol->index};
            check_definition(context_, definition);
            if (context_.definitions[definition.index].bad) return expressions_.bad(span_);
            fits = fits && joins(definition);
            joined = expressions_.node(ExpressionKind::Call, truth_type(), span_);
            joined.definition = definition;
        } else {
            fits = false;
        }
        if (!fits) {
            const std::string& kind = context_.model.at(native_.domain).name;
            context_.error(
                kWrongNative, expressions_.span_of(relation),
                fmt::format("`{}` is no truth about two of kind {}", head.name.text, kind),
                fmt::format("expected the name of a relation ({0}, {0}): bool, or of a definition "
                            "(a, b: {0}) that is a truth",
                            kind));
            return expressions_.bad(span_);
        }
        joined.args = ends;
        native_.pair = expressions_.make(std::move(joined)).id;
        return native({x});
    }

    /// Tells whether a definition is a truth about two members.
    bool joins(DefinitionId id) const {
        const Definition& definition = context_.model.at(id);
        if (context_.definitions[id.index].type != truth_type() || definition.parameter_count != 2)
            return false;
        const Frame& frame = context_.model.at(definition.frame);
        return frame.locals[0].type == member_type(native_.domain) &&
               frame.locals[1].type == member_type(native_.domain);
    }

    ExpressionId local(LocalIndex index) {
        Expression expression =
            expressions_.node(ExpressionKind::Local, member_type(native_.domain), span_);
        expression.local = index;
        return expressions_.make(std::move(expression)).id;
    }

    // ---- opinions and thresholds, made of aggregates

    ExpressionId binary(Operator op, const Type& type, ExpressionId left, ExpressionId right) {
        Expression expression = expressions_.node(ExpressionKind::Binary, type, span_);
        expression.op = op;
        expression.args = {left, right};
        return context_.add(std::move(expression));
    }

    ExpressionId number(double value) {
        return context_.add(context_.number(value, real_type(), span_));
    }

    ExpressionId aggregate(AggregateOp op, ExpressionId where, ExpressionId body) {
        const Type type = op == AggregateOp::Count ? int_type() : real_type();
        Expression expression = expressions_.node(ExpressionKind::Aggregate, type, span_);
        Aggregate& made = expression.aggregate;
        made.op = op;
        made.local = native_.first;
        made.domain = native_.domain;
        made.set = native_.set;
        made.where = where;
        made.body = body;
        return context_.add(std::move(expression));
    }

    ExpressionId where_too(ExpressionId condition) {
        return native_.where.exists()
                   ? binary(Operator::And, truth_type(), native_.where, condition)
                   : condition;
    }

    Checked result(ExpressionId id) {
        if (wrong_) return expressions_.bad(span_);
        Checked made;
        made.id = id;
        made.type = context_.model.at(id).type;
        if (is_number(made.type)) made.units = values_.front().units;
        made.units.any = false;
        return made;
    }

    /// The mean of what the members say, by weight.
    ExpressionId mean() {
        const ExpressionId value = native_.columns[0];
        const ExpressionId weight = native_.columns[1];
        const ExpressionId sum = aggregate(AggregateOp::Sum, native_.where,
                                           binary(Operator::Multiply, real_type(), weight, value));
        return binary(Operator::Divide, real_type(), sum,
                      aggregate(AggregateOp::Sum, native_.where, weight));
    }

    Checked degroot() { return result(mean()); }

    // Friedkin & Johnsen (1990): a share of what others say, the rest of what one began with.
    Checked friedkin_johnsen() {
        const Checked share = whole("susceptibility");
        const Checked initial = whole("initial");
        wrong_ |= share.bad || initial.bad;
        if (!wrong_) wrong_ |= !expressions_.check_units(values_.front(), initial, span_, "added");
        const ExpressionId rest = binary(Operator::Subtract, real_type(), number(1), share.id);
        return result(binary(Operator::Add, real_type(),
                             binary(Operator::Multiply, real_type(), share.id, mean()),
                             binary(Operator::Multiply, real_type(), rest, initial.id)));
    }

    // Hegselmann & Krause (2002): the plain mean of those not further than epsilon away.
    Checked hegselmann_krause() {
        const Checked near = whole("near");
        const Checked within = whole("within");
        wrong_ |= near.bad || within.bad;
        if (!wrong_) {
            wrong_ |= !expressions_.check_units(values_.front(), near, span_, "compared") ||
                      !expressions_.check_units(values_.front(), within, span_, "compared");
        }
        const ExpressionId value = native_.columns.front();
        Expression away = expressions_.node(ExpressionKind::Apply, real_type(), span_);
        away.function = Function::Abs;
        away.args = {binary(Operator::Subtract, real_type(), value, near.id)};
        const ExpressionId distance = context_.add(std::move(away));
        const ExpressionId close =
            where_too(binary(Operator::LessEqual, truth_type(), distance, within.id));
        Expression choice = expressions_.node(ExpressionKind::If, real_type(), span_);
        choice.args = {binary(Operator::Greater, truth_type(),
                              aggregate(AggregateOp::Count, close, {}), number(0)),
                       aggregate(AggregateOp::Mean, close, value), near.id};
        return result(context_.add(std::move(choice)));
    }

    // Granovetter (1978): one joins when enough others have.
    Checked granovetter() {
        const Checked threshold = whole("threshold");
        wrong_ |= threshold.bad;
        const bool weighted = native_.columns.size() > 1;
        if (weighted && !wrong_) {
            wrong_ |= !expressions_.check_units(values_.back(), threshold, span_, "compared");
        }
        const ExpressionId joined = where_too(native_.columns.front());
        const ExpressionId weight = weighted ? native_.columns.back() : number(1);
        return result(binary(Operator::GreaterEqual, truth_type(),
                             aggregate(AggregateOp::Sum, joined, weight), threshold.id));
    }

    Expressions& expressions_;
    Context& context_;
    Scope& scope_;
    const ast::NativeExpr& source_;
    const ast::NativeForm& form_;
    Span span_;
    Native native_;
    std::vector<Checked> values_;  // of each member or pair, in the order of the form
    bool wrong_ = false;
};

Checked Expressions::check_native(const ast::NativeExpr& native, Span span) {
    return NativeCheck(*this, native, span).check();
}

/// Checks `lanchester(x, y, a, b, t)`; nothing where the call is of no such name.
std::optional<Checked> Expressions::check_lanchester(const ast::CallExpr& call, Span span) {
    for (const Lanchester& known : kLanchester) {
        if (known.name != call.name.text) continue;
        if (call.arguments.size() != 5) {
            context_.error(
                kWrongCount, span,
                fmt::format("`{}` takes 5 arguments, not {}", known.name, call.arguments.size()),
                "expected (own strength, the enemy's, losses of ours by each of theirs, "
                "losses of theirs by each of ours, time)");
            return bad(span);
        }
        Expression expression = node(ExpressionKind::Native, real_type(), span);
        expression.native.function = known.function;
        bool wrong = false;
        Units units;
        for (const ast::ExprId argument : call.arguments) {
            const Checked value =
                check_number(argument, fmt::format("an argument of `{}`", known.name));
            wrong |= value.bad;
            if (expression.args.empty()) units = value.units;
            expression.args.push_back(value.id);
        }
        units.any = false;
        return wrong ? bad(span) : make(std::move(expression), units);
    }
    return std::nullopt;
}

}  // namespace jonbar
