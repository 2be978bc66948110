// What would have been: the worlds of what-ifs, run beside the actual histories and folded.

#include "query/what_if.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <optional>

#include "base/nearest.h"
#include "base/spelling.h"
#include "engine/ensemble.h"
#include "inference/worlds.h"
#include "interface/absent_causes.h"
#include "interface/continued.h"
#include "interface/drawn.h"
#include "interface/kept_worlds.h"
#include "interface/memory_need.h"
#include "interface/partial.h"
#include "interface/result_file.h"
#include "interface/sampling.h"
#include "report/side_by_side.h"

namespace jonbar {

namespace {

using inference::HistoryInWorlds;
using inference::WorldSet;

/// Fewer histories say too little to be told.
constexpr std::size_t kFirstPartial = 256;

const WhatIf& find_what_if(const Model& model, const std::string& name) {
    std::vector<std::string> names;
    for (const WhatIf& what_if : model.what_ifs) {
        if (same_name(what_if.name, name)) return what_if;
        names.push_back(what_if.name);
    }
    if (names.empty()) {
        throw QuestionError(
            "the scenario declares no whatif; docs/language.md tells how, and --do asks without");
    }
    const std::string_view nearest = nearest_name(name, names);
    throw QuestionError(
        fmt::format("no whatif is called '{}'; there {}: {}{}", name,
                    names.size() == 1 ? "is" : "are", fmt::join(names, ", "),
                    nearest.empty() ? "" : fmt::format(" (did you mean {}?)", nearest)));
}

std::vector<const WhatIf*> find_what_ifs(const Model& model, const WhatIfOptions& options) {
    std::vector<const WhatIf*> found;
    for (const std::string& name : options.names) {
        const WhatIf* const one = &find_what_if(model, name);
        if (std::find(found.begin(), found.end(), one) == found.end()) found.push_back(one);
    }
    if (found.empty()) throw QuestionError("no whatif is named");
    if (found.size() > inference::kSwitchCountMax) {
        throw QuestionError(fmt::format("{} what-ifs at once; {} is the most", found.size(),
                                        inference::kSwitchCountMax));
    }
    return found;
}

/// Returns the facts that hold in the worlds: all that the sample had, or, where later chance is
/// new, those that tell a draw before the first step.
std::vector<bool> facts_of_worlds(const Model& model, const Sampled& sampled, bool interventional) {
    std::vector<bool> facts = sampled.facts;
    for (std::size_t i = 0; i < facts.size() && interventional; ++i) {
        const Fact& fact = model.facts[i];
        facts[i] = facts[i] && fact.kind == FactKind::Draw && fact.accounts.front().last_step < 0;
    }
    return facts;
}

program::LowerOptions lower_options(const Model& model, const Sampled& sampled,
                                    const std::vector<const WhatIf*>& what_ifs,
                                    const WhatIfOptions& options) {
    program::LowerOptions lowered;
    lowered.tallies = false;
    lowered.start_draws = true;
    lowered.facts = facts_of_worlds(model, sampled, options.interventional);
    lowered.first_dates = true;
    for (const WhatIf* what_if : what_ifs) {
        lowered.switches.push_back({what_if->name, what_if->interventions});
    }
    return lowered;
}

HistoryGroups groups_of(const Sampled& sampled) {
    HistoryGroups groups;
    if (!sampled.conditioned) {
        groups.sizes = {sampled.histories};
        return groups;
    }
    groups.islands = true;
    groups.weights = sampled.weights;
    groups.independent = sampled.independent * static_cast<double>(sampled.histories);
    groups.sizes.clear();
    for (const inference::Sample& sample : sampled.samples) groups.sizes.push_back(sample.count());
    return groups;
}

/// Takes the last `count` outcomes of a program away and returns their columns.
std::vector<program::Operand> split_outcomes(program::Program& program, std::size_t count) {
    std::vector<program::Operand> columns;
    const std::size_t kept = program.outcomes.size() - count;
    for (std::size_t i = kept; i < program.outcomes.size(); ++i)
        columns.push_back(program.outcomes[i].column);
    program.outcomes.resize(kept);
    return columns;
}

/// One world's chronicle.
ChronicleColumn chronicle_of(const program::Program& program, std::string heading,
                             const inference::WorldTrace& trace) {
    std::vector<ChronicleLine> lines;
    for (const engine::TraceLine& line : trace.lines) {
        lines.push_back({line.record, line.step, line.values});
    }
    ChronicleColumn column{std::move(heading), chronicle_texts(program, lines)};
    if (trace.fault) {
        const program::Fault& fault = program.faults[trace.fault->fault];
        column.lines.push_back(
            {std::max<std::int64_t>(trace.fault->step, 0),
             fmt::format("Here the history cannot go on: {} in {}", fault.what, fault.where)});
    }
    return column;
}

/// Finds a history of the sample by its place, or the first in which something changes.
std::pair<std::size_t, std::size_t> find_history(const Scenario::Parts& parts,
                                                 inference::WorldsRequest request,
                                                 const Sampled& sampled,
                                                 std::optional<std::uint64_t> history,
                                                 const SampleOptions& options) {
    if (history) {
        std::uint64_t left = *history;
        for (std::size_t i = 0; i < sampled.samples.size(); ++i) {
            if (left < sampled.samples[i].count()) return {i, left};
            left -= sampled.samples[i].count();
        }
        throw QuestionError(
            fmt::format("there is no history {}; the sample has {}", *history, sampled.histories));
    }
    constexpr std::size_t kNone = ~std::size_t{0};
    std::vector<std::size_t> first(sampled.samples.size(), kNone);
    inference::WorldsOptions worlds =
        worlds_options(options, "the history to tell", sampled.histories);
    worlds.threads = 1;
    request.columns = {};
    request.listen = [&](std::size_t, const HistoryInWorlds& told) {
        if (std::isfinite(told.touched[0])) {
            first[told.sample] = std::min(first[told.sample], told.particle);
        }
    };
    throw_if_stopped(parts, request.bound.program(), inference::run_worlds(request, worlds),
                     options.seed);
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i] != kNone) return {i, first[i]};
    }
    return {0, 0};
}

}  // namespace

std::vector<std::pair<std::string, std::string>> Scenario::what_ifs() const {
    std::vector<std::pair<std::string, std::string>> names;
    for (const WhatIf& what_if : parts_->model.what_ifs) {
        names.emplace_back(what_if.name, what_if.label);
    }
    return names;
}

namespace {

/// Returns answers with what was asked of which histories, and nothing answered.
WhatIfAnswers new_answers(const Scenario::Parts& parts, const program::Program& program,
                          const Sampled& sampled, const WhatIfOptions& options) {
    WhatIfAnswers answers;
    answers.scenario = parts.path;
    answers.title = program.title;
    const Calendar& calendar = program.calendar;
    answers.from = calendar.format(calendar.first_tick);
    answers.to = calendar.format(calendar.tick_of_step(calendar.step_count - 1));
    answers.by = unit_name(calendar.unit);
    answers.seed = options.sample.seed;
    answers.requested = sampled.histories;
    answers.islands = sampled.conditioned ? sampled.samples.size() : 0;
    answers.interventional = options.interventional;
    answers.threads = options.sample.threads;
    return answers;
}

/// Fills in what a fold holds.
void add_what_ifs(const WhatIfFold& fold, const std::vector<const WhatIf*>& what_ifs,
                  WhatIfAnswers& answers) {
    answers.what_ifs = fold.answer();
    for (std::size_t i = 0; i < what_ifs.size(); ++i) {
        answers.what_ifs[i].label = what_ifs[i]->label;
        for (const Intervention& one : what_ifs[i]->interventions) {
            answers.what_ifs[i].interventions.push_back(one.text);
        }
    }
}

/// What is asked for, as a text that differs where it does.
std::string asked_of(const std::vector<const WhatIf*>& what_ifs) {
    std::string text;
    for (const WhatIf* what_if : what_ifs) {
        text += " whatif";
        for (const Intervention& one : what_if->interventions) text += "; " + one.text;
    }
    return text;
}

/// The fold of one worker. Locked only where a listener wants to know what it holds meanwhile.
struct WorkerFold {
    WorkerFold(const WhatIfFold& empty, const SeriesFold& empty_series)
        : fold(empty), by_date(empty_series) {}

    std::mutex mutex;
    std::uint64_t histories = 0;
    WhatIfFold fold;
    SeriesFold by_date;
};

/// Runs worlds, those of about `first` histories spread over all samples before the others (0: all
/// at once): what is told of them rests on every island.
inference::WorldsResult run_in_parts(const inference::WorldsRequest& request,
                                     const inference::WorldsOptions& options, std::size_t first) {
    const std::size_t each = (first + request.samples.size() - 1) / request.samples.size();
    std::vector<inference::Sample> before, after;
    std::uint64_t count = 0;
    for (const inference::Sample& sample : request.samples) {
        if (each == 0 || sample.count() < 2 * each) return inference::run_worlds(request, options);
        const std::vector<std::size_t> chosen = spread_numbers(sample.count(), each);
        std::vector<std::size_t> others;
        for (std::size_t i = 0, next = 0; i < sample.count(); ++i) {
            if (next < each && chosen[next] == i) {
                ++next;
            } else {
                others.push_back(i);
            }
        }
        before.push_back(inference::some_of(sample, chosen));
        after.push_back(inference::some_of(sample, others));
        count += each;
    }
    const auto run = [&](const std::vector<inference::Sample>& samples, std::uint64_t done) {
        inference::WorldsOptions as = options;
        if (options.progress)
            as.progress = [&options, done](std::uint64_t more) { options.progress(done + more); };
        inference::WorldsRequest part = request;
        part.samples = samples;
        return inference::run_worlds(part, as);
    };
    const inference::WorldsResult result = run(before, 0);
    if (result.fault || result.partial) return result;
    inference::WorldsResult rest = run(after, count);
    rest.histories += result.histories;
    rest.lane_steps += result.lane_steps;
    rest.lane_steps_from_start += result.lane_steps_from_start;
    return rest;
}

}  // namespace

void check_question(const Scenario::Parts& parts, const WhatIfOptions& options) {
    find_what_ifs(parts.model, options);
}

WhatIfAnswers ask(const Scenario::Parts& parts, const WhatIfOptions& options,
                  const Sampled& sampled, const DatedColumns& dated) {
    const Model& model = parts.model;
    const std::vector<const WhatIf*> what_ifs = options.names.empty() && dated.folded != nullptr
                                                    ? std::vector<const WhatIf*>{}
                                                    : find_what_ifs(model, options);
    program::Program program = parts.lower(lower_options(model, sampled, what_ifs, options));
    const std::vector<program::Operand> series = split_outcomes(program, dated.count);
    const engine::BoundProgram bound(program, options.sample.seed);
    const inference::WorldsOptions worlds =
        worlds_options(options.sample, "worlds of the what-ifs", sampled.histories);
    const HistoryGroups groups = groups_of(sampled);
    const WhatIfFold empty(program, groups);
    const SeriesFold empty_series(what_ifs.size() + 1, series.size(), groups);
    std::vector<std::unique_ptr<WorkerFold>> workers;
    for (std::size_t i = 0; i < inference::worker_count(worlds); ++i)
        workers.push_back(std::make_unique<WorkerFold>(empty, empty_series));
    const auto merged = [&](std::uint64_t& histories) {
        WhatIfFold whole = empty;
        histories = 0;
        for (const std::unique_ptr<WorkerFold>& worker : workers) {
            const std::lock_guard<std::mutex> lock(worker->mutex);
            whole.merge(worker->fold);
            histories += worker->histories;
        }
        return whole;
    };
    std::mutex partial;
    std::uint64_t done = 0;
    ResultFile* const file = options.sample.file;
    const std::size_t first = options.partial && file == nullptr ? kFirstPartial : 0;
    PartialSchedule schedule(sampled.histories, first);
    const auto tell_partial = [&] {
        const std::lock_guard<std::mutex> lock(partial);
        if (!schedule.due(++done)) return;
        WhatIfAnswers answers = new_answers(parts, program, sampled, options);
        answers.partial = true;
        add_what_ifs(merged(answers.histories), what_ifs, answers);
        options.partial(answers);
    };
    const std::vector<WorldSet> sets = WhatIfFold::worlds(program);
    std::vector<program::Operand> columns = WhatIfFold::columns(program);
    const std::size_t series_begin = columns.size();
    columns.insert(columns.end(), series.begin(), series.end());
    const std::size_t draws_begin = columns.size();
    std::optional<SampleDraws> draws;
    if (file != nullptr) {
        std::vector<std::string> names;
        for (const WhatIf* what_if : what_ifs) names.push_back(what_if->name);
        draws.emplace(*file, parts, program, sampled, workers.size(), names);
        columns.insert(columns.end(), draws->columns().begin(), draws->columns().end());
    }
    const inference::WorldsRequest request{
        .bound = bound,
        .sampled = sampled.program,
        .samples = sampled.samples,
        .columns = columns,
        .choose =
            [&](const HistoryInWorlds&, std::vector<WorldSet>& chosen) {
                chosen.insert(chosen.end(), sets.begin(), sets.end());
            },
        .listen =
            [&](std::size_t worker, const HistoryInWorlds& history) {
                WorkerFold& own = *workers[worker];
                {
                    std::unique_lock<std::mutex> lock(own.mutex, std::defer_lock);
                    if (options.partial) lock.lock();
                    own.fold.add(history);
                    ++own.histories;
                    const std::size_t group = groups.islands ? history.sample : 0;
                    for (std::size_t i = 0; !series.empty() && i <= what_ifs.size(); ++i) {
                        const auto values = i == 0 ? history.actual : history.in_world(i - 1);
                        own.by_date.add(group, i, values.subspan(series_begin, series.size()));
                    }
                }
                if (draws) draws->add(worker, history, draws_begin);
                if (options.partial) tell_partial();
            },
        .new_chance = options.interventional};
    const inference::WorldsResult result =
        first > 0
            ? run_in_parts(request, worlds, first)
            : run_kept_worlds(parts, sampled, options.sample, asked_of(what_ifs), request, worlds);
    if (result.fault || result.histories == 0) {
        throw_if_stopped(parts, program, result, options.sample.seed);
    }
    if (draws) draws->finish(result.histories, result.partial);
    if (dated.folded != nullptr) {
        SeriesFold whole = empty_series;
        for (const std::unique_ptr<WorkerFold>& worker : workers) whole.merge(worker->by_date);
        dated.folded->emplace(std::move(whole));
    }

    WhatIfAnswers answers = new_answers(parts, program, sampled, options);
    answers.histories = result.histories;
    answers.partial = result.partial;
    std::uint64_t folded = 0;
    add_what_ifs(merged(folded), what_ifs, answers);
    answers.steps_saved = 1 - static_cast<double>(result.lane_steps) /
                                  static_cast<double>(result.lane_steps_from_start);
    return answers;
}

WhatIfAnswers Scenario::what_if(const WhatIfOptions& asked) const {
    WhatIfOptions options = asked;
    const AbsentCauses absent(*parts_, options);
    check_question(absent.parts(), options);
    fit_memory(need_of(absent.parts(), options), options.sample);
    const ContinuedParts continued(absent.parts(), options.sample);
    if (options.sample.file != nullptr)
        add_scenario(*options.sample.file, *parts_, continued.parts(), options.sample);
    return ask(continued.parts(), options, draw_sample(continued.parts(), options.sample));
}

std::string Scenario::tell_what_if(const WhatIfOptions& given, std::optional<std::uint64_t> history,
                                   int columns) const {
    WhatIfOptions options = given;
    const AbsentCauses absent(*parts_, options);
    const ContinuedParts continued(absent.parts(), options.sample);
    const Parts& parts = continued.parts();
    const Model& model = parts.model;
    const std::vector<const WhatIf*> what_ifs = find_what_ifs(model, options);
    if (what_ifs.size() != 1) throw QuestionError("one whatif can be told at a time");
    const Sampled sampled = draw_sample(parts, options.sample);
    program::LowerOptions lowered = lower_options(model, sampled, what_ifs, options);
    lowered.trace = true;
    const program::Program program = parts.lower(lowered);
    const engine::BoundProgram bound(program, options.sample.seed);
    const inference::WorldsRequest request{
        .bound = bound,
        .sampled = sampled.program,
        .samples = sampled.samples,
        .columns = {},
        .choose = [](const HistoryInWorlds&, std::vector<WorldSet>&) {},
        .listen = [](std::size_t, const HistoryInWorlds&) {},
        .new_chance = options.interventional};
    const auto [sample, particle] = find_history(parts, request, sampled, history, options.sample);
    std::uint64_t place = particle;
    for (std::size_t i = 0; i < sample; ++i) place += sampled.samples[i].count();
    const WhatIf& asked = *what_ifs.front();
    return fmt::format("{}, history {}{}, seed {}\n\n", program.title, place,
                       sampled.conditioned ? " of the record" : "", options.sample.seed) +
           side_by_side(program.calendar,
                        chronicle_of(program, "as it was",
                                     inference::trace_world(request, sample, particle, 0)),
                        chronicle_of(program, asked.label.empty() ? asked.name : asked.label,
                                     inference::trace_world(request, sample, particle, 1)),
                        columns);
}

}  // namespace jonbar
