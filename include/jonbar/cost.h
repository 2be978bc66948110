// What a scenario costs to run: the size of its program, and the memory that questions take.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "jonbar/questions.h"

namespace jonbar {

/// One part of an estimate of memory, in bytes.
struct MemoryPart {
    std::string what;
    std::uint64_t size = 0;
};

/// The memory that a question takes, estimated before it starts: no less than it will take, and not
/// much more (docs/results.md, Memory).
struct MemoryEstimate {
    std::string question;  // "run", "run --given", "whatif", "why", "sensitivity"
    std::size_t threads = 0;
    std::uint64_t size = 0;         // of all parts
    std::uint64_t with_one = 0;     // with one thread
    std::vector<MemoryPart> parts;  // greatest first
};

/// A program's size. A history is one lane of each column.
struct ProgramCost {
    std::string question;                                   // which it is lowered for
    std::uint64_t start_instructions = 0;                   // once a history
    std::uint64_t step_instructions = 0;                    // once a step, loops counted once
    std::uint64_t state_numbers = 0, state_truths = 0;      // columns that a history carries
    std::uint64_t scratch_numbers = 0, scratch_truths = 0;  // that a thread has besides
    double history_size = 0;                                // bytes of the state of one history
    std::uint64_t start_words = 0, step_words = 0;  // of noise: a history, a history and step
    std::uint64_t thread_size = 0;                  // bytes that a thread works in
};

struct CostOptions {
    std::uint64_t histories = 0;  // 0: as many as each question has by itself
    int threads = 0;              // 0: one per core
    ConditioningOptions conditioning{};
};

struct CostAnswer {
    std::string scenario, title;
    std::uint64_t steps = 0;
    std::size_t threads = 0;
    std::uint64_t available = 0;                       // bytes that can be had
    std::uint64_t island_size = 0, island_memory = 0;  // particles and bytes of one; 0: no record
    std::uint64_t snapshot_memory = 0;                 // of worlds, a thread
    std::vector<ProgramCost> programs;
    std::vector<MemoryEstimate> questions;
};

}  // namespace jonbar
