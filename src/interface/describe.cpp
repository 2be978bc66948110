// What a scenario is made of (Scenario::describe).

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "interface/continued.h"
#include "interface/deciders.h"
#include "interface/parts.h"
#include "math/distributions.h"
#include "model/dump.h"
#include "model/fold.h"
#include "model/kinds.h"
#include "model/points.h"

namespace jonbar {

namespace {

class Describer {
  public:
    explicit Describer(const Scenario::Parts& parts) : parts_(parts), model_(parts.model) {}

    ScenarioDescription describe() const {
        ScenarioDescription made;
        const Calendar& calendar = model_.calendar;
        made.scenario = parts_.path;
        made.title = model_.title;
        made.from = calendar.format(calendar.first_tick);
        made.to = calendar.format(calendar.tick_of_step(calendar.step_count - 1));
        made.by = unit_name(calendar.unit);
        made.files = files();
        made.continues = continued_by(model_);
        for (const Outcome& outcome : model_.outcomes) made.outcomes.push_back(described(outcome));
        for (const State& state : model_.states) add_state(state, made);
        for (const Cause& cause : model_.causes) {
            made.causes.push_back(
                {cause.name, cause.label, cause.group, texts(cause.absent), place(cause.span)});
        }
        for (const WhatIf& what_if : model_.what_ifs) {
            made.what_ifs.push_back({what_if.name, what_if.label, "", texts(what_if.interventions),
                                     place(what_if.span)});
        }
        for (std::size_t i = 0; i < model_.facts.size(); ++i)
            made.record.push_back(described(i, model_.facts[i]));
        for (const Domain& domain : model_.domains) {
            DescribedDomain one{domain.name, domain.is_enum, {}, {}};
            for (const Domain::Member& member : domain.members) {
                one.members.push_back(member.name);
                one.labels.push_back(member.label);
            }
            made.domains.push_back(std::move(one));
        }
        for (const Declaration& declaration : model_.declarations)
            made.happenings.push_back(described(declaration));
        for (Decider& one : deciders(model_)) {
            const Domain& domain = model_.at(one.domain);
            const Domain::Member& member = domain.members[one.member];
            made.players.push_back(
                {member.name, member.label, domain.name, one.count, std::move(one.decisions)});
        }
        return made;
    }

  private:
    [[nodiscard]] TextPlace place(Span span) const {
        if (!span.file.valid()) return {parts_.path, 0};
        return {parts_.sources.file(span.file).path,
                static_cast<int>(parts_.sources.position(span.file, span.begin).line)};
    }

    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> found = {parts_.path};
        for (std::size_t i = 0; i < parts_.sources.count(); ++i) {
            const std::string& path = parts_.sources.file(FileId(i)).path;
            if (path.rfind("--", 0) != 0 && path != parts_.path) found.push_back(path);
        }
        return found;
    }

    [[nodiscard]] std::vector<std::string> cites(const Support& support) const {
        std::vector<std::string> names;
        for (const ClaimId claim : support.cites) names.push_back(model_.claims[claim.index].name);
        return names;
    }

    static std::vector<std::string> texts(const std::vector<Intervention>& interventions) {
        std::vector<std::string> all;
        for (const Intervention& one : interventions) all.push_back(one.text);
        return all;
    }

    [[nodiscard]] std::vector<std::string> names(const std::vector<DomainId>& domains) const {
        std::vector<std::string> all;
        for (const DomainId id : domains) all.push_back(model_.at(id).name);
        return all;
    }

    [[nodiscard]] DescribedOutcome described(const Outcome& outcome) const {
        DescribedOutcome made{outcome.name, outcome.label,      outcome.unit, AnswerKind::Truth, {},
                              {},           place(outcome.span)};
        switch (outcome.kind) {
            case OutcomeKind::Truth:
                made.values = made.labels = {"yes", "no"};
                break;
            case OutcomeKind::Number:
                made.kind = AnswerKind::Number;
                break;
            case OutcomeKind::Date:
                made.kind = AnswerKind::Date;
                break;
            case OutcomeKind::Choice: {
                made.kind = AnswerKind::Choice;
                const Type& type = model_.at(outcome.expression).type;
                for (const Domain::Member& member : model_.at(type.domain).members) {
                    made.values.push_back(member.name);
                    made.labels.push_back(member.label);
                }
                if (type.optional) {
                    const std::string none = outcome.none_text.empty() ? "none" : outcome.none_text;
                    made.values.push_back(none);
                    made.labels.push_back(none);
                }
                break;
            }
        }
        return made;
    }

    [[nodiscard]] DescribedFact described(std::size_t number, const Fact& fact) const {
        DescribedFact made;
        made.number = number;
        made.text = fact.text;
        made.ending = fact.ending;
        made.accounts = fact.accounts.size();
        made.cites = cites(fact.support);
        made.assumed = fact.support.assumed;
        made.place = place(fact.span);
        const Calendar& calendar = model_.calendar;
        std::int64_t first = calendar.step_count, last = -1;
        for (const Account& account : fact.accounts) {
            first = std::min(first, account.first_step);
            last = std::max(last, account.last_step);
            for (std::string& cite : cites(account.support)) made.cites.push_back(std::move(cite));
        }
        if (last < 0) return made;
        made.first = calendar.format(calendar.tick_of_step(std::max<std::int64_t>(first, 0)));
        made.last = calendar.format(calendar.tick_of_step(last));
        return made;
    }

    [[nodiscard]] DescribedHappening described(const Declaration& declaration) const {
        DescribedHappening made;
        made.kind = kind_name(declaration.kind);
        made.name = declaration.name;
        made.module = declaration.module;
        made.indices = names(declaration.indices);
        made.unordered = declaration.unordered;
        for (const Option& option : declaration.options) {
            DescribedHappening::Option one{option.name, ""};
            if (option.over != kNoLocal) {
                const Type& type = model_.at(declaration.frame).locals[option.over].type;
                one.over = model_.at(type.domain).name;
            }
            made.options.push_back(std::move(one));
        }
        made.place = place(declaration.span);
        return made;
    }

    void add_state(const State& state, ScenarioDescription& made) const {
        switch (state.role) {
            case StateRole::Param:
            case StateRole::Strength:
                return add_params(state, made.params);
            case StateRole::Series:
                return;  // nothing changes it
            case StateRole::Variable:
            case StateRole::Attribute:
            case StateRole::Relation:
                break;
        }
        DescribedState one;
        one.kind = state.role == StateRole::Variable    ? "variable"
                   : state.role == StateRole::Attribute ? "attribute"
                                                        : "relation";
        one.name = state.name;
        one.module = state.module;
        one.type = print(model_, state.type);
        if (state.type.base == BaseType::Member) one.domain = model_.at(state.type.domain).name;
        one.unit = state.unit;
        one.indices = names(state.indices);
        one.low = state.low;
        one.high = state.high;
        one.place = place(state.span);
        made.states.push_back(std::move(one));
    }

    /// Returns the name of a cell, as in "push(fear)".
    [[nodiscard]] std::string cell_name(const State& state, std::size_t cell) const {
        std::string inside;
        for (std::size_t i = state.indices.size(); i-- > 0;) {
            const Domain& domain = model_.at(state.indices[i]);
            inside = domain.members[cell % domain.members.size()].name +
                     (inside.empty() ? "" : ", ") + inside;
            cell /= domain.members.size();
        }
        return inside.empty() ? state.name : fmt::format("{}({})", state.name, inside);
    }

    void add_params(const State& state, std::vector<DescribedParam>& params) const {
        for (std::size_t i = 0; i < state.cells.size(); ++i) {
            const Cell& cell = state.cells[i];
            if (!cell.initial.exists()) continue;
            DescribedParam one;
            one.name = cell_name(state, i);
            one.module = state.module;
            one.type = print(model_, state.type);
            one.unit = state.unit;
            one.strength = state.role == StateRole::Strength;
            one.low = state.low;
            one.high = state.high;
            set_prior(cell, one);
            one.cites = cites(state.support);
            one.assumed = state.support.assumed;
            for (std::string& cite : cites(cell.support)) one.cites.push_back(std::move(cite));
            if (!cell.support.assumed.empty()) one.assumed = cell.support.assumed;
            one.place = place(cell.span.file.valid() ? cell.span : state.span);
            params.push_back(std::move(one));
        }
    }

    void set_prior(const Cell& cell, DescribedParam& param) const {
        const Expression& initial = model_.at(cell.initial);
        param.value = fold(model_, cell.initial, cell.bindings);
        param.prior = print(model_, model_.at(cell.frame), cell.initial);
        if (initial.kind != ExpressionKind::Draw) return;
        math::Parameters parameters{};
        for (std::size_t i = 0; i < initial.args.size() && i < parameters.size(); ++i) {
            const auto known = fold(model_, initial.args[i], cell.bindings);
            if (!known) return;
            parameters[i] = *known;
        }
        const math::Family family = math_family(initial.distribution);
        if (!math::is_valid(family, parameters)) return;
        std::array<double, 5> quantiles{};
        for (std::size_t i = 0; i < quantiles.size(); ++i)
            quantiles[i] = math::quantile(family, kQuantiles[i], parameters);
        param.quantiles = quantiles;
    }

    const Scenario::Parts& parts_;
    const Model& model_;
};

}  // namespace

ScenarioDescription Scenario::describe() const { return Describer(*parts_).describe(); }

}  // namespace jonbar
