// Texts that are wrong: every message whole, and nothing that crashes, hangs or exhausts the
// parser.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/codes.h"
#include "base/direction.h"
#include "base/io_error.h"
#include "language/dump.h"
#include "language/format.h"
#include "language/keywords.h"
#include "language/parser.h"

namespace jonbar {
namespace {

namespace fs = std::filesystem;

std::string errors_of(const std::string& text, FileRole role = FileRole::Module) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("t.jon", text);
    static_cast<void>(dump_tree(parse(sources, file, role, diagnostics)));
    return render(sources, diagnostics);
}

std::size_t error_count(const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("t.jon", text);
    static_cast<void>(parse(sources, file, FileRole::Module, diagnostics));
    return diagnostics.error_count();
}

std::string repeated(const std::string& text, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

// The wrong scenarios whose names begin with "text-".
std::vector<fs::path> wrong_texts() {
    std::vector<fs::path> paths;
    for (const auto& entry :
         fs::directory_iterator(fs::path(JONBAR_SOURCE_DIR) / "tests/scenarios/errors")) {
        const bool mine = entry.path().filename().string().rfind("text-", 0) == 0;
        if (mine && entry.path().extension() == ".jon") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

TEST(WrongTextTest, SaysAllThatIsWrong) {
    const std::vector<fs::path> paths = wrong_texts();
    EXPECT_GE(paths.size(), 20U);
    for (const fs::path& path : paths) {
        SourceSet sources;
        Diagnostics diagnostics;
        const FileId file = sources.add(path.filename().string(), read_file(path.string()));
        static_cast<void>(parse(sources, file, FileRole::Scenario, diagnostics));
        EXPECT_TRUE(diagnostics.has_errors()) << path;
        EXPECT_EQ(render(sources, diagnostics),
                  read_file(fs::path(path).replace_extension(".expected").string()));
    }
}

TEST(WrongTextTest, ShowsEveryCodeOfTheStageInSomeText) {
    std::set<int> seen{1002};  // a file too large has a test of its own
    for (const fs::path& path : wrong_texts()) {
        SourceSet sources;
        Diagnostics diagnostics;
        static_cast<void>(
            parse(sources, sources.load(path.string()), FileRole::Scenario, diagnostics));
        for (const Diagnostic& diagnostic : diagnostics.all()) seen.insert(diagnostic.code);
    }
    for (const CodeInfo& info : kCodes) {
        if (info.number >= 2000) break;
        EXPECT_TRUE(seen.count(info.number)) << info.number;
    }
}

// The blocks of a section of docs/errors.md: a wrong text and the mended one.
std::vector<std::string> blocks_of(int code) {
    const std::string page = read_file(std::string(JONBAR_SOURCE_DIR) + "/docs/errors.md");
    const std::size_t begin = page.find("\n## J" + std::to_string(code) + " ");
    if (begin == std::string::npos) return {};
    const std::string section = page.substr(begin, page.find("\n## J", begin + 1) - begin);
    std::vector<std::string> blocks;
    const std::string fence = "```jonbar\n";
    for (std::size_t at = section.find(fence); at != std::string::npos;
         at = section.find(fence, at)) {
        at += fence.size();
        const std::size_t end = section.find("```\n", at);
        if (end == std::string::npos) break;
        blocks.push_back(section.substr(at, end - at));
    }
    return blocks;
}

TEST(WrongTextTest, ExplainsEveryCodeByAWrongAndAMendedText) {
    // Bytes, characters or lengths that a page cannot show.
    const std::set<int> shown_by_signs{1001, 1002, 1017, 1150, 1671, 1672};
    for (const CodeInfo& info : kCodes) {
        if (info.number >= 2000) break;
        const std::vector<std::string> blocks = blocks_of(info.number);
        ASSERT_EQ(blocks.size(), 2U) << info.number;
        const FileRole role =
            info.number == 1019 || info.number == 1030 ? FileRole::Scenario : FileRole::Module;
        EXPECT_EQ(errors_of(blocks[1], role), "") << info.number;
        if (shown_by_signs.count(info.number) > 0) continue;
        const std::string mark = "[J" + std::to_string(info.number) + "]";
        EXPECT_NE(errors_of(blocks[0], role).find(mark), std::string::npos)
            << errors_of(blocks[0], role);
    }
}

TEST(WrongTextTest, TakesAnEmptyFileForNoScenario) {
    EXPECT_EQ(errors_of("", FileRole::Scenario),
              "t.jon:1:1: error[J1019]: a scenario begins with its history\n    1 | \n      | ^\n"
              "      = history \"The succession to Lenin\" from 1922-04 to 1930-01 by month\n");
    EXPECT_EQ(errors_of("", FileRole::Module), "");
    EXPECT_EQ(errors_of("# nothing but this\n", FileRole::Module), "");
}

TEST(WrongTextTest, RefusesAFileThatIsTooLarge) {
    EXPECT_EQ(
        errors_of(std::string(10U << 20U, 'x')),
        "t.jon:1:1: error[J1002]: the file has 10485760 bytes, a file may have 4194304\n    1 | " +
            std::string(60, 'x') +
            "…\n      | ^\n      = put a part of it into a module, or its numbers into a table in "
            "CSV\n");
}

TEST(WrongTextTest, ReadsTheLargestFileInOneLine) {
    const std::string part = "p.health -= 0.25 ";
    const std::string text =
        "event e when a { " + repeated(part, (kFileSizeMax - 100) / part.size()) + "}";
    EXPECT_EQ(error_count(text), 0U);
    EXPECT_EQ(error_count(text + " )"), 1U);
}

TEST(WrongTextTest, GivesOneErrorForAnyDepthOfBrackets) {
    const std::size_t many = 100000;
    EXPECT_EQ(error_count("let x = " + std::string(many, '(')), 1U);
    EXPECT_EQ(error_count("let x = " + std::string(many, '(') + "1" + std::string(many, ')')), 1U);
    EXPECT_EQ(error_count("let x = " + std::string(many, '{')), 1U);
    EXPECT_EQ(error_count("let x = " + std::string(many, '[')), 1U);
    EXPECT_EQ(error_count("let x = " + repeated("f(", many)), 1U);
    EXPECT_EQ(error_count("let x = " + repeated("- ", many) + "1"), 1U);
    EXPECT_EQ(error_count("let x = " + repeated("not ", many) + "a"), 1U);
    EXPECT_EQ(error_count("let x = " + repeated("if a then 1 else ", many) + "2"), 1U);
    EXPECT_EQ(error_count("let x = " + repeated("sum(p in S: ", many)), 1U);
    EXPECT_EQ(error_count("event e { " + repeated("if a { ", many)), 1U);
    EXPECT_EQ(error_count("event e { " + repeated("if a {} else ", many) + "{} }"), 1U);
    EXPECT_EQ(error_count("event e { " + repeated("for x in S { ", many) + std::string(many, '}')),
              1U);
    EXPECT_EQ(error_count("param p: real ~ " + repeated("either { ", many)), 1U);
    EXPECT_LE(error_count(repeated("race { event e { ", many)), 2U);  // a race is no statement
    EXPECT_LE(error_count(std::string(many, '}')), many);
    EXPECT_EQ(error_count("whatif w { at 1924 { " + repeated("if a { ", many)), 1U);
    EXPECT_LE(error_count(repeated("whatif w { ", many)), 2U);  // a question holds no question
}

TEST(WrongTextTest, GivesOneErrorForAnyLengthOfChain) {
    const std::size_t many = 100000;
    EXPECT_EQ(error_count("let x = a" + repeated(" + a", many)), 1U);
    EXPECT_EQ(error_count("let x = a" + repeated(" and a", many)), 1U);
    EXPECT_EQ(error_count("let x = a" + repeated(".a", many)), 1U);
    EXPECT_EQ(error_count("let x = a" + repeated(" else a", many)), 1U);
    EXPECT_EQ(error_count("let x = {a" + repeated(", a", many) + "}"), 1U);
}

TEST(WrongTextTest, SurvivesRandomBytes) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::string text;
        for (int i = 0; i < 500; ++i) text += static_cast<char>(random() & 0xFFU);
        EXPECT_NE(errors_of(text), "");
    }
}

// Text of several scripts and directions, with dates of all calendars, in any order: what is read
// is laid out without loss, what is said can be shown, and no isolate reaches beyond its line.
TEST(WrongTextTest, SurvivesScriptsInAnyOrder) {
    const char* const parts[] = {
        "لنین",    "لنين",     "ك",    "\u200C", "\u200E", "\u202E",  "\u202C", "\u2067", "\u2069",
        "\u2028",  "۱۳",       "١٣",   "\uFEFC", "\u0651", "\u0640",  "שלום",   "中央",   "e\u0301",
        "\u0301",  "1303-10",  "1303", " SH",    " OS",    " bc",     "-12-30", "1900",   "-02-29",
        "\"",      "\n",       " ",    " = ",    "let ",   "# ",      "say ",   "{",      "}",
        "person ", "observe ", " in ", "event ", " at ",   "\xC2\x85"};
    std::mt19937 random(13);
    for (int round = 0; round < 3000; ++round) {
        std::string text = "let a = 1\n";
        for (int i = 0; i < 24; ++i) text += parts[random() % std::size(parts)];
        SourceSet sources;
        Diagnostics diagnostics;
        Spellings spellings;
        const FileId file = sources.add("t.jon", text);
        const ast::Tree tree = parse(sources, file, FileRole::Module, diagnostics, &spellings);
        static_cast<void>(dump_tree(tree));
        const std::string said = isolate_lines(render(sources, diagnostics));
        ASSERT_FALSE(find_invalid_utf8(said)) << text;
        for (std::size_t at = 0; at < said.size();) {
            const std::size_t end = std::min(said.find('\n', at), said.size());
            ASSERT_EQ(find_unbalanced_direction(said.substr(at, end - at)), std::nullopt) << text;
            at = end + 1;
        }
        if (diagnostics.has_errors()) continue;
        SourceSet again;
        Diagnostics second;
        const FileId laid_out = again.add("t.jon", format(sources, tree));
        const ast::Tree other = parse(again, laid_out, FileRole::Module, second, &spellings);
        ASSERT_FALSE(second.has_errors()) << render(again, second);
        ASSERT_EQ(dump_tree(other), dump_tree(tree)) << text;
    }
}

// What a parser meets while someone types: every beginning of a good file, and files of its words
// in any order. None may crash or hang, and what parses must be formatted without loss.
TEST(WrongTextTest, SurvivesEveryBeginningOfAScenario) {
    const std::string text = read_file(std::string(JONBAR_SOURCE_DIR) +
                                       "/scenarios/tutorial/1-succession-of-one-post.jon");
    for (std::size_t size = 0; size < text.size(); ++size) {
        static_cast<void>(errors_of(text.substr(0, size), FileRole::Scenario));
    }
}

TEST(WrongTextTest, SurvivesEveryBeginningOfAQuestion) {
    const std::string text =
        "observe never d(x) chose o(y) in either { 1924-11: 1 cites a 1924-12..1925: 3 } ending\n"
        "observe army ~ normal(3, 1) from 1922 to 1923 cites a\n"
        "coupling ordered\n"
        "whatif w \"W\" { at 1923-05 { fire f(x) y.z = 1 } set x = 1 at 1924 hold t(a) = 2 from\n"
        "1922 to 1923 block m.e force e(x) at 1924 choose d = o(y) scale p by 2 redraw q.r }\n"
        "cause c in g \"C\" { absent: block e from 1922 to 1923 present: force e at 1924 }\n";
    EXPECT_EQ(errors_of(text), "");
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_LE(error_count(text.substr(0, size)), 2U) << text.substr(0, size);
        static_cast<void>(errors_of(text.substr(0, size)));
    }
}

TEST(WrongTextTest, SurvivesWordsInAnyOrder) {
    std::vector<std::string> words{"a",       "b",  "f(x)", "1",     "0.5", "1922-04", "\"t\"",
                                   "\"{p}\"", "{",  "}",    "(",     ")",   "[",       "]",
                                   ",",       ":",  ".",    "..",    "?",   "~",       "=",
                                   "+=",      "==", "<",    "+",     "-",   "*",       "/",
                                   "|",       "&",  "\n",   "# c\n", "€"};
    for (const std::string_view keyword : kKeywords) words.emplace_back(keyword);
    for (const char* word : {"never", "ending", "set", "hold", "block", "force", "choose", "redraw",
                             "absent", "present", "ordered"}) {
        words.emplace_back(word);
    }
    std::mt19937 random(11);
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (int i = 0; i < 40; ++i) text += words[random() % words.size()] + " ";
        SourceSet sources;
        Diagnostics diagnostics;
        const ast::Tree tree =
            parse(sources, sources.add("t.jon", text), FileRole::Module, diagnostics);
        ASSERT_LE(diagnostics.error_count(), 60U) << text;
        static_cast<void>(dump_tree(tree));
    }
}

}  // namespace
}  // namespace jonbar
