#include "interface/readings.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/ensemble.h"
#include "interface/conditioning.h"
#include "interface/continued.h"
#include "interface/findings.h"
#include "interface/given.h"
#include "interface/load_options.h"
#include "model/check.h"
#include "model/continue.h"
#include "query/outcome_fold.h"
#include "query/outcome_shift.h"

namespace jonbar {
namespace {

std::vector<OutcomeAnswer> answers_of(const Outcomes& outcomes) {
    std::vector<OutcomeAnswer> answers;
    for (std::size_t i = 0; i < outcomes.values.size(); ++i) {
        OutcomeFold fold(outcomes.program, outcomes.program.outcomes[i]);
        for (const double value : outcomes.values[i]) fold.add(value);
        answers.push_back(fold.answer());
    }
    return answers;
}

/// Returns after − before with the interval of Newcombe (1998), method 10: as if the two were
/// independent, which is wide where they share their noise.
Estimate difference(const Estimate& before, const Estimate& after) {
    const auto root = [](double a, double b) { return std::sqrt(a * a + b * b); };
    const double value = after.value - before.value;
    return {value, value - root(after.value - after.low, before.high - before.value),
            value + root(after.high - after.value, before.value - before.low)};
}

/// Returns the share of histories in which a date is none.
Estimate never(const OutcomeAnswer& answer) {
    for (const ValueShare& value : answer.values) {
        if (value.value == "never") return value.share;
    }
    return {};
}

Estimate complement(const Estimate& share) {
    return {1 - share.value, 1 - share.high, 1 - share.low};
}

OutcomeShift shift_of(const OutcomeAnswer& before, const OutcomeAnswer& after) {
    OutcomeShift shift;
    shift.name = before.name;
    shift.label = before.label;
    shift.unit = before.unit;
    shift.kind = before.kind;
    switch (before.kind) {
        case AnswerKind::Truth:
        case AnswerKind::Choice:
            for (std::size_t i = 0; i < before.values.size(); ++i) {
                const Estimate& was = before.values[i].share;
                const Estimate& is = after.values[i].share;
                shift.values.push_back(
                    {before.values[i].value, before.values[i].label, was, is, difference(was, is)});
            }
            break;
        case AnswerKind::Number:
            shift.actual_mean = before.mean;
            shift.altered_mean = after.mean;
            shift.mean_difference = difference(before.mean, after.mean);
            break;
        case AnswerKind::Date: {
            const Estimate was = complement(never(before)), is = complement(never(after));
            shift.values.push_back({"ever", "ever", was, is, difference(was, is)});
            shift.actual_median = before.quantile_dates[2];
            shift.altered_median = after.quantile_dates[2];
            break;
        }
    }
    return shift;
}

}  // namespace

ReadTrees check_altered(SourceSet& sources, FileId file, const CompileOptions& options,
                        const Alter& alter, Diagnostics& diagnostics) {
    LoadOptions load = load_options(options);
    load.strict = false;
    load.interventions.clear();
    ReadTrees made;
    made.modules = load_modules(sources, file, load, diagnostics);
    if (alter && !diagnostics.has_errors()) alter(sources, made.modules);
    const auto continued = load_continued(sources, made.modules, load, diagnostics);
    made.model =
        check(sources, made.modules, diagnostics, hash_of_name, Chained{nullptr, continued.get()});
    return made;
}

std::unique_ptr<Scenario::Parts> read_altered(const std::string& path,
                                              const CompileOptions& options, const Alter& alter) {
    auto parts = std::make_unique<Scenario::Parts>();
    Diagnostics diagnostics;
    parts->path = path;
    parts->file = add_file(parts->sources, path, options);
    parts->model = check_altered(parts->sources, parts->file, options, alter, diagnostics).model;
    throw_if_wrong(parts->sources, diagnostics);
    for (const std::string& setting : options.settings) {
        const std::size_t equals = setting.find('=');
        override_param(parts->model, setting.substr(0, equals),
                       equals == std::string::npos ? "" : setting.substr(equals + 1), diagnostics);
    }
    throw_if_wrong(parts->sources, diagnostics);
    return parts;
}

namespace {

/// Runs histories of the prior, and keeps what each came to.
void run_prior(const Scenario::Parts& parts, const ReadingOptions& options, const std::string& what,
               Outcomes& made) {
    const program::Program& program = made.program;
    engine::EnsembleOptions ensemble;
    ensemble.histories = options.histories;
    ensemble.seed = options.seed;
    ensemble.threads = static_cast<std::size_t>(options.threads);
    ensemble.stop = options.stop;
    made.values.assign(program.outcomes.size(),
                       std::vector<double>(static_cast<std::size_t>(options.histories)));
    const auto listen = [&](std::size_t, engine::Workspace& chunk) {
        for (std::size_t i = 0; i < program.outcomes.size(); ++i) {
            for (std::size_t lane = 0; lane < chunk.history_count(); ++lane)
                made.values[i][chunk.first_history() + lane] =
                    chunk.value(program.outcomes[i].column, lane);
        }
    };
    if (options.progress) options.progress(what, 0, options.histories);
    const engine::EnsembleResult result = engine::run_ensemble(program, ensemble, listen);
    if (result.fault) parts.fail_run(program, *result.fault, options.seed);
    if (result.partial) throw StoppedError("stopped before all histories were done");
    if (options.progress) options.progress(what, options.histories, options.histories);
}

/// Returns how many histories a reading needs of the scenario that it continues, if any.
HistoryRange range_of(const ReadingOptions& options) {
    std::uint64_t count = options.histories;
    if (options.given) {
        const inference::ConditionOptions as = condition_options(*options.given);
        count = std::max<std::uint64_t>(count, as.islands * as.island.size);
    }
    return {0, count};
}

}  // namespace

Outcomes run_reading(const Scenario::Parts& parts, const ReadingOptions& options,
                     const std::string& what) {
    SampleOptions sample;
    sample.seed = options.seed;
    sample.threads = options.threads;
    if (options.given) sample.conditioning = *options.given;
    sample.stop = options.stop;
    const ContinuedParts continued(parts, sample, range_of(options));
    const Scenario::Parts& ready = continued.parts();
    RunOptions run;
    run.histories = 16;  // of the prior, which is told by other means
    run.seed = options.seed;
    run.threads = options.threads;
    run.given = options.given;
    run.stop = options.stop;
    if (options.progress) {
        run.progress = [&](std::uint64_t done, std::uint64_t all) {
            options.progress(what + ", given the record", done, all);
        };
    }
    Outcomes made;
    made.program = ready.lower({.tallies = false});
    if (begins_in_islands(ready)) {
        Answers answers = run_from_islands(ready, run);
        if (answers.partial) throw StoppedError("stopped before all islands were done");
        made.prior = std::move(answers.outcomes);
    } else {
        run_prior(ready, options, what, made);
    }
    if (!options.given) return made;
    if (ready.model.facts.empty()) {
        made.posterior = made.prior ? *made.prior : answers_of(made);
        return made;
    }
    Answers answers = run_given(ready, run);
    if (answers.partial) throw StoppedError("stopped before all islands were done");
    made.posterior = std::move(answers.outcomes);
    return made;
}

std::vector<OutcomeMove> compare(const Outcomes& actual, const Outcomes& altered) {
    std::vector<OutcomeMove> moves;
    HistoryGroups groups;
    for (std::size_t i = 0; i < actual.program.outcomes.size(); ++i) {
        OutcomeMove move;
        if (actual.posterior && altered.posterior)
            move.given = shift_of((*actual.posterior)[i], (*altered.posterior)[i]);
        if (actual.prior && altered.prior) {
            move.prior = shift_of((*actual.prior)[i], (*altered.prior)[i]);
            moves.push_back(std::move(move));
            continue;
        }
        groups.sizes = {actual.values[i].size()};
        OutcomeShiftFold fold(actual.program, actual.program.outcomes[i], 1);
        for (std::size_t h = 0; h < actual.values[i].size(); ++h)
            fold.add(0, 1, actual.values[i][h], altered.values[i][h]);
        move.prior = fold.answer(groups);
        moves.push_back(std::move(move));
    }
    return moves;
}

std::vector<ChangeAnswer> change_answers(const Scenario::Parts& parts,
                                         const std::vector<Changed>& changes) {
    const auto name_of = [](BeliefChange change) {
        switch (change) {
            case BeliefChange::Alternative:
                return "alternative";
            case BeliefChange::Equal:
                return "equal";
            case BeliefChange::Default:
                return "default";
            case BeliefChange::Vague:
                return "vague";
            case BeliefChange::LeftOut:
                return "left out";
            case BeliefChange::Kept:
                return "kept";
        }
        return "";
    };
    std::vector<ChangeAnswer> answers;
    for (const Changed& one : changes)
        answers.push_back({name_of(one.change), one.what, one.detail, parts.place(one.span)});
    return answers;
}

bool matters(const std::vector<Changed>& changes) {
    return std::any_of(changes.begin(), changes.end(),
                       [](const Changed& one) { return one.change != BeliefChange::Kept; });
}

}  // namespace jonbar
