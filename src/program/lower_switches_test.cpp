// From interventions to program: what a switch changes, and what it notes where it is off.

#include <gtest/gtest.h>

#include <string>

#include "model/checked_text.h"
#include "program/dump.h"
#include "program/lower.h"

namespace jonbar::program {
namespace {

const std::string kPeople = R"(
history "Test" from 1900-01 to 1900-12 by month
kind person { alive: bool = yes  health: real in 0..1 = 0.5 }
person ada, bob
var n: real = 0
param rate: real ~ uniform(0.1, 0.2)
)";

Model model_of(const std::string& text) { return checked(kPeople + text); }

StateId state_of(const Model& model, const std::string& name) {
    for (std::uint32_t i = 0; i < model.states.size(); ++i) {
        if (model.states[i].name == name) {
            return StateId{i};
        }
    }
    ADD_FAILURE() << name;
    return {};
}

Intervention intervention(InterventionKind kind, std::int64_t first, std::int64_t last) {
    Intervention made;
    made.kind = kind;
    made.first_step = first;
    made.last_step = last;
    return made;
}

/// Sets or holds a cell to what the first outcome reads, or scales it by that.
Intervention of_cell(InterventionKind kind, const Model& model, const std::string& state,
                     std::uint32_t cell, std::int64_t first, std::int64_t last) {
    Intervention made = intervention(kind, first, last);
    made.state = state_of(model, state);
    made.cells = {cell};
    made.frame = model.outcomes[0].frame;
    made.value = model.outcomes[0].expression;
    return made;
}

std::string dumped(const Model& model, Intervention what, bool optimise = true) {
    Diagnostics found;
    LowerOptions options{.optimise = optimise, .tallies = false};
    options.switches.push_back({.name = "other", .interventions = {std::move(what)}});
    const Program program = lower(model, options, found);
    EXPECT_FALSE(found.has_errors());
    const std::string dump = dump_program(program);
    return dump.substr(dump.find("switch "));
}

TEST(LowerSwitchesTest, SetsACellBeforeTheFirstStatementOfAStep) {
    const Model model = model_of("rule r every month { n = n + 1 } outcome o = 3 + n at end");
    EXPECT_EQ(dumped(model, of_cell(InterventionKind::Set, model, "n", 0, 4, 4)),
              "switch other from step 4: on T0, touched N0\n"
              "init\n"
              "  N0 = store inf\n"
              "  N1 = store 0\n"
              "  check_parameters 0.1 0.2 \"rate: a parameter of a draw outside its range\"\n"
              "  n0 = draw_uniform 'rate'\n"
              "  n1 = quantile n0 0.1 0.2 of 0\n"
              "  check_finite n1 \"rate: the value of rate is not finite\"\n"
              "step\n"
              "  skip_unless step0\n"
              "    n0 = add 3 N1\n"
              "    t0 = not_equal N1 n0\n"
              "    n1 = min N0 step1\n"
              "    N0 = store n1 where t0\n"
              "    skip_if_none where T0\n"
              "      check_finite n0 \"other: the value of n is not finite\" where T0\n"
              "      N1 = store n0 where T0\n"
              "  n0 = add N1 1\n"
              "  check_finite n0 \"rule r: the value of n is not finite\"\n"
              "  N1 = store n0\n"
              "  skip_unless step3\n"
              "    N2 = add 3 n0\n"
              "    check_finite N2 \"outcome o: the value of outcome o is not finite\"\n");
}

TEST(LowerSwitchesTest, ScalesAParamAsItIsDrawn) {
    const Model model = model_of("outcome half = 0.5 at end  outcome o = rate at end");
    EXPECT_EQ(dumped(model, of_cell(InterventionKind::Scale, model, "rate", 0, -1, -1)),
              "switch other from step -1: on T0, touched N0\n"
              "init\n"
              "  N0 = store inf\n"
              "  check_parameters 0.1 0.2 \"rate: a parameter of a draw outside its range\"\n"
              "  n0 = draw_uniform 'rate'\n"
              "  n1 = quantile n0 0.1 0.2 of 0\n"
              "  check_finite n1 \"rate: the value of rate is not finite\"\n"
              "  N1 = store n1\n"
              "  n0 = multiply 0.5 n1\n"
              "  t0 = not_equal n1 n0\n"
              "  N0 = store -1 where t0\n"
              "  skip_if_none where T0\n"
              "    check_finite n0 \"rate: the value of rate is not finite\" where T0\n"
              "    N1 = store n0 where T0\n"
              "step\n"
              "  skip_unless step0\n"
              "    N2 = store 0.5\n"
              "  skip_unless step0\n"
              "    check_finite N1 \"outcome o: the value of outcome o is not finite\"\n"
              "    N3 = store N1\n");
}

TEST(LowerSwitchesTest, HoldsACellAgainstTheStatementsThatWriteIt) {
    const Model model =
        model_of("rule r every month { n = n + 1 } outcome o = 7 at end outcome m = n at end");
    EXPECT_EQ(dumped(model, of_cell(InterventionKind::Hold, model, "n", 0, 2, 5)),
              "switch other from step 2: on T0, touched N0\n"
              "init\n"
              "  N0 = store inf\n"
              "  N1 = store 0\n"
              "  check_parameters 0.1 0.2 \"rate: a parameter of a draw outside its range\"\n"
              "  n0 = draw_uniform 'rate'\n"
              "  n1 = quantile n0 0.1 0.2 of 0\n"
              "  check_finite n1 \"rate: the value of rate is not finite\"\n"
              "step\n"
              "  skip_unless step0\n"
              "    t0 = not_equal N1 7\n"
              "    n0 = min N0 step1\n"
              "    N0 = store n0 where t0\n"
              "    N2 = store 7\n"
              "    N1 = store 7 where T0\n"
              "  n0 = add N1 1\n"
              "  check_finite n0 \"rule r: the value of n is not finite\"\n"
              "  N1 = store n0\n"
              "  skip_unless step3\n"
              "    t0 = not_equal n0 N2\n"
              "    n0 = min N0 step1\n"
              "    N0 = store n0 where t0\n"
              "    t0 = and T0 t0\n"
              "    N1 = store N2 where t0\n"
              "  skip_unless step4\n"
              "    N3 = store 7\n"
              "  skip_unless step4\n"
              "    check_finite N1 \"outcome m: the value of outcome m is not finite\"\n"
              "    N4 = store N1\n");
}

TEST(LowerSwitchesTest, BlocksOneOfAFamily) {
    const Model model = model_of(
        "event dies(p: person) hazard rate per month { p.alive = no }"
        " outcome o = ada.alive at end outcome q = bob.alive at end");
    Intervention what = intervention(InterventionKind::Block, 0, 11);
    what.declaration = DeclarationId{0};
    what.instances = {{1}};
    EXPECT_EQ(dumped(model, what),
              "switch other from step 0: on T0, touched N0\n"
              "init\n"
              "  N0 = store inf\n"
              "  T1 = store_truth 1\n"
              "  T2 = store_truth 1\n"
              "  check_parameters 0.1 0.2 \"rate: a parameter of a draw outside its range\"\n"
              "  n0 = draw_uniform 'rate'\n"
              "  n1 = quantile n0 0.1 0.2 of 0\n"
              "  check_finite n1 \"rate: the value of rate is not finite\"\n"
              "  N1 = store n1\n"
              "  N3 = hazard_chance n1 1\n"
              "  N2 = store N3\n"
              "step\n"
              "  t0 = not T3\n"
              "  t1 = store_truth 0\n"
              "  skip_if_none where t0\n"
              "    check_finite N1 \"event dies: a hazard is not finite\" where t0\n"
              "    check_not_negative N1 \"event dies: a negative hazard\" where t0\n"
              "    t2 = happens 'dies(ada)' N2 where t0\n"
              "    t1 = and t0 t2\n"
              "  n0 = min N0 step0\n"
              "  t0 = not T4\n"
              "  t2 = store_truth 0\n"
              "  skip_if_none where t0\n"
              "    check_finite N1 \"event dies: a hazard is not finite\" where t0\n"
              "    check_not_negative N1 \"event dies: a negative hazard\" where t0\n"
              "    t3 = happens 'dies(bob)' N3 where t0\n"
              "    t2 = and t0 t3\n"
              "  t0 = store_truth t2\n"
              "  N0 = store n0 where t2\n"
              "  t2 = and T0 t2\n"
              "  t0 = store_truth 0 where t2\n"
              "  T3 = store_truth 1 where t1\n"
              "  T1 = store_truth 0 where t1\n"
              "  T4 = store_truth 1 where t0\n"
              "  T2 = store_truth 0 where t0\n"
              "  skip_unless step2\n"
              "    T5 = store_truth T1\n"
              "  skip_unless step2\n"
              "    T6 = store_truth T2\n");
}

TEST(LowerSwitchesTest, BlocksAMemberOfARace) {
    const Model model = model_of(
        "race { event a hazard 0.5 per month { n = 1 } event b hazard 1 per month { n = 2 } }"
        " outcome o = n at end");
    Intervention what = intervention(InterventionKind::Block, 0, 11);
    what.declaration = DeclarationId{0};
    EXPECT_EQ(dumped(model, what),
              "switch other from step 0: on T0, touched N0\n"
              "init\n"
              "  N0 = store inf\n"
              "  N1 = store 0\n"
              "  check_parameters 0.1 0.2 \"rate: a parameter of a draw outside its range\"\n"
              "  n0 = draw_uniform 'rate'\n"
              "  n1 = quantile n0 0.1 0.2 of 0\n"
              "  check_finite n1 \"rate: the value of rate is not finite\"\n"
              "step\n"
              "  n0 = store 0\n"
              "  n1 = store -1\n"
              "  n2 = store 0\n"
              "  n3 = store -1\n"
              "  t0 = not T1\n"
              "  skip_if_none where t0\n"
              "    n4 = draw_uniform 'a'\n"
              "    n4 = log n4\n"
              "    n4 = negate n4\n"
              "    n4 = divide n4 0.5\n"
              "    t1 = less n4 1\n"
              "    t0 = and t0 t1\n"
              "    t1 = not_equal step0 0\n"
              "    t1 = and T0 t1\n"
              "    t1 = and_not t0 t1\n"
              "    n0, n1 = keep_smallest n4 0 where t1\n"
              "    n2, n3 = keep_smallest n4 0 where t0\n"
              "  t0 = not T2\n"
              "  skip_if_none where t0\n"
              "    n4 = draw_uniform 'b'\n"
              "    n4 = log n4\n"
              "    n4 = negate n4\n"
              "    t1 = less n4 1\n"
              "    t0 = and t0 t1\n"
              "    n0, n1 = keep_smallest n4 1 where t0\n"
              "    n2, n3 = keep_smallest n4 1 where t0\n"
              "  n0 = select T0 n3 n1\n"
              "  t0 = equal n0 0\n"
              "  n0 = min N0 step1\n"
              "  N0 = store n0 where t0\n"
              "  t0 = equal n1 0\n"
              "  T1 = store_truth 1 where t0\n"
              "  N1 = store 1 where t0\n"
              "  t0 = equal n1 1\n"
              "  T2 = store_truth 1 where t0\n"
              "  N1 = store 2 where t0\n"
              "  skip_unless step3\n"
              "    check_finite N1 \"outcome o: the value of outcome o is not finite\"\n"
              "    N2 = store N1\n");
}

TEST(LowerSwitchesTest, ChoosesAnOptionWhereItIsThere) {
    const Model model = model_of(
        "decision d every month by ada { option stay worth 0 { n = 1 } option go when ada.alive "
        "worth 1 { "
        "n = 2 } }"
        " outcome o = n at end");
    Intervention what = intervention(InterventionKind::Choose, 3, 6);
    what.declaration = DeclarationId{0};
    what.option = 1;
    EXPECT_EQ(dumped(model, what),

              "switch other from step 3: on T0, touched N0, offered T1\n"
              "init\n"
              "  N0 = store inf\n"
              "  N1 = store 0\n"
              "  check_parameters 0.1 0.2 \"rate: a parameter of a draw outside its range\"\n"
              "  n0 = draw_uniform 'rate'\n"
              "  n1 = quantile n0 0.1 0.2 of 0\n"
              "  check_finite n1 \"rate: the value of rate is not finite\"\n"
              "step\n"
              "  t0 = happens 'd~ada' 0.7310585786300049\n"
              "  n0 = select t0 1 0\n"
              "  skip_unless step0\n"
              "    T1 = store_truth 1\n"
              "    t0 = not t0\n"
              "    n1 = min N0 step1\n"
              "    N0 = store n1 where t0\n"
              "    n0 = store 1 where T0\n"
              "  t0 = equal n0 0\n"
              "  N1 = store 1 where t0\n"
              "  t0 = equal n0 1\n"
              "  N1 = store 2 where t0\n"
              "  skip_unless step3\n"
              "    check_finite N1 \"outcome o: the value of outcome o is not finite\"\n"
              "    N2 = store N1\n");
}

TEST(LowerSwitchesTest, FiresWhatIsForced) {
    const Model model = model_of(
        "event dies(p: person) hazard rate per month { p.alive = no } outcome o = ada.alive at "
        "end");
    Intervention what = intervention(InterventionKind::Force, 3, 3);
    what.declaration = DeclarationId{0};
    what.instances = {{0}};
    EXPECT_EQ(dumped(model, what),
              "switch other from step 3: on T0, touched N0\n"
              "init\n"
              "  N0 = store inf\n"
              "  T1 = store_truth 1\n"
              "  check_parameters 0.1 0.2 \"rate: a parameter of a draw outside its range\"\n"
              "  n0 = draw_uniform 'rate'\n"
              "  n1 = quantile n0 0.1 0.2 of 0\n"
              "  check_finite n1 \"rate: the value of rate is not finite\"\n"
              "  N1 = store n1\n"
              "  N3 = hazard_chance n1 1\n"
              "  N2 = store N3\n"
              "step\n"
              "  skip_unless step0\n"
              "    t0 = not T3\n"
              "    n0 = min N0 step1\n"
              "    N0 = store n0 where t0\n"
              "    t0 = and_not T0 T3\n"
              "    T3 = store_truth 1 where t0\n"
              "    T1 = store_truth 0 where t0\n"
              "  t0 = not T3\n"
              "  t1 = store_truth 0\n"
              "  skip_if_none where t0\n"
              "    check_finite N1 \"event dies: a hazard is not finite\" where t0\n"
              "    check_not_negative N1 \"event dies: a negative hazard\" where t0\n"
              "    t2 = happens 'dies(ada)' N2 where t0\n"
              "    t1 = and t0 t2\n"
              "  t0 = not T4\n"
              "  t2 = store_truth 0\n"
              "  skip_if_none where t0\n"
              "    check_finite N1 \"event dies: a hazard is not finite\" where t0\n"
              "    check_not_negative N1 \"event dies: a negative hazard\" where t0\n"
              "    t3 = happens 'dies(bob)' N3 where t0\n"
              "    t2 = and t0 t3\n"
              "  t0 = and_not t1 T3\n"
              "  T3 = store_truth 1 where t0\n"
              "  T1 = store_truth 0 where t0\n"
              "  t0 = and_not t2 T4\n"
              "  T4 = store_truth 1 where t0\n"
              "  skip_unless step3\n"
              "    T5 = store_truth T1\n");
}

TEST(LowerSwitchesTest, TriesABlockOfStatementsBeforeRunningIt) {
    const Model model = model_of("rule r at 1900-06 { n = n + 1 } outcome o = n at end");
    Intervention what = intervention(InterventionKind::Statements, 3, 3);
    what.frame = model.declarations[0].frame;
    what.body = model.declarations[0].body;
    EXPECT_EQ(dumped(model, what),
              "switch other from step 3: on T0, touched N0\n"
              "init\n"
              "  N0 = store inf\n"
              "  N1 = store 0\n"
              "  check_parameters 0.1 0.2 \"rate: a parameter of a draw outside its range\"\n"
              "  n0 = draw_uniform 'rate'\n"
              "  n1 = quantile n0 0.1 0.2 of 0\n"
              "  check_finite n1 \"rate: the value of rate is not finite\"\n"
              "step\n"
              "  skip_unless step0\n"
              "    n0 = store N1\n"
              "    n1 = add N1 1\n"
              "    N1 = store n1\n"
              "    t0 = not_equal n1 n0\n"
              "    N1 = store n0\n"
              "    n1 = min N0 step1\n"
              "    N0 = store n1 where t0\n"
              "    skip_if_none where T0\n"
              "      n0 = add n0 1\n"
              "      check_finite n0 \"other: the value of n is not finite\" where T0\n"
              "      N1 = store n0 where T0\n"
              "  skip_unless step2\n"
              "    t0 = not T1\n"
              "    skip_if_none where t0\n"
              "      T1 = store_truth 1 where t0\n"
              "      n0 = add N1 1\n"
              "      check_finite n0 \"rule r: the value of n is not finite\" where t0\n"
              "      N1 = store n0 where t0\n"
              "  skip_unless step4\n"
              "    check_finite N1 \"outcome o: the value of outcome o is not finite\"\n"
              "    N2 = store N1\n");
}

TEST(LowerSwitchesTest, DrawsAnewWithNoiseOfItsOwn) {
    const Model model = model_of(
        "kind town { size: real ~ uniform(0, 1) } town york, bath"
        " outcome o = york.size at end");
    Intervention what = intervention(InterventionKind::Redraw, -1, -1);
    what.state = state_of(model, "town.size");
    what.cells = {0};
    what.redrawn = {model.states[what.state.index].cells[1]};
    EXPECT_EQ(
        dumped(model, what),
        "switch other from step -1: on T0, touched N0\n"
        "init\n"
        "  N0 = store inf\n"
        "  check_parameters 0.1 0.2 \"rate: a parameter of a draw outside its range\"\n"
        "  n0 = draw_uniform 'rate'\n"
        "  n1 = quantile n0 0.1 0.2 of 0\n"
        "  check_finite n1 \"rate: the value of rate is not finite\"\n"
        "  check_parameters 0 1 \"town.size(york): a parameter of a draw outside its range\"\n"
        "  n0 = draw_uniform 'town.size(york)'\n"
        "  n1 = quantile n0 0 1 of 0\n"
        "  check_finite n1 \"town.size(york): the value of town.size is not finite\"\n"
        "  N1 = store n1\n"
        "  n0 = draw_uniform 'town.size(bath)'\n"
        "  n2 = quantile n0 0 1 of 0\n"
        "  t0 = not_equal n1 n2\n"
        "  N0 = store -1 where t0\n"
        "  skip_if_none where T0\n"
        "    check_finite n2 \"town.size(york): the value of town.size is not finite\" where T0\n"
        "    N1 = store n2 where T0\n"
        "  n0 = draw_uniform 'town.size(bath)'\n"
        "  n1 = quantile n0 0 1 of 0\n"
        "  check_finite n1 \"town.size(bath): the value of town.size is not finite\"\n"
        "step\n"
        "  skip_unless step0\n"
        "    check_finite N1 \"outcome o: the value of outcome o is not finite\"\n"
        "    N3 = store N1\n");
}

}  // namespace
}  // namespace jonbar::program
