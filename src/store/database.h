// SQLite, as far as a store needs it: an open file, statements, and what went wrong in words.

#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

#include "store/store.h"

namespace jonbar::store {

inline constexpr int kUnusable = 6010;
inline constexpr int kNoStore = 6011;
inline constexpr int kOtherVersion = 6012;
inline constexpr int kDamaged = 6013;
inline constexpr int kHeldByAnother = 6014;

/// Throws a JournalError.
[[noreturn]] void refuse_file(int code, const std::string& message);

class Connection {
  public:
    /// Opens what is there, or with `make` a new file. Throws JournalError.
    Connection(std::string path, bool make);

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
    /// Runs statements without results, and returns SQLite's code.
    [[nodiscard]] int run(const char* sql) const;
    /// As above; throws JournalError where it does not go well.
    void must(const char* sql) const;
    /// Returns the first value of a statement's first row. Throws JournalError.
    [[nodiscard]] std::string value_of(const char* sql) const;

    /// Says what went wrong last, with what helps.
    [[nodiscard]] Trouble trouble() const;
    /// Throws it.
    [[noreturn]] void fail() const;

  private:
    /// Waits while another process makes the log ready or clears it away, which is the one thing
    /// that SQLite's own patience does not cover.
    void await_other_openings() const;

    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close(handle); }
    };
    std::string path_;
    std::unique_ptr<sqlite3, Close> handle_;
};

/// A statement and its values, which are numbered from 1; columns from 0.
class Statement {
  public:
    /// Throws JournalError.
    Statement(const Connection& connection, const char* sql);

    /// The texts and bytes must outlive the next step, which tells of what is too large.
    Statement& bind(int place, std::uint64_t number);
    Statement& bind(int place, const std::string& text);
    Statement& bind_bytes(int place, const std::string& bytes);

    /// Makes it ready to run again.
    void reset();
    /// Goes to the next row, and returns SQLite's code.
    [[nodiscard]] int step();
    /// Tells whether there is a next row, and goes there. Throws JournalError.
    [[nodiscard]] bool next();

    [[nodiscard]] std::uint64_t number(int column) const;
    [[nodiscard]] std::string bytes(int column) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    const Connection& connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace jonbar::store
