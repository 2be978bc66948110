// Finished work kept in a file, so that a run that is cut short loses little.
//
//     jonbar::Journal journal("succession.store");
//     const auto answers = scenario.run({.histories = 10'000'000, .journal = &journal});
//
// What is kept is found by all that decides its bits: the program's version, the scenario's texts,
// the seed, how the record is followed. Asked again, a question goes on from what is there and has
// the answer that it would have had without. docs/reliability.md says what becomes of every
// failure.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace jonbar {

/// A store cannot be used: it is no store, another program's, damaged, or cannot be written. Says
/// which file, why, and what helps.
class JournalError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// What was taken from a store instead of being run.
struct TakenWork {
    std::string what;  // as in "islands under the record"
    std::uint64_t taken = 0, all = 0;
};

/// An open store. May be used by several questions, one after another; two programs may use one
/// file at the same time.
class Journal {
  public:
    /// Opens the store at `path`, or makes one. `clock` tells seconds, from whenever it likes: with
    /// one, writing takes little of the time that passes; without, all is written at once. Throws
    /// JournalError.
    explicit Journal(const std::string& path, std::function<double()> clock = {});
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    /// Writes what is not yet written.
    ~Journal();

    /// Writes what is not yet written. Returns why what was finished since some time is not in the
    /// store, nothing if all is: answers stay right, a question just does not end for it.
    std::optional<std::string> finish();

    /// Returns what was found in the store, by question, in the order asked.
    [[nodiscard]] std::vector<TakenWork> taken() const;

    struct Parts;  // of the implementation
    [[nodiscard]] Parts& parts() const { return *parts_; }

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace jonbar
