#include "jonbar/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "base/io_error.h"
#include "engine/ensemble.h"
#include "interface/conditioning.h"
#include "interface/continued.h"
#include "interface/drawn.h"
#include "interface/findings.h"
#include "interface/given.h"
#include "interface/histories.h"
#include "interface/load_options.h"
#include "interface/memory_need.h"
#include "interface/module_user.h"
#include "interface/partial.h"
#include "interface/parts.h"
#include "interface/result_file.h"
#include "language/dump.h"
#include "language/format.h"
#include "language/parser.h"
#include "model/check.h"
#include "model/continuation.h"
#include "model/dump.h"
#include "program/dump.h"
#include "program/lower.h"
#include "query/outcome_fold.h"
#include "query/tallies.h"
#include "report/chronicle.h"

namespace jonbar {

namespace {

constexpr int kHistoryFault = 4900;

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

program::Program Scenario::Parts::lower(const program::LowerOptions& options) const {
    Diagnostics diagnostics;
    program::Program program = program::lower(model, options, diagnostics);
    throw_if_wrong(sources, diagnostics);
    program.imports = imports;
    return program;
}

std::string Scenario::Parts::place(Span span) const {
    if (!span.file.valid()) return path;
    return fmt::format("{}:{}", file_name(sources.file(span.file).path),
                       sources.position(span.file, span.begin).line);
}

void Scenario::Parts::fail(const program::Program& program, const engine::HistoryFault& fault,
                           const std::string& whose, const std::string& hint) const {
    const program::Fault& what = program.faults[fault.fault];
    const std::string when =
        fault.step < 0 ? "before the first step"
                       : "in " + program.calendar.format(program.calendar.tick_of_step(fault.step));
    Diagnostic diagnostic;
    diagnostic.code = kHistoryFault;
    diagnostic.span = what.span;
    diagnostic.message = fmt::format("{} in {}, {}", what.what, whose, when);
    diagnostic.hint = fmt::format("in {}; {}", what.where, hint);
    throw HistoryError(render(sources, diagnostic));
}

void Scenario::Parts::fail_run(const program::Program& program, const engine::HistoryFault& fault,
                               std::uint64_t seed) const {
    fail(program, fault, fmt::format("history {} (seed {})", fault.history, seed),
         fmt::format("`jonbar tell {} --history {} --seed {}` tells how it came to this", path,
                     fault.history, seed));
}

Answers Scenario::Parts::new_answers(const program::Program& program,
                                     const RunOptions& options) const {
    Answers answers;
    answers.scenario = path;
    answers.title = program.title;
    answers.from = program.calendar.format(program.calendar.first_tick);
    answers.to =
        program.calendar.format(program.calendar.tick_of_step(program.calendar.step_count - 1));
    answers.by = unit_name(program.calendar.unit);
    answers.seed = options.seed;
    answers.threads = options.threads;
    return answers;
}

namespace {

struct Loaded {
    SourceSet sources;
    FileId file;
    Model model;
    Diagnostics diagnostics;
    std::vector<Notice> notices;
};

void compile_into(Loaded& loaded, const CompileOptions& options, bool follow_alone = false) {
    LoadOptions load = load_options(options);
    load.follow_alone = follow_alone;
    loaded.model =
        load_and_check(loaded.sources, loaded.file, load, loaded.diagnostics, &loaded.notices);
    if (loaded.diagnostics.has_errors()) return;
    for (const std::string& setting : options.settings) {
        const std::size_t equals = setting.find('=');
        const std::string name = setting.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : setting.substr(equals + 1);
        override_param(loaded.model, name, value, loaded.diagnostics);
    }
}

}  // namespace

std::vector<Finding> check_file(const std::string& path, const CompileOptions& options) {
    Loaded loaded;
    loaded.file = add_scenario_of(loaded.sources, path, options);
    compile_into(loaded, options, true);
    if (!loaded.diagnostics.has_errors()) program::lower(loaded.model, {}, loaded.diagnostics);
    std::vector<Finding> found = findings(loaded.sources, loaded.diagnostics);
    if (loaded.diagnostics.has_errors()) return found;
    for (Finding& note : findings(loaded.sources, loaded.notices)) found.push_back(std::move(note));
    return found;
}

std::string format_text(const std::string& name, const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add(name, text);
    const FileRole role = is_module(sources, file) ? FileRole::Module : FileRole::Scenario;
    const ast::Tree tree = parse(sources, file, role, diagnostics);
    throw_if_wrong(sources, diagnostics);
    return format(sources, tree);
}

Scenario Scenario::load(const std::string& path, const CompileOptions& options) {
    SourceSet sources;
    const FileId file = add_file(sources, path, options);
    return compile(path, sources.file(file).text, options);
}

namespace {

/// Returns nothing, and the findings, where the text is wrong.
std::unique_ptr<Scenario::Parts> compile_text(const std::string& name, const std::string& text,
                                              const CompileOptions& options,
                                              std::vector<Finding>& found) {
    Loaded loaded;
    loaded.file = loaded.sources.add(name, text);
    compile_into(loaded, options);
    found = findings(loaded.sources, loaded.diagnostics);
    if (loaded.diagnostics.has_errors()) return nullptr;
    auto parts = std::make_unique<Scenario::Parts>();
    parts->path = name;
    parts->warnings = found;
    parts->sources = std::move(loaded.sources);
    parts->file = loaded.file;
    parts->model = std::move(loaded.model);
    parts->settings = options.settings;
    parts->continue_as = options.continue_as;
    return parts;
}

}  // namespace

std::unique_ptr<Scenario::Parts> compile_parts(const std::string& path,
                                               const CompileOptions& options,
                                               std::vector<Finding>& found) {
    SourceSet sources;
    const FileId file = add_file(sources, path, options);
    return compile_text(path, sources.file(file).text, options, found);
}

bool is_module_file(const std::string& path) {
    SourceSet sources;
    return is_module(sources, sources.load(path));
}

Scenario Scenario::compile(const std::string& name, const std::string& text,
                           const CompileOptions& options) {
    std::vector<Finding> found;
    std::unique_ptr<Parts> parts = compile_text(name, text, options, found);
    if (parts == nullptr) throw_findings(std::move(found));
    return Scenario(std::move(parts));
}

Scenario::Scenario(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Scenario::Scenario(Scenario&&) noexcept = default;
Scenario& Scenario::operator=(Scenario&&) noexcept = default;
Scenario::~Scenario() = default;

const std::vector<Finding>& Scenario::warnings() const { return parts_->warnings; }

std::vector<std::string> Scenario::outcomes() const {
    std::vector<std::string> names;
    for (const Outcome& outcome : parts_->model.outcomes) names.push_back(outcome.name);
    return names;
}

bool Scenario::has_record() const { return !parts_->model.facts.empty(); }

std::vector<ContinuedScenario> Scenario::continued() const { return continued_by(parts_->model); }

namespace {

std::vector<OutcomeAnswer> answers_of(const FoldedHistories& folded) {
    std::vector<OutcomeAnswer> answers;
    if (folded.histories == 0) return answers;
    for (const OutcomeFold& fold : folded.folds) answers.push_back(fold.answer());
    return answers;
}

/// Runs histories of the prior, one by one; with `all`, also tells their params.
Answers run_histories(const Scenario::Parts& parts, const RunOptions& options, PriorRun* all) {
    const bool filed = options.file != nullptr;
    const program::Program program = parts.lower({.optimise = options.optimise,
                                                  .start_draws = all != nullptr || filed,
                                                  .first_dates = filed});
    engine::EnsembleOptions ensemble = ensemble_options(options);
    ensemble.delivery =
        options.row || filed ? engine::Delivery::InOrder : engine::Delivery::AnyOrder;
    const std::vector<program::OutcomeColumn> columns =
        all != nullptr ? history_columns(program) : program.outcomes;
    HistoryFolder folder(
        program, columns, ensemble,
        kept_histories(options.row || filed ? nullptr : options.journal, parts, program,
                       all != nullptr ? "histories and params" : "histories", options.seed,
                       options.continuing));
    std::mutex progress;
    std::uint64_t done = folder.taken();
    PartialSchedule schedule(options.histories);
    const auto tell_partial = [&] {
        const FoldedHistories folded = folder.folded();
        Answers answers = parts.new_answers(program, options);
        answers.histories = folded.histories;
        answers.outcomes = answers_of(folded);
        answers.outcomes.resize(program.outcomes.size());
        answers.requested = options.histories;
        answers.partial = true;
        options.partial(answers);
    };
    const std::vector<OutcomeFold> texts = folder.folded().folds;
    std::vector<std::string> row(program.outcomes.size());
    std::optional<PriorDraws> draws;
    if (filed) draws.emplace(*options.file, parts, program);
    const auto listen = [&](std::size_t, engine::Workspace& chunk) {
        if (options.row) {
            for (std::size_t lane = 0; lane < chunk.history_count(); ++lane) {
                for (std::size_t i = 0; i < row.size(); ++i) {
                    row[i] = texts[i].text_of(chunk.value(program.outcomes[i].column, lane));
                }
                options.row(chunk.first_history() + lane, row);
            }
        }
        if (draws) draws->add(chunk);
        if (options.progress || options.partial) {
            const std::lock_guard<std::mutex> lock(progress);
            done += chunk.history_count();
            if (options.progress) options.progress(done, options.histories);
            if (options.partial && schedule.due(done)) tell_partial();
        }
    };
    const engine::EnsembleResult result = folder.run(listen);
    if (result.fault) parts.fail_run(program, *result.fault, options.seed);
    if (draws) draws->finish(result.partial);

    Answers answers = parts.new_answers(program, options);
    answers.histories = result.histories;
    answers.requested = options.histories;
    answers.partial = result.partial;
    if (result.histories == 0) return answers;
    const FoldedHistories folded = folder.folded();
    answers.outcomes = answers_of(folded);
    if (all != nullptr) *all = {result.histories, result.partial, answers.outcomes};
    answers.outcomes.resize(program.outcomes.size());
    add_tallies(answers, program, folded.counters, [&](Span span) { return parts.place(span); });
    return answers;
}

SampleOptions sample_options(const RunOptions& options) {
    SampleOptions sample;
    sample.seed = options.seed;
    sample.threads = options.threads;
    sample.chunk_lanes = options.chunk_lanes;
    sample.conditioning = options.given.value_or(options.continuing);
    sample.stop = options.stop;
    sample.memory = options.memory;
    sample.journal = options.journal;
    return sample;
}

/// Returns the histories that a run has: those asked for, and the particles.
HistoryRange range_of_run(const RunOptions& options) {
    std::uint64_t count = options.histories;
    if (options.given) {
        const inference::ConditionOptions as = condition_options(*options.given);
        count = std::max<std::uint64_t>(count, as.islands * as.island.size);
    }
    return {0, count};
}

}  // namespace

Answers run_without_record(const Scenario::Parts& parts, const RunOptions& options, PriorRun* all) {
    return begins_in_islands(parts) ? run_from_islands(parts, options)
                                    : run_histories(parts, options, all);
}

Answers Scenario::run(const RunOptions& asked) const {
    RunOptions options = asked;
    fit_memory(need_of(*parts_, options), options);
    const ContinuedParts continued(*parts_, sample_options(options), range_of_run(options));
    const Parts& parts = continued.parts();
    if (options.file != nullptr) {
        options.file->parts().add_scenario(
            *parts_, options.seed,
            options.given ? facts_of(parts, *options.given) : std::vector<bool>());
    }
    Answers answers =
        options.given ? run_given(parts, options) : run_without_record(parts, options);
    answers.continues = continued_by(parts.model);
    return answers;
}

std::string Scenario::tell(std::uint64_t history, std::uint64_t seed) const {
    SampleOptions options;
    options.seed = seed;
    const ContinuedParts continued(*parts_, options, {history, 1});
    const Parts& parts = continued.parts();
    throw_unless_there(parts, history);
    const program::Program program = parts.lower({.tallies = false, .trace = true});
    const engine::HistoryTrace trace = engine::trace_history(program, seed, history);
    std::vector<ChronicleLine> lines;
    for (const engine::TraceLine& line : trace.lines)
        lines.push_back({line.record, line.step, line.values});
    std::string told = fmt::format("{}, history {}, seed {}\n\n", program.title, history, seed) +
                       chronicle(program, lines);
    if (trace.fault) {
        const program::Fault& what = program.faults[trace.fault->fault];
        told += fmt::format("\nHere the history cannot go on: {} in {} ({})\n", what.what,
                            what.where, parts.place(what.span));
    }
    return told;
}

std::string Scenario::dump(const std::string& stage) const {
    if (stage == "tree") {
        Diagnostics ignored;
        return dump_tree(parse(parts_->sources, parts_->file, FileRole::Scenario, ignored));
    }
    if (stage == "order") return dump_order(parts_->model);
    if (stage == "program") return dump_program(parts_->lower({}));
    return dump_model(parts_->model);
}

}  // namespace jonbar
