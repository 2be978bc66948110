#include "serve/folder.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/io_error.h"
#include "base/scratch_folder.h"

namespace jonbar::serve {
namespace {

class FolderTest : public testing::Test {
  protected:
    FolderTest() {
        write("secret.jon", "secret");
        write("lib/politics/power.jon", "power");
        write("dir/one.jon", "one");
        write("dir/sub/two.jon", "two");
        write("dir/sub/table.csv", "a,b");
        write("dir/notes.txt", "notes");
        write("dir/.hidden.jon", "hidden");
        write("dir/.git/config.jon", "config");
        std::filesystem::create_symlink("../secret.jon", base_ / "dir/leak.jon");
        std::filesystem::create_directory_symlink("..", base_ / "dir/up");
        std::filesystem::create_symlink("one.jon", base_ / "dir/same.jon");
        std::filesystem::create_symlink("notes.txt", base_ / "dir/text.jon");
    }
    void write(const std::string& name, const std::string& text) { scratch_.write(name, text); }
    [[nodiscard]] Folder folder() const {
        return Folder((base_ / "dir").string(), (base_ / "lib").string());
    }

    const base::ScratchFolder scratch_;
    const std::filesystem::path& base_ = scratch_.path();
};

TEST_F(FolderTest, ListsScenariosAndModulesByRelativeName) {
    EXPECT_EQ(folder().files(),
              (std::vector<std::string>{"one.jon", "same.jon", "sub/two.jon", "text.jon"}));
    EXPECT_EQ(folder().library_files(), (std::vector<std::string>{"politics/power.jon"}));
    EXPECT_TRUE(Folder((base_ / "dir").string(), "").library_files().empty());
}

TEST_F(FolderTest, ReadsWhatStandsInIt) {
    EXPECT_EQ(folder().read("one.jon"), "one");
    EXPECT_EQ(folder().read("sub/two.jon"), "two");
    EXPECT_EQ(folder().read("sub/table.csv"), "a,b");
    EXPECT_EQ(folder().read("same.jon"), "one");
    EXPECT_EQ(folder().read("library:/politics/power.jon"), "power");
}

TEST_F(FolderTest, ReadsNothingElse) {
    const Folder dir = folder();
    const std::string absolute = (base_ / "secret.jon").string();
    for (const std::string& name : {std::string("../secret.jon"),
                                    std::string("sub/../../secret.jon"),
                                    absolute,
                                    "/" + absolute,
                                    std::string("leak.jon"),
                                    std::string("up/secret.jon"),
                                    std::string("./one.jon"),
                                    std::string(".hidden.jon"),
                                    std::string(".git/config.jon"),
                                    std::string("notes.txt"),
                                    std::string("text.jon"),
                                    std::string("sub"),
                                    std::string(""),
                                    std::string("none.jon"),
                                    std::string("one.jon\0.csv", 12),
                                    std::string("sub\\two.jon"),
                                    std::string("library:/../secret.jon"),
                                    std::string("library:/../dir/one.jon"),
                                    std::string("library:/"),
                                    std::string("%2e%2e/secret.jon"),
                                    std::string("\xff.jon")}) {
        EXPECT_EQ(dir.read(name), std::nullopt) << name;
    }
}

TEST_F(FolderTest, HeldTextStandsInPlaceOfItsFileAlone) {
    const Folder dir = folder();
    const auto read = dir.reader(HeldText{"one.jon", "new"});
    EXPECT_EQ(read("one.jon"), "new");
    EXPECT_EQ(read("sub/two.jon"), "two");
    EXPECT_EQ(read("../secret.jon"), std::nullopt);
}

TEST_F(FolderTest, NoFolderIsSaidSo) {
    EXPECT_THROW(Folder((base_ / "none").string(), ""), IoError);
    EXPECT_THROW(Folder((base_ / "dir/one.jon").string(), ""), IoError);
}

}  // namespace
}  // namespace jonbar::serve
