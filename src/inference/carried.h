// What a particle carries besides its state: weights, lineage, and which draws of step 0.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "program/program.h"

namespace jonbar::inference {

struct Carried {
    std::vector<double> log_weights;  // since the last resampling
    std::vector<double> log_totals;   // of all factors to date
    std::vector<double> ahead;        // log look-ahead of the step run last
    /// Equal numbers: one vector of step-0 draws, inherited from one ancestor.
    std::vector<std::uint32_t> vectors;
    std::uint32_t next_vector = 0;
    std::vector<std::int64_t> epochs;  // the first step of each, ascending, from -1
    std::vector<std::vector<std::uint32_t>>
        lineage;  // [epoch][slot], once settled: whose noise it had

    /// Makes it that of `count` particles before the first step.
    void start(std::size_t count);
    /// Gives each slot what slot `ancestors[slot]` carried. Requires: one ancestor a slot.
    /// Lineages follow when they are settled: all of them together cost what one would here.
    void permute(std::span<const std::uint32_t> ancestors);
    /// Opens the epoch that begins with `step`: from there on each slot has its own noise.
    void open_epoch(std::int64_t step);
    /// Makes lineages those of the slots as they are. Until then those from `settled` on tell the
    /// slots before each permutation by those after it.
    void settle();
    /// Returns the epoch of a step.
    [[nodiscard]] std::size_t epoch_of(std::int64_t step) const;

    std::size_t settled = 0;  // epochs before this one have lineages of the slots as they were then
    bool fresh = false;       // the last epoch's slots have not been permuted
};

/// Returns how many different numbers there are.
std::uint32_t distinct_count(std::span<const std::uint32_t> numbers);

/// Tells whether a fact weighs in a step, -1 being what comes before the first.
inline bool weighs(const program::FactColumns& fact, std::int64_t step) {
    return fact.first_step <= step && step <= fact.last_step;
}

/// Tells, of each state column of numbers, whether it is one of a fact's: those each step sets
/// anew.
std::vector<bool> columns_of_facts(const program::Program& program);

/// The column of a fact's log look-ahead.
inline program::Operand ahead_column(const program::FactColumns& fact) {
    program::Operand column = fact.log_factor;
    ++column.base;
    return column;
}

}  // namespace jonbar::inference
