// Islands of a question: what their particles came to, folded, and kept in a journal.
//
// What is kept of an island serves every question to the same program and record: its evidence, its
// outcomes and params, and the whole sample, of which a question takes as much as it wants. Without
// a journal this is the folding alone.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "inference/condition.h"
#include "interface/conditioning.h"
#include "interface/journal.h"
#include "program/program.h"
#include "query/outcome_fold.h"

namespace jonbar {

/// The outcomes of an island's particles, by history_columns.
using IslandFolds = std::vector<OutcomeFold>;

class KeptIslands {
  public:
    /// Makes islands that are run as `options` says take from the journal, which may be null, what
    /// is there. Requires: all outlive it.
    KeptIslands(Journal* journal, const Scenario::Parts& parts, const program::Program& program,
                const ConditioningOptions& conditioning, inference::ConditionOptions& options);
    KeptIslands(const KeptIslands&) = delete;
    KeptIslands& operator=(const KeptIslands&) = delete;

    [[nodiscard]] bool has_journal() const { return journal_ != nullptr; }
    [[nodiscard]] const std::vector<program::OutcomeColumn>& columns() const { return columns_; }
    /// How many islands are there already.
    [[nodiscard]] std::uint64_t taken() const { return there_.size(); }

    /// Folds an island that was run. With a journal every listener must.
    void fold(std::uint64_t number, const inference::Island& island);
    /// By number; nothing is added to those that did not come to their end.
    [[nodiscard]] std::vector<IslandFolds>& folds() { return folds_; }

  private:
    std::optional<inference::IslandResult> recall(std::uint64_t number);
    void keep(std::uint64_t number, inference::IslandResult& result);
    void thin(std::uint64_t number, inference::IslandResult& result) const;

    Journal* journal_;
    const program::Program& program_;
    std::vector<program::OutcomeColumn> columns_;
    std::vector<IslandFolds> folds_;
    std::string question_;
    std::uint64_t seed_ = 1, size_ = 0;
    std::size_t sample_size_ = 0;    // that the question wants
    std::set<std::uint64_t> there_;  // in the journal
};

}  // namespace jonbar
