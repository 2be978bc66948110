#include "store/database.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "jonbar/journal.h"

namespace jonbar::store {

void refuse_file(int code, const std::string& message) {
    throw JournalError(fmt::format("error[J{}]: {}", code, message));
}

namespace {

/// The words of a code: what is wrong with the file, and what helps.
std::string told(int code, const std::string& path, const std::string& reason) {
    switch (code) {
        case kDamaged:
            return fmt::format(
                "the store {} is damaged ({}); nothing of it is used: put back a copy, or delete "
                "it, and what it held is run again",
                path, reason);
        case kHeldByAnother:
            return fmt::format(
                "the store {} is in use by another program ({}); wait for it to end, or give "
                "--store another file",
                path, reason);
        default:
            return fmt::format(
                "the store {} cannot be used ({}); give --store a file in a folder that may be "
                "written, on a disk with room, or leave it out",
                path, reason);
    }
}

constexpr int kPatience = 10'000;  // milliseconds

int code_of(int sqlite_code) {
    switch (sqlite_code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_SCHEMA:
        case SQLITE_ERROR:  // a table that should be there is not
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
            return kDamaged;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return kHeldByAnother;
        default:
            return kUnusable;
    }
}

}  // namespace

Connection::Connection(std::string path, bool make) : path_(std::move(path)) {
    sqlite3* opened = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (make ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(path_.c_str(), &opened, flags, nullptr);
    handle_.reset(opened);
    if (opened == nullptr) refuse_file(kUnusable, told(kUnusable, path_, "out of memory"));
    if (code != SQLITE_OK) fail();
    // A file may come from anywhere: nothing in it is run.
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_busy_timeout(opened, kPatience);
    await_other_openings();
}

void Connection::await_other_openings() const {
    constexpr int kPause = 5;
    for (int waited = 0; waited < kPatience; waited += kPause) {
        const int code = run("SELECT count(*) FROM sqlite_schema;");
        if (code_of(code) != kHeldByAnother) return;
        sqlite3_sleep(kPause);
    }
}

int Connection::run(const char* sql) const {
    return sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
}

void Connection::must(const char* sql) const {
    if (run(sql) != SQLITE_OK) fail();
}

std::string Connection::value_of(const char* sql) const {
    Statement statement(*this, sql);
    return statement.next() ? statement.bytes(0) : "";
}

Trouble Connection::trouble() const {
    const int sqlite_code = sqlite3_extended_errcode(handle());
    std::string reason = sqlite3_errmsg(handle());
    const int primary = sqlite_code & 0xff;
    const int error = sqlite3_system_errno(handle());
    if (error != 0 && (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN))
        reason += ": " + std::generic_category().message(error);
    const int code = code_of(sqlite_code);
    return {fmt::format("error[J{}]: {}", code, told(code, path_, reason)), code == kHeldByAnother};
}

void Connection::fail() const { throw JournalError(trouble().message); }

Statement::Statement(const Connection& connection, const char* sql) : connection_(connection) {
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v2(connection.handle(), sql, -1, &prepared, nullptr);
    handle_.reset(prepared);
    if (code != SQLITE_OK) connection.fail();
}

Statement& Statement::bind(int place, std::uint64_t number) {
    static_cast<void>(sqlite3_bind_int64(handle_.get(), place, static_cast<std::int64_t>(number)));
    return *this;
}

Statement& Statement::bind(int place, const std::string& text) {
    static_cast<void>(sqlite3_bind_text64(handle_.get(), place, text.data(), text.size(),
                                          SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_bytes(int place, const std::string& bytes) {
    static_cast<void>(
        sqlite3_bind_blob64(handle_.get(), place, bytes.data(), bytes.size(), SQLITE_STATIC));
    return *this;
}

void Statement::reset() {
    static_cast<void>(sqlite3_reset(handle_.get()));
    static_cast<void>(sqlite3_clear_bindings(handle_.get()));
}

int Statement::step() { return sqlite3_step(handle_.get()); }

bool Statement::next() {
    const int code = step();
    if (code != SQLITE_ROW && code != SQLITE_DONE) connection_.fail();
    return code == SQLITE_ROW;
}

std::uint64_t Statement::number(int column) const {
    return static_cast<std::uint64_t>(sqlite3_column_int64(handle_.get(), column));
}

std::string Statement::bytes(int column) const {
    const void* const begin = sqlite3_column_blob(handle_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
    return begin == nullptr ? "" : std::string(static_cast<const char*>(begin), size);
}

}  // namespace jonbar::store
