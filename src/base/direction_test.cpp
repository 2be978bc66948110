#include "base/direction.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/source.h"

namespace jonbar {
namespace {

// Isolates as signs that can be read.
std::string visible(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode(std::string_view(text).substr(at));
        switch (point.value) {
            case 0x2068:
                out += "⟨";
                break;
            case 0x2069:
                out += "⟩";
                break;
            default:
                out += text.substr(at, point.size);
        }
        at += point.size;
    }
    return out;
}

TEST(DirectionTest, IsolatesWhatIsReadFromRightToLeft) {
    EXPECT_EQ(isolate("Lenin"), "Lenin");
    EXPECT_EQ(isolate("Троцкий, 1924"), "Троцкий, 1924");
    EXPECT_EQ(visible(isolate("لنین")), "⟨لنین⟩");
    EXPECT_EQ(visible(isolate("حزب (1903)")), "⟨حزب (1903)⟩");
    EXPECT_EQ(visible(isolate("The paper ایسکرا")), "⟨The paper ایسکرا⟩");
    EXPECT_EQ(visible(isolate("۱۳")), "⟨۱۳⟩");
    EXPECT_EQ(visible(isolate("שלום")), "⟨שלום⟩");
}

TEST(DirectionTest, IsolatesOnce) {
    const std::string once = isolate("لنین");
    EXPECT_EQ(isolate(once), once);
    EXPECT_EQ(isolate(once + " dies."), once + " dies.");
    EXPECT_EQ(visible(isolate(isolate("Троцкий کار") + " مرد")), "⟨⟨Троцкий کار⟩ مرد⟩");
    EXPECT_EQ(visible(isolate(set_apart("Троцкий") + " مرد")), "⟨⟨Троцкий⟩ مرد⟩");
    EXPECT_EQ(without_isolates(isolate("حزب")), "حزب");
}

TEST(DirectionTest, LeavesOutWhatWouldReachBeyondTheText) {
    EXPECT_EQ(visible(isolate("\u202Eلنین")), "⟨لنین⟩");
    EXPECT_EQ(visible(isolate("لنین\u2069 x")), "⟨لنین x⟩");
    EXPECT_EQ(isolate("a\u202Eb"), "ab");
    EXPECT_EQ(isolate("a\u202Eb\u202C"), "a\u202Eb\u202C");
}

TEST(DirectionTest, FindsWhatIsNotBalanced) {
    EXPECT_EQ(find_unbalanced_direction(""), std::nullopt);
    EXPECT_EQ(find_unbalanced_direction("لنین"), std::nullopt);
    EXPECT_EQ(find_unbalanced_direction("a\u2067b\u2069c\u202Bd\u202C"), std::nullopt);
    EXPECT_EQ(find_unbalanced_direction("\u2067\u202E\u202C\u2069"), std::nullopt);
    EXPECT_EQ(find_unbalanced_direction("ab\u202Ec"), 2U);
    EXPECT_EQ(find_unbalanced_direction("ab\u2066c\u202C"), 6U);  // closed by the wrong one
    EXPECT_EQ(find_unbalanced_direction("\u2069"), 0U);
    EXPECT_EQ(find_unbalanced_direction("\u2067\u2067\u2069"), 0U);
    EXPECT_EQ(find_unbalanced_direction("ab\u2028c"), 2U);
    EXPECT_EQ(find_unbalanced_direction("\u0085"), 0U);
}

TEST(DirectionTest, IsolatesTheRunsOfALine) {
    struct Case {
        const char* line;
        const char* print;
    };
    const Case cases[] = {
        {"plain", "plain"},
        {"  حزب کمونیست   41.2 %  40.9–41.5\n", "  ⟨حزب کمونیست⟩   41.2 %  40.9–41.5\n"},
        {"never: لنین, تروتسکی", "never: ⟨لنین⟩, ⟨تروتسکی⟩"},
        {"مرگ(لنین) 1924", "⟨مرگ⟩(⟨لنین⟩) 1924"},
        {"a \"او (لنین) رفت\" b", "a \"⟨او (لنین) رفت⟩\" b"},
        {"راه_پایان کنگره13 13", "⟨راه_پایان کنگره13⟩ 13"},
        {"a \"open لنین", "a \"open ⟨لنین⟩"},
        {"\x1b[1mلنین\x1b[0m  x", "\x1b[1m⟨لنین⟩\x1b[0m  x"},
        {"کمیته\u200Cها 3", "⟨کمیته\u200Cها⟩ 3"},
        {"   12 | person لنین کامنف \"و. لنین\" {",
         "   12 | person ⟨لنین⟩ ⟨کامنف⟩ \"⟨و. لنین⟩\" {"},
        {"a | لنین کامنف", "a | ⟨لنین کامنف⟩"},
        {"لنین\nکامنف", "⟨لنین⟩\n⟨کامنف⟩"},
    };
    for (const Case& c : cases) EXPECT_EQ(visible(isolate_lines(c.line)), c.print) << c.line;
    const std::string done = isolate_lines("لنین، 13 x");
    EXPECT_EQ(isolate_lines(done), done);
}

TEST(DirectionTest, BalancesWhateverItIsolates) {
    const char* const parts[] = {"ل",      "a",      "\u2066", "\u2067", "\u2068",
                                 "\u2069", "\u202E", "\u202C", "\u200C", " ",
                                 "\"",     "3",      "|",      "\xFF"};
    std::mt19937 random(5);
    for (int round = 0; round < 4000; ++round) {
        std::string text;
        for (int i = 0; i < 12; ++i) text += parts[random() % std::size(parts)];
        const std::string one = isolate(text);
        ASSERT_EQ(find_unbalanced_direction(one), std::nullopt) << text;
        ASSERT_EQ(isolate(one), one) << text;
        if (!find_unbalanced_direction(text)) {
            ASSERT_EQ(without_isolates(isolate_lines(text)), without_isolates(text)) << text;
            ASSERT_EQ(find_unbalanced_direction(isolate_lines(text)), std::nullopt) << text;
        }
    }
}

}  // namespace
}  // namespace jonbar
