#include "language/lexer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/io_error.h"

namespace jonbar::ast {
namespace {

std::string tokens_of(const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("t.jon", text);
    const TokenList list = lex(sources, file, diagnostics);
    std::string out;
    for (const Token& token : list.tokens) {
        if (token.kind == TokenKind::End) break;
        if (!out.empty()) out += ' ';
        const std::string word(sources.text({file, token.begin, token.end}));
        switch (token.kind) {
            case TokenKind::Name:
                out += "name:" + word;
                break;
            case TokenKind::Keyword:
                out += "key:" + word;
                break;
            case TokenKind::Number:
                out += "num:" + word;
                break;
            case TokenKind::Date:
                out += "date:" + word;
                break;
            default:
                out += word;
                break;
        }
    }
    for (const Diagnostic& diagnostic : diagnostics.all())
        out += " !" + std::to_string(diagnostic.code);
    return out;
}

struct Case {
    const char* text;
    const char* print;
};

TEST(LexerTest, CutsATextIntoTokens) {
    const Case cases[] = {
        {"a.b-=c_1*2", "name:a . name:b -= name:c_1 * num:2"},
        {"real in 0..1", "name:real key:in num:0 .. num:1"},
        {"in 1926-07..1926-12", "key:in date:1926-07 .. date:1926-12"},
        {"in 1926..1927", "key:in num:1926 .. num:1927"},
        {"-1..1.5e-3", "- num:1 .. num:1.5e-3"},
        {"x<=y!=z==w", "name:x <= name:y != name:z == name:w"},
        {"whenever when", "name:whenever key:when"},
        {"\"a \\\" b\" \"\"", "\"a \\\" b\" \"\""},
        {"a # b \"c\n\td", "name:a name:d"},
        {"\xEF\xBB\xBFkind\r\nk", "key:kind name:k"},
        {"نام\u200Fب", "name:نام name:ب"},
    };
    for (const Case& c : cases) EXPECT_EQ(tokens_of(c.text), c.print) << c.text;
}

TEST(LexerTest, TellsDatesFromSubtractions) {
    const Case cases[] = {
        {"1922-04 1922-04-03 1922-Q2", "date:1922-04 date:1922-04-03 date:1922-Q2"},
        {"1926-01..1926-12", "date:1926-01 .. date:1926-12"},
        {"1922 - 04", "num:1922 - num:04"},
        {"100-50", "num:100 - num:50"},
        {"1000-500", "num:1000 - num:500"},
        {"1922-x", "num:1922 - name:x"},
        {"1922-13", "date:1922-13 !1006"},
        {"1922-Q5", "date:1922-Q5 !1006"},
        {"1922-04-3", "date:1922-04-3 !1006"},
        {"1923-02-30", "date:1923-02-30"},  // the parser knows of which calendar
        {"1923-02-32", "date:1923-02-32 !1006"},
        {"0000-01", "date:0000-01 !1006"},
        {"1922-04x", "date:1922-04x !1006"},
    };
    for (const Case& c : cases) EXPECT_EQ(tokens_of(c.text), c.print) << c.text;
}

TEST(LexerTest, GoesOnAfterWhatItCannotRead) {
    const Case cases[] = {
        {".5 12th", "num:.5 num:12 !1005 !1005"},
        {"a ; b", "name:a ; name:b !1003"},
        {"€€€ a", "€€€ name:a !1003"},
        {"\"open\nnext", "\"open name:next !1004"},
        {"{ \"open }\n}", "{ \"open } } !1004"},
        {"“a b” c", "“a b” name:c !1003"},
        {"a\xFF", " !1001"},
    };
    for (const Case& c : cases) EXPECT_EQ(tokens_of(c.text), c.print) << c.text;
}

TEST(LexerTest, KeepsComments) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("t.jon", "# one  \na # two\n\t# three");
    const TokenList list = lex(sources, file, diagnostics);
    ASSERT_EQ(list.comments.size(), 3U);
    EXPECT_EQ(list.comments[0].text, "# one");
    EXPECT_TRUE(list.comments[0].own_line);
    EXPECT_EQ(list.comments[1].text, "# two");
    EXPECT_FALSE(list.comments[1].own_line);
    EXPECT_TRUE(list.comments[2].own_line);
}

TEST(KeywordTest, FindsEachByItsWord) {
    for (const std::string_view word : kKeywords) {
        ASSERT_TRUE(find_keyword(word)) << word;
        EXPECT_EQ(word_of(*find_keyword(word)), word);
    }
    EXPECT_EQ(find_keyword("trotsky"), std::nullopt);
    EXPECT_EQ(*find_keyword("years"), Keyword::Years);
}

TEST(KeywordTest, StandsInTheGrammar) {
    const std::string page = read_file(std::string(JONBAR_SOURCE_DIR) + "/docs/grammar.md");
    const std::size_t begin = page.find("are no names:");
    std::istringstream list(page.substr(begin + 14, page.find("\n-", begin) - begin - 14));
    std::vector<std::string> words{std::istream_iterator<std::string>(list), {}};
    EXPECT_TRUE(std::equal(words.begin(), words.end(), kKeywords.begin(), kKeywords.end()));
}

}  // namespace
}  // namespace jonbar::ast
