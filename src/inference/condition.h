// A conditioned ensemble: islands on threads, and what they amount to together.
//
// Nothing crosses between islands, and a thread runs a whole one; so the answer depends neither on
// how many threads there are nor on which of them ran what. Islands are merged in the order of
// their numbers.

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <vector>

#include "inference/island.h"
#include "program/program.h"

namespace jonbar::inference {

/// There is not enough memory for one island.
class MemoryError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct ConditionOptions {
    std::uint64_t islands = 16;
    IslandOptions island{};
    std::uint64_t seed = 1;
    std::size_t threads = 0;                  // 0: one per core
    const std::atomic<bool>* stop = nullptr;  // true: give up what runs, begin nothing new
    std::uint64_t memory = 0;  // bytes that may be used; 0: what the machine has free
    /// Told, by several threads at a time, of each island that the listener will not see because it
    /// met nothing of the record.
    std::function<void(std::uint64_t number)> ended{};
    /// Returns an island that was run before, or nothing: it is not run again, and the listener
    /// does not receive it.
    std::function<std::optional<IslandResult>(std::uint64_t number)> recall{};
    /// Receives what each other island came to, behind the listener; may take from its sample.
    std::function<void(std::uint64_t number, IslandResult& result)> keep{};
};

struct ConditionResult {
    std::vector<IslandResult> islands;          // those finished, from the first without a gap
    bool partial = false;                       // stopped before all were
    std::optional<engine::HistoryFault> fault;  // of the lowest island; nothing else counts then
};

/// Receives each island that ran to its end, with its particles, before the next one begins in the
/// same memory; not those that met nothing of the record. No two calls at the same time have one
/// worker number.
using IslandListener =
    std::function<void(std::size_t worker, std::uint64_t number, const Island& island)>;

/// Runs all islands. Throws MemoryError before the first if one does not fit, and what the listener
/// throws. Requires: a program lowered with start draws.
ConditionResult run_islands(const program::Program& program, const ConditionOptions& options,
                            const IslandListener& listener);

/// Returns how many workers a run with these options has, fewer than threads where the memory would
/// not do for all; listeners are called with numbers below it. Throws MemoryError.
std::size_t island_workers(const program::Program& program, const ConditionOptions& options);

/// What a fact came to, over all islands.
struct FactSummary {
    double log_probability = 0;   // given the facts before
    double effective = 0;         // the least effective sample size behind it
    std::uint64_t ancestors = 0;  // distinct particles at its last step among those at the end
};

/// Returns a summary of each of the program's facts. Each island's evidence is its weight.
std::vector<FactSummary> summarise(const program::Program& program,
                                   const std::vector<IslandResult>& islands);

/// Why a record cannot be: no particle of any island met a fact.
struct Collapse {
    std::uint32_t fact = 0;  // that which ended most islands
    std::int64_t step = 0;   // the last in which it did
    Instead instead;         // when it came instead, mean share over the islands that it ended
};

/// Returns nothing if some island met the record.
std::optional<Collapse> find_collapse(const program::Program& program,
                                      const std::vector<IslandResult>& islands);

}  // namespace jonbar::inference
