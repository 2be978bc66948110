#include "interface/given.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>
#include <utility>

#include "interface/conditioning.h"
#include "interface/continued.h"
#include "interface/histories.h"
#include "interface/kept_islands.h"
#include "interface/partial.h"
#include "interface/result_file.h"
#include "interface/sample_store.h"
#include "interface/sampling.h"
#include "query/outcome_fold.h"
#include "query/spread.h"

namespace jonbar {

std::vector<program::OutcomeColumn> history_columns(const program::Program& program) {
    std::vector<program::OutcomeColumn> columns = program.outcomes;
    for (std::size_t i = 0; i < program.states.size(); ++i) {
        const program::StateBlock& state = program.states[i];
        const bool param = state.role == StateRole::Param || state.role == StateRole::Strength;
        if (!param || state.first.place != program::Place::StateNumber || state.width != 1 ||
            (state.type.base != BaseType::Real && state.type.base != BaseType::Int)) {
            continue;
        }
        for (std::uint32_t cell = 0; cell < state.cell_count; ++cell) {
            program::OutcomeColumn column;
            column.name = cell < state.cells.size() ? state.cells[cell] : state.name;
            column.kind = OutcomeKind::Number;
            column.type = state.type;
            column.column = state.first;
            column.column.base += cell;
            columns.push_back(std::move(column));
        }
    }
    return columns;
}

namespace {

using Columns = std::vector<program::OutcomeColumn>;

std::vector<OutcomeFold> empty_folds(const program::Program& program, const Columns& columns) {
    std::vector<OutcomeFold> folds;
    for (const program::OutcomeColumn& column : columns) folds.emplace_back(program, column);
    return folds;
}

/// A file of results takes every history: none is taken from a journal.
Journal* journal_of(const RunOptions& options) {
    return options.file == nullptr ? options.journal : nullptr;
}

/// Returns the program of histories without the record.
program::Program lower_prior(const Scenario::Parts& parts, const RunOptions& options) {
    return parts.lower({.optimise = options.optimise,
                        .tallies = false,
                        .start_draws = true,
                        .first_dates = options.file != nullptr});
}

/// As below, of histories that begin in islands.
PriorRun run_prior_in_islands(const Scenario::Parts& parts, const RunOptions& options) {
    const program::Program program = lower_prior(parts, options);
    inference::ConditionOptions as = condition_options(*options.given, options);
    std::optional<IslandDraws> draws;
    if (options.file != nullptr) {
        draws.emplace(*options.file, parts, program, "prior", parts.imports->island_size);
        as.ended = [&](std::uint64_t number) { draws->skip(number); };
    }
    KeptIslands kept(journal_of(options), parts, program, *options.given, as);
    const auto listen = [&](std::size_t, std::uint64_t number, const inference::Island& island) {
        kept.fold(number, island);
        if (draws) draws->add(number, island);
    };
    const Conditioned made = condition(parts, program, as, listen);
    if (draws) draws->finish(made);
    PriorRun prior{made.result.islands.size() * as.island.size, made.result.partial, {}};
    for (std::size_t i = 0; i < kept.columns().size(); ++i) {
        std::vector<OutcomeFold> by_island;
        for (std::size_t number = 0; number < made.result.islands.size(); ++number)
            by_island.push_back(std::move(kept.folds()[number][i]));
        prior.answers.push_back(OutcomeFold::answer_of_islands(
            by_island, made.weights, made.independent * static_cast<double>(prior.histories)));
    }
    return prior;
}

/// Runs histories without the record. Their progress is that of the first of the run's histories,
/// before its `particles`.
PriorRun run_prior(const Scenario::Parts& parts, const RunOptions& options,
                   std::uint64_t particles) {
    if (begins_in_islands(parts)) return run_prior_in_islands(parts, options);
    const program::Program program = lower_prior(parts, options);
    const Columns columns = history_columns(program);
    engine::EnsembleOptions ensemble = ensemble_options(options);
    std::optional<PriorDraws> draws;
    if (options.file != nullptr) {
        draws.emplace(*options.file, parts, program);
        ensemble.delivery = engine::Delivery::InOrder;
    }
    HistoryFolder folder(program, columns, ensemble,
                         kept_histories(journal_of(options), parts, program,
                                        "histories of the prior", options.seed, *options.given));
    std::mutex progress;
    std::uint64_t done = folder.taken();
    const auto listen = [&](std::size_t, engine::Workspace& chunk) {
        if (draws) draws->add(chunk);
        if (!options.progress) return;
        const std::lock_guard<std::mutex> lock(progress);
        done += chunk.history_count();
        options.progress(done, options.histories + particles);
    };
    const engine::EnsembleResult result = folder.run(listen);
    if (result.fault) parts.fail_run(program, *result.fault, options.seed);
    if (result.histories == 0) throw StoppedError("stopped before the first histories were done");
    if (draws) draws->finish(result.partial);
    PriorRun prior{result.histories, result.partial, {}};
    for (const OutcomeFold& fold : folder.folded().folds) prior.answers.push_back(fold.answer());
    return prior;
}

std::array<double, 5> quantile_values(const OutcomeAnswer& answer) {
    std::array<double, 5> values{};
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = answer.quantiles[i].value;
    return values;
}

std::vector<FactAnswer> fact_answers(const Scenario::Parts& parts, const program::Program& program,
                                     const std::vector<bool>& counts,
                                     const std::vector<inference::IslandResult>& islands) {
    const std::vector<inference::FactSummary> summaries = inference::summarise(program, islands);
    std::vector<FactAnswer> answers;
    for (std::size_t i = 0; i < parts.model.facts.size(); ++i) {
        if (!counts[i]) continue;
        const std::size_t at = answers.size();
        const FactKind kind = parts.model.facts[i].kind;
        FactAnswer answer;
        answer.text = program.facts[at].text;
        answer.place = parts.place(program.facts[at].span);
        answer.forced = program.facts[at].forced;
        answer.density = kind == FactKind::Noisy || kind == FactKind::Draw;
        answer.log_probability = summaries[at].log_probability;
        answer.effective = summaries[at].effective;
        answer.ancestors = summaries[at].ancestors;
        answers.push_back(std::move(answer));
    }
    return answers;
}

/// Turns the steps that islands report into how many particles are done, after the histories that
/// were run before.
class IslandProgress {
  public:
    IslandProgress(const RunOptions& options, std::uint64_t before, std::uint64_t particles,
                   std::uint64_t steps)
        : options_(options), before_(before), particles_(particles), steps_(steps) {}

    void add(std::uint64_t particle_steps) {
        const std::lock_guard<std::mutex> lock(mutex_);
        done_ += particle_steps;
        options_.progress(before_ + std::min(done_ / steps_, particles_), before_ + particles_);
    }

  private:
    const RunOptions& options_;
    const std::uint64_t before_, particles_, steps_;
    std::mutex mutex_;
    std::uint64_t done_ = 0;
};

/// Tells what the islands that are done say, before all are.
class IslandsSoFar {
  public:
    IslandsSoFar(const Scenario::Parts& parts, const program::Program& program,
                 const Columns& columns, const PriorRun& prior, const RunOptions& options,
                 const inference::ConditionOptions& as)
        : parts_(parts),
          program_(program),
          prior_(prior),
          options_(options),
          island_size_(as.island.size),
          outcome_count_(program.outcomes.size()),
          schedule_(as.islands, 2),
          folds_(as.islands, empty_folds(program, columns)),
          log_evidence_(as.islands, -std::numeric_limits<double>::infinity()) {}

    void add(std::uint64_t number, const inference::Island& island,
             const std::vector<OutcomeFold>& folds) {
        const std::lock_guard<std::mutex> lock(mutex_);
        folds_[number] = folds;
        log_evidence_[number] = island.log_evidence();
        ancestors_ += island.least_ancestors();
        if (schedule_.due(++done_)) tell();
    }

  private:
    void tell() const {
        const std::vector<double> weights = evidence_weights(log_evidence_);
        Answers answers = parts_.new_answers(program_, options_);
        answers.requested = log_evidence_.size() * island_size_;
        answers.histories = done_ * island_size_;
        answers.partial = true;
        const auto histories = static_cast<double>(answers.histories);
        double independent = std::min(1.0, ancestors_ / histories);
        if (program_.imports) independent *= program_.imports->independent;
        GivenRecord given;
        for (std::size_t i = 0; i < outcome_count_; ++i) {
            std::vector<OutcomeFold> by_island;
            for (const std::vector<OutcomeFold>& island : folds_) by_island.push_back(island[i]);
            answers.outcomes.push_back(
                OutcomeFold::answer_of_islands(by_island, weights, independent * histories));
            given.prior.push_back(prior_.answers[i]);
        }
        std::vector<double> done;
        for (const double one : log_evidence_) {
            if (!std::isinf(one)) done.push_back(one);
        }
        given.log_evidence = spread_log_mean(done);
        given.prior_histories = prior_.histories;
        given.islands = done_;
        given.island_size = island_size_;
        given.moves = options_.given->moves;
        given.until = options_.given->until;
        given.effective_islands = effective_islands(weights);
        answers.given = std::move(given);
        options_.partial(answers);
    }

    const Scenario::Parts& parts_;
    const program::Program& program_;
    const PriorRun& prior_;
    const RunOptions& options_;
    const std::uint64_t island_size_;
    const std::size_t outcome_count_;
    std::mutex mutex_;
    PartialSchedule schedule_;
    std::uint64_t done_ = 0;
    double ancestors_ = 0;
    std::vector<std::vector<OutcomeFold>> folds_;  // by island; empty where it is not done
    std::vector<double> log_evidence_;             // likewise minus infinity
};

/// Fills what the filter says of itself.
void describe(const std::vector<inference::IslandResult>& islands, GivenRecord& given) {
    std::vector<double> log_evidence;
    double proposed = 0, accepted = 0;
    for (const inference::IslandResult& island : islands) {
        log_evidence.push_back(island.log_evidence);
        given.distinct_vectors += island.distinct_vectors;
        given.resamplings += island.resamplings;
        proposed += static_cast<double>(island.moves_proposed);
        accepted += static_cast<double>(island.moves_accepted);
    }
    given.islands = islands.size();
    given.resamplings /= static_cast<double>(islands.size());
    given.moves_accepted = proposed > 0 ? accepted / proposed : 0;
    given.log_evidence = spread_log_mean(log_evidence);
}

}  // namespace

Answers run_given(const Scenario::Parts& parts, const RunOptions& options, GivenBeside beside) {
    if (parts.model.facts.empty()) {
        throw QuestionError(
            "the scenario has no record to be given; docs/language.md tells how "
            "`observe` states what happened");
    }
    const std::vector<bool> counts = facts_of(parts, *options.given);
    const bool filed = options.file != nullptr;
    program::Program program = parts.lower({.optimise = options.optimise,
                                            .tallies = false,
                                            .start_draws = true,
                                            .facts = counts,
                                            .first_dates = filed});
    inference::ConditionOptions condition_as = condition_options(*options.given, options);
    const std::uint64_t particles = condition_as.islands * condition_as.island.size;
    const std::uint64_t before = beside.prior || begins_in_islands(parts) ? 0 : options.histories;
    PriorRun prior = beside.prior ? std::move(*beside.prior) : run_prior(parts, options, particles);
    if (beside.sampled != nullptr || options.store != nullptr)
        keep_sample(condition_as, beside.sample_histories);
    KeptIslands kept(journal_of(options), parts, program, *options.given, condition_as);
    const Columns& columns = kept.columns();
    const std::uint64_t steps = std::uint64_t{program.step_count} + 1;
    IslandProgress progress(options, before, particles, steps);
    if (options.progress) {
        progress.add(kept.taken() * condition_as.island.size * steps);
        condition_as.island.progress = [&](std::uint64_t more) { progress.add(more); };
    }
    IslandsSoFar so_far(parts, program, columns, prior, options, condition_as);
    std::optional<IslandDraws> draws;
    if (filed) {
        const std::uint64_t size =
            begins_in_islands(parts) ? parts.imports->island_size : condition_as.island.size;
        draws.emplace(*options.file, parts, program, "posterior", size);
        condition_as.ended = [&](std::uint64_t number) { draws->skip(number); };
    }
    const auto listen = [&](std::size_t, std::uint64_t number, const inference::Island& island) {
        kept.fold(number, island);
        if (options.partial) so_far.add(number, island, kept.folds()[number]);
        if (draws) draws->add(number, island);
    };
    Conditioned made = condition(parts, program, condition_as, listen);
    if (draws) draws->finish(made);
    const std::vector<inference::IslandResult>& islands = made.result.islands;

    Answers answers = parts.new_answers(program, options);
    answers.requested = particles;
    answers.histories = islands.size() * options.given->island_size;
    answers.partial = made.result.partial || prior.partial;
    GivenRecord given;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::vector<OutcomeFold> by_island;
        for (std::size_t number = 0; number < islands.size(); ++number)
            by_island.push_back(std::move(kept.folds()[number][i]));
        OutcomeAnswer posterior = OutcomeFold::answer_of_islands(
            by_island, made.weights, made.independent * static_cast<double>(answers.histories));
        if (i >= program.outcomes.size()) {
            given.params.push_back({posterior.name, posterior.unit,
                                    quantile_values(prior.answers[i]), quantile_values(posterior)});
        } else {
            answers.outcomes.push_back(std::move(posterior));
            given.prior.push_back(std::move(prior.answers[i]));
        }
    }
    describe(islands, given);
    given.prior_histories = prior.histories;
    given.island_size = options.given->island_size;
    given.moves = options.given->moves;
    given.until = options.given->until;
    given.effective_islands = made.effective_islands;
    given.facts = fact_answers(parts, program, counts, islands);
    answers.given = std::move(given);
    const bool keep = options.store != nullptr && !made.result.partial;
    if (beside.sampled == nullptr && !keep) return answers;
    Sampled sampled;
    sampled.program = std::move(program);
    sampled.facts = counts;
    take_sample(made, condition_as, sampled);
    if (keep) {
        const std::string key = sample_key(parts, *options.given, counts, options.seed);
        if (!key.empty()) options.store->parts().keep(key, sampled);
    }
    if (beside.sampled != nullptr) *beside.sampled = std::move(sampled);
    return answers;
}

}  // namespace jonbar
