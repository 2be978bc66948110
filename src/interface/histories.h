// Histories from the first on, folded while they are run, and kept in a journal.
//
// Each worker folds the chunks that it runs. When something may be written, a *cut* is laid behind
// the last history begun: workers hand in what they have before it when they come to a chunk behind
// it, and what is handed in then is all histories up to the cut, which is what a journal keeps. So
// a row says of one number of histories what they came to, whatever threads and chunks there were.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "engine/ensemble.h"
#include "interface/journal.h"
#include "program/program.h"
#include "query/outcome_fold.h"

namespace jonbar {

/// What some histories came to.
struct FoldedHistories {
    std::uint64_t histories = 0;
    std::vector<OutcomeFold> folds;
    std::vector<std::int64_t> counters;  // by Program::counters

    void merge(const FoldedHistories& other);
    void write(base::ByteWriter& out) const;
    /// Requires: folds and counters of the same program.
    void read(base::ByteReader& in);
};

/// Where histories are kept.
struct KeptHistories {
    Journal* journal = nullptr;
    std::string question;
};

/// Returns where the histories of a program are kept, called `what`; nowhere without a journal.
KeptHistories kept_histories(Journal* journal, const Scenario::Parts& parts,
                             const program::Program& program, const char* what, std::uint64_t seed,
                             const ConditioningOptions& continuing);

/// Returns how the histories of a run are run.
engine::EnsembleOptions ensemble_options(const RunOptions& options);

class HistoryFolder {
  public:
    /// Takes from the journal what is there of `options.histories`. Throws JournalError.
    HistoryFolder(const program::Program& program,
                  const std::vector<program::OutcomeColumn>& columns,
                  const engine::EnsembleOptions& options, KeptHistories kept);

    /// Runs the histories that are not there, and tells of each chunk when it is folded. Throws
    /// what the listener throws.
    engine::EnsembleResult run(const engine::ChunkListener& listener);

    /// How many histories were there.
    [[nodiscard]] std::uint64_t taken() const { return taken_; }
    /// Returns what is folded so far, of whichever histories.
    [[nodiscard]] FoldedHistories folded();

  private:
    struct Worker {
        explicit Worker(const FoldedHistories& empty) : own(empty), counters(empty.counters) {}
        std::mutex mutex;  // of what follows, where not its worker reads it
        FoldedHistories own;
        std::vector<std::int64_t> counters;   // of its workspace behind its last chunk
        std::vector<std::int64_t> handed_in;  // the same behind the last that is not in `own`
        bool behind = false;                  // the cut
    };

    void add(std::size_t worker, engine::Workspace& chunk);
    /// Hands in what a worker has if the chunk lies behind the cut; returns a row if all have.
    std::optional<store::Row> hand_in(Worker& worker, const engine::Workspace& chunk);
    [[nodiscard]] store::Row row_of(const FoldedHistories& folded) const;
    void keep(store::Row row);

    const program::Program& program_;
    const std::vector<program::OutcomeColumn> columns_;
    engine::EnsembleOptions options_;
    const KeptHistories kept_;
    FoldedHistories empty_;
    std::uint64_t taken_ = 0;

    std::mutex mutex_;                  // of what follows; taken before a worker's
    FoldedHistories done_;              // all up to some number
    FoldedHistories gathered_;          // handed in, between them and the cut
    std::uint64_t begun_ = 0;           // all histories begun are below it
    std::optional<std::uint64_t> cut_;  // histories
    std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace jonbar
