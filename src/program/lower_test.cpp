// From text to program: what the step of small scenarios becomes.

#include "program/lower.h"

#include <gtest/gtest.h>

#include <string>

#include "model/checked_text.h"
#include "program/dump.h"

namespace jonbar::program {
namespace {

const std::string kPeople = R"(
history "Test" from 1900-01 to 1900-12 by month
kind person { alive: bool = yes  health: real in 0..1 = 1  friend: person? = none }
person ada, bob
param rate: real ~ uniform(0.1, 0.2)
)";

struct Lowered {
    Program program;
    std::string errors;
};

Lowered lowered(const std::string& text, LowerOptions options = {.tallies = false}) {
    const Model model = checked(kPeople + text);
    Diagnostics found;
    Program program = lower(model, options, found);
    SourceSet sources;
    sources.add("test.jon", kPeople + text);
    return {std::move(program), render(sources, found)};
}

/// Prints the step program of a scenario, without counters.
std::string step_of(const std::string& text) {
    const Lowered result = lowered(text);
    EXPECT_EQ(result.errors, "");
    std::string printed;
    for (const Instruction& i : result.program.step) {
        printed += dump_instruction(result.program, i) + "\n";
    }
    return printed;
}

TEST(LowerTest, TakesTheChanceOfAKnownHazardAsAConstant) {
    EXPECT_EQ(step_of("var n: int = 0  event e hazard 0.5 per month repeatable { n = n + 1 }"
                      " outcome o = n at end"),
              "t0 = happens 'e' 0.3934693402873666\n"
              "skip_if_none where t0\n"
              "n0 = add N0 1\n"
              "check_finite n0 \"event e: the value of n is not finite\" where t0\n"
              "check_integer n0 \"event e: an int outside ±2^53\" where t0\n"
              "N0 = store n0 where t0\n"
              "skip_unless step1\n"
              "check_finite N0 \"outcome o: the value of outcome o is not finite\"\n"
              "N1 = store N0\n");
}

TEST(LowerTest, ComputesTheChanceOfAParamBeforeTheFirstStep) {
    const std::string step = step_of(
        "var n: bool = no  event e hazard rate * 2 per month repeatable { n = yes }"
        " outcome o = n at end");
    EXPECT_EQ(step.find("hazard_chance"), std::string::npos) << step;
    EXPECT_EQ(step.find("multiply"), std::string::npos) << step;
    EXPECT_NE(step.find("t0 = happens 'e' N"), std::string::npos) << step;
}

TEST(LowerTest, KeepsNoStateThatNothingReads) {
    const Lowered result =
        lowered("rule r every month { ada.health = 0.5 } outcome o = bob.alive at end");
    EXPECT_EQ(result.program.state_number_count, 0U);
    EXPECT_EQ(result.program.state_truth_count, 1U);  // the outcome's
    EXPECT_EQ(result.program.step.size(), 2U);
}

TEST(LowerTest, ReadsTheConditionsOfAFamilyBeforeItsFirstBody) {
    const std::string step = step_of(
        "rule swap(p: person) every month when p.alive { ada.alive = no  bob.alive = no }"
        " outcome o = ada.alive at end");
    // Both gates are copied, and read from the copies once the first body has written.
    EXPECT_EQ(step.find("t0 = store_truth T0\nt1 = store_truth T1\n"
                        "T0 = store_truth 0 where T0\nT1 = store_truth 0 where t0\n"),
              0U)
        << step;
}

TEST(LowerTest, FindsWhomAHistoryNamesByGathering) {
    const std::string step = step_of(
        "rule r every month when ada.friend is someone { ada.friend.health -= 0.1 }"
        "rule s every month { ada.friend = bob }"
        "outcome o = bob.health at end");
    EXPECT_NE(step.find("gather N0 N2 0 [2 by 1]"), std::string::npos) << step;
    EXPECT_NE(step.find("N0 = scatter n0 N2 [2 by 1] where t0"), std::string::npos) << step;
}

TEST(LowerTest, GuardsADivisionByItsCondition) {
    const std::string step = step_of(
        "var x: real = 1  rule r every month { x = if x > 2 then 1 / (x - 2) else x }"
        " outcome o = x at end");
    EXPECT_NE(step.find("t0 = less 2 N0\n"), std::string::npos) << step;
    EXPECT_NE(step.find("\"rule r: division by zero\" where t0"), std::string::npos) << step;
}

TEST(LowerTest, NamesTheSitesOfAFamilyByItsEntities) {
    const Lowered result = lowered(
        "event e(p: person) hazard rate per month { p.alive = no }"
        " outcome o = ada.alive at end");
    EXPECT_EQ(result.program.site_names, (std::vector<std::string>{"rate", "e(ada)", "e(bob)"}));
}

TEST(LowerTest, ReadsWhatIsDrawnAtStepZeroFromColumns) {
    const Lowered result = lowered(
        "scale degree { low ~ beta(2, 3) } kind town { size: real ~ low } town york, bath"
        " var n: int = either { 1: 2  5: 1 } strength push(p: person): real ~ halfnormal to 2"
        " outcome o = n at end",
        {.tallies = false, .start_draws = true});
    const std::string dump = dump_program(result.program);
    EXPECT_NE(dump.find("start 'rate' word 0 and next: N0\n"
                        "start 'town.size(york)' word 0 and next: N1\n"
                        "start 'town.size(bath)' word 0 and next: N2\n"
                        "start 'n/either' word 0: N3\n"
                        "start 'push(ada)' word 0 and next: N4\n"
                        "start 'push(bob)' word 0 and next: N5\n"
                        "init\n"),
              std::string::npos)
        << dump;
    // Params stay, though nothing reads them.
    EXPECT_NE(dump.find("N6 = quantile N0 0.1 0.2 of 0\n"), std::string::npos) << dump;
    EXPECT_NE(dump.find("N9 = quantile N5 1.0204269138493078 of 3\n"), std::string::npos) << dump;
    EXPECT_EQ(dump.find("draw_"), std::string::npos) << dump;
}

TEST(LowerTest, KeepsWhenThingsFirstCame) {
    const Lowered result = lowered(
        "event e(p: person) hazard rate per month { p.alive = no }"
        " event storm hazard 1 per month repeatable { ada.alive = no }"
        " decision d every month by ada {"
        " option stay worth 0 { bob.alive = no }"
        " option follow(p: person) worth 1 { p.alive = yes } }"
        " outcome o = ada.alive at end",
        {.tallies = false, .first_dates = true});
    const std::string dump = dump_program(result.program);
    // What runs once has it in its record: the date of its last time.
    EXPECT_NE(dump.find("first e(ada): N1\n"
                        "first e(bob): N2\n"
                        "first storm: N3\n"
                        "first d stay: N4\n"
                        "first d follow(ada): N5\n"
                        "first d follow(bob): N6\n"),
              std::string::npos)
        << dump;
    EXPECT_NE(dump.find("equal N3 -9007199254740992\n"), std::string::npos) << dump;
}

TEST(LowerTest, TellsEventsAndWordsWhenTraced) {
    const Lowered result = lowered(
        "event e(p: person) hazard rate per month { p.alive = no  say \"{p} of {p.health:.1f}\" }"
        " outcome o = ada.alive at end",
        {.tallies = false, .trace = true});
    ASSERT_EQ(result.program.records.size(), 2U);
    const Record& event = result.program.records[0];
    EXPECT_EQ(event.kind, RecordKind::Event);
    EXPECT_EQ(event.name, "e");
    EXPECT_EQ(event.pieces.size(), 1U);
    const Record& say = result.program.records[1];
    EXPECT_EQ(say.kind, RecordKind::Say);
    ASSERT_EQ(say.pieces.size(), 3U);
    EXPECT_EQ(say.pieces[1].text, " of ");
    EXPECT_EQ(say.pieces[2].value->decimals, 1);
}

TEST(LowerTest, CountsInstancesByName) {
    const Lowered result = lowered(
        "event e(p: person) hazard rate per month { p.alive = no } outcome o = ada.alive at end",
        {});
    std::vector<std::string> names;
    for (const Counter& counter : result.program.counters) {
        if (counter.kind == CounterKind::EventTimes) {
            names.push_back(counter.name);
        }
    }
    EXPECT_EQ(names, (std::vector<std::string>{"e(ada)", "e(bob)"}));
}

TEST(LowerTest, RefusesWhatMultipliesWithoutEnd) {
    std::string text = "event p0 { ada.health -= 0.1 }";
    for (int i = 1; i <= 40; ++i) {
        const std::string below = "fire p" + std::to_string(i - 1);
        text += " event p" + std::to_string(i) + " { " + below + " " + below + " }";
    }
    const Lowered result =
        lowered(text + " rule r every month { fire p40 } outcome o = ada.health at end",
                {.instruction_count_max = 1000});
    // It stands at the procedure whose body was one too many.
    EXPECT_EQ(result.errors.find("test.jon:"), 0U) << result.errors;
    EXPECT_NE(result.errors.find(": error[J3010]: the scenario is too large to run\n"),
              std::string::npos)
        << result.errors;
    EXPECT_NE(result.errors.find("its program may have 1000 instructions, columns and draw sites"),
              std::string::npos)
        << result.errors;
    EXPECT_TRUE(result.program.step.empty());
}

}  // namespace
}  // namespace jonbar::program
