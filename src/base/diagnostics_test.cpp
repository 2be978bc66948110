#include "base/diagnostics.h"

#include <gtest/gtest.h>

#include <string>

#include "base/codes.h"

namespace jonbar {
namespace {

std::string rendered(const std::string& text, std::uint32_t begin, std::uint32_t end,
                     const std::string& hint = {}) {
    SourceSet sources;
    const FileId file = sources.add("file.jon", text);
    return render(sources, Diagnostic{Severity::Error, 1010, {file, begin, end}, "no", hint});
}

TEST(DiagnosticsTest, ShowsPlaceLineCaretAndHint) {
    std::string text(11, '\n');
    text += "tie(stalin, trotzky) = -0.7\n";
    EXPECT_EQ(rendered(text, 23, 30, "expected a person; the nearest name is 'trotsky'"),
              "file.jon:12:13: error[J1010]: no\n"
              "   12 | tie(stalin, trotzky) = -0.7\n"
              "      |             ^~~~~~~\n"
              "      = expected a person; the nearest name is 'trotsky'\n");
}

TEST(DiagnosticsTest, PutsTheCaretRightAfterTabsAndWideCharacters) {
    EXPECT_EQ(rendered("\tx = 中 y", 9, 10),
              "file.jon:1:8: error[J1010]: no\n    1 |  x = 中 y\n      |         ^\n");
    EXPECT_EQ(rendered("a\x01z", 2, 3),
              "file.jon:1:3: error[J1010]: no\n    1 | a\uFFFDz\n      |   ^\n");
}

TEST(DiagnosticsTest, PointsAtTheEndOfFileAndAtTheFirstLineOfALongSpan) {
    EXPECT_EQ(rendered("ab", 2, 2), "file.jon:1:3: error[J1010]: no\n    1 | ab\n      |   ^\n");
    EXPECT_EQ(rendered("", 0, 0), "file.jon:1:1: error[J1010]: no\n    1 | \n      | ^\n");
    EXPECT_EQ(rendered("ab\ncd", 1, 5), "file.jon:1:2: error[J1010]: no\n    1 | ab\n      |  ^\n");
}

TEST(DiagnosticsTest, ShowsAWindowOfALongLine) {
    const std::string text = std::string(1000000, 'x') + "ERR" + std::string(1000000, 'y');
    EXPECT_EQ(rendered(text, 1000000, 1000003),
              "file.jon:1:1000001: error[J1010]: no\n    1 | …" + std::string(60, 'x') + "ERR" +
                  std::string(57, 'y') + "…\n      | " + std::string(61, ' ') + "^~~\n");
}

TEST(DiagnosticsTest, SortsByPlaceAndCountsTheRest) {
    SourceSet sources;
    const FileId file = sources.add("a.jon", "0123456789");
    Diagnostics diagnostics;
    diagnostics.warning(1003, {file, 5, 6}, "third");
    diagnostics.error(1010, {file, 2, 3}, "first");
    diagnostics.error(1012, {file, 2, 3}, "second");
    EXPECT_EQ(diagnostics.error_count(), 2U);
    EXPECT_EQ(diagnostics.warning_count(), 1U);
    EXPECT_EQ(render(sources, diagnostics, 2),
              "a.jon:1:3: error[J1010]: first\n    1 | 0123456789\n      |   ^\n"
              "a.jon:1:3: error[J1012]: second\n    1 | 0123456789\n      |   ^\n"
              "… and 1 more\n");
    EXPECT_EQ(diagnostics.sorted().back().message, "third");
    for (int i = 0; i < 5000; ++i) diagnostics.error(1010, {file, 0, 1}, "again");
    EXPECT_EQ(diagnostics.all().size(), Diagnostics::kKeptMax);
    EXPECT_EQ(diagnostics.error_count(), 5002U);
}

TEST(DiagnosticsTest, RendersWhatHasNoPlace) {
    EXPECT_EQ(render(SourceSet(), Diagnostic{Severity::Warning, 1010, {}, "all", "two\nlines"}),
              "warning[J1010]: all\n      = two\n      = lines\n");
}

TEST(CodesTest, KnowsTitles) {
    EXPECT_EQ(code_title(1001), "the text is not UTF-8");
    EXPECT_EQ(code_title(999), "");
}

}  // namespace
}  // namespace jonbar
