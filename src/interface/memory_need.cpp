#include "interface/memory_need.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/workspace_size.h"
#include "inference/condition.h"
#include "inference/memory.h"
#include "inference/worlds.h"
#include "interface/cause_worlds.h"
#include "interface/conditioning.h"
#include "interface/draw_group.h"
#include "interface/given.h"
#include "interface/sampling.h"
#include "query/outcome_fold.h"
#include "query/what_if.h"
#include "report/layout.h"

namespace jonbar {

namespace {

constexpr int kTooLittleMemory = 6030;

/// What the allocator adds: rounding, gaps, and a pool of its own for each thread.
constexpr double kAllocator = 1.1;
constexpr std::uint64_t kPool = std::uint64_t{1} << 20U;

/// What comes into memory when it is first run or printed.
constexpr std::uint64_t kCode = std::uint64_t{4} << 20U;

void add(std::vector<MemoryPart>& parts, const std::string& what, std::uint64_t size) {
    if (size > 0)
        parts.push_back({what, static_cast<std::uint64_t>(kAllocator * static_cast<double>(size))});
}

/// Bytes of the folds of some columns over so many histories.
std::uint64_t folds_size(const program::Program& program,
                         const std::vector<program::OutcomeColumn>& columns,
                         std::uint64_t histories) {
    constexpr std::uint64_t kBin = 80, kDate = 64, kMember = 128;
    // Distinct leading bits of a smooth distribution's numbers grow like a logarithm.
    constexpr std::uint64_t kBinsMax = 12'000;
    std::uint64_t size = 0;
    for (const program::OutcomeColumn& column : columns) {
        size += sizeof(OutcomeFold) + 2 * (column.name.size() + column.label.size());
        if (column.kind == OutcomeKind::Choice)
            size += kMember * program.domains[column.type.domain.index].members.size();
        if (column.kind == OutcomeKind::Date)
            size += kDate * std::min<std::uint64_t>(histories, program.step_count);
        if (column.kind == OutcomeKind::Number)
            size += kBin * std::min(histories / 3 + 16, kBinsMax);
    }
    return size;
}

std::uint64_t file_size(const Scenario::Parts& parts, const program::Program& program,
                        std::size_t worlds) {
    return DrawGroup::memory(drawn_variables(parts.model, program), 1 + worlds);
}

/// What stands in memory already.
MemoryNeed begin(const std::string& question) {
    MemoryNeed need{question, {}, {}};
    need.once.push_back({"the scenario, as loaded", inference::resident_memory()});
    need.once.push_back({"the program's code, and what it prints", kCode});
    need.by_thread.push_back({"a thread's own", kPool});
    return need;
}

/// The larger of two needs of which the second begins when the first has ended.
void follow_with(std::vector<MemoryPart>& parts, std::vector<MemoryPart> after) {
    const auto sum = [](const std::vector<MemoryPart>& of) {
        std::uint64_t size = 0;
        for (const MemoryPart& part : of) size += part.size;
        return size;
    };
    if (sum(after) > sum(parts)) parts = std::move(after);
}

std::string counted(std::uint64_t count, const std::string& what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// Adds islands, and of each island what the caller folds.
std::vector<MemoryPart> island_parts(const program::Program& program,
                                     const inference::ConditionOptions& as) {
    std::vector<MemoryPart> parts;
    add(parts, fmt::format("an island of {} particles", as.island.size),
        inference::Island::memory(program, as.island));
    return parts;
}

/// Adds what the islands leave behind: what each fact weighed.
std::uint64_t results_size(const program::Program& program, std::uint64_t islands) {
    std::uint64_t weighings = 0;
    for (const program::FactColumns& fact : program.facts)
        weighings += static_cast<std::uint64_t>(fact.last_step - fact.first_step + 1);
    return islands *
           (sizeof(inference::IslandResult) + weighings * 2 * sizeof(inference::Weighing));
}

bool follows(const Scenario::Parts& parts, const SampleOptions& options, std::vector<bool>& facts) {
    if (!options.prior) facts = facts_of(parts, options.conditioning);
    const bool any = std::find(facts.begin(), facts.end(), true) != facts.end();
    if (!any) facts.clear();
    return any;
}

/// The sample that a question is asked of.
struct SampleNeed {
    std::uint64_t histories = 0, draws = 0, islands = 0;
    std::uint64_t size = 0;  // bytes
    std::vector<bool> facts;
    std::vector<MemoryPart> by_thread;
};

SampleNeed add_sample(const Scenario::Parts& parts, const SampleOptions& options,
                      MemoryNeed& need) {
    SampleNeed sample;
    const bool conditioned = follows(parts, options, sample.facts);
    const program::Program program =
        parts.lower({.tallies = false, .start_draws = true, .facts = sample.facts});
    sample.draws = program.start_draws.size();
    std::uint64_t epochs = 1;
    if (conditioned) {
        inference::ConditionOptions as = condition_options(options.conditioning, options);
        keep_sample(as, options.histories);
        sample.histories = as.islands * as.island.sample_size;
        sample.islands = as.islands;
        sample.by_thread = island_parts(program, as);
        add(need.once, fmt::format("what {} found", counted(as.islands, "island")),
            results_size(program, as.islands));
        epochs += program.step_count;
    } else {
        sample.histories = sample_histories(options);
    }
    sample.size = sample.histories * 8 * (1 + epochs + sample.draws);
    add(need.once, fmt::format("a sample of {} histories", sample.histories), sample.size);
    add(need.once, "programs", engine::program_size(program));
    return sample;
}

program::LowerOptions question_options(const SampleNeed& sample) {
    program::LowerOptions lowered;
    lowered.tallies = false;
    lowered.start_draws = true;
    lowered.facts = sample.facts;
    return lowered;
}

/// Adds worlds, run in place of the islands before them.
void add_worlds(const program::Program& program, const SampleOptions& options,
                const SampleNeed& sample, std::size_t worlds, std::size_t columns,
                std::uint64_t folds, MemoryNeed& need) {
    inference::WorldsOptions as = worlds_options(options, "", sample.histories);
    const std::uint64_t snapshots = inference::snapshots_memory(program, as);
    // A block is of one island, or of one of the 16 blocks of a prior.
    constexpr std::uint64_t kBlocks = 16;
    const std::uint64_t blocks = sample.islands == 0 ? kBlocks : sample.islands;
    as.block_histories = static_cast<std::size_t>(
        std::min<std::uint64_t>(as.block_histories, sample.histories / blocks + 1));
    std::vector<MemoryPart> parts;
    add(parts, fmt::format("{} of {} histories", counted(worlds, "world"), as.block_histories),
        inference::worlds_memory(program, as, worlds, columns) -
            inference::snapshots_memory(program, as));
    add(parts, "snapshots of the actual histories", snapshots);
    add(parts, "counts", folds);
    std::vector<MemoryPart> by_thread = sample.by_thread;
    follow_with(by_thread, std::move(parts));
    need.by_thread.insert(need.by_thread.end(), by_thread.begin(), by_thread.end());
    add(need.once, "programs", engine::program_size(program));
}

/// Bytes of one worker's fold of what-ifs.
std::uint64_t what_if_fold_size(const program::Program& program, std::size_t worlds,
                                std::size_t groups) {
    constexpr std::uint64_t kSums = 6 * sizeof(math::ExactSum) + 128, kDate = 64;
    std::uint64_t size = 0;
    for (const program::OutcomeColumn& outcome : program.outcomes) {
        const bool choice = outcome.kind == OutcomeKind::Choice;
        const std::uint64_t members =
            choice ? program.domains[outcome.type.domain.index].members.size() + 1 : 2;
        size += 1024 + groups * (kSums + members * members * 8) + members * 256;
    }
    size += program.first_dates.size() *
            (groups * 32 + 64 + kDate * std::uint64_t{program.step_count} / 8);
    return worlds * size + program.first_dates.size() * 64;
}

}  // namespace

std::uint64_t MemoryNeed::size(std::size_t threads) const {
    std::uint64_t size = 0;
    for (const MemoryPart& part : once) size += part.size;
    for (const MemoryPart& part : by_thread) size += part.size * threads;
    return size;
}

MemoryEstimate MemoryNeed::estimate(std::size_t threads) const {
    MemoryEstimate made{question, threads, size(threads), size(1), {}};
    for (const MemoryPart& part : once) made.parts.push_back(part);
    for (const MemoryPart& part : by_thread) {
        made.parts.push_back(
            {threads == 1 ? part.what : fmt::format("{}, by {} threads", part.what, threads),
             part.size * threads});
    }
    std::stable_sort(
        made.parts.begin(), made.parts.end(),
        [](const MemoryPart& left, const MemoryPart& right) { return left.size > right.size; });
    return made;
}

MemoryNeed need_of(const Scenario::Parts& parts, const RunOptions& options) {
    MemoryNeed need = begin(options.given ? "run --given" : "run");
    const bool filed = options.file != nullptr;
    program::LowerOptions lowered;
    lowered.optimise = options.optimise;
    lowered.tallies = !options.given;
    lowered.start_draws = options.given || filed;
    lowered.first_dates = filed;
    const program::Program program = parts.lower(lowered);
    const std::vector<program::OutcomeColumn> columns =
        options.given ? history_columns(program) : program.outcomes;
    const std::size_t lanes = options.chunk_lanes > 0 ? options.chunk_lanes : program::kChunkLanes;
    add(need.once, "programs", engine::program_size(program));
    add(need.by_thread, fmt::format("{} histories side by side", lanes),
        engine::workspace_size(program, lanes));
    add(need.by_thread, "counts of the outcomes", folds_size(program, columns, options.histories));
    if (filed) add(need.once, "the file's buffers", file_size(parts, program, 0));
    if (!options.given) {
        add(need.once, "the answer", folds_size(program, columns, options.histories));
        return need;
    }
    lowered.facts = facts_of(parts, *options.given);
    const program::Program conditioned = parts.lower(lowered);
    const inference::ConditionOptions as = condition_options(*options.given, options);
    std::vector<MemoryPart> by_thread = island_parts(conditioned, as);
    if (filed) {
        // An island waits for those before it, about one a thread.
        const std::size_t values = columns_of(drawn_variables(parts.model, conditioned)).size();
        add(by_thread, "islands on their way to the file", as.island.size * values * 8);
        add(need.once, "the file's buffers", file_size(parts, conditioned, 0));
    }
    std::vector<MemoryPart> most = std::exchange(need.by_thread, {need.by_thread.front()});
    most.erase(most.begin());
    follow_with(most, std::move(by_thread));
    need.by_thread.insert(need.by_thread.end(), most.begin(), most.end());
    add(need.once, "programs", engine::program_size(conditioned));
    add(need.once, fmt::format("counts of {}", counted(as.islands, "island")),
        as.islands * folds_size(conditioned, columns, as.island.size) +
            results_size(conditioned, as.islands));
    return need;
}

MemoryNeed need_of(const Scenario::Parts& parts, const WhatIfOptions& options) {
    MemoryNeed need = begin("whatif");
    const SampleNeed sample = add_sample(parts, options.sample, need);
    program::LowerOptions lowered = question_options(sample);
    lowered.first_dates = true;
    for (const WhatIf& what_if : parts.model.what_ifs) {
        if (std::find(options.names.begin(), options.names.end(), what_if.name) !=
            options.names.end()) {
            lowered.switches.push_back({what_if.name, what_if.interventions});
        }
    }
    const program::Program program = parts.lower(lowered);
    const std::size_t worlds = lowered.switches.size();
    std::size_t columns = WhatIfFold::columns(program).size();
    if (options.sample.file != nullptr) {
        const std::size_t more = columns_of(drawn_variables(parts.model, program)).size();
        columns += more;
        add(need.once, "the file's buffers", file_size(parts, program, worlds));
        add(need.by_thread, "histories on their way to the file",
            DrawGroup::kTogether * more * (worlds + 1) * 8);
    }
    const std::uint64_t fold =
        what_if_fold_size(program, worlds, sample.islands == 0 ? 1 : sample.islands);
    add(need.once, "the answer", 2 * fold);
    add_worlds(program, options.sample, sample, worlds, columns, fold, need);
    return need;
}

MemoryNeed need_of(const Scenario::Parts& parts, const WhyOptions& options) {
    MemoryNeed need = begin("why");
    const SampleNeed sample = add_sample(parts, options.sample, need);
    const CauseSwitches switches(parts.model);
    program::LowerOptions lowered = question_options(sample);
    lowered.switches = switches.lowered;
    const program::Program program = parts.lower(lowered);
    const std::uint64_t causes = parts.model.causes.size();
    const std::uint64_t worlds =
        causes <= kExactCauses ? (std::uint64_t{1} << causes) - 1 : 2 + 2 * causes + 4 * causes;
    const std::uint64_t told = sizeof(HistoryTold) + 32 + 2 * worlds;
    add(need.once,
        fmt::format("what {} histories came to in {}", sample.histories, counted(worlds, "world")),
        sample.histories * told * (options.couplings ? 2 : 1));
    add(need.once, "shares of the causes and of the draws",
        sample.histories * 8 * (causes + sample.draws + 4));
    if (options.bounds) add(need.once, "samples under earlier records", sample.size * causes);
    if (options.sample.file != nullptr) {
        lowered.first_dates = true;
        const program::Program actual = parts.lower(lowered);
        add(need.once, "the file's buffers",
            file_size(parts, actual, 0) + 8 * DrawGroup::kTogether * (worlds + 2 * causes));
    }
    add_worlds(program, options.sample, sample, worlds, 1, 0, need);
    return need;
}

MemoryNeed need_of(const Scenario::Parts& parts, const SensitivityOptions& options) {
    MemoryNeed need = begin("sensitivity");
    const SampleNeed sample = add_sample(parts, options.sample, need);
    const program::Program program = parts.lower(question_options(sample));
    constexpr std::uint64_t kTerms = 300;  // squares and products that are tried, at most
    const std::uint64_t pairs = std::min(kTerms, sample.draws * (sample.draws + 1) / 2);
    add(need.once, "what was drawn, and what it may explain",
        sample.histories * 8 * (2 * sample.draws + pairs + 24));
    add_worlds(program, options.sample, sample, 0, 1, 0, need);
    return need;
}

std::size_t threads_that_fit(const MemoryNeed& need, int threads, std::uint64_t memory) {
    const std::size_t asked = engine::worker_count({.threads = static_cast<std::size_t>(threads)});
    const std::uint64_t loaded = need.once.front().size;
    const std::uint64_t may = memory != 0 ? memory : inference::available_memory();
    // What is loaded already is no longer free.
    const std::uint64_t already = memory != 0 ? 0 : loaded;
    std::size_t fit = asked;
    while (fit > 1 && need.size(fit) - already > may) --fit;
    if (need.size(fit) - already <= may) return fit;
    std::string text =
        fmt::format("error[J{}]: `{}` takes about {} of memory with one thread, and {} {}:\n",
                    kTooLittleMemory, need.question, size_text(need.size(1) - already),
                    size_text(may), memory != 0 ? "may be used (--memory)" : "are free");
    constexpr std::size_t kShown = 5;
    const MemoryEstimate estimate = need.estimate(1);
    for (std::size_t i = 0; i < std::min(kShown, estimate.parts.size()); ++i) {
        text +=
            fmt::format("  {:>8}  {}\n", size_text(estimate.parts[i].size), estimate.parts[i].what);
    }
    text +=
        "fewer histories (--histories), fewer worlds or smaller islands (--island-size) take less; "
        "`jonbar dump --cost` prints what each question takes";
    throw inference::MemoryError(text);
}

}  // namespace jonbar
