#pragma once
// What the slow twin counted, by the names of a program's counters.

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "model/instances.h"
#include "model/model.h"
#include "model/site_name.h"
#include "program/program.h"
#include "tests/reference/history.h"

namespace jonbar {

/// What is counted: kind, name and option; of branches and holds the place instead of the name.
using Counted = std::tuple<program::CounterKind, std::string, std::string, Span>;

inline Counted key_of(const program::Counter& counter) {
    using program::CounterKind;
    const bool branch = counter.kind == program::CounterKind::Branch;
    const bool undone = counter.kind == program::CounterKind::Undone;
    return {counter.kind, branch || undone ? "" : counter.name, undone ? "" : counter.option,
            branch || undone ? counter.span : Span{}};
}

/// Returns what the twin counted over all its histories, by the names of the program's counters.
class TwinCounts {
  public:
    /// `world`: of the histories, whatever in it is on.
    TwinCounts(const Model& model, const std::vector<reference::History>& histories,
               reference::World world = {})
        : model_(model), world_(std::move(world)) {
        for (const reference::History& history : histories) {
            add(history.counters);
        }
    }

    std::map<Counted, std::int64_t> counts;

  private:
    void add(const reference::Counters& counters) {
        for (const auto& [instance, times] : counters.ran) {
            const bool vote =
                model_.declarations[instance.declaration].kind == DeclarationKind::Vote;
            add(vote ? program::CounterKind::VoteHeld : program::CounterKind::EventTimes,
                name_of(instance), "", times);
            add(vote ? program::CounterKind::VoteHeldHistories
                     : program::CounterKind::EventHistories,
                name_of(instance), "", 1);
        }
        for (const auto& [instance, times] : counters.carried) {
            add(program::CounterKind::VoteCarried, name_of(instance), "", times);
            add(program::CounterKind::VoteCarriedHistories, name_of(instance), "", 1);
        }
        for (const auto& [choice, times] : counters.chosen) {
            const Declaration& decision = model_.declarations[choice.instance.declaration];
            const Option& option = decision.options[choice.option];
            std::string name = option.name;
            if (option.over != kNoLocal) {
                const DomainId domain = model_.at(decision.frame).locals[option.over].type.domain;
                const auto entity = static_cast<std::size_t>(choice.entity);
                const std::string& member = model_.at(domain).members[entity].name;
                name = is_election(decision) ? member : name + "(" + member + ")";
            }
            add(program::CounterKind::OptionTimes, name_of(choice.instance), name, times);
            add(program::CounterKind::OptionHistories, name_of(choice.instance), name, 1);
        }
        for (const auto& [branch, times] : counters.branches) {
            counts[{program::CounterKind::Branch, "", branch.otherwise ? "else" : "then",
                    model_.statements[branch.statement].span}] += static_cast<std::int64_t>(times);
        }
        for (const auto& [state, times] : counters.saturations) {
            const State& of = model_.states[state];
            add(program::CounterKind::Saturated,
                of.module.empty() ? of.name : of.module + ":" + of.name, "", times);
        }
        for (const auto& [hold, times] : counters.undone) {
            const Intervention& what = (*world_[hold.alteration].interventions)[hold.intervention];
            counts[{program::CounterKind::Undone, "", "", what.span}] +=
                static_cast<std::int64_t>(times);
        }
        if (counters.fired_in_vain > 0) {
            add(program::CounterKind::FiredInVain, "", "", counters.fired_in_vain);
        }
    }

    void add(program::CounterKind kind, const std::string& name, const std::string& option,
             std::uint64_t times) {
        counts[{kind, name, option, Span{}}] += static_cast<std::int64_t>(times);
    }

    std::string name_of(const reference::Counters::Instance& instance) const {
        const Declaration& declaration = model_.declarations[instance.declaration];
        Tuple tuple(declaration.indices.size());
        std::size_t rest = instance.index;
        for (std::size_t i = tuple.size(); i-- > 0;) {
            const std::size_t size = model_.at(declaration.indices[i]).members.size();
            tuple[i] = static_cast<std::uint32_t>(rest % size);
            rest /= size;
        }
        std::string name = declaration.module.empty() ? declaration.name
                                                      : declaration.module + ":" + declaration.name;
        if (declaration.unordered && tuple[1] < tuple[0]) {
            std::swap(tuple[0], tuple[1]);
        }
        for (std::size_t i = 0; i < tuple.size(); ++i) {
            name += i == 0 ? "(" : ", ";
            name += model_.at(declaration.indices[i]).members[tuple[i]].name;
        }
        name += tuple.empty() ? "" : ")";
        return name;
    }

    const Model& model_;
    reference::World world_;
};

}  // namespace jonbar
