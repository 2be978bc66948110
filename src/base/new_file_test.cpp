#include "base/new_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "base/io_error.h"
#include "base/scratch_folder.h"

namespace jonbar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::ThrowsMessage;

class NewFileTest : public testing::Test {
  protected:
    [[nodiscard]] std::string at(const std::string& name) const {
        return (scratch_.path() / name).string();
    }
    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(scratch_.path()), fs::directory_iterator()));
    }
    const base::ScratchFolder scratch_;
};

TEST_F(NewFileTest, StandsUnderItsNameWhenItIsDone) {
    NewFile file(at("a"));
    file.write("one");
    EXPECT_FALSE(fs::exists(at("a")));
    file.write(" two");
    file.commit();
    EXPECT_EQ(read_file(at("a")), "one two");
    EXPECT_EQ(count(), 1U);
}

TEST_F(NewFileTest, LeavesWhatWasThereUntilItIsDone) {
    scratch_.write("a", "before");
    fs::permissions(at("a"), fs::perms::owner_read | fs::perms::owner_write);
    {
        NewFile file(at("a"));
        file.write("after");
        EXPECT_EQ(read_file(at("a")), "before");
    }
    EXPECT_EQ(read_file(at("a")), "before");
    EXPECT_EQ(count(), 1U);
    NewFile file(at("a"));
    file.write("after");
    file.commit();
    EXPECT_EQ(read_file(at("a")), "after");
    EXPECT_EQ(fs::status(at("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(count(), 1U);
}

TEST_F(NewFileTest, ReplacesTheFileBehindALink) {
    scratch_.write("a", "before");
    fs::create_symlink(at("a"), at("link"));
    NewFile file(at("link"));
    file.write("after");
    file.commit();
    EXPECT_TRUE(fs::is_symlink(at("link")));
    EXPECT_EQ(read_file(at("a")), "after");
}

TEST_F(NewFileTest, WritesADeviceAsItIs) {
    NewFile file("/dev/null");
    EXPECT_TRUE(file.in_place());
    file.write("nothing");
    file.commit();
    EXPECT_TRUE(fs::exists("/dev/null"));
}

TEST_F(NewFileTest, SaysWhyThereCanBeNoFile) {
    EXPECT_THAT([&] { NewFile file(at("")); }, ThrowsMessage<IoError>(HasSubstr("it is a folder")));
    EXPECT_THAT([&] { NewFile file(at("no/a")); },
                ThrowsMessage<IoError>(HasSubstr("No such file or directory")));
    scratch_.write("b", "");
    EXPECT_THAT([&] { NewFile file(at("b/a")); },
                ThrowsMessage<IoError>(HasSubstr("Not a directory")));
    EXPECT_EQ(count(), 1U);
}

/// No file of this process grows above a size while this lives; the rest of a write fails then.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t size) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{size, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &before_);
        static_cast<void>(std::signal(SIGXFSZ, handler_));
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    void (*handler_)(int);
    rlimit before_{};
};

TEST_F(NewFileTest, LosesNothingWhereTheDiskIsFull) {
    scratch_.write("a", "before");
    {
        const FileSizeLimit full(10'000);
        const auto fill = [&] {
            NewFile file(at("a"));
            for (int i = 0; i < 100; ++i) file.write(std::string(1000, 'x'));
            file.commit();
        };
        EXPECT_THAT(fill, ThrowsMessage<IoError>(HasSubstr("File too large")));
    }
    EXPECT_EQ(read_file(at("a")), "before");
    EXPECT_EQ(count(), 1U);
}

}  // namespace
}  // namespace jonbar
