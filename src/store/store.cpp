#include "store/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/io_error.h"
#include "base/siphash.h"
#include "jonbar/journal.h"
#include "store/database.h"

namespace jonbar::store {

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kApplication = 0x4a6f6e62;  // "Jonb", at byte 68 of the file
constexpr int kVersion = 1;                         // of the tables and of what stands in them
constexpr base::SipKey kChecksumKey{0x6a6f6e6261722073, 0x746f726520726f77};
constexpr std::size_t kHeaderSize = 100;

constexpr const char* kTables = R"(
    BEGIN;
    CREATE TABLE question (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, checksum INTEGER NOT NULL);
    CREATE TABLE work (
        question INTEGER NOT NULL, number INTEGER NOT NULL, count INTEGER NOT NULL,
        checksum INTEGER NOT NULL, content BLOB NOT NULL, UNIQUE (question, number));
    COMMIT;)";

std::uint64_t checksum_of(const std::string& question) {
    return base::siphash(kChecksumKey, question);
}

std::uint64_t checksum_of(const std::string& question, const Row& row) {
    const std::string head =
        fmt::format("{} {} {} {} ", question.size(), row.number, row.count, row.content.size());
    return base::siphash(kChecksumKey, head + question + row.content);
}

/// A file that is gone at the end, with what SQLite puts beside it.
class Unfinished {
  public:
    explicit Unfinished(std::string path) : path_(std::move(path)) { remove(); }
    ~Unfinished() { remove(); }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    void remove() const {
        for (const char* tail : {"", "-journal", "-wal", "-shm"})
            static_cast<void>(std::remove((path_ + tail).c_str()));
    }
    std::string path_;
};

/// Puts a file, or a folder's list of names, on the disk. Tells whether that could be done.
bool sync(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    const bool good = fsync(file) == 0;
    static_cast<void>(close(file));
    return good;
}

[[noreturn]] void refuse_to_make(const std::string& path, int error) {
    refuse_file(kUnusable, fmt::format("the store {} cannot be made ({}); give --store a file in a "
                                       "folder that may be written, on a disk with room",
                                       path, std::generic_category().message(error)));
}

/// Makes an empty store, whole or not at all: it is made under another name.
void make(const std::string& path) {
    const std::string folder = fs::path(path).parent_path().string();
    if (access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) != 0)
        refuse_to_make(path, errno);
    const Unfinished unfinished(fmt::format("{}.new-{}", path, getpid()));
    {
        const Connection fresh(unfinished.path(), true);
        fresh.must("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
        fresh.must(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};",
                               kApplication, kVersion)
                       .c_str());
        fresh.must(kTables);
        fresh.must("PRAGMA journal_mode = WAL;");
    }
    if (!sync(unfinished.path())) refuse_to_make(path, errno);
    // Unlike a renaming, a link never takes the place of a store made meanwhile.
    if (link(unfinished.path().c_str(), path.c_str()) != 0 && errno != EEXIST) {
        if (errno != EPERM && errno != EOPNOTSUPP) refuse_to_make(path, errno);
        if (std::rename(unfinished.path().c_str(), path.c_str()) != 0) refuse_to_make(path, errno);
    }
    // Where a folder cannot be synced, its list of names comes to the disk a little later.
    static_cast<void>(sync(folder.empty() ? "." : folder));
}

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i)
        value = value << 8U | static_cast<std::uint8_t>(bytes[i]);
    return value;
}

/// Refuses what is no store before SQLite touches it.
void look_at(const std::string& path) {
    if (fs::is_directory(path)) refuse_file(kNoStore, path + " is a folder; name a file in it");
    const auto foreign = [&](const char* what) {
        refuse_file(kNoStore,
                    fmt::format("{} is no store but {}; it is left as it is: give --store "
                                "the name of a store, or of a file that is not there",
                                path, what));
    };
    const std::string header = read_file(path, kHeaderSize);
    if (header.empty()) foreign("an empty file");
    if (header.size() < kHeaderSize || header.rfind(std::string("SQLite format 3\0", 16), 0) != 0)
        foreign("another file");
    if (big_endian(header, 68) != kApplication) foreign("another program's database");
    if (const std::uint32_t version = big_endian(header, 60); version != kVersion) {
        refuse_file(
            kOtherVersion,
            fmt::format("the store {} is of version {}, this program reads version {}; it is "
                        "left as it is: give --store another file, or use the program that "
                        "made it",
                        path, version, kVersion));
    }
}

}  // namespace

class Store::Database {
  public:
    explicit Database(const std::string& path)
        : connection_(path, false),
          add_question_(connection_,
                        "INSERT INTO question (key, checksum) VALUES (?1, ?2) "
                        "ON CONFLICT (key) DO NOTHING"),
          add_work_(connection_,
                    "INSERT INTO work (question, number, count, checksum, content) VALUES "
                    "((SELECT id FROM question WHERE key = ?1), ?2, ?3, ?4, ?5) "
                    "ON CONFLICT (question, number) DO UPDATE SET count = excluded.count, "
                    "checksum = excluded.checksum, content = excluded.content "
                    "WHERE excluded.count > count") {
        const std::string state = connection_.value_of("PRAGMA quick_check(1)");
        if (state != "ok") refuse_file(kDamaged, damage(state));
        if (connection_.value_of("PRAGMA journal_mode = WAL") != "wal") connection_.fail();
        check_writable(path);
        connection_.must("PRAGMA synchronous = FULL;");
        static_cast<void>(questions());
    }

    [[nodiscard]] const Connection& connection() const { return connection_; }

    [[nodiscard]] std::vector<std::string> questions() const {
        Statement all(connection_, "SELECT key, checksum FROM question ORDER BY id");
        std::vector<std::string> keys;
        while (all.next()) {
            keys.push_back(all.bytes(0));
            if (all.number(1) != checksum_of(keys.back()))
                refuse_file(kDamaged, damage(fmt::format("question {}", keys.size())));
        }
        return keys;
    }

    /// Returns the rows that a statement finds, of columns number, count, checksum and content.
    [[nodiscard]] std::vector<Row> rows(Statement& found, const std::string& question) const {
        std::vector<Row> rows;
        while (found.next()) {
            rows.push_back({found.number(0), found.number(1), found.bytes(3)});
            if (found.number(2) != checksum_of(question, rows.back()))
                refuse_row(question, rows.back().number);
        }
        return rows;
    }

    [[noreturn]] void refuse_row(const std::string& question, std::uint64_t number) const {
        refuse_file(kDamaged, damage(fmt::format("row {} of '{}'", number,
                                                 question.substr(0, question.find(" |")))));
    }

    [[nodiscard]] bool write(const NewRow& added) {
        const bool asked =
            stepped(add_question_.bind(1, added.question).bind(2, checksum_of(added.question)));
        return asked && stepped(add_work_.bind(1, added.question)
                                    .bind(2, added.row.number)
                                    .bind(3, added.row.count)
                                    .bind(4, checksum_of(added.question, added.row))
                                    .bind_bytes(5, added.row.content));
    }

  private:
    [[nodiscard]] std::string damage(const std::string& where) const {
        return fmt::format(
            "the store {} is damaged: {}; nothing of it is used: put back a copy, or delete it, "
            "and what it held is run again",
            connection_.path(), where);
    }

    /// A disk that is full or may not be written is told before the first history.
    void check_writable(const std::string& path) const {
        if (sqlite3_db_readonly(connection_.handle(), "main") == 1) {
            refuse_file(kUnusable, fmt::format("the store {} may be read but not written; make it "
                                               "writable, or give --store another file",
                                               path));
        }
        connection_.must("PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE;");
        connection_.must(fmt::format("PRAGMA user_version = {};", kVersion).c_str());
        connection_.must("COMMIT;");
    }

    static bool stepped(Statement& statement) {
        const bool good = statement.step() == SQLITE_DONE;
        statement.reset();
        return good;
    }

    Connection connection_;
    Statement add_question_, add_work_;
};

Store::Store(const std::string& path) {
    std::error_code error;
    if (!fs::exists(fs::symlink_status(path, error))) make(path);
    look_at(path);
    database_ = std::make_unique<Database>(path);
}

Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

void Store::wait_at_most(int milliseconds) {
    sqlite3_busy_timeout(database_->connection().handle(), milliseconds);
}

std::vector<std::string> Store::questions() const { return database_->questions(); }

std::vector<Row> Store::rows(const std::string& question) const {
    Statement found(database_->connection(),
                    "SELECT number, count, work.checksum, content FROM work JOIN question ON "
                    "question.id = work.question WHERE key = ?1 ORDER BY number");
    found.bind(1, question);
    return database_->rows(found, question);
}

std::vector<std::uint64_t> Store::numbers(const std::string& question) const {
    Statement found(database_->connection(),
                    "SELECT number FROM work JOIN question ON question.id = work.question WHERE "
                    "key = ?1 ORDER BY number");
    found.bind(1, question);
    std::vector<std::uint64_t> numbers;
    while (found.next()) numbers.push_back(found.number(0));
    return numbers;
}

std::optional<Row> Store::find(const std::string& question, std::uint64_t number) const {
    Statement found(database_->connection(),
                    "SELECT number, count, work.checksum, content FROM work JOIN question ON "
                    "question.id = work.question WHERE key = ?1 AND number = ?2");
    found.bind(1, question).bind(2, number);
    std::vector<Row> rows = database_->rows(found, question);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::optional<Trouble> Store::write(const std::vector<NewRow>& rows) {
    const Connection& connection = database_->connection();
    bool good = connection.run("BEGIN IMMEDIATE;") == SQLITE_OK;
    for (std::size_t i = 0; good && i < rows.size(); ++i) good = database_->write(rows[i]);
    good = good && connection.run("COMMIT;") == SQLITE_OK;
    if (good) return std::nullopt;
    const Trouble trouble = connection.trouble();
    if (sqlite3_get_autocommit(connection.handle()) == 0)
        static_cast<void>(connection.run("ROLLBACK;"));
    return trouble;
}

void Store::refuse(const std::string& question, std::uint64_t number) const {
    database_->refuse_row(question, number);
}

}  // namespace jonbar::store
