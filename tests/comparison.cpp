#include "tests/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/ensemble.h"
#include "model/instances.h"
#include "tests/reference/twin.h"

namespace jonbar {
namespace {

using program::Program;
using reference::History;

std::vector<History> twin_histories(const Model& model, std::size_t count, Facts facts) {
    reference::Twin twin(model, kTwinSeed);
    if (facts == Facts::Weighed) twin.weigh_facts();
    std::vector<History> histories;
    for (std::size_t i = 0; i < count; ++i) {
        histories.push_back(twin.run(i));
        if (histories.back().fault) break;
    }
    return histories;
}

std::string described(const Counted& key) {
    return fmt::format("counter {} {} {} at {}", static_cast<int>(std::get<0>(key)),
                       std::get<1>(key), std::get<2>(key), std::get<3>(key).begin);
}

std::string described(const std::optional<reference::Fault>& fault) {
    if (!fault) return "the twin has no fault";
    return fmt::format("the twin's fault is number {} in step {} at {}",
                       static_cast<int>(fault->kind), fault->step, fault->span.begin);
}

std::string values_differ(const std::string& what, std::uint64_t history, double engine,
                          double twin) {
    return fmt::format("{} of history {}: the engine has {}, the twin {}", what, history, engine,
                       twin);
}

}  // namespace

std::string describe(const Setting& setting) {
    return fmt::format("chunks of {}, threads {}{}", setting.lanes, setting.threads,
                       setting.optimise ? "" : ", not optimised");
}

Comparison::Comparison(Scene& scene, std::size_t count, Facts facts)
    : model_(scene.model),
      histories_(twin_histories(model_, count, facts)),
      counts_(model_, histories_),
      optimised_(lowered(scene, true)),
      plain_(lowered(scene, false)) {}

std::string Comparison::difference(const Setting& setting) const {
    const Program& program = setting.optimise ? optimised_ : plain_;
    engine::EnsembleOptions options;
    options.histories = histories_.size();
    options.seed = kTwinSeed;
    options.threads = setting.threads;
    options.chunk_lanes = setting.lanes;
    options.delivery = engine::Delivery::InOrder;
    std::string first;
    const auto result =
        engine::run_ensemble(program, options, [&](std::size_t, engine::Workspace& chunk) {
            if (first.empty()) first = of_chunk(program, chunk);
        });
    if (!first.empty()) return first;
    const auto& fault = histories_.back().fault;
    if (result.fault.has_value() != fault.has_value())
        return fmt::format("the engine has {} fault, {}", result.fault ? "a" : "no",
                           described(fault));
    if (!fault) {
        if (result.histories != histories_.size())
            return fmt::format("{} histories of {}", result.histories, histories_.size());
        return of_counters(program, result.counters);
    }
    const program::Fault& place = program.faults[result.fault->fault];
    if (result.fault->history != histories_.size() - 1 || result.fault->step != fault->step ||
        place.span != fault->span) {
        return fmt::format("{}: {} in history {}, step {}, at {}; {}", place.where, place.what,
                           result.fault->history, result.fault->step, place.span.begin,
                           described(fault));
    }
    return "";
}

std::string Comparison::difference(math::InstructionSet set, bool optimise) const {
    const Program& program = optimise ? optimised_ : plain_;
    const engine::BoundProgram bound(program, kTwinSeed);
    engine::Workspace workspace(bound, histories_.size(), set);
    workspace.run_chunk(0, histories_.size());
    const auto& fault = histories_.back().fault;
    const bool faulted = workspace.fault().lane != engine::FaultNote::kNoLane;
    if (faulted != fault.has_value() ||
        (faulted && (workspace.fault().lane != histories_.size() - 1 ||
                     workspace.fault().step != fault->step))) {
        return fmt::format("the engine's fault is in lane {}, step {}; {}", workspace.fault().lane,
                           workspace.fault().step, described(fault));
    }
    if (faulted) return "";
    const std::string different = of_chunk(program, workspace);
    return different.empty() ? of_counters(program, workspace.counters()) : different;
}

std::string Comparison::difference_of_facts(Scene& scene, bool optimise) const {
    program::LowerOptions lowering;
    lowering.optimise = optimise;
    lowering.force = false;
    std::vector<std::size_t> facts;  // the value of a continuous draw is forced in any case
    for (std::size_t i = 0; i < model_.facts.size(); ++i) {
        const Fact& fact = model_.facts[i];
        lowering.facts.push_back(fact.kind != FactKind::Draw ||
                                 is_discrete(model_.at(fact.draw).distribution));
        if (lowering.facts.back()) facts.push_back(i);
    }
    const std::size_t count = histories_.size() - (histories_.back().fault ? 1 : 0);
    if (facts.empty() || count == 0) return "";
    const Program program = lowered(scene, lowering);
    const engine::BoundProgram bound(program, kTwinSeed);
    engine::Workspace chunk(bound, count);
    chunk.begin(count);
    chunk.set_histories(0);
    chunk.draw_start();
    std::set<std::pair<std::size_t, std::size_t>> refused;  // fact, lane: no weight is left
    for (std::int64_t step = -1; step < std::int64_t{program.step_count}; ++step) {
        step < 0 ? chunk.run_init() : chunk.run_step(static_cast<std::uint32_t>(step));
        for (std::size_t i = 0; i < facts.size(); ++i) {
            for (std::size_t lane = 0; lane < count; ++lane) {
                if (refused.contains({i, lane})) continue;
                const double engine = chunk.value(program.facts[i].log_factor, lane);
                const double twin =
                    histories_[lane].log_factors[facts[i]][static_cast<std::size_t>(step + 1)];
                if (!same_bits(engine, twin))
                    return values_differ(fmt::format("{} in step {}", program.facts[i].text, step),
                                         lane, engine, twin);
                if (std::isinf(twin)) refused.insert({i, lane});
            }
        }
    }
    return "";
}

std::string Comparison::of_chunk(const Program& program, engine::Workspace& chunk) const {
    for (std::size_t lane = 0; lane < chunk.history_count(); ++lane) {
        const std::uint64_t number = chunk.first_history() + lane;
        const History& history = histories_[number];
        if (program.outcomes.size() != history.outcomes.size()) return "other outcomes";
        for (std::size_t i = 0; i < program.outcomes.size(); ++i) {
            const double value = chunk.value(program.outcomes[i].column, lane);
            if (!same_bits(value, history.outcomes[i]))
                return values_differ("outcome " + program.outcomes[i].name, number, value,
                                     history.outcomes[i]);
        }
        if (&program == &plain_) {  // the optimised one drops what nothing reads
            const std::string different = of_state(program, chunk, lane, history);
            if (!different.empty()) return different;
        }
    }
    return "";
}

std::string Comparison::of_state(const Program& program, engine::Workspace& chunk, std::size_t lane,
                                 const History& history) const {
    for (std::size_t i = 0; i < program.states.size(); ++i) {
        const program::StateBlock& block = program.states[i];
        if (block.first.place != program::Place::StateNumber &&
            block.first.place != program::Place::StateTruth) {
            continue;
        }
        const State& state = model_.states[i];
        for (std::uint32_t cell = 0; cell < block.cell_count; ++cell) {
            const Tuple tuple = cell_tuple(model_, state, cell);
            if (state.symmetric && tuple[1] < tuple[0]) continue;
            for (std::uint32_t part = 0; part < block.width; ++part) {
                program::Operand column = block.first;
                column.base += cell * block.width + part;
                const reference::Value& value = history.cells[i][cell];
                const double expected =
                    state.type.set ? static_cast<double>(value.members[part]) : value.number;
                if (!same_bits(chunk.value(column, lane), expected))
                    return values_differ(fmt::format("{} cell {}", block.name, cell),
                                         chunk.first_history() + lane, chunk.value(column, lane),
                                         expected);
            }
        }
    }
    return "";
}

std::string Comparison::of_counters(const Program& program,
                                    const std::vector<std::int64_t>& counters) const {
    std::map<Counted, std::int64_t> counted;
    for (std::size_t i = 0; i < counters.size(); ++i)
        counted[key_of(program.counters[i])] += counters[i];
    for (const auto& [key, times] : counted) {
        const auto found = counts_.counts.find(key);
        const std::int64_t expected = found == counts_.counts.end() ? 0 : found->second;
        if (times != expected)
            return fmt::format("{}: the engine has {}, the twin {}", described(key), times,
                               expected);
    }
    for (const auto& [key, times] : counts_.counts) {
        if (!counted.contains(key)) return described(key) + " is not counted";
    }
    return "";
}

}  // namespace jonbar
