#include "program/passes.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "program/dump.h"
#include "program/fold.h"
#include "program/passes_bench.h"

namespace jonbar::program {
namespace {

std::optional<double> folded(Op op, double a, double b) {
    Draft draft;
    Instruction i;
    i.op = op;
    i.out = {.place = Place::Number, .shape = 0, .base = kNewColumn};
    i.a = draft.constant(a);
    i.b = draft.constant(b);
    const auto known = simplify(draft, i);
    return known ? draft.constant_of(*known) : std::nullopt;
}

TEST(FoldTest, ComputesAsTheEngineDoes) {
    EXPECT_EQ(folded(Op::Add, 0.1, 0.2), 0.1 + 0.2);
    EXPECT_EQ(folded(Op::Modulo, -1, 12), 11);
    EXPECT_EQ(folded(Op::Min, 2, 1), 1);
    EXPECT_EQ(folded(Op::Less, 1, 2), 1);
    EXPECT_TRUE(std::isnan(folded(Op::Max, 1, std::numeric_limits<double>::quiet_NaN()).value()));
}

TEST(FoldTest, KeepsTheSignOfZero) {
    Bench bench;
    const Operand x = bench.number();
    const auto simplified = [&](Op op, double b) {
        Instruction i;
        i.op = op;
        i.out = {.place = Place::Number, .shape = 0, .base = kNewColumn};
        i.a = x;
        i.b = bench.constant(b);
        return simplify(bench.draft, i);
    };
    // -0 + 0 is 0, so x + 0 is not x; but -0 + -0, -0 - 0 and -0 * 1 are -0.
    EXPECT_EQ(simplified(Op::Add, 0.0), std::nullopt);
    EXPECT_EQ(simplified(Op::Add, -0.0), x);
    EXPECT_EQ(simplified(Op::Subtract, 0.0), x);
    EXPECT_EQ(simplified(Op::Subtract, -0.0), std::nullopt);
    EXPECT_EQ(simplified(Op::Multiply, 1.0), x);
    EXPECT_EQ(simplified(Op::Multiply, 0.0), std::nullopt);  // NaN * 0 is NaN
}

TEST(UnrollTest, WritesALoopOutWithColumnsOfItsOwnForEachTurn) {
    Bench bench;
    const Operand from = bench.state_number(3);
    const Operand to = bench.state_number(3);
    const Operand twice = bench.number();
    Node loop = bench.loop(3);
    const Operand index = index_operand(bench.draft, loop.instruction.detail);
    loop.body.push_back(Bench::node(Op::Add, twice, bench.draft.moved(from, index, 1),
                                    bench.draft.moved(from, index, 1)));
    loop.body.push_back(Bench::node(Op::Store, bench.draft.moved(to, index, 1), twice));
    bench.draft.step.push_back(loop);
    unroll(bench.draft);
    EXPECT_EQ(bench.text(),
              "n0 = add N0 N0\nN3 = store n0\n"
              "n1 = add N1 N1\nN4 = store n1\n"
              "n2 = add N2 N2\nN5 = store n2\n");
}

TEST(UnrollTest, LeavesALongLoopAlone) {
    Bench bench;
    const Operand block = bench.state_number(50);
    Node loop = bench.loop(50);
    const Operand index = index_operand(bench.draft, loop.instruction.detail);
    loop.body.push_back(
        Bench::node(Op::Store, bench.draft.moved(block, index, 1), bench.constant(1)));
    bench.draft.step.push_back(loop);
    const std::string before = bench.text();
    unroll(bench.draft, {.loop_max = 49, .total_max = 1000});
    EXPECT_EQ(bench.text(), before);
}

TEST(UnrollTest, RunsATriangle) {
    Bench bench;
    const Operand block = bench.state_number(9);
    Node outer = bench.loop(3);
    Node inner = bench.loop(3);
    const Operand a = index_operand(bench.draft, outer.instruction.detail);
    const Operand b = index_operand(bench.draft, inner.instruction.detail);
    inner.instruction.a = a;
    inner.instruction.a.base = 1;
    inner.body.push_back(Bench::node(
        Op::Store, bench.draft.moved(bench.draft.moved(block, a, 3), b, 1), bench.constant(1)));
    outer.body.push_back(inner);
    bench.draft.step.push_back(outer);
    unroll(bench.draft);
    EXPECT_EQ(bench.text(), "N1 = store 1\nN2 = store 1\nN5 = store 1\n");
}

TEST(ShareTest, ComputesOnceWhatIsAskedTwiceUntilItChanges) {
    Bench bench;
    const Operand x = bench.state_number();
    const Operand y = bench.state_number();
    const Operand first = bench.number();
    const Operand second = bench.number();
    const Operand third = bench.number();
    bench.outcome(y);
    auto& step = bench.draft.step;
    step.push_back(Bench::node(Op::Exp, first, x));
    step.push_back(Bench::node(Op::Exp, second, x));
    step.push_back(Bench::node(Op::Add, y, first, second));
    step.push_back(Bench::node(Op::Store, x, y));
    step.push_back(Bench::node(Op::Exp, third, x));
    step.push_back(Bench::node(Op::Store, y, third));
    share(bench.draft);
    remove_dead(bench.draft);
    EXPECT_EQ(bench.text(),
              "n0 = exp N0\nN1 = add n0 n0\nN0 = store N1\nn2 = exp N1\nN1 = store n2\n");
}

TEST(ShareTest, ForgetsWhatABodyThatMayNotRunHasWritten) {
    Bench bench;
    const Operand x = bench.state_number();
    const Operand y = bench.state_number();
    const Operand mask = bench.state_truth();
    bench.outcome(x);
    bench.outcome(y);
    Node skip;
    skip.instruction.op = Op::SkipIfNone;
    skip.instruction.mask = mask;
    skip.body.push_back(Bench::node(Op::Store, x, bench.constant(2), {}, mask));
    auto& step = bench.draft.step;
    step.push_back(Bench::node(Op::Store, x, bench.constant(1)));
    step.push_back(skip);
    step.push_back(Bench::node(Op::Store, y, x));
    const std::string before = bench.text();
    share(bench.draft);
    EXPECT_EQ(bench.text(), before);
}

TEST(ShareTest, ComparesByTheTruthThatChoseTheNumber) {
    Bench bench;
    const Operand chosen = bench.number();
    const Operand truth = bench.state_truth();
    auto& step = bench.draft.step;
    step.push_back(Bench::node(Op::Select, chosen, truth, bench.constant(1)));
    step.back().instruction.c = bench.constant(0);
    const auto compare = [&](Op op, double bar) {
        const Operand out = bench.state_truth();
        OutcomeColumn column;
        column.column = out;
        bench.draft.program.outcomes.push_back(column);
        step.push_back(Bench::node(op, out, chosen, bench.constant(bar)));
    };
    compare(Op::Equal, 1);
    compare(Op::Equal, 0);
    compare(Op::Less, 1);
    compare(Op::LessEqual, 1);
    compare(Op::NotEqual, 2);
    compare(Op::Equal, -1);
    step.push_back(Bench::node(Op::StoreTruth, truth, bench.constant(0)));
    compare(Op::Equal, 1);  // the truth has changed, the number has not
    share(bench.draft);
    EXPECT_EQ(bench.text(),
              "n0 = select T0 1 0\nT1 = store_truth T0\nT2 = not T0\nT3 = store_truth T2\n"
              "T4 = store_truth 1\nT5 = store_truth 1\nT6 = store_truth 0\n"
              "T0 = store_truth 0\nT7 = equal n0 1\n");
}

TEST(RemoveDeadTest, DropsStateThatOnlyItsOwnUpdatesRead) {
    Bench bench;
    const Operand times = bench.state_number();
    const Operand more = bench.number();
    const Operand kept = bench.state_number();
    bench.outcome(kept);
    auto& step = bench.draft.step;
    step.push_back(Bench::node(Op::Add, more, times, bench.constant(1)));
    step.push_back(Bench::node(Op::Store, times, more));
    step.push_back(Bench::node(Op::Store, kept, bench.constant(3)));
    remove_dead(bench.draft);
    EXPECT_EQ(bench.text(), "N1 = store 3\n");
}

TEST(RemoveDeadTest, KeepsAllThatALoopReadsAsIndices) {
    Bench bench;
    const Operand names = bench.state_number(3);
    const Operand block = bench.state_number(3);
    const Operand found = bench.state_number();
    bench.outcome(found);
    Node loop = bench.loop(3);
    const Operand index = index_operand(bench.draft, loop.instruction.detail);
    Node gather = Bench::node(Op::Gather, found, block, bench.draft.moved(names, index, 1));
    gather.instruction.c = bench.constant(0);
    gather.instruction.count = 3;
    gather.instruction.stride = 1;
    loop.body.push_back(gather);
    bench.draft.step.push_back(loop);
    for (std::uint32_t i = 0; i < 3; ++i) {
        Operand name = names;
        name.base += i;
        bench.draft.init.push_back(Bench::node(Op::Store, name, bench.constant(i)));
    }
    remove_dead(bench.draft);
    EXPECT_EQ(bench.draft.init.size(), 3U);
}

TEST(HoistTest, ComputesOnceAHistoryWhatNoStepChanges) {
    Bench bench;
    const Operand rate = bench.state_number();
    const Operand result = bench.state_number();
    const Operand chance = bench.number();
    bench.outcome(result);
    bench.draft.init.push_back(Bench::node(Op::Store, rate, bench.constant(0.5)));
    bench.draft.step.push_back(Bench::node(Op::Exp, chance, rate));
    bench.draft.step.push_back(Bench::node(Op::Add, result, result, chance));
    hoist_to_init(bench.draft);
    EXPECT_EQ(bench.text(), "N1 = add N1 N2\n");
    EXPECT_EQ(count_nodes(bench.draft.init), 3U);
}

TEST(HoistTest, LeavesWhatAsksForASwitchThatALateWorldTurnsOn) {
    Bench bench;
    const Operand on = bench.state_truth();
    const Operand rate = bench.state_number();
    const Operand result = bench.state_number();
    const Operand chosen = bench.number();
    bench.outcome(result);
    bench.draft.program.switches.push_back(
        {.name = "w", .on = on, .touched = {}, .offered = {}, .first_step = 0});
    bench.draft.init.push_back(Bench::node(Op::Store, rate, bench.constant(0.5)));
    bench.draft.step.push_back(Bench::node(Op::NumberOf, chosen, on));
    bench.draft.step.push_back(Bench::node(Op::Add, result, result, chosen));
    hoist_to_init(bench.draft);
    EXPECT_EQ(count_nodes(bench.draft.init), 1U);
    EXPECT_EQ(count_nodes(bench.draft.step), 2U);
}

TEST(HoistTest, LiftsOutOfALoopWhatDoesNotTurnWithIt) {
    Bench bench;
    const Operand x = bench.state_number();
    const Operand block = bench.state_number(4);
    const Operand value = bench.number();
    Node loop = bench.loop(4);
    const Operand index = index_operand(bench.draft, loop.instruction.detail);
    loop.body.push_back(Bench::node(Op::Exp, value, x));
    loop.body.push_back(Bench::node(Op::Store, bench.draft.moved(block, index, 1), value));
    bench.draft.step.push_back(loop);
    hoist_from_loops(bench.draft);
    EXPECT_EQ(bench.text(), "n0 = exp N0\nloop r0 below 4\nN1+r0 = store n0\nend_loop\n");
}

TEST(WriteThroughTest, WritesAResultToItsPlace) {
    Bench bench;
    const Operand x = bench.state_number();
    const Operand sum = bench.number();
    bench.draft.step.push_back(Bench::node(Op::Add, sum, x, bench.constant(1)));
    bench.draft.step.push_back(Bench::node(Op::CheckFinite, {}, sum));
    bench.draft.program.faults.push_back({{}, "here", "not finite"});
    bench.draft.step.push_back(Bench::node(Op::Store, x, sum));
    write_through(bench.draft);
    EXPECT_EQ(bench.text(), "N0 = add N0 1\ncheck_finite N0 \"here: not finite\"\n");
}

TEST(WriteThroughTest, WaitsForWhoStillReadsTheOldValue) {
    Bench bench;
    const Operand x = bench.state_number();
    const Operand y = bench.state_number();
    const Operand sum = bench.number();
    bench.draft.step.push_back(Bench::node(Op::Add, sum, x, bench.constant(1)));
    bench.draft.step.push_back(Bench::node(Op::Store, y, x));
    bench.draft.step.push_back(Bench::node(Op::Store, x, sum));
    const std::string before = bench.text();
    write_through(bench.draft);
    EXPECT_EQ(bench.text(), before);
}

TEST(AllocateTest, SharesColumnsOfLivesThatDoNotMeet) {
    Bench bench;
    const Operand x = bench.state_number();
    const Operand a = bench.number();
    const Operand b = bench.number();
    const Operand c = bench.number();
    bench.draft.step.push_back(Bench::node(Op::Exp, a, x));
    bench.draft.step.push_back(Bench::node(Op::Log, b, a));
    bench.draft.step.push_back(Bench::node(Op::Add, c, b, x));
    bench.draft.step.push_back(Bench::node(Op::Store, x, c));
    allocate(bench.draft, true);
    EXPECT_EQ(bench.draft.program.scratch_number_count, 1U);
    EXPECT_EQ(bench.text(), "n0 = exp N0\nn0 = log n0\nn0 = add n0 N0\nN0 = store n0\n");
}

TEST(AllocateTest, KeepsThroughALoopWhatTheNextTurnNeeds) {
    Bench bench;
    const Operand x = bench.state_number(2);
    const Operand sum = bench.number();
    const Operand block = bench.number(2);
    const Operand inside = bench.number();
    Node loop = bench.loop(2);
    const Operand index = index_operand(bench.draft, loop.instruction.detail);
    loop.body.push_back(Bench::node(Op::Exp, inside, bench.draft.moved(x, index, 1)));
    loop.body.push_back(Bench::node(Op::AddWhere, sum, inside));
    loop.body.push_back(Bench::node(Op::Store, bench.draft.moved(block, index, 1), inside));
    bench.draft.step.push_back(Bench::node(Op::Store, sum, bench.constant(0)));
    bench.draft.step.push_back(loop);
    bench.draft.step.push_back(Bench::node(Op::Add, x, block, sum));
    allocate(bench.draft, true);
    EXPECT_EQ(bench.draft.program.scratch_number_count, 4U);
}

TEST(AllocateTest, ClosesTheGapsOfStateThatNothingTouches) {
    Bench bench;
    bench.state_number(5);
    const Operand x = bench.state_number();
    bench.draft.step.push_back(Bench::node(Op::Store, x, bench.constant(1)));
    allocate(bench.draft, true);
    EXPECT_EQ(bench.draft.program.state_number_count, 1U);
    EXPECT_EQ(bench.text(), "N0 = store 1\n");
}

}  // namespace
}  // namespace jonbar::program
