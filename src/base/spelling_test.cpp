#include "base/spelling.h"

#include <gtest/gtest.h>

#include <random>

#include "base/nearest.h"
#include "base/source.h"

namespace jonbar {
namespace {

TEST(SpellingTest, TakesWhatKeyboardsAndFontsConfuseForOne) {
    struct Case {
        const char* one;
        const char* other;
    };
    const Case cases[] = {
        {"لنین", "لنين"},                      // yeh
        {"علی", "على"},                        // yeh without dots
        {"کامنف", "كامنف"},                    // kaf
        {"کنگره۱۳", "کنگره١٣"},                // digits
        {"کنگره۱۳", "کنگره13"},                // digits
        {"کمیته\u200Cها", "کمیتهها"},          // the joiner of no width
        {"حـزب", "حزب"},                       // the long stroke
        {"حکومتِ", "حکومت"},                    // a vowel sign
        {"خانهٔ", "خانۀ"},                      // heh with hamza
        {"\uFEDF\uFEE8\uFBFF\uFEE6", "لنین"},  // letters as fonts draw them
        {"\uFEFC", "لا"},                      // a ligature
        {"\u06C1", "ه"},                       // heh
        {"café", "cafe\u0301"},                // NFC
        {"v۱", "v1"},
    };
    for (const Case& c : cases) {
        EXPECT_TRUE(same_name(c.one, c.other)) << c.one << " and " << c.other;
        EXPECT_EQ(fold_name(std::string_view(c.one)), fold_name(std::string_view(c.other)));
    }
}

TEST(SpellingTest, KeepsApartWhatReadersDo) {
    const char* const cases[][2] = {{"آب", "اب"},     {"مسئله", "مسیله"}, {"رای", "رأی"},
                                    {"ه", "ة"},       {"Lenin", "lenin"}, {"Троцкий", "Троцкии"},
                                    {"cafe", "café"}, {"a1", "a2"}};
    for (const auto& c : cases) EXPECT_FALSE(same_name(c[0], c[1])) << c[0] << " and " << c[1];
}

TEST(SpellingTest, FoldsNoOtherScript) {
    for (const std::string_view name :
         {"trotsky", "Троцкий", "中央", "café", "Ἀθῆναι", "lenin_2"}) {
        EXPECT_EQ(fold_name(name), name);
    }
    EXPECT_EQ(fold_name(std::string_view("a\xFF")), "a\xFF");
}

TEST(SpellingTest, FoldsNothingFurtherTheSecondTime) {
    std::mt19937 random(3);
    for (int round = 0; round < 3000; ++round) {
        std::string name;
        for (int i = 0; i < 6; ++i) {
            const char32_t first = i % 3 == 0 ? 0xFB50 : i % 3 == 1 ? 0x0600 : 0xFE70;
            const char32_t point =
                first + static_cast<char32_t>(random() % (first == 0xFE70 ? 0x8D : 0x100));
            name += static_cast<char>(point < 0x800 ? 0xC0 | point >> 6U : 0xE0 | point >> 12U);
            if (point >= 0x800) name += static_cast<char>(0x80 | (point >> 6U & 0x3F));
            name += static_cast<char>(0x80 | (point & 0x3F));
        }
        const std::string once = fold_name(std::string_view(name));
        ASSERT_FALSE(find_invalid_utf8(once));
        ASSERT_EQ(fold_name(std::string_view(once)), once) << name;
    }
}

TEST(SpellingTest, KnowsANameByItsFirstSpelling) {
    Spellings spellings;
    EXPECT_EQ(spellings.known_as("لنین"), "لنین");
    EXPECT_EQ(spellings.known_as("لنين"), "لنین");
    EXPECT_EQ(spellings.known_as("كامنف"), "كامنف");
    EXPECT_EQ(spellings.known_as("کامنف"), "كامنف");
    EXPECT_EQ(spellings.known_as("v۱"), "v1");
    EXPECT_EQ(spellings.known_as("v1"), "v1");
    EXPECT_EQ(spellings.known_as("lenin"), "lenin");
}

TEST(SpellingTest, CountsNoSpellingAsATypingSlip) {
    const std::string names[] = {"استالین", "کامنف", "بوخارین"};
    EXPECT_EQ(nearest_name("كامنوف", names), "کامنف");
    EXPECT_EQ(nearest_name("بوخارين", names), "بوخارین");
    EXPECT_EQ(nearest_name("استالينن", names), "استالین");
    EXPECT_EQ(nearest_name("کامنف", names), "");
}

}  // namespace
}  // namespace jonbar
