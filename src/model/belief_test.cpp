#include "model/belief.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "model/check.h"
#include "model/grounds.h"
#include "model/readers.h"

namespace jonbar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kWorld = R"(history "Two heirs" from 1922-01 to 1923-12 by month
scale degree { low ~ beta(2, 8)  high ~ beta(8, 2) }
kind person { alive: bool = yes  nerve: real in 0..1 ~ beta(5, 5)  age: real = 0 }
person anna "Anna" { nerve ~ high cites gentle }
person boris "Boris"
relation tie(a, b: person): real in -1..1 ~ normal(0, 0.3)
source diary "A diary" { language en }
source letters "Letters"
claim gentle in diary at 12 "Anna was gentle" { group temper }
claim harsh in letters at 3 "Anna was harsh" { group temper }
claim forty in letters at 4 "Anna was forty"
claim fond in diary at 1 in letters at 2 "They were fond of each other"
claim died in letters at 9 "Anna died in May"
)";

/// The changes, as "change what: detail", and the model that comes of them.
struct Altered {
    std::vector<std::string> changes;
    Model model;
};

Altered altered(
    const std::string& text,
    const std::function<std::vector<Changed>(const SourceSet&, std::vector<Module>&)>& alter) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions load;
    load.read = [](const std::string&) { return std::nullopt; };
    std::vector<Module> modules =
        load_modules(sources, sources.add("test.jon", kWorld + text), load, diagnostics);
    Altered made;
    const char* const names[] = {"alternative", "equal", "default", "vague", "left out", "kept"};
    for (const Changed& one : alter(sources, modules)) {
        made.changes.push_back(std::string(names[static_cast<int>(one.change)]) + " " + one.what +
                               ": " + one.detail);
    }
    made.model = check(sources, modules, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << render(sources, diagnostics);
    return made;
}

Altered without(const std::string& text, const std::set<std::string>& fallen) {
    return altered(text, [&](const SourceSet& sources, std::vector<Module>& modules) {
        return disbelieve(sources, modules, fallen);
    });
}

TEST(BeliefTest, LetsAnAlternativeGiveWayToTheOthers) {
    const Altered made = without(
        "param zeal: real ~ either { 1: 1 cites gentle  2: 1 cites harsh  3: 2 cites forty }\n"
        "outcome z = zeal\n",
        {"harsh"});
    EXPECT_THAT(made.changes, ElementsAre("alternative param zeal: without 2 (weight 1); left: "
                                          "1 (weight 1), 3 (weight 2)"));
    for (const Expression& expression : made.model.expressions) {
        if (expression.kind != ExpressionKind::Either) continue;
        EXPECT_THAT(expression.weights, ElementsAre(1.0 / 3, 2.0 / 3));
    }
}

TEST(BeliefTest, GivesANumberWhatItsKindHas) {
    const Altered made = without(
        "boris.nerve ~ low cites harsh\ntable tie (from, to, value, cites) {\n"
        "    anna boris 0.5 [gentle]\n    boris anna 0.25 [fond] }\noutcome n = anna.nerve\n",
        {"gentle", "harsh"});
    EXPECT_THAT(
        made.changes,
        ElementsAre("default anna.nerve: falls to what any has by default: beta(5, 5)",
                    "default boris.nerve: falls to what any has by default: beta(5, 5)",
                    "default tie(anna, boris): falls to what any has by default: normal(0, 0.3)"));
    for (const State& state : made.model.states) {
        if (state.name != "person.nerve") continue;
        EXPECT_EQ(state.cells[0].initial, state.cells[1].initial);
    }
}

TEST(BeliefTest, WidensAPriorThatStandsAlone) {
    const Altered made = without(
        "param a: real ~ lognormal 0.1 to 0.4 per year cites harsh\n"
        "param b: real in 0..1 ~ beta(2, 3) cites harsh\n"
        "param c: real ~ normal(1, 2) cites harsh, gentle\n"
        "param d: real ~ halfnormal to 2 cites harsh assumed \"a guess\"\n"
        "param e: real = 6 cites harsh\nparam f: real ~ gamma(2, 3) cites harsh\n"
        "param g: bool ~ either { yes: 3 cites harsh  no: 1 cites harsh }\n"
        "anna.age = 40 cites forty\ntable person (age, cites) { boris 30 [forty] }\n"
        "event e1 hazard a per year {}\noutcome o = b + c + d + e + f + anna.age + boris.age\n"
        "outcome p = g\n",
        {"harsh", "forty"});
    EXPECT_THAT(made.changes, ElementsAre("vague param a: is now lognormal 0.03333 to 1.2",
                                          "vague param b: is now uniform(0, 1)",
                                          "vague param e: is now lognormal 2 to 18",
                                          "kept param f: stays, for want of another value",
                                          "equal param g: each of its alternatives is as likely",
                                          "vague anna.age: is now lognormal 13.33 to 120",
                                          "vague boris.age: is now lognormal 10 to 90"));
}

TEST(BeliefTest, LeavesObservationsOutAndTheWorldAsItIs) {
    const Altered made = without(
        "event dies(p: person) hazard 0.1 per year when p.alive cites died { p.alive = no }\n"
        "anna.alive = yes cites died\nobserve dies(anna) in 1923-05 cites died\n"
        "observe dies(boris) in either { 1923-05: 1 cites died  1923-06..1923-07: 1 cites fond }\n"
        "observe never dies(boris) in 1922-01..1922-03 cites fond, died\noutcome o = anna.alive\n",
        {"died"});
    EXPECT_THAT(made.changes,
                ElementsAre("kept event dies: stays: it is how the world works",
                            "kept anna.alive: stays, for want of another value",
                            "left out observe dies(anna): left out of the record",
                            "alternative observe dies(boris): without 1923-05 (weight 1); left: "
                            "1923-06..1923-07 (weight 1)"));
    ASSERT_EQ(made.model.facts.size(), 2U);
    EXPECT_EQ(made.model.facts[0].accounts.size(), 1U);
}

TEST(BeliefTest, TakesAssignmentsOutOfLoops) {
    const Altered made = without(
        "for p in person { p.nerve ~ low cites gentle  if p == boris { p.age = 3 } }\n"
        "outcome o = boris.nerve\n",
        {"gentle"});
    EXPECT_EQ(made.changes.size(), 2U);
    EXPECT_THAT(made.changes.back(), HasSubstr("default p.nerve"));
}

TEST(BeliefTest, TakesASideOfAContradiction) {
    const std::string text =
        "param zeal: real ~ either { 1: 1 cites gentle  2: 1 cites harsh  3: 2 }\n"
        "param pace: real ~ either { 1: 1 cites harsh  2: 1 cites forty }\n"
        "param sure: real ~ either { 1: 1 cites fond  2: 1 cites forty }\noutcome z = zeal + pace "
        "+ "
        "sure\n";
    const auto side = [&](const std::string& claim) {
        return altered(text,
                       [&](const SourceSet& sources, std::vector<Module>& modules) {
                           return take_side(sources, modules, {"gentle", "harsh"}, claim);
                       })
            .changes;
    };
    EXPECT_THAT(side("gentle"),
                ElementsAre("alternative param zeal: without 2 (weight 1), 3 (weight 2); left: 1 "
                            "(weight 1)",
                            "alternative param pace: without 1 (weight 1); left: 2 (weight 1)"));
    EXPECT_THAT(side("harsh"),
                ElementsAre("alternative param zeal: without 1 (weight 1), 3 (weight 2); left: 2 "
                            "(weight 1)",
                            "alternative param pace: without 2 (weight 1); left: 1 (weight 1)"));
}

// ---- what reads what, and what is done with contradictions

TEST(ReadersTest, GoesThroughDefinitions) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions load;
    const std::string text =
        "param zeal: real ~ normal(0, 1) assumed \"a guess\"\nlet heat(p: person) = zeal * "
        "p.nerve\n"
        "let cold = 1\nevent burns(p: person) hazard exp(heat(p)) per year {}\n"
        "decision d every month by anna { option a worth zeal {} option b worth cold {} }\n"
        "outcome o = heat(anna)\n";
    const std::vector<Module> modules =
        load_modules(sources, sources.add("test.jon", kWorld + text), load, diagnostics);
    EXPECT_THAT(readers_of(sources, modules, "zeal"),
                ElementsAre("let heat", "decision d", "event burns, through let heat",
                            "outcome o, through let heat"));
    EXPECT_TRUE(readers_of(sources, modules, "nothing").empty());
}

ConflictState state(const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions load;
    const std::vector<Module> modules =
        load_modules(sources, sources.add("test.jon", text), load, diagnostics);
    return state_of_conflict(grounds(sources, modules), {"gentle", "harsh"});
}

TEST(GroundsTest, TellsWhatIsDoneWithAContradiction) {
    const std::string head =
        "history \"T\" from 1922-01 to 1922-12 by month\nkind person { n: real = 0 }\n"
        "person anna\n";
    EXPECT_EQ(state(head), ConflictState::Unused);
    EXPECT_EQ(state(head + "anna.n = 2 cites gentle\n"), ConflictState::Silent);
    EXPECT_EQ(state(head + "anna.n = 2 cites gentle assumed \"harsh was said in anger\"\n"),
              ConflictState::Explained);
    EXPECT_EQ(state(head + "anna.n = 2 cites gentle\noutcome o = anna.n cites harsh\n"),
              ConflictState::Cited);
    EXPECT_EQ(state(head + "anna.n ~ either { 1: 1 cites gentle 2: 1 cites harsh }\n"),
              ConflictState::Weighed);
    EXPECT_EQ(state(head + "anna.n ~ either { 1: 1 cites gentle 2: 1 }\n"), ConflictState::Silent);
}

}  // namespace
}  // namespace jonbar
