// What is kept of finished work, and where it is found again.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "interface/parts.h"
#include "jonbar/journal.h"
#include "jonbar/questions.h"
#include "program/program.h"
#include "store/store.h"

namespace jonbar {

/// May be used by several workers at a time.
struct Journal::Parts {
    Parts(const std::string& path, std::function<double()> callers_clock);

    /// Tells whether something may be written now without taking more than a small part of the
    /// time.
    [[nodiscard]] bool due();
    /// Keeps a row, and writes it, with those that wait, when it may be.
    void keep(const std::string& question, store::Row row);
    /// Returns a row that was kept. Throws JournalError where it is damaged.
    [[nodiscard]] std::optional<store::Row> find(const std::string& question, std::uint64_t number);
    /// Returns the numbers below `end` of the rows of a question.
    [[nodiscard]] std::set<std::uint64_t> numbers(const std::string& question, std::uint64_t end);
    /// Throws the JournalError of a row that makes no sense.
    [[noreturn]] void refuse(const std::string& question, std::uint64_t number);
    /// Tells that part of what is asked was found.
    void note_taken(const std::string& what, std::uint64_t taken, std::uint64_t all);

    /// Writes what waits. Requires: the mutex is held.
    void write();
    [[nodiscard]] bool may_write() const;

    std::mutex mutex;
    store::Store store;
    std::function<double()> seconds_now;
    double opened = 0, spent = 0, spent_last = 0;  // seconds: since when, writing, the last time
    std::map<std::pair<std::string, std::uint64_t>, store::Row> waiting;
    std::optional<std::string> failure;  // nothing is written after it
    std::vector<TakenWork> taken;
};

/// What a program's histories hang on besides the program itself, for question_key.
struct QuestionedWork {
    const char* what = "";  // the work that is kept
    std::uint64_t seed = 1;
    const ConditioningOptions* conditioning = nullptr;  // of islands, or of what is continued
};

/// Returns what finds work again: texts that are equal exactly where all is that decides the bits.
/// How many histories are asked for is no part of it.
std::string question_key(const Scenario::Parts& parts, const program::Program& program,
                         const QuestionedWork& work);

}  // namespace jonbar
