#include "base/source.h"

#include <gtest/gtest.h>

#include <string>

#include "base/io_error.h"

namespace jonbar {
namespace {

TEST(SourceTest, CountsLinesAndColumnsFromOneInCodePoints) {
    SourceSet sources;
    const FileId file = sources.add("a.jon", "ab\né=x\r\n\nend");
    EXPECT_EQ(sources.position(file, 0), (Position{1, 1}));
    EXPECT_EQ(sources.position(file, 2), (Position{1, 3}));
    EXPECT_EQ(sources.position(file, 3), (Position{2, 1}));
    EXPECT_EQ(sources.position(file, 5), (Position{2, 2}));
    EXPECT_EQ(sources.position(file, 9), (Position{3, 1}));
    EXPECT_EQ(sources.position(file, 1000), (Position{4, 4}));
    EXPECT_EQ(sources.line(file, 2), "é=x");
    EXPECT_EQ(sources.line(file, 4), "end");
}

TEST(SourceTest, GivesTheTextOfASpanAndNeverBeyondTheFile) {
    SourceSet sources;
    const FileId file = sources.add("a.jon", "hello");
    EXPECT_EQ(sources.text({file, 1, 3}), "el");
    EXPECT_EQ(sources.text({file, 4, 99}), "o");
    EXPECT_EQ(sources.text({file, 9, 99}), "");
    EXPECT_EQ(join({file, 1, 2}, {file, 4, 5}), (Span{file, 1, 5}));
}

TEST(SourceTest, FindsTheFirstByteThatIsNotUtf8) {
    EXPECT_EQ(find_invalid_utf8("plain, é, 中, 😀"), std::nullopt);
    EXPECT_EQ(find_invalid_utf8("ab\xFFz"), 2U);
    EXPECT_EQ(find_invalid_utf8("a\xC3"), 1U);
    EXPECT_EQ(find_invalid_utf8("\xC0\xAF"), 0U);          // overlong
    EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0U);      // a surrogate
    EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0U);  // beyond U+10FFFF
}

TEST(SourceTest, KnowsWhatANameMayLookLike) {
    for (const char32_t point : U"a_Zéتф中ª") {
        if (point == 0) continue;
        EXPECT_TRUE(is_name_start(point)) << static_cast<unsigned>(point);
    }
    for (const char32_t point : U"1-. \"€😀\u200C\u0301") {
        if (point == 0) continue;
        EXPECT_FALSE(is_name_start(point)) << static_cast<unsigned>(point);
    }
    EXPECT_TRUE(is_name_continue('1'));
    EXPECT_TRUE(is_name_continue(0x0301));
    EXPECT_FALSE(is_name_continue(0x037A));  // its compatibility form begins with a blank
}

TEST(SourceTest, ComposesToNfc) {
    EXPECT_EQ(to_nfc("cafe\u0301"), "caf\u00E9");
    EXPECT_EQ(to_nfc("plain"), "plain");
}

TEST(SourceTest, SaysWhyAFileCannotBeRead) {
    SourceSet sources;
    try {
        sources.load("/nowhere/at/all.jon");
        FAIL();
    } catch (const IoError& error) {
        EXPECT_STREQ(error.what(), "cannot open /nowhere/at/all.jon: No such file or directory");
    }
}

}  // namespace
}  // namespace jonbar
