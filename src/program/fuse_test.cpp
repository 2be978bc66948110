// Of the passes that lift and fuse: fuse.cpp, lift.cpp.

#include <gtest/gtest.h>

#include "program/passes.h"
#include "program/passes_bench.h"

namespace jonbar::program {
namespace {

/// A skip around a row of three skips, whose bodies add state 0 and 1; the second may also write
/// state 0.
Bench row_of_skips(bool writes) {
    Bench bench;
    const Operand from = bench.state_number(2);
    const Operand to = bench.state_number(3);
    const Operand where = bench.state_truth();
    const Operand second = {Place::StateNumber, 0, from.base + 1};
    Node outer = Bench::node(Op::SkipIfNone, {}, {}, {}, where);
    for (std::uint32_t i = 0; i < 3; ++i) {
        const Operand sum = bench.number();
        Node skip = Bench::node(Op::SkipIfNone, {}, {}, {}, bench.state_truth());
        const Operand mask = skip.instruction.mask;
        skip.body.push_back(Bench::node(Op::Add, sum, from, second));
        skip.body.push_back(
            Bench::node(Op::Store, {Place::StateNumber, 0, to.base + i}, sum, {}, mask));
        if (writes && i == 1) {
            skip.body.push_back(Bench::node(Op::Store, from, sum, {}, mask));
        }
        outer.body.push_back(skip);
    }
    bench.draft.step.push_back(outer);
    return bench;
}

TEST(LiftTest, ComputesOnceBeforeARowOfSkipsWhatItsBodiesShare) {
    Bench bench = row_of_skips(false);
    lift_from_rows(bench.draft);
    const Code& row = bench.draft.step[0].body;
    ASSERT_EQ(row.size(), 4U);
    EXPECT_EQ(row[0].instruction.op, Op::Add);
    for (std::size_t i = 1; i < 4; ++i) {
        ASSERT_EQ(row[i].body.size(), 1U);
        EXPECT_EQ(row[i].body[0].instruction.a, row[0].instruction.out);
    }
}

TEST(LiftTest, LeavesWhatTheRowChangesAndWhatStandsInNoSkip) {
    Bench changing = row_of_skips(true);
    lift_from_rows(changing.draft);
    EXPECT_EQ(changing.draft.step[0].body.size(), 3U);
    Bench outside = row_of_skips(false);
    outside.draft.step = Code(outside.draft.step[0].body);
    lift_from_rows(outside.draft);
    EXPECT_EQ(outside.draft.step.size(), 3U);
}

TEST(DissolveTest, TakesOutTheSkipOfAShortMaskedBodyOnly) {
    for (const std::size_t writes : {1U, 2U, 3U}) {
        for (const bool masked : {true, false}) {
            Bench bench;
            const Operand where = bench.state_truth();
            Node skip = Bench::node(Op::SkipIfNone, {}, {}, {}, where);
            for (std::size_t i = 0; i < writes; ++i) {
                skip.body.push_back(Bench::node(Op::Store, bench.state_number(), bench.constant(1),
                                                {}, masked ? where : Operand{}));
            }
            bench.draft.step.push_back(skip);
            dissolve_skips(bench.draft);
            const bool gone = masked && writes <= 2;
            ASSERT_EQ(bench.draft.step.size(), gone ? writes : 1U);
            EXPECT_EQ(bench.draft.step[0].instruction.op, gone ? Op::Store : Op::SkipIfNone);
        }
    }
}

TEST(FuseTest, ReadsWhatANotNegatesWhileThatStands) {
    for (const bool changes : {false, true}) {
        Bench bench;
        const Operand from = bench.state_truth();
        const Operand other = bench.state_truth();
        const Operand to = bench.state_truth();
        const Operand negated = bench.truth();
        Code& step = bench.draft.step;
        step.push_back(Bench::node(Op::Not, negated, from));
        if (changes) {
            step.push_back(Bench::node(Op::StoreTruth, from, other));
        }
        step.push_back(Bench::node(Op::And, to, negated, other));
        fold_negations(bench.draft);
        EXPECT_EQ(step.back().instruction.op, changes ? Op::And : Op::AndNot);
        EXPECT_EQ(step.back().instruction.a, changes ? negated : other);
        EXPECT_EQ(step.back().instruction.b, changes ? other : from);
    }
}

TEST(FuseTest, GivesAnEventTheArgumentOfItsChanceIfNothingElseReadsTheChance) {
    for (const bool changes : {false, true}) {
        for (const bool read_again : {false, true}) {
            Bench bench;
            const Operand from = bench.state_number();
            const Operand chance = bench.number();
            const Operand other = bench.state_number();
            Code& step = bench.draft.step;
            step.push_back(Bench::node(Op::Logistic, chance, from));
            if (changes) step.push_back(Bench::node(Op::Store, from, other));
            step.push_back(Bench::node(Op::Happens, bench.state_truth(), {}));
            step.back().instruction.c = chance;
            if (read_again) step.push_back(Bench::node(Op::Store, other, chance));
            fuse_chances(bench.draft);
            const Instruction& event = step[changes ? 2 : 1].instruction;
            const bool fused = !changes && !read_again;
            EXPECT_EQ(event.op, fused ? Op::HappensLogistic : Op::Happens);
            EXPECT_EQ(event.c, fused ? from : chance);
        }
    }
}

TEST(FuseTest, StoresASaturatedValueAtOnceIfNothingElseReadsIt) {
    for (const bool read_again : {false, true}) {
        Bench bench;
        const Operand from = bench.number();
        const Operand value = bench.number();
        const Operand to = bench.state_number(2);
        const Operand where = bench.state_truth();
        Code& step = bench.draft.step;
        step.push_back(Bench::node(Op::CheckFinite, {}, from, {}, where));
        step.back().instruction.detail = 3;
        step.push_back(Bench::node(Op::Saturate, value, from, bench.constant(0), where));
        step.back().instruction.c = bench.constant(1);
        step.push_back(Bench::node(Op::Store, to, value, {}, where));
        if (read_again) {
            step.push_back(Bench::node(Op::Store, {Place::StateNumber, 0, to.base + 1}, value));
        }
        fuse_stores(bench.draft);
        if (read_again) {
            EXPECT_EQ(step.size(), 4U);
            continue;
        }
        ASSERT_EQ(step.size(), 1U);
        const Instruction& i = step[0].instruction;
        EXPECT_EQ(i.op, Op::StoreSaturated);
        EXPECT_EQ(i.out, to);
        EXPECT_EQ(i.a, from);
        EXPECT_EQ(i.mask, where);
        EXPECT_EQ(i.stride, 1U);
        EXPECT_EQ(i.detail, 3U);
    }
}

}  // namespace
}  // namespace jonbar::program
