#include "model/dump.h"

#include <fmt/format.h>

#include <map>

#include "model/dump_writer.h"
#include "model/instances.h"
#include "model/kinds.h"

namespace jonbar {
namespace {

/// Variables are declared by `var`.
std::string_view word(StateRole role) {
    return role == StateRole::Variable ? "var" : role_name(role);
}

std::string_view word(RateUnit unit) {
    switch (unit) {
        case RateUnit::Day:
            return "day";
        case RateUnit::Week:
            return "week";
        case RateUnit::Month:
            return "month";
        case RateUnit::Quarter:
            return "quarter";
        case RateUnit::Year:
            return "year";
    }
    return {};
}

class Dump : private DumpWriter {
  public:
    explicit Dump(const Model& model) : DumpWriter(model) {}

    std::string whole() {
        const Calendar& calendar = model_.calendar;
        line(0, fmt::format("history \"{}\" from {} to {} by {}", model_.title,
                            calendar.format(calendar.first_tick),
                            calendar.format(calendar.tick_of_step(calendar.step_count - 1)),
                            unit_name(calendar.unit)));
        for (const Domain& domain : model_.domains) add(domain);
        for (const State& state : model_.states) add(state);
        for (const Definition& definition : model_.definitions) add(definition);
        for (const Declaration& declaration : model_.declarations) add(declaration);
        for (const Outcome& outcome : model_.outcomes) add(outcome);
        dump_questions(model_, *this);
        if (!model_.sources.empty() || !model_.claims.empty()) {
            line(0, fmt::format("evidence {} sources, {} claims", model_.sources.size(),
                                model_.claims.size()));
        }
        return take();
    }

    std::string order() {
        for (const Turn& turn : model_.order) {
            std::string names;
            for (const DeclarationId id : turn.declarations) {
                const Declaration& declaration = model_.at(id);
                names += fmt::format("{}{} {}", names.empty() ? "" : ", ",
                                     kind_name(declaration.kind), head(declaration));
            }
            line(0, turn.race ? "race " + names : names);
        }
        return take();
    }

  private:
    std::string head(const Declaration& declaration) const {
        return qualified(declaration.module, declaration.name) + domains(declaration.indices);
    }

    void add(const Domain& domain) {
        std::string members;
        for (const Domain::Member& member : domain.members) {
            members += (members.empty() ? " " : ", ") + member.name;
            if (member.label != member.name) members += fmt::format(" \"{}\"", member.label);
        }
        line(0,
             fmt::format("{} {} {{{} }}", domain.is_enum ? "enum" : "kind", domain.name, members));
    }

    void add_figures(const State& state) {
        for (std::uint32_t cell = 0; cell < state.figures.size(); ++cell) {
            if (state.figures[cell].empty()) continue;
            std::string text;
            const Tuple tuple = cell_tuple(model_, state, cell);
            for (std::size_t i = 0; i < tuple.size(); ++i) {
                text += (i == 0 ? "" : ", ") + model_.at(state.indices[i]).members[tuple[i]].name;
            }
            for (const Figure& figure : state.figures[cell]) {
                text += fmt::format("{}{}..{} {}", text.empty() ? "" : "  ",
                                    model_.calendar.format(figure.first_tick),
                                    model_.calendar.format(figure.end_tick - 1),
                                    print(model_, state.type, figure.value));
            }
            line(1, text);
        }
    }

    void add(const State& state) {
        std::string text =
            fmt::format("{} {}{}: {}", word(state.role), qualified(state.module, state.name),
                        domains(state.indices), print(model_, state.type));
        if (!state.unit.empty()) text += " [" + state.unit + "]";
        if (state.low && state.high) text += fmt::format(" in {}..{}", *state.low, *state.high);
        if (state.symmetric) text += " symmetric";
        const bool constant = !state.written && state.role != StateRole::Series;
        line(0, text + (constant ? " constant" : "") + ground(state.support));
        if (state.role == StateRole::Series) add_figures(state);
        std::map<ExpressionId, std::size_t> counts;
        for (const Cell& cell : state.cells) {
            if (cell.initial.exists()) ++counts[cell.initial];
        }
        ExpressionId common;
        for (const auto& [id, count] : counts) {
            if (count > 1 && (!common.exists() || count > counts[common])) common = id;
        }
        for (std::uint32_t i = 0; i < state.cells.size(); ++i) {
            const Cell& cell = state.cells[i];
            if (!cell.initial.exists() || cell.initial == common) continue;
            line(1, fmt::format("{}= {}{}", place(state, i),
                                say(model_.at(cell.frame), cell.initial), ground(cell.support)));
        }
        if (!common.exists()) return;
        for (const Cell& cell : state.cells) {
            if (cell.initial != common) continue;
            line(1, fmt::format("else = {}", say(model_.at(cell.frame), common)));
            break;
        }
    }

    std::string parameters(const Frame& frame, std::size_t count) const {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            text += fmt::format("{}{}: {}", i == 0 ? "" : ", ", frame.locals[i].name,
                                print(model_, frame.locals[i].type));
        }
        return count == 0 ? text : "(" + text + ")";
    }

    void add(const Definition& definition) {
        const Frame& frame = model_.at(definition.frame);
        const std::string type =
            definition.body.exists() ? print(model_, model_.at(definition.body).type) : "?";
        line(0, fmt::format("let {}{}: {} = {}", qualified(definition.module, definition.name),
                            parameters(frame, definition.parameter_count), type,
                            say(frame, definition.body)));
    }

    std::string timing(const Frame& frame, const Timing& timing) const {
        std::string text;
        switch (timing.kind) {
            case TimingKind::Every:
                text = " every";
                break;
            case TimingKind::At:
                text = " at";
                break;
            case TimingKind::Hazard:
                text = timing.mean_time ? " mean time " + say(frame, timing.rate)
                                        : fmt::format(" hazard {} per {}", say(frame, timing.rate),
                                                      word(timing.rate_unit));
                break;
            case TimingKind::WhenOnly:
                break;
            case TimingKind::Procedure:
                text = " procedure";
                break;
        }
        std::size_t due = 0;
        std::string steps;
        for (std::size_t step = 0; step < timing.due.size(); ++step) {
            if (timing.due[step] && ++due <= 4)
                steps += fmt::format(" {}", model_.calendar.format(model_.calendar.tick_of_step(
                                                static_cast<std::int64_t>(step))));
        }
        if (due > 4) steps += fmt::format(" ({} steps)", due);
        text += steps;
        for (const ExpressionId date : timing.dates) text += " " + say(frame, date);
        for (const HazardFactor& factor : timing.factors) {
            text += " times " + say(frame, factor.factor);
            if (factor.condition.exists()) text += " when " + say(frame, factor.condition);
        }
        if (timing.chance.exists()) text += " chance " + say(frame, timing.chance);
        return text;
    }

    void add(const Declaration& declaration) {
        const Frame& frame = model_.at(declaration.frame);
        std::string text = fmt::format("{} {}{}", kind_name(declaration.kind),
                                       qualified(declaration.module, declaration.name),
                                       parameters(frame, declaration.indices.size()));
        if (declaration.unordered) text += " unordered";
        text += timing(frame, declaration.timing);
        if (declaration.by.exists()) text += " by " + say(frame, declaration.by);
        if (declaration.when.exists()) text += " when " + say(frame, declaration.when);
        if (declaration.repeatable) text += " repeatable";
        if (declaration.site.exists())
            text += " at [" + print(model_, model_.at(declaration.site)) + "]";
        if (declaration.coupling != Coupling::Gumbel)
            text += declaration.coupling == Coupling::Ordered ? " coupling ordered"
                                                              : " coupling independent";
        line(0, text + ground(declaration.support));
        if (is_election(declaration)) {
            add_election(frame, declaration);
        } else {
            for (const Option& option : declaration.options) add(frame, option);
            if (declaration.kind == DeclarationKind::Vote) add(frame, declaration.vote);
        }
        statements(frame, declaration.body, 1);
    }

    void add(const Frame& frame, const Option& option) {
        std::string text = "option " + option.name;
        if (option.over != kNoLocal) {
            text += fmt::format("({}: {})", frame.locals[option.over].name,
                                print(model_, frame.locals[option.over].type));
        }
        if (option.when.exists()) text += " when " + say(frame, option.when);
        text += option.worth_kind == WorthKind::Plain    ? " worth "
                : option.worth_kind == WorthKind::Shared ? " worth shared "
                                                         : " worth rate ";
        text += say(frame, option.worth);
        if (option.site.exists()) text += " at [" + print(model_, model_.at(option.site)) + "]";
        line(1, text);
        statements(frame, option.body, 2);
    }

    void add(const Frame& frame, const Vote& vote) {
        if (vote.swing.exists()) line(1, "swing " + say(frame, vote.swing));
        if (vote.voter == kNoLocal) return;
        std::string text =
            fmt::format("for {} in {}", frame.locals[vote.voter].name, say(frame, vote.among));
        if (vote.size.exists()) text += " size " + say(frame, vote.size);
        if (vote.weight.exists()) text += " weight " + say(frame, vote.weight);
        text += ": yes worth " + say(frame, vote.yes);
        if (vote.abstain.exists()) text += " abstain worth " + say(frame, vote.abstain);
        line(1, text + " at [" + print(model_, model_.at(vote.voter_site)) + "]");
        line(1, fmt::format("carried by more than {} of {}", say(frame, vote.bar),
                            vote.of_cast ? "cast" : "all"));
        statements(frame, vote.carried, 2);
        if (vote.lost.empty()) return;
        line(1, "lost");
        statements(frame, vote.lost, 2);
    }

    void add_election(const Frame& frame, const Declaration& declaration) {
        const Vote& vote = declaration.vote;
        const Option& option = declaration.options[0];
        if (vote.swing.exists()) line(1, "swing " + say(frame, vote.swing));
        if (vote.voter == kNoLocal) return;
        std::string text =
            fmt::format("for {} in {}", frame.locals[vote.voter].name, say(frame, vote.among));
        if (vote.size.exists()) text += " size " + say(frame, vote.size);
        if (vote.weight.exists()) text += " weight " + say(frame, vote.weight);
        text += fmt::format(": option {}: {}", frame.locals[option.over].name,
                            print(model_, frame.locals[option.over].type));
        if (option.when.exists()) text += " when " + say(frame, option.when);
        text += " worth " + say(frame, vote.yes);
        if (vote.abstain.exists()) text += " abstain worth " + say(frame, vote.abstain);
        line(1, text + " at [" + print(model_, model_.at(vote.voter_site)) + "]");
        text = "elected by most";
        if (vote.bar.exists()) {
            text = fmt::format("elected by more than {} of {}", say(frame, vote.bar),
                               vote.of_cast ? "cast" : "all");
        }
        line(1, vote.run_off ? text + " run-off" : text);
        statements(frame, option.body, 2);
        if (vote.lost.empty()) return;
        line(1, "lost");
        statements(frame, vote.lost, 2);
    }

    void add(const Outcome& outcome) {
        const Frame& frame = model_.at(outcome.frame);
        std::string text = fmt::format("outcome {} = ", outcome.name);
        if (outcome.time == OutcomeTime::FirstWhen) text += "first date when ";
        text += say(frame, outcome.expression);
        if (outcome.time == OutcomeTime::At)
            text += " at " + model_.calendar.format(model_.calendar.tick_of_step(outcome.step));
        line(0, fmt::format("{} none \"{}\"{}", text, outcome.none_text, ground(outcome.support)));
    }
};

}  // namespace

std::string dump_model(const Model& model) { return Dump(model).whole(); }

std::string dump_order(const Model& model) { return Dump(model).order(); }

}  // namespace jonbar
