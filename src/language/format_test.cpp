#include "language/format.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "language/dump.h"
#include "language/layout.h"
#include "language/parser.h"

namespace jonbar {
namespace {

struct Formatted {
    std::string text;
    std::string tree;
    std::string errors;
};

Formatted formatted(const std::string& text, FileRole role = FileRole::Module) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("t.jon", text);
    const ast::Tree tree = parse(sources, file, role, diagnostics);
    if (diagnostics.has_errors()) return {{}, {}, render(sources, diagnostics)};
    return {format(sources, tree), dump_tree(tree), {}};
}

struct Case {
    const char* text;
    const char* print;
};

TEST(FormatTest, LaysOutDeclarations) {
    const Case cases[] = {
        {"", ""},
        {"use   a.b   as c", "use a.b as c\n"},
        {"kind person{alive:bool=yes}", "kind person { alive: bool = yes }\n"},
        {"kind person {\nalive: bool   n: real [men] in 0..1 ~ normal(0,1) cites a }",
         "kind person {\n    alive: bool\n    n: real [men] in 0..1 ~ normal(0, 1) cites a\n}\n"},
        {"rule e at 1303-10-05   SH,1917\nOS {}", "rule e at 1303-10-05 SH, 1917 OS {}\n"},
        {"person a \"A\" { x = 1  y ~ middle } person b,c",
         "person a \"A\" { x = 1  y ~ middle }\nperson b, c\n"},
        {"relation tie(a:person,b:person):real=0 symmetric",
         "relation tie(a, b: person): real = 0 symmetric\n"},
        {"param p:real~lognormal 0.01 to 0.06 per month",
         "param p: real ~ lognormal 0.01 to 0.06 per month\n"},
        {"param p:real~either{1:1 cites a -1:2}",
         "param p: real ~ either { 1: 1 cites a  -1: 2 }\n"},
        {"let f(a:person,b:body)=(a.x+1)*-2", "let f(a: person, b: body) = (a.x + 1) * -2\n"},
        {"event e when a hazard 2*x per year {x=1}",
         "event e hazard 2 * x per year when a { x = 1 }\n"},
        {"event e {x=1 y=2\nz=3}", "event e {\n    x = 1\n    y = 2\n    z = 3\n}\n"},
        {"event e { if a {x=1} else if b {y=2} else {z=3} }",
         "event e {\n    if a {\n        x = 1\n    } else if b {\n        y = 2\n    } else {\n   "
         "     z = 3\n    "
         "}\n}\n"},
        {"decision d when a by p { option o when b worth shared (c+1) {} }",
         "decision d by p when a {\n    option o when b worth shared (c + 1) {}\n}\n"},
        {"vote v swing middle among S { for m size 2: yes worth a carried by more than 1/2 of all "
         "{ x=1 } lost {} }",
         "vote v among S swing middle {\n    for m size 2: yes worth a\n    carried by more than 1 "
         "/ 2 of all { x "
         "= 1 }\n    lost {}\n}\n"},
        {"table person (tact,cites) {\nlenin low [a,b]\nx very_high []}",
         "table person (tact, cites) {\n    lenin  low        [a, b]\n    x      very_high  "
         "[]\n}\n"},
        {"event e cites a {} exception \"r\"", "event e cites a exception \"r\" {}\n"},
        {"event e { say \"{p.x:.1f} {{}}\" fire f(x) }",
         "event e { say \"{p.x:.1f} {{}}\"  fire f(x) }\n"},
        {"outcome o=a at end none \"nobody\" cites c",
         "outcome o = a at end none \"nobody\" cites c\n"},
        {"claim c in d at 23,25 \"He was.\" { kind trait who a,b }",
         "claim c in d at 23, 25 \"He was.\" { kind trait  who a, b }\n"},
        {"outcome o = (x at 1924) == a", "outcome o = (x at 1924) == a\n"},
        {"observe never e(x)   by 1924 ending cites a,b",
         "observe never e(x) by 1924 ending cites a, b\n"},
        {"observe d chose o(x) from 1922-04 to 1924 cites a\n ending observe v carried in "
         "1926..1927",
         "observe d chose o(x) from 1922-04 to 1924 ending cites a\nobserve v carried in "
         "1926..1927\n"},
        {"observe (p in S)and q at either{1924:1 cites a\n1925-01 : 3}",
         "observe (p in S) and q at either { 1924: 1 cites a  1925-01: 3 }\n"},
        {"observe followers~normal(8000,2000) at 1927-10",
         "observe followers ~ normal(8000, 2000) at 1927-10\n"},
        {"continue \"a\"   at 1924 given record{x=y z = w+1}cites c",
         "continue \"a\" at 1924 given record { x = y  z = w + 1 } cites c\n"},
        {"continue \"a\" as whatif w {\n for p in person{p.x=p.x}\n x=y }",
         "continue \"a\" as whatif w {\n    for p in person { p.x = p.x }\n    x = y\n}\n"},
        {"continue \"a\" given a==b and c { } continue \"b\" unconditioned {x=1}",
         "continue \"a\" given a == b and c {}\ncontinue \"b\" unconditioned { x = 1 }\n"},
        {"whatif w \"W\"{set x.y=1+2 at 1924 scale p by 0.5 redraw q.r}cites a",
         "whatif w \"W\" { set x.y = 1 + 2 at 1924  scale p by 0.5  redraw q.r } cites a\n"},
        {"whatif w { at 1923-05{fire f(x) y=1} hold tie(a,b)=2 from 1922 to 1923\nblock m.e}",
         "whatif w {\n    at 1923-05 { fire f(x)  y = 1 }\n    hold tie(a, b) = 2 from 1922 to "
         "1923\n    block m.e\n}\n"},
        {"whatif w { force e at 1924\nchoose d(x)=o(y) from 1922 to 1923 }",
         "whatif w {\n    force e at 1924\n    choose d(x) = o(y) from 1922 to 1923\n}\n"},
        {"cause c in g \"C\" { absent:block e  redraw x present:force e at 1924 }",
         "cause c in g \"C\" { absent: block e  redraw x  present: force e at 1924 }\n"},
        {"cause c {\n absent:\n  block e\n\n  redraw x\n present: at 1924 { x=1\n } }",
         "cause c {\n    absent:\n        block e\n\n        redraw x\n    present: at 1924 {\n    "
         "    "
         "x = 1\n    }\n}\n"},
        {"cause c {\n absent: block e redraw x\n present: force e at 1924 }",
         "cause c {\n    absent: block e  redraw x\n    present: force e at 1924\n}\n"},
        {"coupling   gumbel decision d when a coupling independent by p{option o worth 1{}}",
         "coupling gumbel\ndecision d by p coupling independent when a {\n    option o worth 1 "
         "{}\n}\n"},
    };
    for (const Case& c : cases)
        EXPECT_EQ(formatted(c.text).text, c.print) << formatted(c.text).errors;
}

TEST(FormatTest, KeepsCommentsWhereTheyStood) {
    const Case cases[] = {
        {"# top\n\n\n# next\nuse a   # behind\n# last",
         "# top\n\n# next\nuse a  # behind\n# last\n"},
        {"kind k { # opens\n a: bool # of a\n # before b\n b: bool\n # at the end\n}",
         "kind k {\n    # opens\n    a: bool  # of a\n    # before b\n    b: bool\n    # at the "
         "end\n}\n"},
        {"let x = 1 + # inside\n 2", "# inside\nlet x = 1 + 2\n"},
        {"event e # head\n when a { # body\n}", "# head\nevent e when a {\n    # body\n}\n"},
        {"event e { if a { x = 1 } # then\n else { y = 2 } }",
         "event e {\n    if a {\n        x = 1\n    } else {\n        # then\n        y = 2\n    "
         "}\n}\n"},
        {"event e { x = 1 # one\n say \"{p # two} is {q # three}\" # four\n y = 1 }",
         "event e {\n    x = 1  # one\n    # two\n    # three\n    say \"{p} is {q}\"  # four\n    "
         "y = "
         "1\n}\n"},
        {"observe e in either { 1924: 1 # one\n 1925: 2 } # two",
         "# one\nobserve e in either { 1924: 1  1925: 2 }  # two\n"},
        {"whatif w { # opens\n block e # one\n at 1924 # head\n { # body\n }\n # end\n}",
         "whatif w {\n    # opens\n    block e  # one\n    # head\n    at 1924 {\n        # body\n "
         "   "
         "}\n    # end\n}\n"},
        {"cause c { # a\n absent: # b\n block e # c\n # d\n redraw x # e\n present: # f\n force e "
         "at "
         "1924 # g\n # h\n}",
         "cause c {\n    # a\n    absent:\n        # b\n        block e  # c\n        # d\n        "
         "redraw x  # e\n    # f\n    present: force e at 1924  # g\n    # h\n}\n"},
        {"person a { x = 1 # one\n }, b # two", "person a {\n    x = 1  # one\n}, b  # two\n"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(formatted(c.text).text, c.print) << formatted(c.text).errors;
        EXPECT_EQ(formatted(c.print).text, c.print);
    }
}

TEST(FormatTest, KeepsOneBlankLine) {
    EXPECT_EQ(formatted("use a\n\n\n\nuse b\nuse c\n\n# d\nuse d").text,
              "use a\n\nuse b\nuse c\n\n# d\nuse d\n");
    EXPECT_EQ(formatted("event e {\n\n x = 1\n\n\n y = 2\n\n}").text,
              "event e {\n    x = 1\n\n    y = 2\n}\n");
}

TEST(FormatTest, BreaksLongLinesBeforeOperatorsAndClauses) {
    const std::string name = "a_rather_long_name_for_a_term";
    EXPECT_EQ(formatted("let x = " + name + " + " + name + " * 2 - " + name + " + " + name).text,
              "let x =\n    " + name + "\n        + " + name + " * 2\n        - " + name +
                  "\n        + " + name + "\n");
    EXPECT_EQ(
        formatted("event e when " + name + " hazard " + name + " per month cites " + name + " {}")
            .text,
        "event e\n        hazard " + name + " per month\n        when " + name +
            "\n        cites " + name + " {}\n");
}

TEST(FormatTest, BreaksLongQuestions) {
    const std::string name = "a_rather_long_name_for_something_seen";
    EXPECT_EQ(
        formatted("observe " + name + " in 1924-01..1924-03 ending cites " + name).text,
        "observe " + name + "\n    in 1924-01..1924-03\n    ending\n    cites " + name + "\n");
    EXPECT_EQ(formatted("observe e in either { 1924: 1 cites " + name + " 1925..1926: 2 cites " +
                        name + " }")
                  .text,
              "observe e\n    in either {\n        1924: 1 cites " + name +
                  "\n        1925..1926: 2 cites " + name + "\n    }\n");
    EXPECT_EQ(
        formatted("whatif w { hold " + name + " = " + name + " + 1 from 1922-04 to 1923 }").text,
        "whatif w {\n    hold " + name + " = " + name + " + 1\n        from 1922-04 to 1923\n}\n");
}

// Every scenario of the project: formatting changes no tree, and formatting twice is formatting
// once.
TEST(FormatTest, IsIdempotentAndChangesNoTree) {
    namespace fs = std::filesystem;
    std::size_t count = 0;
    for (const char* folder : {"library", "scenarios", "tests"}) {
        for (const auto& entry :
             fs::recursive_directory_iterator(fs::path(JONBAR_SOURCE_DIR) / folder)) {
            if (entry.path().extension() != ".jon") continue;
            SourceSet sources;
            const std::string text = sources.file(sources.load(entry.path().string())).text;
            FileRole role = FileRole::Module;
            if (!formatted(text).errors.empty()) role = FileRole::Scenario;
            const Formatted once = formatted(text, role);
            if (!once.errors.empty()) continue;  // one of the wrong scenarios
            const Formatted twice = formatted(once.text, role);
            EXPECT_EQ(twice.errors, "") << entry.path();
            EXPECT_EQ(once.tree, twice.tree) << entry.path();
            EXPECT_EQ(once.text, twice.text) << entry.path();
            ++count;
        }
    }
    EXPECT_GT(count, 0U);
}

// Every expression of a small grammar up to a depth: printed, it parses to the same tree.
TEST(FormatTest, KeepsTheTreeOfEveryMixOfOperators) {
    std::vector<std::string> exprs{"a", "-b", "f(x)", "p.q"};
    const std::vector<std::string> forms{"(%) or (%)",
                                         "(%) and (%)",
                                         "not (%)",
                                         "(%) == (%)",
                                         "(%) in (%)",
                                         "(%) else (%)",
                                         "(%) - (%)",
                                         "(%) * (%)",
                                         "-(%)",
                                         "(%) is someone",
                                         "if (%) then (%) else (%)",
                                         "{(%), (%)}",
                                         "g((%), (%))",
                                         "sum(x in (%) where (%): (%))",
                                         "first date when (%)"};
    const auto fill = [](const std::string& form, const std::string& part) {
        std::string out;
        for (const char c : form) c == '%' ? out += part : out += c;
        return out;
    };
    // A pass adds one operator around all of the pass before; the parentheses are taken off again
    // by printing a tree that has lost them.
    const auto without_marks = [](const std::string& text) {
        SourceSet sources;
        Diagnostics diagnostics;
        const FileId file = sources.add("t.jon", text);
        ast::Tree tree = parse(sources, file, FileRole::Module, diagnostics);
        EXPECT_FALSE(diagnostics.has_errors()) << render(sources, diagnostics);
        for (ast::Expr& expr : tree.exprs) expr.parenthesised = false;
        return std::pair(format(sources, tree), dump_tree(tree));
    };
    for (int pass = 0; pass < 3; ++pass) {
        std::vector<std::string> next;
        for (std::size_t i = 0; i < exprs.size(); ++i) {
            for (std::size_t j = 0; j < forms.size(); ++j) {
                if (pass == 2 && (i + j) % 7 != 0) continue;
                next.push_back(fill(forms[j], exprs[i]));
                const auto [text, tree] = without_marks("let x = " + next.back());
                const Formatted again = formatted(text);
                ASSERT_EQ(again.errors, "") << next.back();
                ASSERT_EQ(again.tree, tree) << next.back() << "\n" << text;
            }
        }
        exprs = std::move(next);
    }
}

TEST(LayoutTest, BreaksTheOuterGroupFirst) {
    using namespace ast;
    const std::string word(40, 'w');
    const Doc inner = group({text("("), nest({soft_line(), text(word)}), soft_line(), text(")")});
    EXPECT_EQ(lay_out(group({text("a"), line(), text("b")}), 0, 0), "a b");
    EXPECT_EQ(lay_out(group({text(word), nest({line(), inner, line(), text(word)})}), 0, 0),
              word + "\n    (" + word + ")\n    " + word);
    EXPECT_EQ(lay_out(fill({text(word), text(word), text(word)}), 2, 2),
              word + " " + word + "\n  " + word);
    EXPECT_EQ(width_of("\u4E2D a"), 4U);
}

}  // namespace
}  // namespace jonbar
