#include "interface/continued.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "base/siphash.h"
#include "inference/memory.h"
#include "inference/worlds.h"
#include "interface/conditioning.h"
#include "interface/kept_islands.h"
#include "interface/result_file.h"
#include "interface/sampling.h"
#include "model/continuation.h"
#include "query/outcome_fold.h"

namespace jonbar {

namespace {

constexpr std::uint64_t kBlockHistories = 1U << 16U;
/// What some questions ask of a prior besides their sample.
constexpr std::uint64_t kHistoriesMin = 8192;

std::vector<bool> facts_of(const Continuation& continued) {
    const bool record = continued.as == ContinueAs::Record || continued.as == ContinueAs::WhatIf;
    std::vector<bool> facts(continued.model.facts.size(), record);
    if (continued.as == ContinueAs::Condition) facts[continued.fact] = true;
    return facts;
}

/// The histories of the other scenario that go on, and the islands they stand in.
struct Before {
    program::Program program;  // that drew them
    std::vector<inference::Sample> samples;
    program::ImportTable table;  // all but its values
};

/// Lowers the other scenario. It is left at its date, unless its record tells of later times.
program::Program lower_before(const Scenario::Parts& other, const Continuation& continued,
                              const program::LowerOptions& options) {
    program::Program program = other.lower(options);
    const bool record = continued.as == ContinueAs::Record || continued.as == ContinueAs::WhatIf;
    if (!record || continued.model.facts.empty()) program.step_count = continued.step + 1;
    return program;
}

void sample_posterior(const Scenario::Parts& other, const SampleOptions& options, Before& before) {
    inference::ConditionOptions as = condition_options(options.conditioning, options);
    as.island.sample_size = as.island.size;
    KeptIslands kept(options.journal, other, before.program, options.conditioning, as);
    Conditioned made =
        condition(other, before.program, as,
                  [&](std::size_t, std::uint64_t number, const inference::Island& island) {
                      if (kept.has_journal()) kept.fold(number, island);
                  });
    if (made.result.partial) throw StoppedError("stopped before " + other.path + " was run");
    before.table.island_size = as.island.size;
    before.table.independent = made.independent;
    before.table.seed = base::site_key(before.table.seed, "<continue");
    for (inference::IslandResult& island : made.result.islands) {
        before.table.island_log_weights.push_back(island.log_evidence);
        if (!island.death && !island.barren) before.samples.push_back(std::move(island.sample));
    }
}

/// The scenario continued is not conditioned, but the one that it continues is.
void sample_islands(const engine::BoundProgram& bound, const program::ImportTable& imports,
                    Before& before) {
    before.table.island_size = imports.island_size;
    before.table.island_log_weights = imports.island_log_weights;
    before.table.independent = imports.independent;
    for (std::size_t island = 0; island < imports.island_log_weights.size(); ++island) {
        if (std::isinf(imports.island_log_weights[island])) continue;
        before.samples.push_back(
            inference::prior_sample(bound, island * imports.island_size, imports.island_size));
    }
}

Before sample_before(const Scenario::Parts& other, const Continuation& continued,
                     const SampleOptions& options, HistoryRange range) {
    Before before;
    program::LowerOptions lowered;
    lowered.tallies = false;
    lowered.start_draws = true;
    lowered.facts = facts_of(continued);
    const bool conditioned =
        std::find(lowered.facts.begin(), lowered.facts.end(), true) != lowered.facts.end();
    if (!conditioned) lowered.facts.clear();
    before.program = lower_before(other, continued, lowered);
    before.table.seed = other.imports ? other.imports->seed : options.seed;
    const engine::BoundProgram bound(before.program, options.seed);
    if (conditioned) {
        sample_posterior(other, options, before);
    } else if (begins_in_islands(other)) {
        sample_islands(bound, *other.imports, before);
    } else {
        before.table.first_history = range.first;
        for (std::uint64_t at = 0; at < range.count; at += kBlockHistories) {
            before.samples.push_back(inference::prior_sample(
                bound, range.first + at,
                static_cast<std::size_t>(std::min(kBlockHistories, range.count - at))));
        }
    }
    return before;
}

void check_memory(const std::string& path, std::uint64_t histories, std::size_t crossings) {
    const std::uint64_t need = histories * crossings * sizeof(double);
    const std::uint64_t have = inference::available_memory();
    if (need <= have / 2) return;
    throw inference::MemoryError(
        fmt::format("{} values of {} histories cross from {}, {} MB, and {} MB are free; fewer "
                    "histories take less",
                    crossings, histories, path, need >> 20U, have >> 20U));
}

/// Runs what `parts` continues and returns what crosses, which may be large.
std::shared_ptr<const program::ImportTable> import_table(const Scenario::Parts& parts,
                                                         const SampleOptions& options,
                                                         HistoryRange range) {
    const Continuation& continued = *parts.model.continued;
    Scenario::Parts other{.path = continued.path,
                          .sources = parts.sources,
                          .file = continued.file,
                          .model = continued.model,
                          .warnings = {}};
    if (other.model.continued) other.imports = import_table(other, options, range);
    Before before = sample_before(other, continued, options, range);
    program::ImportTable& table = before.table;
    const std::uint64_t histories =
        table.island_size == 0 ? range.count : table.island_size * table.island_log_weights.size();
    check_memory(other.path, histories, continued.crossings.size());
    table.values.assign(continued.crossings.size(), std::vector<double>(histories));

    const bool altered = continued.as == ContinueAs::WhatIf;
    program::LowerOptions lowered;
    lowered.tallies = false;
    lowered.start_draws = true;
    const std::vector<bool> facts = facts_of(continued);
    if (std::find(facts.begin(), facts.end(), true) != facts.end()) lowered.facts = facts;
    if (altered) {
        const WhatIf& what_if = other.model.what_ifs[continued.what_if];
        lowered.switches.push_back({what_if.name, what_if.interventions});
    }
    const program::Program program = lower_before(other, continued, lowered);
    const engine::BoundProgram bound(program, options.seed);
    std::vector<program::Operand> columns;
    for (const Crossing& crossing : continued.crossings)
        columns.push_back(program.outcomes[crossing.outcome].column);
    const inference::WorldsRequest request{
        .bound = bound,
        .sampled = before.program,
        .samples = before.samples,
        .columns = columns,
        .choose =
            [altered](const inference::HistoryInWorlds&, std::vector<inference::WorldSet>& chosen) {
                if (altered) chosen.push_back(1);
            },
        .listen =
            [&](std::size_t, const inference::HistoryInWorlds& history) {
                const auto values = altered ? history.in_world(0) : history.actual;
                const std::uint64_t number =
                    before.samples[history.sample].numbers[history.particle];
                for (std::size_t i = 0; i < values.size(); ++i) {
                    table.values[i][number - table.first_history] =
                        continued.crossings[i].value_here(values[i], other.model.calendar,
                                                          parts.model.calendar);
                }
            }};
    std::uint64_t count = 0;
    for (const inference::Sample& sample : before.samples) count += sample.count();
    const inference::WorldsResult result = inference::run_worlds(
        request, worlds_options(options, "histories of " + other.path, count));
    throw_if_stopped(other, program, result, options.seed);
    // All programs of a question share it.
    return std::make_shared<const program::ImportTable>(std::move(table));
}

/// How many numbers of histories draw_sample may ask for.
HistoryRange range_of_sample(const Scenario::Parts& parts, const SampleOptions& options) {
    std::uint64_t count = std::max<std::uint64_t>(kHistoriesMin, sample_histories(options));
    if (!options.prior && !parts.model.facts.empty()) {
        const inference::ConditionOptions as = condition_options(options.conditioning);
        count = std::max<std::uint64_t>(count, as.islands * as.island.size);
    }
    return {0, count};
}

}  // namespace

ContinuedParts::ContinuedParts(const Scenario::Parts& parts, const SampleOptions& options,
                               HistoryRange range)
    : parts_(parts) {
    if (!parts.model.continued) return;
    ready_ = Scenario::Parts{.path = parts.path,
                             .sources = parts.sources,
                             .file = parts.file,
                             .model = parts.model,
                             .warnings = {}};
    ready_->imports = import_table(parts, options, range);
}

ContinuedParts::ContinuedParts(const Scenario::Parts& parts, const SampleOptions& options)
    : ContinuedParts(parts, options, range_of_sample(parts, options)) {}

bool begins_in_islands(const Scenario::Parts& parts) {
    return parts.imports && parts.imports->island_size != 0;
}

bool is_there(const Scenario::Parts& parts, std::uint64_t history) {
    if (!begins_in_islands(parts)) return true;
    const program::ImportTable& imports = *parts.imports;
    return history < imports.island_size * imports.island_log_weights.size() &&
           !std::isinf(imports.island_log_weights[history / imports.island_size]);
}

void throw_unless_there(const Scenario::Parts& parts, std::uint64_t history) {
    if (is_there(parts, history)) return;
    const program::ImportTable& imports = *parts.imports;
    const std::uint64_t count = imports.island_size * imports.island_log_weights.size();
    const std::string& other = parts.model.continued->path;
    if (history >= count) {
        throw QuestionError(
            fmt::format("there is no history {}; {} go on from {}", history, count, other));
    }
    throw QuestionError(fmt::format("history {} ended with {}", history, other));
}

Answers run_from_islands(const Scenario::Parts& parts, const RunOptions& options) {
    if (options.row) {
        throw QuestionError(fmt::format(
            "rows are of histories that weigh the same; those that go on from {} do not",
            parts.model.continued->path));
    }
    const program::Program program = parts.lower({.optimise = options.optimise,
                                                  .tallies = false,
                                                  .start_draws = true,
                                                  .first_dates = options.file != nullptr});
    inference::ConditionOptions as = condition_options(options.continuing, options);
    as.island.size = parts.imports->island_size;
    as.islands = parts.imports->island_log_weights.size();
    std::optional<IslandDraws> draws;
    if (options.file != nullptr) {
        draws.emplace(*options.file, parts, program, "prior", as.island.size);
        as.ended = [&](std::uint64_t number) { draws->skip(number); };
    }
    KeptIslands kept(options.file == nullptr ? options.journal : nullptr, parts, program,
                     options.continuing, as);
    const auto listen = [&](std::size_t, std::uint64_t number, const inference::Island& island) {
        kept.fold(number, island);
        if (draws) draws->add(number, island);
    };
    const Conditioned made = condition(parts, program, as, listen);
    if (draws) draws->finish(made);
    Answers answers = parts.new_answers(program, options);
    answers.requested = as.islands * as.island.size;
    answers.histories = made.result.islands.size() * as.island.size;
    answers.partial = made.result.partial;
    for (std::size_t i = 0; i < program.outcomes.size(); ++i) {
        std::vector<OutcomeFold> by_island;
        for (std::size_t number = 0; number < made.result.islands.size(); ++number)
            by_island.push_back(std::move(kept.folds()[number][i]));
        answers.outcomes.push_back(OutcomeFold::answer_of_islands(
            by_island, made.weights, made.independent * static_cast<double>(answers.histories)));
    }
    return answers;
}

std::vector<ContinuedScenario> continued_by(const Model& model) {
    std::vector<ContinuedScenario> found;
    for (const Continuation* each = model.continued.get(); each != nullptr;
         each = each->model.continued.get()) {
        const Calendar& calendar = each->model.calendar;
        found.push_back({each->path, each->model.title,
                         calendar.format(calendar.tick_of_step(each->step)), each->text});
    }
    return found;
}

}  // namespace jonbar
