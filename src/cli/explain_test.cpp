#include "cli/explain.h"

#include <gtest/gtest.h>

namespace jonbar {
namespace {

constexpr std::string_view kPage =
    "# Errors\nintro\n\n## J1001 the text is bad\nIt is.\n\n```jonbar\nx = y\n```\n\n## J2004 no "
    "such name\nLook again.\n";

TEST(ExplainTest, PrintsTheSectionOfACode) {
    EXPECT_EQ(explain(kPage, "J1001"), "J1001 the text is bad\nIt is.\n\nx = y\n");
    EXPECT_EQ(explain(kPage, "j2004"), "J2004 no such name\nLook again.\n");
    EXPECT_EQ(explain(kPage, "2004"), "J2004 no such name\nLook again.\n");
}

TEST(ExplainTest, KnowsNothingOfOtherCodes) {
    EXPECT_EQ(explain(kPage, "J9999"), std::nullopt);
    EXPECT_EQ(explain(kPage, ""), std::nullopt);
    EXPECT_EQ(explain(kPage, "J"), std::nullopt);
}

TEST(ExplainTest, ListsTheCodes) {
    EXPECT_EQ(list_codes(kPage), "J1001  the text is bad\nJ2004  no such name\n");
}

}  // namespace
}  // namespace jonbar
