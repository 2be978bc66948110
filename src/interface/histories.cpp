#include "interface/histories.h"

#include <algorithm>
#include <utility>

namespace jonbar {

void FoldedHistories::merge(const FoldedHistories& other) {
    histories += other.histories;
    for (std::size_t i = 0; i < folds.size(); ++i) folds[i].merge(other.folds[i]);
    for (std::size_t i = 0; i < counters.size(); ++i) counters[i] += other.counters[i];
}

void FoldedHistories::write(base::ByteWriter& out) const {
    out.number(histories);
    out.number(folds.size());
    for (const OutcomeFold& fold : folds) fold.write(out);
    out.number(counters.size());
    for (const std::int64_t counter : counters) out.signed_number(counter);
}

void FoldedHistories::read(base::ByteReader& in) {
    histories = in.number();
    if (in.number() != folds.size()) return in.refuse();
    for (OutcomeFold& fold : folds) {
        fold.read(in);
        if (fold.count() != histories) in.refuse();
    }
    if (in.number() != counters.size()) return in.refuse();
    for (std::int64_t& counter : counters) counter = in.signed_number();
}

KeptHistories kept_histories(Journal* journal, const Scenario::Parts& parts,
                             const program::Program& program, const char* what, std::uint64_t seed,
                             const ConditioningOptions& continuing) {
    if (journal == nullptr) return {};
    return {journal, question_key(parts, program,
                                  {.what = what,
                                   .seed = seed,
                                   .conditioning = parts.imports ? &continuing : nullptr})};
}

engine::EnsembleOptions ensemble_options(const RunOptions& options) {
    engine::EnsembleOptions ensemble;
    ensemble.histories = options.histories;
    ensemble.seed = options.seed;
    ensemble.threads = static_cast<std::size_t>(options.threads);
    if (options.chunk_lanes > 0) ensemble.chunk_lanes = options.chunk_lanes;
    ensemble.stop = options.stop;
    return ensemble;
}

HistoryFolder::HistoryFolder(const program::Program& program,
                             const std::vector<program::OutcomeColumn>& columns,
                             const engine::EnsembleOptions& options, KeptHistories kept)
    : program_(program), columns_(columns), options_(options), kept_(std::move(kept)) {
    for (const program::OutcomeColumn& column : columns_)
        empty_.folds.emplace_back(program, column);
    empty_.counters.resize(program.counters.size());
    done_ = gathered_ = empty_;
    for (std::size_t i = 0; i < engine::worker_count(options_); ++i) {
        workers_.push_back(std::make_unique<Worker>(empty_));
        workers_.back()->handed_in = empty_.counters;
    }
    if (kept_.journal == nullptr) return;
    Journal::Parts& journal = kept_.journal->parts();
    if (const std::optional<store::Row> row = journal.find(kept_.question, 0)) {
        // What came to more histories than are asked for says nothing of fewer.
        if (row->count <= options_.histories) {
            base::ByteReader in(row->content);
            done_.read(in);
            if (!in.good_to_the_end() || done_.histories != row->count)
                journal.refuse(kept_.question, 0);
            taken_ = done_.histories;
        }
    }
    journal.note_taken("histories", taken_, options_.histories);
    begun_ = taken_;
}

engine::EnsembleResult HistoryFolder::run(const engine::ChunkListener& listener) {
    engine::EnsembleOptions rest = options_;
    rest.first = taken_;
    rest.histories -= taken_;
    engine::EnsembleResult result =
        engine::run_ensemble(program_, rest, [&](std::size_t worker, engine::Workspace& chunk) {
            add(worker, chunk);
            if (listener) listener(worker, chunk);
        });
    result.histories += taken_;
    if (result.fault || result.histories == taken_) return result;
    // The finished histories are the first ones, so all that was handed in and all that was not.
    if (kept_.journal != nullptr) keep(row_of(folded()));
    return result;
}

void HistoryFolder::add(std::size_t number, engine::Workspace& chunk) {
    Worker& worker = *workers_[number];
    if (std::optional<store::Row> row = hand_in(worker, chunk)) keep(std::move(*row));
    const std::lock_guard<std::mutex> lock(worker.mutex);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        for (std::size_t lane = 0; lane < chunk.history_count(); ++lane)
            worker.own.folds[i].add(chunk.value(columns_[i].column, lane));
    }
    worker.own.histories += chunk.history_count();
    worker.counters = chunk.counters();
    for (std::size_t i = 0; i < worker.counters.size(); ++i)
        worker.own.counters[i] = worker.counters[i] - worker.handed_in[i];
}

std::optional<store::Row> HistoryFolder::hand_in(Worker& worker, const engine::Workspace& chunk) {
    if (kept_.journal == nullptr) return std::nullopt;
    const bool due = kept_.journal->parts().due();
    const std::lock_guard<std::mutex> lock(mutex_);
    begun_ = std::max(begun_, chunk.first_history() + chunk.history_count());
    if (!cut_ && due) cut_ = begun_;
    if (!cut_ || chunk.first_history() < *cut_ || worker.behind) return std::nullopt;
    worker.behind = true;
    {
        const std::lock_guard<std::mutex> own(worker.mutex);
        gathered_.merge(worker.own);
        worker.own = empty_;
        worker.handed_in = worker.counters;
    }
    if (done_.histories + gathered_.histories < *cut_) return std::nullopt;
    done_.merge(gathered_);
    gathered_ = empty_;
    cut_.reset();
    for (const std::unique_ptr<Worker>& each : workers_) each->behind = false;
    return row_of(done_);
}

FoldedHistories HistoryFolder::folded() {
    const std::lock_guard<std::mutex> lock(mutex_);
    FoldedHistories all = done_;
    all.merge(gathered_);
    for (const std::unique_ptr<Worker>& worker : workers_) {
        const std::lock_guard<std::mutex> own(worker->mutex);
        all.merge(worker->own);
    }
    return all;
}

store::Row HistoryFolder::row_of(const FoldedHistories& folded) const {
    base::ByteWriter out;
    folded.write(out);
    return {0, folded.histories, out.take()};
}

void HistoryFolder::keep(store::Row row) {
    kept_.journal->parts().keep(kept_.question, std::move(row));
}

}  // namespace jonbar
