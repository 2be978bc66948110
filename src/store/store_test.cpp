#include "store/store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/scratch_folder.h"
#include "jonbar/journal.h"

namespace jonbar::store {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Runs SQL on a file as another program would.
void alter(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
        << message;
    sqlite3_close(database);
}

class StoreTest : public testing::Test {
  protected:
    [[nodiscard]] std::string path(const std::string& name = "a.store") const {
        return (scratch_.path() / name).string();
    }

    /// A store with two questions.
    void fill() const {
        Store store(path());
        EXPECT_FALSE(store.write({{"islands | 1", {0, 1, "first"}},
                                  {"islands | 1", {3, 1, std::string(20'000, 'x')}},
                                  {"histories | 1", {0, 512, std::string("a\0b", 3)}}}));
    }

    /// Returns why a store is refused, or an empty text.
    static std::string refusal(const std::function<void()>& use) {
        try {
            use();
        } catch (const JournalError& error) {
            return error.what();
        }
        return "";
    }
    [[nodiscard]] std::string refusal_of_opening() const {
        return refusal([this] { const Store store(path()); });
    }
    [[nodiscard]] std::string refusal_of_reading() const {
        return refusal([this] {
            const Store store(path());
            for (const std::string& question : store.questions())
                static_cast<void>(store.rows(question));
        });
    }

    const base::ScratchFolder scratch_;
};

TEST_F(StoreTest, GivesBackWhatWasWritten) {
    fill();
    const Store store(path());
    EXPECT_EQ(store.questions(), (std::vector<std::string>{"islands | 1", "histories | 1"}));
    const std::vector<Row> islands = store.rows("islands | 1");
    ASSERT_EQ(islands.size(), 2U);
    EXPECT_EQ(islands[0].number, 0U);
    EXPECT_EQ(islands[0].content, "first");
    EXPECT_EQ(islands[1].number, 3U);
    EXPECT_EQ(islands[1].content, std::string(20'000, 'x'));
    EXPECT_EQ(store.numbers("islands | 1"), (std::vector<std::uint64_t>{0, 3}));
    EXPECT_EQ(store.find("histories | 1", 0)->count, 512U);
    EXPECT_EQ(store.find("histories | 1", 0)->content, std::string("a\0b", 3));
    EXPECT_FALSE(store.find("histories | 1", 1));
    EXPECT_TRUE(store.rows("histories | 2").empty());
}

TEST_F(StoreTest, IsOneFileWhenNobodyUsesIt) {
    fill();
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(scratch_.path()))
        names.push_back(entry.path().filename().string());
    EXPECT_EQ(names, std::vector<std::string>{"a.store"});
}

TEST_F(StoreTest, OfTwoRowsWithOneNumberThatOfMoreStays) {
    Store store(path());
    for (const std::uint64_t count : {20U, 10U, 30U, 30U}) {
        EXPECT_FALSE(store.write({{"q", {0, count, std::to_string(count)}}}));
        EXPECT_EQ(store.find("q", 0)->content, count == 10 ? "20" : std::to_string(count));
    }
}

/// No file grows beyond a size: as a disk that is full.
class FullDisk {
  public:
    explicit FullDisk(rlim_t size) {
        signal(SIGXFSZ, SIG_IGN);
        EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &before_), 0);
        rlimit now = before_;
        now.rlim_cur = size;
        EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &now), 0);
    }
    ~FullDisk() { EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &before_), 0); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    rlimit before_{};
};

TEST_F(StoreTest, RowsAreWrittenTogetherOrNotAtAll) {
    fill();
    Store store(path());
    std::optional<Trouble> trouble;
    {
        const FullDisk full(200'000);
        trouble = store.write({{"q", {10, 1, "10"}}, {"q", {11, 1, std::string(1'000'000, 'x')}}});
    }
    ASSERT_TRUE(trouble);
    EXPECT_FALSE(trouble->passing);
    EXPECT_EQ(trouble->message.rfind("error[J6010]: the store " + path() + " cannot be used (", 0),
              0U)
        << trouble->message;
    EXPECT_TRUE(store.numbers("q").empty());
    EXPECT_EQ(store.find("islands | 1", 0)->content, "first");
    EXPECT_FALSE(store.write({{"q", {10, 1, "10"}}}));  // there is room again
    EXPECT_EQ(store.numbers("q"), std::vector<std::uint64_t>{10});
}

TEST_F(StoreTest, AFullDiskIsToldAtTheStart) {
    fill();
    const std::string before = slurp(path());
    {
        const FullDisk full(1000);
        EXPECT_NE(refusal_of_opening().find("J6010"), std::string::npos);
        EXPECT_NE(refusal([this] { const Store store(path("new.store")); }).find("J6010"),
                  std::string::npos);
    }
    EXPECT_EQ(slurp(path()), before);
    EXPECT_FALSE(fs::exists(path("new.store")));
    EXPECT_EQ(refusal_of_reading(), "");
}

TEST_F(StoreTest, WhatAFileWouldRunIsNotRun) {
    fill();
    alter(path(), "CREATE TRIGGER no BEFORE INSERT ON work BEGIN SELECT RAISE(ABORT, 'no'); END");
    Store store(path());
    EXPECT_FALSE(store.write({{"q", {8, 1, "8"}}}));
}

TEST_F(StoreTest, RefusesRowsThatWereAltered) {
    const char* const alterations[] = {
        "UPDATE work SET content = CAST('fIrst' AS BLOB) WHERE content = CAST('first' AS BLOB)",
        "UPDATE work SET count = 600 WHERE count = 512",
        "UPDATE work SET number = 1 WHERE content = CAST('first' AS BLOB)",
        "UPDATE work SET checksum = checksum + 1 WHERE count = 512",
        "UPDATE work SET question = 2 WHERE number = 3",
        "UPDATE question SET key = 'islands | 2' WHERE id = 1",
        "UPDATE question SET checksum = 0 WHERE id = 2",
    };
    fill();
    EXPECT_EQ(refusal_of_reading(), "");
    const std::string good = slurp(path());
    for (const char* const alteration : alterations) {
        std::ofstream(path(), std::ios::binary) << good;
        alter(path(), alteration);
        const std::string refusal = refusal_of_reading();
        EXPECT_EQ(refusal.rfind("error[J6013]: the store " + path() + " is damaged: ", 0), 0U)
            << alteration << "\n"
            << refusal;
    }
}

TEST_F(StoreTest, NamesTheRowThatIsDamaged) {
    fill();
    alter(path(), "UPDATE work SET content = CAST('x' AS BLOB) WHERE number = 3");
    const Store store(path());
    EXPECT_EQ(refusal([&] { static_cast<void>(store.find("islands | 1", 3)); }),
              "error[J6013]: the store " + path() +
                  " is damaged: row 3 of 'islands'; nothing of it is used: put back a copy, or "
                  "delete it, and what it held is run again");
    EXPECT_EQ(store.find("islands | 1", 0)->content, "first");
}

TEST_F(StoreTest, NoByteOfItCanBeAlteredUnseen) {
    fill();
    const std::string good = slurp(path());
    std::vector<std::vector<std::string>> before;
    const auto contents = [this] {
        const Store store(path());
        std::vector<std::vector<std::string>> all;
        for (const std::string& question : store.questions()) {
            for (const Row& row : store.rows(question)) all.push_back({question, row.content});
        }
        return all;
    };
    before = contents();
    std::size_t refused = 0;
    for (std::size_t at = 0; at < good.size(); at += 1009) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x55);
        std::ofstream(path(), std::ios::binary) << bad;
        std::vector<std::vector<std::string>> read;
        const std::string refusal_of_it = refusal([&] { read = contents(); });
        refused += refusal_of_it.empty() ? 0U : 1U;
        if (!refusal_of_it.empty()) continue;
        // Nothing else is ever read; a row may be lost with the index that finds it.
        for (const auto& row : read)
            EXPECT_NE(std::find(before.begin(), before.end(), row), before.end()) << at;
    }
    EXPECT_GE(refused, 20'000 / 1009U);  // wherever rows stand
}

TEST_F(StoreTest, EndTooSoonIsRefused) {
    fill();
    const std::string good = slurp(path());
    for (std::size_t size = good.size() - 1; size > 0;
         size = size > 5000 ? size - 5000 : size / 8) {
        std::ofstream(path(), std::ios::binary) << good.substr(0, size);
        const std::string refused = refusal_of_reading();
        EXPECT_NE(refused.find(size < 100 ? "J6011" : "J6013"), std::string::npos)
            << size << " " << refused;
    }
}

TEST_F(StoreTest, LeavesForeignFilesAsTheyAre) {
    scratch_.write("text", "history \"Two heirs\"\n" + std::string(200, '\n'));
    scratch_.write("empty", "");
    alter(path("other"), "CREATE TABLE work (question, number)");
    fs::create_directory(path("folder"));
    for (const std::string name : {"text", "empty", "other"}) {
        const std::string before = slurp(path(name));
        const std::string refused = refusal([&] { const Store store(path(name)); });
        EXPECT_EQ(refused.rfind("error[J6011]: " + path(name) + " is no store but ", 0), 0U)
            << refused;
        EXPECT_EQ(slurp(path(name)), before);
    }
    EXPECT_EQ(refusal([&] { const Store store(path("folder")); }),
              "error[J6011]: " + path("folder") + " is a folder; name a file in it");
}

TEST_F(StoreTest, RefusesOtherVersions) {
    fill();
    alter(path(), "PRAGMA user_version = 2");
    const std::string before = slurp(path());
    EXPECT_EQ(refusal_of_opening(),
              "error[J6012]: the store " + path() +
                  " is of version 2, this program reads version 1; it is left as it is: give "
                  "--store another file, or use the program that made it");
    EXPECT_EQ(slurp(path()), before);
}

TEST_F(StoreTest, RefusesAStoreWithoutItsTables) {
    fill();
    alter(path(), "DROP TABLE work");
    EXPECT_NE(refusal_of_opening().find("J6013"), std::string::npos);
}

TEST_F(StoreTest, SaysWhereItCannotBeMade) {
    EXPECT_EQ(refusal([&] { const Store store(path("nowhere/a.store")); }),
              "error[J6010]: the store " + path("nowhere/a.store") +
                  " cannot be made (No such file or directory); give --store a file in a folder "
                  "that may be written, on a disk with room");
}

TEST_F(StoreTest, WritersWaitForEachOther) {
    { const Store made(path()); }
    constexpr std::uint64_t kRows = 10;
    const auto write = [this](std::uint64_t first) {
        Store store(path());
        for (std::uint64_t i = 0; i < kRows; ++i) {
            const auto trouble =
                store.write({{"q", {first + 2 * i, 1, std::to_string(first + 2 * i)}},
                             {"shared", {i, 1, "s"}}});
            EXPECT_FALSE(trouble) << trouble->message;
        }
    };
    std::thread even(write, 0), odd(write, 1);
    even.join();
    odd.join();
    const Store store(path());
    EXPECT_EQ(store.rows("q").size(), 2 * kRows);
    EXPECT_EQ(store.rows("shared").size(), kRows);
}

TEST_F(StoreTest, SaysThatAnotherProgramHoldsIt) {
    fill();
    Store store(path());
    store.wait_at_most(1);
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    const auto trouble = store.write({{"q", {0, 1, "0"}}});
    ASSERT_TRUE(trouble);
    EXPECT_TRUE(trouble->passing);
    EXPECT_EQ(trouble->message.rfind("error[J6014]: the store " + path() + " is in use by", 0), 0U);
    EXPECT_EQ(store.find("islands | 1", 0)->content, "first");  // reading does not wait
    sqlite3_close(other);
    EXPECT_FALSE(store.write({{"q", {0, 1, "0"}}}));
}

}  // namespace
}  // namespace jonbar::store
