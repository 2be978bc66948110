#include "language/parser.h"

#include <gtest/gtest.h>

#include <string>

#include "language/dump.h"

namespace jonbar {
namespace {

using ast::Tree;

std::string tree_of(const std::string& text, FileRole role = FileRole::Module) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("t.jon", text);
    const Tree tree = parse(sources, file, role, diagnostics);
    if (diagnostics.has_errors()) return render(sources, diagnostics);
    return dump_tree(tree);
}

// The value of `let x = TEXT`.
std::string expr_of(const std::string& text) {
    const std::string tree = tree_of("let x = " + text);
    if (tree.rfind("(let x ", 0) != 0) return tree;
    return tree.substr(7, tree.size() - 9);
}

// What an event's body holds, one statement a line.
std::string body_of(const std::string& text) {
    const std::string tree = tree_of("event e { " + text + " }");
    if (tree.rfind("(event e\n", 0) != 0) return tree;
    return tree.substr(9, tree.size() - 11);
}

struct Case {
    const char* text;
    const char* print;
};

TEST(ParserTest, BindsOperatorsByTheirTightness) {
    const Case cases[] = {
        {"a + b * c", "(+ a (* b c))"},
        {"a - b - c", "(- (- a b) c)"},
        {"(a - b) * -c", "(* (- a b) (neg c))"},
        {"a / b / c", "(/ (/ a b) c)"},
        {"not a == b and c or d", "(or (and (not (== a b)) c) d)"},
        {"a or b and c", "(or a (and b c))"},
        {"a | b & c - d", "(- (| a (& b c)) d)"},
        {"x in S | T", "(in x (| S T))"},
        {"not x in S", "(not (in x S))"},
        {"a else b + 1 > 2", "(> (else a (+ b 1)) 2)"},
        {"a else b else c", "(else (else a b) c)"},
        {"- - a", "(neg (neg a))"},
        {"p.ill_until else now < now", "(< (else (. p ill_until) now) now)"},
        {"x is someone and not y is someone", "(and (someone x) (not (someone y)))"},
        {"if a then b else c + 1", "(if a b (+ c 1))"},
        {"if a then b else if c then d else e", "(if a b (if c d e))"},
        {"if a then (b else c) else d", "(if a (else b c) d)"},
        {"if a then f(b else c) else d", "(if a (call f (else b c)) d)"},
        {"1 + if a then b else c", "(+ 1 (if a b c))"},
    };
    for (const Case& c : cases) EXPECT_EQ(expr_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsNumbersUnitsAndDates) {
    const Case cases[] = {
        {"0.5", "0.5"},
        {"1e-5", "1e-5"},
        {"18 months", "(duration 18 month)"},
        {"1 year + 2 days", "(+ (duration 1 year) (duration 2 day))"},
        {"500 [thousand men]", "(unit 500 [thousand men])"},
        {"3 [pood per head per year]", "(unit 3 [pood per head per year])"},
        {"0.3 per year", "(unit 0.3 [per year])"},
        {"1922-04", "(date 1922-04)"},
        {"1924-01-21", "(date 1924-01-21)"},
        {"1924-Q3", "(date 1924-Q3)"},
        {"0044-03-15 bc", "(date 0044-03-15 bc)"},
        {"1303-10-05 SH", "(date 1303-10-05 SH)"},
        {"1917-10 OS + 2 days", "(+ (date 1917-10 OS) (duration 2 day))"},
        {"1304-Q2 SH", "(date 1304-Q2 SH)"},
        {"1303\nSH", "(date 1303 SH)"},
        {"0044-03-15 OS bc", "(date 0044-03-15 OS bc)"},
        {"OS + SH(1)", "(+ OS (call SH 1))"},
        {"1922 - 04", "(- 1922 04)"},
        {"100-50", "(- 100 50)"},
        {"year(now) - month(1922-04)", "(- (call year now) (call month (date 1922-04)))"},
        {"x > -1", "(> x (neg 1))"},
    };
    for (const Case& c : cases) EXPECT_EQ(expr_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsSetsAndAggregates) {
    const Case cases[] = {
        {"{}", "(set)"},
        {"{a, b}", "(set a b)"},
        {"{p in person where p.alive}", "(those p person (where (. p alive)))"},
        {"count(S)", "(count - S)"},
        {"count(x in S where C)", "(count x S (where C))"},
        {"count(a | b)", "(count - (| a b))"},
        {"sum(x in S where C: e(x))", "(sum x S (where C) (value (call e x)))"},
        {"argmax (x in S: e)", "(argmax x S (value e))"},
        {"top(3, p in S: power(p))", "(top 3 p S (value (call power p)))"},
        {"pick(p in S: w)", "(pick p S (value w))"},
        {"pick(k, p in S: w)", "(pick k p S (value w))"},
        {"any(x in S where C)", "(any x S (where C))"},
        {"all(x in S: x.alive)", "(all x S (value (. x alive)))"},
        {"min(a, b)", "(call min a b)"},
        {"max(x in S: e)", "(max x S (value e))"},
    };
    for (const Case& c : cases) EXPECT_EQ(expr_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsNativeFunctions) {
    const Case cases[] = {
        {"ruling_coalition(p in S: power(p))", "(ruling_coalition p S (value (call power p)))"},
        {"ruling_coalition(p in S where C: e, majority 2/3)",
         "(ruling_coalition p S (where C) (value e) (majority (/ 2 3)))"},
        {"banzhaf(p in S: w, of x, quota 12)", "(banzhaf p S (value w) (of x) (quota 12))"},
        {"alignment(i, j in S: size e(i), propensity e(i, j), with x, from {x})",
         "(alignment i j S (size (call e i)) (propensity (call e i j)) (with x) (from (set x)))"},
        {"component(x in S | {y} via m.tie)", "(component x (| S (set y)) (via (. m tie)))"},
        {"component(a else b in S via R)", "(component (else a b) S (via R))"},
        {"weighted_median(p in S: weight, weight weight(p))",
         "(weighted_median p S (value weight) (weight (call weight p)))"},
        {"alignment(x)", "(call alignment x)"},
        {"component", "component"},
        {"winning + holler(a, b)", "(+ winning (call holler a b))"},
    };
    for (const Case& c : cases) EXPECT_EQ(expr_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsThePast) {
    const Case cases[] = {
        {"happened(dies(lenin))", "(happened (call dies lenin))"},
        {"on(stroke) + 3 months", "(+ (on stroke) (duration 3 month))"},
        {"since(m.dies(lenin)) >= 4 months", "(>= (since (call m.dies lenin)) (duration 4 month))"},
        {"times(e)", "(times e)"},
        {"held(v) and v carried", "(and (held v) (carried v))"},
        {"margin(v)", "(margin v)"},
        {"expel(x, b) carried", "(carried (call expel x b))"},
        {"testament(p) chose speak", "(chose (call testament p) speak)"},
        {"not side(p) chose side_with(q)", "(not (chose (call side p) (call side_with q)))"},
        {"past(power(g), 2 months)", "(past (call power g) (duration 2 month))"},
        {"first date when a and b", "(first-date (and a b))"},
    };
    for (const Case& c : cases) EXPECT_EQ(expr_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsStatements) {
    const Case cases[] = {
        {"a.b = 1  c -= 2 f(x, y) += z", "  (= (. a b) 1)\n  (-= c 2)\n  (+= (call f x y) z)"},
        {"lenin.health -= a   guardianship = stalin",
         "  (-= (. lenin health) a)\n  (= guardianship stalin)"},
        {"x = y\n-z", "  (= x (- y z))"},
        {"x = f (y)", "  (= x (call f y))"},
        {"let g = 1 draw d = normal(0, 1)", "  (let g 1)\n  (draw d (dist normal 0 1))"},
        {"x = draw lognormal 1 to 8 months y = draw middle",
         "  (= x (draw (points lognormal 1 8 [months])))\n  (= y (draw (word middle)))"},
        {"x = 1 cites a, b y = 2 assumed \"r\" hindsight",
         "  (= x 1 (cites a b))\n  (= y 2 (assumed \"r\") (hindsight))"},
        {"if a { x = 1 } else if b {} else { y = 2 }",
         "  (if a\n    (then\n      (= x 1))\n    (else\n      (if b\n        (then)\n        "
         "(else\n          (= y 2)))))"},
        {"for x in {a, b} where x.alive together { x.n = 1 }",
         "  (for x (set a b) (where (. x alive)) together\n    (= (. x n) 1))"},
        {"together { a = b b = a }", "  (together\n    (= a b)\n    (= b a))"},
        {"say \"{p} has {p.x:.1f} of {count({a, b}):.0f}; {{so}}\"",
         "  (say p \" has \" (format .1f (. p x)) \" of \" (format .0f (count - (set a b))) \"; "
         "{so}\")"},
        {"say \"a \\\"b\\\" \\\\\"", "  (say \"a \\\"b\\\" \\\\\")"},
        {"fire rising(p) fire m.stop end history",
         "  (fire (call rising p))\n  (fire (. m stop))\n  (end-history)"},
    };
    for (const Case& c : cases) EXPECT_EQ(body_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsThingsAndState) {
    const Case cases[] = {
        {"use politics.contest use a.b as c", "(use politics.contest)\n(use a.b as c)\n"},
        {"kind person { alive: bool = yes   resolve: real in 0..1 ~ middle cites a n: person? = "
         "none }",
         "(kind person\n  (alive (type bool) (= yes))\n  (resolve (type real (in 0 1)) (~ (word "
         "middle)) "
         "(cites a))\n  (n (type person?) (= none)))\n"},
        {"extend kind m.person { s: set of person army: real [thousand men] in -1..1 }",
         "(extend-kind m.person\n  (s (type set of person))\n  (army (type real [thousand men] (in "
         "(neg 1) "
         "1))))\n"},
        {"person trotsky \"Leon Trotsky\" { tact = very_low cites a  x ~ beta(1, 2) } person "
         "lenin, stalin",
         "(entities person\n  (trotsky \"Leon Trotsky\"\n    (tact (= very_low) (cites a))\n    (x "
         "(~ (dist beta "
         "1 2)))))\n(entities person\n  (lenin)\n  (stalin))\n"},
        {"m.person a b.c = 1", "(entities m.person\n  (a))\n(= (. b c) 1)\n"},
        {"relation tie(a, b: person): real in -1..1 ~ normal(0, 0.3) relation border(country, "
         "country): bool = no "
         "symmetric",
         "(relation tie (a: person, b: person) (type real (in (neg 1) 1)) (~ (dist normal 0 "
         "0.3)))\n"
         "(relation border (country, country) (type bool) (= no) symmetric)\n"},
        {"enum line { left, right \"The right\" } var l: line = left",
         "(enum line left right \"The right\")\n(var l (type line) (= left))\n"},
        {"let m(b: body): set of person = {p in person where member(p, b)}",
         "(let m (b: body) (type set of person) (those p person (where (call member p b))))\n"},
        {"tie(a, b) = -0.7 cites x tie(b, a) ~ middle",
         "(= (call tie a b) (neg 0.7) (cites x))\n(~ (call tie b a) (word middle))\n"},
        {"for p in {a, b} { member(p, c) = yes }",
         "(for p (set a b)\n  (= (call member p c) yes))\n"},
    };
    for (const Case& c : cases) EXPECT_EQ(tree_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsWhatNobodyKnows) {
    const Case cases[] = {
        {"param p: real ~ lognormal 0.01 to 0.06 per month",
         "(param p (type real) (~ (points lognormal 0.01 0.06 [per month])))\n"},
        {"param p: real per month ~ halfnormal to 1.4",
         "(param p (type real [per month]) (~ (points halfnormal - 1.4)))\n"},
        {"param p: real ~ normal -1 to 1", "(param p (type real) (~ (points normal (neg 1) 1)))\n"},
        {"param p: real ~ normal (1 + 1) to (2 * 3) [men]",
         "(param p (type real) (~ (points normal (+ 1 1) (* 2 3) [men])))\n"},
        {"strength push(t: theory): real ~ halfnormal to 2",
         "(strength push (t: theory) (type real) (~ (points halfnormal - 2)))\n"},
        {"param s: real ~ either { 1: 1 cites a   -1: (2 + 1) cites b, c }",
         "(param s (type real) (~ (either (1 1 (cites a)) ((neg 1) (+ 2 1) (cites b c)))))\n"},
        {"scale degree { low ~ beta(3,7) high ~ normal 0 to 1 }",
         "(scale degree\n  (low (dist beta 3 7))\n  (high (points normal 0 1)))\n"},
        {"table person (tact, n, cites) { a low 1 [x, y] b (1 + 2) -0.5 [] }",
         "(table person (tact n cites)\n  (row a low 1 (list x y))\n  (row b (+ 1 2) (neg 0.5) "
         "(list)))\n"},
        {"table border (from, to, value) { a b yes b c no }",
         "(table border (from to value)\n  (row - a b yes)\n  (row - b c no))\n"},
        {"table border from \"border.csv\" cites a",
         "(table border from \"border.csv\" (cites a))\n"},
        {"replace param p: real = 3", "(param p (type real) (= 3) (replace))\n"},
    };
    for (const Case& c : cases) EXPECT_EQ(tree_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsWhatHappens) {
    const Case cases[] = {
        {"rule r every month when a { x = 1 }", "(rule r (every month) (when a)\n  (= x 1))\n"},
        {"event e every year in 05, 11 repeatable {}", "(event e (every year 05 11) repeatable)\n"},
        {"event e at 1924, on(stroke) + 3 months chance 0.5 {}",
         "(event e (at (date 1924) (+ (on stroke) (duration 3 month))) (chance 0.5))\n"},
        {"event e(p: person) hazard 0.05 per year times 2 when ill times 3 when old when p.alive "
         "{}",
         "(event e (p: person) (hazard 0.05 per year (times 2 ill) (times 3 old)) (when (. p "
         "alive)))\n"},
        {"event e mean time 18 months when a {}",
         "(event e (mean-time (duration 18 month)) (when a))\n"},
        {"event war(a, b: country) unordered when x after m.f {}",
         "(event war (a: country, b: country) unordered (when x) (after m.f))\n"},
        {"event e cites a { x = 1 } exception \"r\"",
         "(event e (cites a) (exception \"r\")\n  (= x 1))\n"},
        {"race { event a hazard 1 per year {} event b hazard 2 per year {} }",
         "(race\n  (event a (hazard 1 per year))\n  (event b (hazard 2 per year)))\n"},
        {"decision d(p: person) when a or b by p when c { option o(x: person) when x in S worth "
         "shared (x.n) "
         "cites k { fire f(x) } option wait worth rate 18 months {} }",
         "(decision d (p: person) (when (and (or a b) c)) (by p)\n  (option o (x: person) (when "
         "(in x S)) (worth "
         "shared (. x n)) (cites k)\n    (fire (call f x)))\n  (option wait (worth rate (duration "
         "18 month))))\n"},
        {"vote v among S when a swing normal(0, 0.7) { for m size m.seats weight 2: yes worth u "
         "abstain worth w "
         "carried by more than 2/3 of cast { x = 1 } lost {} }",
         "(vote v (when a) (among S) (swing (dist normal 0 0.7))\n  (for m (size (. m seats)) "
         "(weight 2) (yes u) "
         "(abstain w))\n  (carried (/ 2 3) of cast\n    (= x 1))\n  (lost))\n"},
        {"vote v at 1924 among S { for m: yes worth if w carried then 1 else 0 carried by more "
         "than 1/2 of all {} }",
         "(vote v (at (date 1924)) (among S)\n  (for m (yes (if (carried w) 1 0)))\n  (carried (/ "
         "1 2) of all))\n"},
    };
    for (const Case& c : cases) EXPECT_EQ(tree_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsOutcomesAndEvidence) {
    const Case cases[] = {
        {"outcome l = leader == a at end none \"collective\" cites x",
         "(outcome l (at (== leader a) end) (none \"collective\") (cites x))\n"},
        {"outcome l = (a at 1924-01) and (b at end)",
         "(outcome l (and (at a (date 1924-01)) (at b end)))\n"},
        {"outcome l = first date when a at end", "(outcome l (at (first-date a) end))\n"},
        {"source d \"T\" { language fa  kind encyclopedia  file \"x.txt\" }",
         "(source d \"T\"\n  (language fa)\n  (kind encyclopedia)\n  (file \"x.txt\"))\n"},
        {"claim c in d at 23, \"p. 4\" in e \"Said so.\" { kind event  who a, b  when 1922-04 }",
         "(claim c (in d 23 \"p. 4\") (in e) \"Said so.\"\n  (kind event)\n  (who a b)\n  (when "
         "(date 1922-04)))\n"},
    };
    for (const Case& c : cases) EXPECT_EQ(tree_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsTheRecord) {
    const Case cases[] = {
        {"observe dies(lenin) in 1924-01 cites a, b",
         "(observe (call dies lenin) (in (date 1924-01)) (cites a b))\n"},
        {"observe never rising(trotsky) observe m.dies by 1924",
         "(observe never (call rising trotsky))\n(observe (. m dies) (by (date 1924)))\n"},
        {"observe expel(x, b) carried in 1926-07..1926-12",
         "(observe (carried (call expel x b)) (in (range (date 1926-07) (date 1926-12))))\n"},
        {"observe e in 1926..1927", "(observe e (in (range (date 1926) (date 1927))))\n"},
        {"observe e in 0044-03 bc..0043 bc",
         "(observe e (in (range (date 0044-03 bc) (date 0043 bc))))\n"},
        {"observe testament(p) chose speak_to(q) x.alive = no",
         "(observe (chose (call testament p) (call speak_to q)))\n(= (. x alive) no)\n"},
        {"observe strike(p) chose wait from 1922-04 to 1924-10 ending assumed \"r\"",
         "(observe (chose (call strike p) wait) (from (date 1922-04) (date 1924-10)) ending "
         "(assumed \"r\"))\n"},
        {"observe leader == stalin at 1929-12",
         "(observe (== leader stalin) (at (date 1929-12)))\n"},
        {"observe (p in S) and not (q in S) at on(stroke) + 3 months",
         "(observe (and (in p S) (not (in q S))) (at (+ (on stroke) (duration 3 month))))\n"},
        {"observe count(p in S where p in T) > 3 in 1924",
         "(observe (> (count p S (where (in p T))) 3) (in (date 1924)))\n"},
        {"observe leaves(a, b) in either { 1924-11: 1 cites x 1924-12..1925-01: (2 + 1) cites y, z "
         "hindsight 1926: 2 } ending cites w",
         "(observe (call leaves a b) (in either ((date 1924-11) 1 (cites x)) ((range (date "
         "1924-12) (date 1925-01)) (+ 2 1) (cites y z) (hindsight)) ((date 1926) 2)) ending (cites "
         "w))\n"},
        {"observe e at either { 1924: 1 1925: 3 }",
         "(observe e (at either ((date 1924) 1) ((date 1925) 3)))\n"},
        {"observe e cites a ending", "(observe e ending (cites a))\n"},
        {"observe followers ~ normal(8000, 2000) at 1927-10",
         "(observe followers (~ (dist normal 8000 2000)) (at (date 1927-10)))\n"},
        {"observe army(x) ~ lognormal 3 to 5 [men] from 1922 to 1923",
         "(observe (call army x) (~ (points lognormal 3 5 [men])) (from (date 1922) (date "
         "1923)))\n"},
        {"observe never(x) in 1924 observe never in 1924 observe never (a and b) by 1924",
         "(observe (call never x) (in (date 1924)))\n(observe never (in (date 1924)))\n(observe "
         "never (and a b) (by (date 1924)))\n"},
    };
    for (const Case& c : cases) EXPECT_EQ(tree_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsWhatAScenarioContinues) {
    const Case cases[] = {
        {"continue \"a\" unconditioned {}", "(continue \"a\" unconditioned\n  (crosses))\n"},
        {"continue \"a\" alone {}", "(continue \"a\" alone\n  (crosses))\n"},
        {"continue \"a.jon\" at 1924-06 given record { x = y } cites c",
         "(continue \"a.jon\" at (date 1924-06) given record (cites c)\n  (crosses\n    (= x "
         "y)))\n"},
        {"continue \"a\" given leader == b { for p in person { p.x = p.y + 1 } }",
         "(continue \"a\" given (== leader b)\n  (crosses\n    (for p person\n      (= (. p x) "
         "(+ "
         "(. p y) 1)))))\n"},
        {"continue \"a\" given record == b { x = record }",
         "(continue \"a\" given (== record b)\n  (crosses\n    (= x record)))\n"},
        {"continue \"a\" as whatif early { x = y } rule continues every month {}",
         "(continue \"a\" as whatif early\n  (crosses\n    (= x y)))\n(rule continues (every "
         "month))\n"},
    };
    for (const Case& c : cases) EXPECT_EQ(tree_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsWhatStandsInPlaceOfAContinuation) {
    const auto read = [](const std::string& text) {
        SourceSet sources;
        Diagnostics diagnostics;
        const FileId file = sources.add("--continue-as 1", text);
        const std::string tree = dump_tree(parse_continuation(sources, file, diagnostics));
        return diagnostics.has_errors() ? render(sources, diagnostics) : tree;
    };
    EXPECT_EQ(read("as whatif early"), "(continue \"\" as whatif early\n  (crosses))\n");
    EXPECT_EQ(read("at 1924 given record"),
              "(continue \"\" at (date 1924) given record\n  (crosses))\n");
    EXPECT_EQ(read("given a and b"), "(continue \"\" given (and a b)\n  (crosses))\n");
    EXPECT_NE(read("given a b").find("error"), std::string::npos);
    EXPECT_NE(read("").find("'unconditioned', 'given', 'as whatif' or 'alone'"), std::string::npos);
    EXPECT_NE(read("as early").find("error"), std::string::npos);
}

TEST(ParserTest, ReadsWhatIfs) {
    const Case cases[] = {
        {"whatif a { block dies }", "(whatif a\n  (block dies))\n"},
        {"whatif a \"A\" { at 1923-05 { fire vacate(o) o.holder = m } } cites c",
         "(whatif a \"A\" (cites c)\n  (at (date 1923-05)\n    (fire (call vacate o))\n    (= (. o "
         "holder) m)))\n"},
        {"whatif a { set p.x = if q then 1 else 2 at 1924 set r = set }",
         "(whatif a\n  (set (. p x) (if q 1 2) (at (date 1924)))\n  (set r set))\n"},
        {"whatif a { hold tie(a, b) = -1 from 1922-04 to 1923 block m.e(x) from now to 1924 }",
         "(whatif a\n  (hold (call tie a b) (neg 1) (from (date 1922-04) (date 1923)))\n  (block "
         "(call m.e x) (from now (date 1924))))\n"},
        {"whatif a { force dies(p) at 1924-01 choose d(p) = o choose d = o(x) from 1922 to 1923 }",
         "(whatif a\n  (force (call dies p) (at (date 1924-01)))\n  (choose (call d p) o)\n  "
         "(choose "
         "d (call o x) (from (date 1922) (date 1923))))\n"},
        {"whatif a { scale patronage by 0.5 scale push(m) by x / 2 redraw p.tact redraw tie(a, b) "
         "}",
         "(whatif a\n  (scale patronage 0.5)\n  (scale (call push m) (/ x 2))\n  (redraw (. p "
         "tact))\n  (redraw (call tie a b)))\n"},
        {"whatif a {\nscale patronage by 2\nat 1924 {}\n}\nscale degree { low ~ beta(3, 7) }",
         "(whatif a\n  (scale patronage 2)\n  (at (date 1924)))\n(scale degree\n  (low (dist beta "
         "3 "
         "7)))\n"},
    };
    for (const Case& c : cases) EXPECT_EQ(tree_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsCausesAndCoupling) {
    const Case cases[] = {
        {"cause soft in character \"Gentleness\" { absent: redraw trotsky.resolve } assumed \"r\"",
         "(cause soft (in character) \"Gentleness\" (assumed \"r\")\n  (absent\n    (redraw (. "
         "trotsky resolve))))\n"},
        {"cause c { absent: block e set x = y present: at 1924 { x = 1 } force e at 1925 }",
         "(cause c\n  (absent\n    (block e)\n    (set x y))\n  (present\n    (at (date 1924)\n    "
         "  "
         "(= x 1))\n    (force e (at (date 1925)))))\n"},
        {"coupling independent", "(coupling independent)\n"},
        {"decision d coupling gumbel by p when a { option o worth 1 {} } decision e by p coupling "
         "ordered { option o worth 1 {} }",
         "(decision d (when a) (by p) (coupling gumbel)\n  (option o (worth 1)))\n(decision e (by "
         "p) "
         "(coupling ordered)\n  (option o (worth 1)))\n"},
    };
    for (const Case& c : cases) EXPECT_EQ(tree_of(c.text), c.print) << c.text;
}

TEST(ParserTest, ReadsTheHistory) {
    EXPECT_EQ(tree_of("history \"H\" from 1922-04 to 1930 by month kind k {}", FileRole::Scenario),
              "(history \"H\" (date 1922-04) (date 1930) month)\n(kind k)\n");
    EXPECT_EQ(tree_of("history \"H\" from 0044 bc to 0014 by year", FileRole::Scenario),
              "(history \"H\" (date 0044 bc) (date 0014) year)\n");
}

TEST(ParserTest, TakesNamesOfEveryScriptInOneForm) {
    // e with an acute accent, composed and decomposed; Persian.
    EXPECT_EQ(tree_of("let caf\u00E9 = cafe\u0301"), "(let caf\u00E9 caf\u00E9)\n");
    EXPECT_EQ(tree_of("let تروتسکی = 1"), "(let تروتسکی 1)\n");
}

TEST(ParserTest, LeavesSoftWordsFree) {
    EXPECT_EQ(
        tree_of(
            "kind army { size: int weight: real rate: real time: date lost: bool first: real }"),
        "(kind army\n  (size (type int))\n  (weight (type real))\n  (rate (type real))\n  (time "
        "(type "
        "date))\n  (lost (type bool))\n  (first (type real)))\n");
    EXPECT_EQ(tree_of("let set = never + ending + hold let block = force(absent, present) enum "
                      "choose { redraw, ordered, gumbel, independent }"),
              "(let set (+ (+ never ending) hold))\n(let block (call force absent present))\n(enum "
              "choose redraw ordered gumbel independent)\n");
    EXPECT_EQ(tree_of("decision d by p { option o worth rate {} option q worth rate 2 years {} }"),
              "(decision d (by p)\n  (option o (worth rate))\n  (option q (worth rate (duration 2 "
              "year))))\n");
}

TEST(ParserTest, NeedsNoNewLines) {
    const std::string text =
        "kind person {\n    alive: bool = yes\n}\nperson a\nperson b\na.alive = no\nevent e when "
        "a.alive {\n    "
        "a.alive = no\n}\noutcome o = a.alive\n";
    std::string one_line = text;
    for (char& c : one_line) c = c == '\n' ? ' ' : c;
    EXPECT_EQ(tree_of(one_line), tree_of(text));
}

}  // namespace
}  // namespace jonbar
