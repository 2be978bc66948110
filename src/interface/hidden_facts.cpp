#include "interface/hidden_facts.h"

#include <algorithm>

#include "model/fold.h"
#include "model/instances.h"

namespace jonbar {

namespace {

/// Builds expressions of a model.
class Writer {
  public:
    explicit Writer(Model& model) : model_(model) {}

    ExpressionId add(Expression made) {
        model_.expressions.push_back(std::move(made));
        return ExpressionId{static_cast<std::uint32_t>(model_.expressions.size() - 1)};
    }

    ExpressionId number(double value, Type type) {
        Expression made;
        made.kind = type.base == BaseType::Truth ? ExpressionKind::Truth : ExpressionKind::Number;
        made.type = type;
        made.number = value;
        return add(std::move(made));
    }

    ExpressionId negation(ExpressionId of) {
        Expression made;
        made.kind = ExpressionKind::Unary;
        made.type.base = BaseType::Truth;
        made.op = Operator::Not;
        made.args = {of};
        return add(std::move(made));
    }

    ExpressionId both(Operator op, ExpressionId left, ExpressionId right) {
        Expression made;
        made.kind = ExpressionKind::Binary;
        made.type.base = BaseType::Truth;
        made.op = op;
        made.args = {left, right};
        return add(std::move(made));
    }

    ExpressionId now() {
        Expression made;
        made.kind = ExpressionKind::Now;
        made.type.base = BaseType::Date;
        return add(std::move(made));
    }

    /// What the record holds of a fact's site.
    ExpressionId history(const Fact& fact, PastQuery query) {
        Expression made;
        made.kind = ExpressionKind::History;
        made.type.base = query == PastQuery::On ? BaseType::Date : BaseType::Truth;
        made.type.optional = query == PastQuery::On;
        made.query = query;
        made.declaration = fact.declaration;
        const std::vector<DomainId>& indices = model_.at(fact.declaration).indices;
        for (std::size_t i = 0; i < fact.instance.size(); ++i)
            made.args.push_back(member(fact.instance[i], indices[i]));
        if (query == PastQuery::Chose) {
            made.option = fact.option;
            const Option& option = model_.at(fact.declaration).options[fact.option];
            if (option.over != kNoLocal) {
                const Frame& frame = model_.at(model_.at(fact.declaration).frame);
                made.args.push_back(
                    member(fact.option_entity, frame.locals[option.over].type.domain));
            }
        }
        return add(std::move(made));
    }

    /// The cell that a fact of a draw speaks of.
    ExpressionId cell(const Fact& fact) {
        const State& state = model_.at(fact.state);
        Expression made;
        made.kind = ExpressionKind::Load;
        made.type = state.type;
        made.state = fact.state;
        const Tuple tuple = cell_tuple(model_, state, fact.cell);
        for (std::size_t i = 0; i < tuple.size(); ++i)
            made.args.push_back(member(tuple[i], state.indices[i]));
        return add(std::move(made));
    }

  private:
    ExpressionId member(std::uint32_t entity, DomainId domain) {
        Type type;
        type.base = BaseType::Member;
        type.domain = domain;
        return number(entity, type);
    }

    Model& model_;
};

/// `X == v`, or that X is nobody.
struct Value {
    ExpressionId expression;
    double value = kNobody;
};

class Ending {
  public:
    explicit Ending(Scenario::Parts& parts)
        : parts_(parts), model_(parts.model), write_(parts.model) {}

    HiddenEnd hide() {
        keep_baselines();
        std::vector<Fact> shown;
        for (Fact& fact : model_.facts) {
            if (fact.ending) {
                ask(fact);
            } else {
                shown.push_back(fact);
            }
        }
        model_.facts = std::move(shown);
        settle_leadership();
        return std::move(end_);
    }

  private:
    void keep_baselines() {
        std::vector<Outcome> kept;
        for (Outcome& outcome : model_.outcomes) {
            const bool member = outcome.kind == OutcomeKind::Choice;
            if (outcome.name == "leads" && member)
                leaders_ = model_.at(outcome.expression).type.domain;
            std::optional<std::size_t>* place = nullptr;
            if (outcome.name == "baseline_contenders" && outcome.kind == OutcomeKind::Number)
                place = &end_.contenders;
            if (outcome.name == "baseline_lever" && member) place = &end_.lever;
            if (outcome.name == "baseline_incumbent" && member) place = &end_.incumbent;
            if (place == nullptr) continue;
            *place = kept.size();
            kept.push_back(std::move(outcome));
        }
        model_.outcomes = std::move(kept);
    }

    std::size_t add_outcome(const Fact& fact, ExpressionId expression, OutcomeKind kind,
                            OutcomeTime time, std::int64_t step) {
        Outcome outcome;
        outcome.name = fact.text;
        outcome.kind = kind;
        outcome.time = time;
        outcome.step = static_cast<std::uint32_t>(std::max<std::int64_t>(step, 0));
        outcome.frame = fact.frame;
        outcome.expression = expression;
        outcome.span = fact.span;
        model_.outcomes.push_back(std::move(outcome));
        return model_.outcomes.size() - 1;
    }

    [[nodiscard]] bool is_member(ExpressionId id) const {
        const Type& type = model_.at(id).type;
        return type.base == BaseType::Member && !type.set;
    }

    /// Finds the value that a fact gives at one moment, if it is of that form.
    std::optional<Value> value_of(const Fact& fact) {
        if (fact.kind == FactKind::Draw) {
            const ExpressionId cell = write_.cell(fact);
            return is_member(cell) ? std::optional(Value{cell, fact.value}) : std::nullopt;
        }
        if (fact.kind != FactKind::Condition || fact.window != FactWindow::Within ||
            fact.accounts.size() != 1 ||
            fact.accounts.front().first_step != fact.accounts.front().last_step) {
            return std::nullopt;
        }
        const Expression whole = model_.at(fact.expression);
        if (whole.kind == ExpressionKind::Unary && whole.op == Operator::Not) {
            const Expression inner = model_.at(whole.args[0]);
            if (inner.kind != ExpressionKind::IsSomeone || !is_member(inner.args[0]))
                return std::nullopt;
            return Value{inner.args[0], kNobody};
        }
        if (whole.kind != ExpressionKind::Binary || whole.op != Operator::Equal)
            return std::nullopt;
        for (std::size_t side = 0; side < 2; ++side) {
            const ExpressionId asked = whole.args[side];
            const std::optional<double> value = fold(model_, whole.args[1 - side]);
            if (value && *value >= 0 && is_member(asked)) return Value{asked, *value};
        }
        return std::nullopt;
    }

    void ask(const Fact& fact) {
        HiddenFact hidden;
        hidden.text = fact.text;
        hidden.place = parts_.place(fact.span);
        if (const std::optional<Value> value = value_of(fact)) {
            const Domain& domain = model_.at(model_.at(value->expression).type.domain);
            hidden.group = FactGroup::Fate;
            hidden.about = domain.name;
            for (const Domain::Member& member : domain.members) {
                hidden.values.push_back(member.name);
                hidden.labels.push_back(member.label);
            }
            if (!domain.is_enum || model_.at(value->expression).type.optional) {
                hidden.values.emplace_back("nobody");
                hidden.labels.emplace_back("nobody");
            }
            hidden.truth = value->value < 0 ? hidden.values.size() - 1
                                            : static_cast<std::size_t>(value->value);
            hidden.asked = {{add_outcome(fact, value->expression, OutcomeKind::Choice,
                                         OutcomeTime::At, fact.accounts.front().last_step),
                             1}};
            domains_.push_back(model_.at(value->expression).type.domain);
            steps_.push_back(fact.accounts.front().last_step);
        } else if (!ask_whether(fact, hidden)) {
            end_.unscored.push_back(fact.text);
            return;
        } else {
            hidden.values = hidden.labels = {"yes", "no"};
            domains_.emplace_back();
            steps_.push_back(-1);
        }
        end_.facts.push_back(std::move(hidden));
    }

    /// Asks for the first date at which a fact is met, or broken. Returns false where it is a
    /// measure.
    bool ask_whether(const Fact& fact, HiddenFact& hidden) {
        const ExpressionId come = coming(fact);
        if (!come.exists()) return false;
        hidden.broken = fact.window != FactWindow::Within;
        const ExpressionId wanted =
            fact.window == FactWindow::Throughout ? departure(fact, come) : come;
        for (const Account& account : fact.accounts) {
            const std::size_t outcome = add_outcome(fact, within(account, wanted),
                                                    OutcomeKind::Date, OutcomeTime::FirstWhen, 0);
            hidden.asked.push_back({outcome, account.weight});
        }
        return true;
    }

    /// That what a fact tells of comes in this step, or holds at its end; none of a measure.
    ExpressionId coming(const Fact& fact) {
        switch (fact.kind) {
            case FactKind::Condition:
                return fact.expression;
            case FactKind::Event:
            case FactKind::Vote:
                return in_this_step(fact);
            case FactKind::Choice:
                return write_.both(Operator::And, in_this_step(fact),
                                   write_.history(fact, PastQuery::Chose));
            case FactKind::Draw:
                return drawn(fact);
            case FactKind::Noisy:
                break;
        }
        return {};
    }

    ExpressionId in_this_step(const Fact& fact) {
        return write_.both(Operator::Equal, write_.history(fact, PastQuery::On), write_.now());
    }

    ExpressionId drawn(const Fact& fact) {
        const Type type = model_.at(fact.state).type;
        if (type.base == BaseType::Real || type.base == BaseType::Duration || type.set) return {};
        const ExpressionId cell = write_.cell(fact);
        if (type.base == BaseType::Truth) return fact.value != 0 ? cell : write_.negation(cell);
        return write_.both(Operator::Equal, cell, write_.number(fact.value, type));
    }

    /// That a fact of each step, or of each time a choice is made, is broken in this one.
    ExpressionId departure(const Fact& fact, ExpressionId come) {
        if (fact.kind != FactKind::Choice) return write_.negation(come);
        return write_.both(Operator::And, in_this_step(fact),
                           write_.negation(write_.history(fact, PastQuery::Chose)));
    }

    /// That it is so, in the window of an account.
    ExpressionId within(const Account& account, ExpressionId so) {
        Type date;
        date.base = BaseType::Date;
        const auto tick = [&](std::int64_t step) {
            return write_.number(
                static_cast<double>(model_.calendar.tick_of_step(std::max<std::int64_t>(step, 0))),
                date);
        };
        const ExpressionId after =
            write_.both(Operator::GreaterEqual, write_.now(), tick(account.first_step));
        const ExpressionId before =
            write_.both(Operator::LessEqual, write_.now(), tick(account.last_step));
        return write_.both(Operator::And, write_.both(Operator::And, after, before), so);
    }

    /// Who led is the last fact whose values are those of the outcome `leads`; nobody may have.
    void settle_leadership() {
        std::size_t last = end_.facts.size();
        for (std::size_t i = 0; i < end_.facts.size(); ++i) {
            if (!leaders_.exists() || domains_[i] != leaders_) continue;
            if (last == end_.facts.size() || steps_[i] >= steps_[last]) last = i;
        }
        if (last < end_.facts.size()) end_.facts[last].group = FactGroup::Leads;
    }

    Scenario::Parts& parts_;
    Model& model_;
    Writer write_;
    HiddenEnd end_;
    DomainId leaders_;
    std::vector<DomainId> domains_;    // of the facts' values
    std::vector<std::int64_t> steps_;  // at which they have them
};

}  // namespace

HiddenEnd hide_end(Scenario::Parts& parts) { return Ending(parts).hide(); }

}  // namespace jonbar
