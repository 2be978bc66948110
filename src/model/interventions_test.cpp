#include "model/interventions.h"

#include <gtest/gtest.h>

#include "model/check.h"
#include "model/dump.h"
#include "model/site_name.h"
#include "model/walk.h"

namespace jonbar {
namespace {

const std::string kHead =
    "history \"Test\" from 1922-04 to 1925-12 by month\n"
    "kind person { alive: bool = yes  tact: real in 0..1 ~ beta(2, 3)  rank: int = 0 }\n"
    "person lenin, trotsky { tact = 0.2 }\n"
    "enum theory { machine, character }\n"
    "relation tie(a, b: person): real ~ normal(0, 1) symmetric\n"
    "var leader: person? = none\n"
    "var heirs: set of person\n"
    "param luck: real ~ normal(0, 1)\n"
    "strength push(t: theory): real ~ halfnormal to 2\n"
    "event dies(p: person) hazard 0.1 per year when p.alive { p.alive = no }\n"
    "event war(a, b: person) unordered hazard 0.1 per year repeatable {}\n"
    "event purge(p: person) { draw harm = normal(luck, 1)  p.rank -= round(harm) }\n"
    "decision testament(p: person) at 1924-05 by p {\n"
    "  option speak worth tie(lenin, trotsky) {}  option strike(x: person) worth push(machine) {}\n"
    "}\n"
    "vote expel every month among {lenin, trotsky} {\n"
    "  for m: yes worth m.tact  carried by more than 1/2 of all {}\n"
    "}\n";

struct Found {
    Model model;
    std::string errors;
};

Found check_all(const std::string& text, std::vector<std::string> interventions = {}) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions options;
    options.interventions = std::move(interventions);
    Found found;
    found.model =
        load_and_check(sources, sources.add("test.jon", kHead + text), options, diagnostics);
    if (diagnostics.has_errors()) found.errors = render(sources, diagnostics);
    return found;
}

/// Prints the what-ifs and causes of a text.
std::string questions(const std::string& text, std::vector<std::string> interventions = {}) {
    const Found found = check_all(text, std::move(interventions));
    EXPECT_EQ(found.errors, "");
    const std::string dump = dump_model(found.model);
    const std::size_t start = std::min(dump.find("\nwhatif"), dump.find("\ncause"));
    return start == std::string::npos ? dump : dump.substr(start + 1);
}

TEST(InterventionsTest, ReadsEachKind) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"set trotsky.tact = 0.9", "set person.tact (trotsky) = 0.9 at the start"},
        {"set luck = 1 / 2", "set luck = (1 / 2) at the start"},
        {"set push(character) = luck", "set push (character) = luck at the start"},
        {"set tie(trotsky, lenin) = -1 at 1923-05", "set tie (lenin, trotsky) = -1 at 1923-05"},
        {"set leader = none at 1923-05", "set leader = none at 1923-05"},
        {"set heirs = {lenin}", "set heirs = {lenin} at the start"},
        {"hold lenin.alive = yes from 1922-04 to 1923",
         "hold person.alive (lenin) = yes in 1922-04..1923-12"},
        {"block dies(lenin)", "block dies(lenin) in 1922-04..1925-12"},
        {"block dies from 1923 to 1924-02", "block all dies in 1923-01..1924-02"},
        {"block expel", "block all expel in 1922-04..1925-12"},
        {"block purge", "block all purge in 1922-04..1925-12"},
        {"force war(trotsky, lenin) at 1923-05", "force war(lenin,trotsky) at 1923-05"},
        {"choose testament(trotsky) = speak",
         "choose testament(trotsky) = speak in 1922-04..1925-12"},
        {"choose testament = strike(lenin) from 1924-05 to 1924-05",
         "choose all testament = strike(lenin) in 1924-05"},
        {"scale luck by 2", "scale luck by 2"},
        {"scale push by luck * 2", "scale push (machine) (character) by (luck * 2)"},
        {"scale push(machine) by 0", "scale push (machine) by 0"},
        {"redraw trotsky.tact",
         "redraw person.tact (trotsky) ~ beta(2, 3) at [redraw person.tact(self)]"},
        {"redraw tie(trotsky, lenin)",
         "redraw tie (lenin, trotsky) ~ normal(0, 1) at [redraw tie(a,b)]"},
        {"redraw luck", "redraw luck ~ normal(0, 1) at [redraw luck]"},
    };
    for (const auto& [text, expected] : cases) {
        EXPECT_EQ(questions("whatif w {\n" + text + "\n}\n"), "whatif w\n  " + expected + "\n")
            << text;
    }
}

TEST(InterventionsTest, ReadsStatementsAtADate) {
    EXPECT_EQ(questions("whatif w \"Another\" {\n"
                        "  at 1923-05 {\n"
                        "    for p in person { fire purge(p)  draw gain = normal(0, 1)\n"
                        "      p.tact += gain }\n"
                        "    leader = trotsky\n"
                        "  }\n"
                        "} assumed \"a guess\"\n"),
              "whatif w \"Another\" assumed \"a guess\"\n"
              "  at 1923-05\n"
              "    for p in person\n"
              "      fire purge(p) in p\n"
              "      let gain = normal(0, 1) at [whatif w/gain(p)]\n"
              "      person.tact(p) += gain\n"
              "    leader = trotsky\n");
}

TEST(InterventionsTest, ReadsCauses) {
    EXPECT_EQ(questions("cause softness in character \"Gentleness\" {\n"
                        "  absent: redraw trotsky.tact\n"
                        "  present: set trotsky.tact = 0.1\n"
                        "}\n"
                        "cause illness { absent: block dies(lenin) }\n"),
              "cause softness \"Gentleness\" in character\n"
              "  absent\n"
              "    redraw person.tact (trotsky) ~ beta(2, 3) at [redraw person.tact(self)]\n"
              "  present\n"
              "    set person.tact (trotsky) = 0.1 at the start\n"
              "cause illness\n"
              "  absent\n"
              "    block dies(lenin) in 1922-04..1925-12\n");
}

TEST(InterventionsTest, DrawsAnewWithOneNoiseInAllQuestions) {
    const Model model = check_all(
                            "whatif w { redraw trotsky.tact }\nwhatif v { redraw lenin.tact }\n"
                            "cause c { absent: redraw trotsky.tact }\n")
                            .model;
    std::string names;
    for_each_intervention(model, [&](const Intervention& intervention) {
        const Cell& cell = intervention.redrawn.at(0);
        const Site& site = model.at(model.at(cell.initial).site);
        names += site_name(model, site, cell.bindings) + " ";
    });
    EXPECT_EQ(names,
              "redraw person.tact(trotsky) redraw person.tact(lenin) "
              "redraw person.tact(trotsky) ");
}

TEST(InterventionsTest, MarksWhatIsChanged) {
    const Model model =
        check_all(
            "whatif w { set trotsky.tact = 1  set luck = 0  force purge(lenin) at 1923-05\n"
            "  block war }\n")
            .model;
    for (const State& state : model.states) {
        const bool changed = state.name != "tie" && state.name != "leader" &&
                             state.name != "heirs" && state.name != "push";
        EXPECT_EQ(state.written, changed) << state.name;
    }
    for (const Declaration& declaration : model.declarations) {
        EXPECT_EQ(declaration.asked, declaration.name == "purge" || declaration.name == "war");
        EXPECT_EQ(declaration.fired, declaration.name == "purge");
    }
}

/// A param that another is set to is computed before it, in every world.
TEST(InterventionsTest, OrdersTheStartForAllWorlds) {
    const Model model = check_all(
                            "param late: real ~ normal(0, 1)\n"
                            "whatif w { set luck = late }\n")
                            .model;
    std::string order;
    for (const Model::CellRef& ref : model.initial_order) {
        const State& state = model.at(ref.state);
        if (state.role == StateRole::Param) order += state.name + " ";
    }
    EXPECT_EQ(order, "late luck ");
    EXPECT_NE(check_all("param late: real ~ normal(luck, 1)\nwhatif w { set luck = late }\n")
                  .errors.find("J3012"),
              std::string::npos);
}

TEST(InterventionsTest, TakesInterventionsGivenBesideTheScenario) {
    EXPECT_EQ(questions("whatif w { block dies }\n",
                        {"choose testament(trotsky) = speak", "block war  set luck = 0"}),
              "whatif w\n"
              "  block all dies in 1922-04..1925-12\n"
              "whatif do 1 \"choose testament(trotsky) = speak\"\n"
              "  choose testament(trotsky) = speak in 1922-04..1925-12\n"
              "whatif do 2 \"block war  set luck = 0\"\n"
              "  block all war in 1922-04..1925-12\n"
              "  set luck = 0 at the start\n");
    EXPECT_EQ(check_all("", {"block war", "choose testament(trotzky) = speak"}).errors,
              "--do 2:1:18: error[J2001]: there is no value of person `trotzky`\n"
              "    1 | choose testament(trotzky) = speak\n"
              "      |                  ^~~~~~~\n"
              "      = did you mean `trotsky`?\n");
    EXPECT_EQ(check_all("", {"blok dies", "", "}"}).errors,
              "--do 1:1:1: error[J1031]: no intervention begins with 'blok'\n"
              "    1 | blok dies\n"
              "      | ^~~~\n"
              "      = the nearest is 'block'\n"
              "--do 2:1:1: error[J1022]: this changes nothing\n"
              "    1 | \n"
              "      | ^\n"
              "      = as in: block dies(lenin)\n"
              "--do 3:1:1: error[J1031]: no intervention begins with '}'\n"
              "    1 | }\n"
              "      | ^\n"
              "      = an intervention begins with at, set, hold, block, force, choose, scale or "
              "redraw\n");
}

TEST(InterventionsTest, CouplesChoices) {
    const Model model = check_all(
                            "coupling ordered\n"
                            "decision own(p: person) every month by p coupling independent {\n"
                            "  option a worth 0 {}  option b worth 1 {} }\n")
                            .model;
    for (const Declaration& declaration : model.declarations) {
        if (declaration.kind != DeclarationKind::Decision) continue;
        EXPECT_EQ(declaration.coupling,
                  declaration.name == "own" ? Coupling::Independent : Coupling::Ordered);
    }
}

}  // namespace
}  // namespace jonbar
