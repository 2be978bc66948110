// The record and the questions in print.

#include <fmt/format.h>

#include "model/dump_writer.h"
#include "model/instances.h"
#include "model/points.h"
#include "model/site_name.h"

namespace jonbar {
namespace {

class Questions {
  public:
    Questions(const Model& model, DumpWriter& out) : model_(model), out_(out) {}

    void add(const Fact& fact) {
        std::string text = fmt::format("observe \"{}\" {}{}", fact.text, what(fact), when(fact));
        if (fact.account_site.exists())
            text += " at [" + print(model_, model_.at(fact.account_site)) + "]";
        if (fact.ending) text += " ending";
        out_.line(0, text + out_.ground(fact.support));
    }

    void add(const WhatIf& what_if) {
        out_.line(0, heading("whatif", what_if.name, what_if.label) + out_.ground(what_if.support));
        add(what_if.interventions, 1);
    }

    void add(const Cause& cause) {
        std::string text = heading("cause", cause.name, cause.label);
        if (!cause.group.empty()) text += " in " + cause.group;
        out_.line(0, text + out_.ground(cause.support));
        out_.line(1, "absent");
        add(cause.absent, 2);
        if (cause.present.empty()) return;
        out_.line(1, "present");
        add(cause.present, 2);
    }

  private:
    static std::string heading(std::string_view what, const std::string& name,
                               const std::string& label) {
        return label == name ? fmt::format("{} {}", what, name)
                             : fmt::format("{} {} \"{}\"", what, name, label);
    }

    void add(const std::vector<Intervention>& interventions, int depth) {
        for (const Intervention& intervention : interventions) add(intervention, depth);
    }

    void add(const Intervention& intervention, int depth) {
        const Frame& frame = model_.at(intervention.frame);
        const std::string when = steps(intervention.first_step, intervention.last_step);
        const auto value = [&] { return out_.say(frame, intervention.value); };
        const auto which = [&] { return instances(intervention); };
        switch (intervention.kind) {
            case InterventionKind::Statements:
                out_.line(depth, "at " + when);
                return out_.statements(frame, intervention.body, depth + 1);
            case InterventionKind::Set:
                return out_.line(
                    depth, fmt::format("set {}= {} at {}", cells(intervention), value(), when));
            case InterventionKind::Hold:
                return out_.line(
                    depth, fmt::format("hold {}= {} in {}", cells(intervention), value(), when));
            case InterventionKind::Block:
                return out_.line(depth, fmt::format("block {} in {}", which(), when));
            case InterventionKind::Force:
                return out_.line(depth, fmt::format("force {} at {}", which(), when));
            case InterventionKind::Choose:
                return out_.line(depth,
                                 fmt::format("choose {} = {} in {}", which(),
                                             option(intervention.declaration, intervention.option,
                                                    intervention.option_entity),
                                             when));
            case InterventionKind::Scale:
                return out_.line(depth, fmt::format("scale {}by {}", cells(intervention), value()));
            case InterventionKind::Redraw: {
                const Cell& first = intervention.redrawn.front();
                return out_.line(depth,
                                 fmt::format("redraw {}~ {}", cells(intervention),
                                             out_.say(model_.at(first.frame), first.initial)));
            }
        }
    }

    std::string cells(const Intervention& intervention) const {
        const State& state = model_.at(intervention.state);
        std::string text = DumpWriter::qualified(state.module, state.name) + " ";
        for (const std::uint32_t cell : intervention.cells) text += out_.place(state, cell);
        return text;
    }

    std::string instances(const Intervention& intervention) const {
        std::string text;
        for (const auto& tuple : intervention.instances)
            text += (text.empty() ? "" : ", ") + instance(intervention.declaration, tuple);
        const Declaration& declaration = model_.at(intervention.declaration);
        return text.empty() ? "all " + DumpWriter::qualified(declaration.module, declaration.name)
                            : text;
    }

    std::string step(std::int64_t step) const {
        const Calendar& calendar = model_.calendar;
        return step < 0 ? "the start" : calendar.format(calendar.tick_of_step(step));
    }

    std::string steps(std::int64_t first, std::int64_t last) const {
        return first == last ? step(first) : fmt::format("{}..{}", step(first), step(last));
    }

    std::string option(DeclarationId id, std::uint32_t index, std::uint32_t entity) const {
        const Declaration& declaration = model_.at(id);
        const Option& chosen = declaration.options[index];
        if (chosen.over == kNoLocal) return chosen.name;
        const DomainId domain = model_.at(declaration.frame).locals[chosen.over].type.domain;
        const std::string& member = model_.at(domain).members[entity].name;
        return is_election(declaration) ? member : fmt::format("{}({})", chosen.name, member);
    }

    std::string instance(DeclarationId id, const std::vector<std::uint32_t>& tuple) const {
        return instance_name(model_, model_.at(id), tuple);
    }

    std::string what(const Fact& fact) const {
        switch (fact.kind) {
            case FactKind::Event:
                return "event " + instance(fact.declaration, fact.instance);
            case FactKind::Choice:
                return fmt::format("{} {} {} {}",
                                   is_election(model_.at(fact.declaration)) ? "vote" : "decision",
                                   instance(fact.declaration, fact.instance),
                                   is_election(model_.at(fact.declaration)) ? "elected" : "chose",
                                   option(fact.declaration, fact.option, fact.option_entity));
            case FactKind::Vote:
                return fmt::format("vote {} carried", instance(fact.declaration, fact.instance));
            case FactKind::Draw: {
                const State& state = model_.at(fact.state);
                return fmt::format(
                    "draw {} {}= {}", DumpWriter::qualified(state.module, state.name),
                    out_.place(state, fact.cell), print(model_, state.type, fact.value));
            }
            case FactKind::Noisy: {
                const Frame& frame = model_.at(fact.frame);
                std::string arguments;
                for (const ExpressionId argument : fact.arguments)
                    arguments += (arguments.empty() ? "" : ", ") + out_.say(frame, argument);
                return fmt::format("measure {} ~ {}({})", out_.say(frame, fact.expression),
                                   distribution_name(fact.distribution), arguments);
            }
            case FactKind::Condition:
                return "condition " + out_.say(model_.at(fact.frame), fact.expression);
        }
        return {};
    }

    std::string when(const Fact& fact) const {
        std::string text = fact.window == FactWindow::Within       ? " within "
                           : fact.window == FactWindow::Throughout ? " throughout "
                                                                   : " never in ";
        if (fact.accounts.size() == 1)
            return text + steps(fact.accounts[0].first_step, fact.accounts[0].last_step);
        text += "either {";
        for (std::size_t i = 0; i < fact.accounts.size(); ++i) {
            const Account& account = fact.accounts[i];
            text += fmt::format("{} {}: {}{}", i == 0 ? "" : ",",
                                steps(account.first_step, account.last_step), account.weight,
                                out_.ground(account.support));
        }
        return text + " }";
    }

    const Model& model_;
    DumpWriter& out_;
};

}  // namespace

void dump_questions(const Model& model, DumpWriter& out) {
    Questions questions(model, out);
    for (const Fact& fact : model.facts) questions.add(fact);
    for (const WhatIf& what_if : model.what_ifs) questions.add(what_if);
    for (const Cause& cause : model.causes) questions.add(cause);
}

}  // namespace jonbar
