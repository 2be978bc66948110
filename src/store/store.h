// A file of finished work: rows of bytes, found by the question that they are part of.
//
// The file is an SQLite database in WAL mode, and every write is on the disk before it counts: a
// process may be killed and the power cut at any moment, and what was written stays. Each row has a
// checksum of all that it is, over SQLite's own checks: a row that was altered is an error, never
// an answer. A file that is not a store is left as it is. Several processes may use one file: they
// wait for each other's writes, and a row stays unless one of a greater count takes its place.
// What the bytes mean is no concern of this folder.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jonbar::store {

struct Row {
    std::uint64_t number = 0;  // its place among the rows of its question
    std::uint64_t count = 1;   // of two rows with one number that of more is kept
    std::string content;
};

/// A row to be written.
struct NewRow {
    std::string question;
    Row row;
};

/// Why something could not be written.
struct Trouble {
    std::string message;   // whole, with what helps
    bool passing = false;  // another process was writing: it may go better later
};

class Store {
  public:
    /// Opens the store at `path`, or makes one; checks it from end to end and that it can be
    /// written. Throws JournalError.
    explicit Store(const std::string& path);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    /// How long another process's writing is waited for; 10,000 at first.
    void wait_at_most(int milliseconds);

    /// Return what the store has. Throw JournalError where it is damaged or cannot be read.
    [[nodiscard]] std::vector<std::string> questions() const;
    [[nodiscard]] std::vector<Row> rows(const std::string& question) const;
    [[nodiscard]] std::vector<std::uint64_t> numbers(const std::string& question) const;
    [[nodiscard]] std::optional<Row> find(const std::string& question, std::uint64_t number) const;

    /// Writes all rows or none, and returns when they are on the disk; or why not.
    [[nodiscard]] std::optional<Trouble> write(const std::vector<NewRow>& rows);

    /// Throws the JournalError of a row whose content makes no sense.
    [[noreturn]] void refuse(const std::string& question, std::uint64_t number) const;

  private:
    class Database;
    std::unique_ptr<Database> database_;
};

}  // namespace jonbar::store
