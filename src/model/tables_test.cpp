// Tables in files say what tables between braces say.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "base/io_error.h"
#include "model/check.h"
#include "model/dump.h"

namespace jonbar {
namespace {

namespace fs = std::filesystem;

const std::string kHead =
    "history \"Test\" from 1922-04 to 1923-01 by month\n"
    "kind person { alive: bool = yes  health: real in 0..1 = 0.5  heir: person? = none\n"
    "  born: date? = none }\n"
    "person anna, boris, چنگیز\n"
    "enum line { left, right }\n"
    "relation tie(a, b: person): real = 0\n"
    "relation support(p: person, l: line): real = 0\n"
    "scale degree { low ~ beta(3, 7) high ~ beta(7, 3) }\n"
    "source s \"S\" {}\n"
    "claim letter in s at 1 \"L\"\n"
    "claim memoir in s at 2 \"M\"\n"
    "outcome o = anna.alive and anna.health > 0 and anna.heir is someone\n"
    "outcome b = anna.born\n"
    "outcome t = tie(anna, boris) + support(anna, left)\n";

struct Checked {
    std::string model, said;
};

Checked check_text(const std::string& text, const std::string& csv = {}) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions options;
    options.read = [&](const std::string& path) -> std::optional<std::string> {
        if (path != "folder/t.csv") return std::nullopt;
        return csv;
    };
    const FileId file = sources.add("folder/test.jon", kHead + text);
    const Model model = load_and_check(sources, file, options, diagnostics);
    Checked checked;
    checked.said = render(sources, diagnostics);
    if (!diagnostics.has_errors()) checked.model = dump_model(model);
    return checked;
}

/// Expects that a file says the same as the rows between braces, and not nothing.
void expect_same(const std::string& target, const std::string& csv, const std::string& rows) {
    const Checked file = check_text("table " + target + " from \"t.csv\"\n", csv);
    const Checked inside = check_text("table " + target + rows + "\n");
    EXPECT_EQ("", file.said);
    EXPECT_EQ("", inside.said);
    EXPECT_EQ(inside.model, file.model);
    EXPECT_NE(check_text("").model, file.model);
}

TEST(TablesTest, ReadsEveryKindOfCell) {
    expect_same("person",
                "who,alive,health,heir,born\n"
                "anna,no,low,boris,1890-05-17\n"
                "boris,yes,0.25,none,1891-02\n",
                " (alive, health, heir, born) {\n"
                "anna no low boris 1890-05-17\n"
                "boris yes 0.25 none 1891-02 }");
}

TEST(TablesTest, ReadsByteOrderMarkCarriageReturnsAndBlankLines) {
    expect_same("person", "\xEF\xBB\xBFwho,health\r\n\r\nanna,0.1\r\n\r\nboris , 0.2 \r\n",
                " (health) { anna 0.1 boris 0.2 }");
}

TEST(TablesTest, ReadsQuotedCellsOverLines) {
    expect_same("person",
                "\"who\",\"health\",\"cites\",\"assumed\"\n"
                "\"anna\",\"either { low: 2 cites letter,\n memoir  high: 1 }\",\"letter, memoir\","
                "\"a \"\"mere\"\" guess\"\n",
                " (health, cites, assumed) {\n"
                "anna either { low: 2 cites letter, memoir  high: 1 } [letter, memoir] "
                "\"a \\\"mere\\\" guess\" }");
}

TEST(TablesTest, ReadsNamesInAnyScript) {
    expect_same("person", "who,health\nچنگیز,(1 / 4)\n", " (health) { چنگیز (1 / 4) }");
}

TEST(TablesTest, ReadsRelations) {
    expect_same("tie", "from,to,value,cites\nanna,boris,-0.5,letter\nboris,anna,0.5,[]\n",
                " (from, to, value, cites) { anna boris -0.5 [letter] boris anna 0.5 [] }");
    expect_same("support", "from,value,to\nanna,3,right\n", " (from, to, value) { anna right 3 }");
}

TEST(TablesTest, KeepsTheDefaultWhereACellIsEmpty) {
    const Checked file = check_text("table person from \"t.csv\"\n",
                                    "who,alive,health\nanna,,0.1\nboris,no,\nچنگیز,,\"\"\n");
    const Checked inside =
        check_text("table person (health) { anna 0.1 }\ntable person (alive) { boris no }\n");
    EXPECT_EQ("", file.said);
    EXPECT_EQ(inside.model, file.model);
    EXPECT_NE(check_text("").model, file.model);
}

TEST(TablesTest, NamesLineAndColumnOfTheFile) {
    const std::string said =
        check_text("table person from \"t.csv\"\n", "who,health\r\n\"anna\",0.1\r\nborsi,0.2\r\n")
            .said;
    EXPECT_NE(std::string::npos, said.find("folder/t.csv:3:1: error[J2001]")) << said;
    EXPECT_NE(std::string::npos, said.find("did you mean `boris`?")) << said;
}

TEST(TablesTest, RefusesAFileThatIsTooLarge) {
    const std::string said =
        check_text("table person from \"t.csv\"\n", std::string(kFileSizeMax + 1, 'a')).said;
    EXPECT_NE(std::string::npos, said.find("folder/test.jon:15:19: error[J1002]")) << said;
}

TEST(TablesTest, RandomBytesNeitherCrashNorHang) {
    const std::string letters = "\",\n\r\"ab0-.{}[]()#\\\xC3\xA9 ,,\"\"\n";
    std::uint64_t state = 1;
    for (int file = 0; file < 300; ++file) {
        std::string csv = file % 2 == 0 ? "who,health,cites\nanna," : "";
        for (int i = 0; i < 200; ++i) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            csv += letters[(state >> 33U) % letters.size()];
        }
        EXPECT_NE("", check_text("table person from \"t.csv\"\n", csv).said) << csv;
    }
}

TEST(TablesTest, ReadsTheExample) {
    const fs::path path = fs::path(JONBAR_SOURCE_DIR) / "tests/scenarios/tables/neighbours.jon";
    SourceSet sources;
    Diagnostics diagnostics;
    const std::string dump =
        dump_model(load_and_check(sources, sources.load(path.string()), {}, diagnostics));
    EXPECT_EQ("", render(sources, diagnostics));
    EXPECT_NE(std::string::npos,
              dump.find("relation border(country, country): bool symmetric constant\n"
                        "  (austria, italy) = yes cites brenner\n"
                        "  (france, italy) = yes cites alps\n"))
        << dump;
}

}  // namespace
}  // namespace jonbar
