#include "interface/played_history.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "engine/chunk_queue.h"
#include "report/chronicle.h"

namespace jonbar {

namespace {

using engine::Word;

/// Numbers of histories whose noise no history of `run` has.
constexpr std::uint64_t kOddsHistories = std::uint64_t{1} << 61U;
constexpr std::uint64_t kOddsOfStop = std::uint64_t{1} << 32U;
constexpr std::size_t kOddsLanes = program::kChunkLanes;

/// Returns the facts that a history can be compared with: not what was measured, and not the value
/// of a draw, which a history cannot meet by chance.
std::vector<std::size_t> comparable_facts(const Model& model) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < model.facts.size(); ++i) {
        const FactKind kind = model.facts[i].kind;
        if (kind != FactKind::Noisy && kind != FactKind::Draw) found.push_back(i);
    }
    return found;
}

program::LowerOptions lower_options(const Model& model, program::Player player,
                                    const std::vector<std::size_t>& facts) {
    program::LowerOptions options;
    options.tallies = false;
    options.trace = true;
    options.player = player;
    options.keep_states = true;
    options.force = false;
    options.facts.resize(model.facts.size());
    for (const std::size_t fact : facts) options.facts[fact] = true;
    return options;
}

/// Copies a state of one history into all histories of another.
void broadcast(const engine::StateColumns& from, engine::StateColumns& to, std::size_t count) {
    to.clear(count);
    for (std::size_t column = 0; column < from.number_count(); ++column) {
        std::ranges::fill(to.numbers(column), from.numbers(column)[0]);
    }
    for (std::size_t column = 0; column < from.truth_count(); ++column) {
        const bool bit = (from.truths(column)[0] & 1U) != 0;
        std::ranges::fill(to.truths(column), bit ? ~Word{0} : Word{0});
    }
}

bool in_first_lane(const engine::PauseNote& note) { return (note.lanes[0] & 1U) != 0; }

std::uint32_t member_of(double value) { return static_cast<std::uint32_t>(value); }

}  // namespace

const OpenOption& OpenDecision::at(double slot) const {
    const auto found = std::find_if(options.begin(), options.end(),
                                    [&](const OpenOption& one) { return one.slot == slot; });
    CHECK(found != options.end());
    return *found;
}

PlayedHistory::PlayedHistory(const Scenario::Parts& parts, program::Player player,
                             std::uint64_t seed, const std::atomic<bool>* stop)
    : parts_(parts),
      player_(player),
      seed_(seed),
      stop_(stop),
      facts_(comparable_facts(parts.model)),
      program_(parts.lower(lower_options(parts.model, player, facts_))),
      bound_(program_, seed),
      workspace_(bound_, 1),
      state_(program_, 1) {
    workspace_.set_trace_lane(0);
}

/// Reads the decision that opened last from the chronicle.
OpenDecision PlayedHistory::open_decision(const engine::PauseNote& note) const {
    const std::vector<engine::TraceLine>& lines = workspace_.trace();
    std::size_t first = lines.size();
    while (program_.records[lines[first - 1].record].kind == program::RecordKind::Option) --first;
    const engine::TraceLine& head = lines[first - 1];
    CHECK(program_.records[head.record].kind == program::RecordKind::Decision);
    const Declaration& declaration = parts_.model.at(note.place.declaration);

    OpenDecision open;
    open.step = note.step;
    open.place = static_cast<std::uint32_t>(&note.place - program_.pauses.data());
    open.own = note.own[0];
    std::vector<std::string> names;
    for (std::size_t i = 0; i < declaration.indices.size(); ++i) {
        open.instance.push_back(member_of(head.values[i]));
        names.push_back(parts_.model.at(declaration.indices[i]).members[open.instance[i]].name);
    }
    open.name = declaration.name;
    if (!names.empty()) open.name += fmt::format("({})", fmt::join(names, ", "));
    for (std::size_t i = first; i < lines.size(); ++i) {
        const program::Record& record = program_.records[lines[i].record];
        const auto found =
            std::find_if(declaration.options.begin(), declaration.options.end(),
                         [&](const Option& option) { return option.name == record.option; });
        const auto index = static_cast<std::size_t>(found - declaration.options.begin());
        OpenOption option{.slot = static_cast<double>(note.place.slot_first[index]),
                          .name = found->name,
                          .label = {},
                          .worth = lines[i].values.back()};
        if (record.over_entity) {
            const std::uint32_t entity = member_of(lines[i].values[0]);
            const DomainId domain =
                parts_.model.at(declaration.frame).locals[found->over].type.domain;
            const Domain::Member& member = parts_.model.at(domain).members[entity];
            option.slot += entity;
            option.name += "(" + member.name + ")";
            option.label = member.label;
        }
        open.options.push_back(std::move(option));
    }
    return open;
}

PlayedRun PlayedHistory::run(std::span<const double> choices, bool to_end) {
    PlayedRun run;
    run.missed.resize(program_.facts.size());
    std::vector<double> in_step;  // what he took in the step that runs
    workspace_.set_pause_listener([&](const engine::PauseNote& note) {
        if (note.place.kind != program::PauseKind::Choice || !in_first_lane(note) || run.open) {
            return;
        }
        OpenDecision open = open_decision(note);
        const std::size_t number = run.taken.size();
        double taken = open.own;
        if (open.options.size() > 1 && number < choices.size()) {
            taken = note.wanted[0] = open.at(choices[number]).slot;
            run.taken.push_back(std::move(open));
        } else if (open.options.size() > 1 && !to_end) {
            open.earlier = in_step;
            run.open = std::move(open);
            run.lines = workspace_.trace();
            run.known = known_to(parts_.model, program_, player_, state_);
        }
        in_step.push_back(taken);
    });
    workspace_.attach(state_);
    workspace_.begin(1);
    workspace_.set_histories(history_);
    workspace_.draw_start();
    workspace_.run_init();
    const auto compare = [&] {
        for (std::size_t i = 0; i < program_.facts.size(); ++i) {
            const double factor = workspace_.value(program_.facts[i].log_factor, 0);
            if (std::isinf(factor) && factor < 0) run.missed[i] = 1;
        }
    };
    compare();
    const engine::FaultNote& fault = workspace_.fault();
    engine::StateColumns before = state_;
    for (std::uint32_t step = 0; step < program_.step_count && fault.lane != 0; ++step) {
        if (stop_ != nullptr && *stop_) throw StoppedError("stopped before the history was run");
        before = state_;
        in_step.clear();
        workspace_.run_step(step);
        if (run.open) {
            run.before = std::move(before);
            return run;
        }
        compare();
    }
    run.lines = workspace_.trace();
    if (fault.lane == 0) run.fault = {history_, fault.step, fault.fault};
    for (const program::OutcomeColumn& outcome : program_.outcomes) {
        run.outcomes.push_back(workspace_.value(outcome.column, 0));
    }
    return run;
}

std::vector<PlayLine> PlayedHistory::chronicle(const std::vector<engine::TraceLine>& lines,
                                               bool bare) const {
    std::vector<ChronicleLine> kept;
    for (const engine::TraceLine& line : lines) {
        const bool odds = program_.records[line.record].kind == program::RecordKind::Option;
        if (!bare || !odds) kept.push_back({line.record, line.step, line.values});
    }
    std::vector<PlayLine> told;
    for (DatedText& line : chronicle_texts(program_, kept)) {
        told.push_back({program_.calendar.format(program_.calendar.tick_of_step(line.step)),
                        std::move(line.text)});
    }
    return told;
}

/// Runs histories from the step of an open decision to the end, the slot chosen there.
void PlayedHistory::run_odds(engine::Workspace& workspace, engine::StateColumns& state,
                             const PlayedRun& at, double slot, std::uint64_t first) const {
    const OpenDecision& open = *at.open;
    const program::PausePlace& there = program_.pauses[open.place];
    const std::size_t count = state.history_count();
    std::vector<std::uint64_t> noise(count);
    for (std::size_t lane = 0; lane < count; ++lane) {
        noise[lane] = kOddsHistories + kOddsOfStop * at.taken.size() + first + lane;
    }
    std::size_t in_step = 0;
    workspace.set_pause_listener([&](const engine::PauseNote& note) {
        if (note.step != open.step || in_step > open.earlier.size()) return;
        if (note.place.kind == program::PauseKind::Turn) {
            if (!there.fired && note.place.declaration == there.declaration) {
                workspace.set_histories(noise);
            }
        } else if (in_first_lane(note)) {
            const bool now = in_step == open.earlier.size();
            if (now && there.fired) workspace.set_histories(noise);
            std::ranges::fill(note.wanted, now ? slot : open.earlier[in_step]);
            ++in_step;
        }
    });
    const std::vector<std::uint64_t> as_it_was(count, history_);
    workspace.attach(state);
    workspace.set_histories(as_it_was);
    for (auto step = static_cast<std::uint32_t>(open.step); step < program_.step_count; ++step) {
        workspace.run_step(step);
        if (workspace.fault().lane != engine::FaultNote::kNoLane) break;
    }
    workspace.set_pause_listener({});
}

PlayOdds PlayedHistory::odds(const PlayedRun& at, std::uint64_t histories,
                             const PlayOptions& options) const {
    CHECK(at.open && at.before);
    const OpenDecision& open = *at.open;
    std::vector<OutcomeFold> none;
    for (const program::OutcomeColumn& outcome : program_.outcomes) {
        none.emplace_back(program_, outcome);
    }
    const std::size_t workers =
        engine::worker_count({.threads = static_cast<std::size_t>(std::max(options.threads, 0))});
    const std::uint64_t chunks = (histories + kOddsLanes - 1) / kOddsLanes;
    // A fold for each worker and option: those of one option are merged, in any order.
    std::vector<std::vector<std::vector<OutcomeFold>>> folds(
        workers, std::vector<std::vector<OutcomeFold>>(open.options.size(), none));
    struct Worker {
        Worker(const engine::BoundProgram& bound)
            : workspace(bound, kOddsLanes), state(bound.program(), kOddsLanes) {}
        engine::Workspace workspace;
        engine::StateColumns state;
        std::optional<engine::HistoryFault> fault;
    };
    std::vector<std::unique_ptr<Worker>> running(workers);
    const auto work = [&](std::size_t worker, std::uint64_t chunk) {
        if (!running[worker]) running[worker] = std::make_unique<Worker>(bound_);
        Worker& mine = *running[worker];
        const std::uint64_t first = chunk % chunks * kOddsLanes;
        const std::size_t option = chunk / chunks;
        const auto count =
            static_cast<std::size_t>(std::min<std::uint64_t>(kOddsLanes, histories - first));
        broadcast(*at.before, mine.state, count);
        run_odds(mine.workspace, mine.state, at, open.options[option].slot, first);
        const engine::FaultNote& fault = mine.workspace.fault();
        if (fault.lane != engine::FaultNote::kNoLane) {
            mine.fault = {history_, fault.step, fault.fault};
            return engine::Next::Stop;
        }
        for (std::size_t i = 0; i < program_.outcomes.size(); ++i) {
            for (std::size_t lane = 0; lane < count; ++lane) {
                folds[worker][option][i].add(
                    mine.workspace.value(program_.outcomes[i].column, lane));
            }
        }
        return engine::Next::GoOn;
    };
    const std::uint64_t done =
        engine::run_chunks(chunks * open.options.size(), workers, options.stop, work);
    for (const auto& worker : running) {
        if (worker && worker->fault) {
            parts_.fail(program_, *worker->fault, "a history of the odds",
                        "the odds cannot be told; the game itself can go on");
        }
    }
    PlayOdds odds;
    odds.histories = histories;
    odds.partial = done < chunks * open.options.size();
    for (std::size_t option = 0; option < done / chunks; ++option) {
        odds.options.push_back({open.options[option].name, {}});
        for (std::size_t i = 0; i < none.size(); ++i) {
            OutcomeFold whole = none[i];
            for (const auto& worker : folds) whole.merge(worker[option][i]);
            odds.options.back().outcomes.push_back(whole.answer());
        }
    }
    return odds;
}

}  // namespace jonbar
