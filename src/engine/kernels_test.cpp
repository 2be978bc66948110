#include "engine/kernels.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "base/sanitized.h"
#include "engine/kernel_bench.h"
#include "math/angles.h"
#include "math/distributions.h"
#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

constexpr std::uint64_t kSeeds = base::repeats(40, 8);

std::optional<double> number_of(Op op, double a, double b) {
    switch (op) {
        case Op::Copy:
            return a;
        case Op::Negate:
            return -a;
        case Op::Add:
            return a + b;
        case Op::Subtract:
            return a - b;
        case Op::Multiply:
            return a * b;
        case Op::Divide:
            return a / b;
        case Op::Modulo:
            return a - b * std::floor(a / b);
        case Op::Min:
            return a != a || b != b ? NAN : (b < a ? b : a);
        case Op::Max:
            return a != a || b != b ? NAN : (a < b ? b : a);
        case Op::Exp:
            return math::exp(a);
        case Op::Log:
            return math::log(a);
        case Op::Log1p:
            return math::log1p(a);
        case Op::Expm1:
            return math::expm1(a);
        case Op::Sqrt:
            return std::sqrt(a);
        case Op::Abs:
            return std::fabs(a);
        case Op::Floor:
            return std::floor(a);
        case Op::Ceil:
            return std::ceil(a);
        case Op::Round:
            return std::round(a);
        case Op::Sign:
            return a > 0 ? 1 : (a < 0 ? -1 : 0);
        case Op::Tanh:
            return math::tanh(a);
        case Op::Logistic:
            return math::logistic(a);
        case Op::Logit:
            return math::logit(a);
        case Op::Power:
            return math::pow(a, b);
        case Op::Sin:
            return math::sin(a);
        case Op::Cos:
            return math::cos(a);
        case Op::NormalCdf:
            return math::normal_cdf(a);
        case Op::HazardChance:
            return -math::expm1(-(a * b));
        case Op::WaitingChance:
            return -math::expm1(-(a / b));
        case Op::RateWorth:
            return math::log(math::exp(-(a / b)) / -math::expm1(-(a / b)));
        default:
            return std::nullopt;
    }
}

TEST(KernelsTest, ComputeNumbersAsPlainArithmeticDoes) {
    for (std::size_t number = 0; number < program::kOpCount; ++number) {
        const Op op = static_cast<Op>(number);
        if (!number_of(op, 1, 1)) {
            continue;
        }
        for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
            Bench bench = random_bench(seed);
            run(math::best_instruction_set(), bench, op);
            for (std::size_t lane = 0; lane < kActive; ++lane) {
                const double a = in(bench, 0, lane);
                const double b = in(bench, 1, lane);
                ASSERT_TRUE(same(bench.out[lane], *number_of(op, a, b)))
                    << program::info(op).name << " of " << a << " and " << b << ": "
                    << bench.out[lane];
            }
        }
    }
}

TEST(KernelsTest, CompareAndCombineTruths) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        const auto truths = [seed](Op op) {
            Bench bench = random_bench(seed);
            run(math::best_instruction_set(), bench, op);
            return bench.truth_out;
        };
        const Bench from = random_bench(seed);
        using Expected = std::function<bool(std::size_t)>;
        const auto x = [&](std::size_t lane) { return in(from, 0, lane); };
        const auto y = [&](std::size_t lane) { return in(from, 1, lane); };
        const auto a = [&](std::size_t lane) { return bit(from.truths[0], lane); };
        const auto b = [&](std::size_t lane) { return bit(from.truths[1], lane); };
        const auto c = [&](std::size_t lane) { return bit(from.truths[2], lane); };
        const std::vector<std::pair<Op, Expected>> expected = {
            {Op::Equal, [&](std::size_t i) { return x(i) == y(i); }},
            {Op::NotEqual, [&](std::size_t i) { return x(i) != y(i); }},
            {Op::Less, [&](std::size_t i) { return x(i) < y(i); }},
            {Op::LessEqual, [&](std::size_t i) { return x(i) <= y(i); }},
            {Op::CopyTruth, [&](std::size_t i) { return a(i); }},
            {Op::Not, [&](std::size_t i) { return !a(i); }},
            {Op::And, [&](std::size_t i) { return a(i) && b(i); }},
            {Op::Or, [&](std::size_t i) { return a(i) || b(i); }},
            {Op::AndNot, [&](std::size_t i) { return a(i) && !b(i); }},
            {Op::Xor, [&](std::size_t i) { return a(i) != b(i); }},
            {Op::SelectTruth, [&](std::size_t i) { return a(i) ? b(i) : c(i); }},
        };
        for (const auto& [op, holds] : expected) {
            const auto truth = truths(op);
            for (std::size_t lane = 0; lane < kActive; ++lane) {
                EXPECT_EQ(bit(truth, lane), holds(lane)) << program::info(op).name;
            }
        }
    }
}

TEST(KernelsTest, SelectByTruths) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Bench select = random_bench(seed);
        run(math::best_instruction_set(), select, Op::Select);
        Bench number = random_bench(seed);
        run(math::best_instruction_set(), number, Op::NumberOf);
        for (std::size_t lane = 0; lane < kActive; ++lane) {
            const bool a = bit(select.truths[0], lane);
            EXPECT_TRUE(same(select.out[lane], in(select, a ? 1 : 2, lane)));
            EXPECT_EQ(number.out[lane], a ? 1 : 0);
        }
    }
}

TEST(KernelsTest, ReachIntoBlocksByIndex) {
    const auto whole = [](double index) {
        return index >= 0 && index < kBlock && index == std::floor(index);
    };
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Bench gather = random_bench(seed);
        run(math::best_instruction_set(), gather, Op::Gather);
        Bench truth = random_bench(seed);
        run(math::best_instruction_set(), truth, Op::GatherTruth);
        Bench scatter = random_bench(seed);
        run(math::best_instruction_set(), scatter, Op::Scatter);
        Bench scatter_truth = random_bench(seed);
        run(math::best_instruction_set(), scatter_truth, Op::ScatterTruth);
        const Bench from = random_bench(seed);
        for (std::size_t lane = 0; lane < kActive; ++lane) {
            const double index = in(from, 1, lane);
            const auto i = whole(index) ? static_cast<std::size_t>(index) : kBlock;
            EXPECT_TRUE(same(gather.out[lane],
                             i < kBlock ? from.numbers[0][i * kLanes + lane] : in(from, 2, lane)));
            EXPECT_EQ(bit(truth.truth_out, lane),
                      i < kBlock ? bit(from.truths[0], lane, i) : bit(from.truths[2], lane));
            for (std::size_t column = 0; lane < kActive && column < kBlock; ++column) {
                const bool hit = bit(from.mask, lane) && column == i;
                EXPECT_TRUE(same(scatter.out[column * kLanes + lane],
                                 hit ? in(from, 0, lane) : from.out[column * kLanes + lane]));
                EXPECT_EQ(bit(scatter_truth.truth_out, lane, column),
                          hit ? bit(from.truths[0], lane) : bit(from.truth_out, lane, column));
            }
        }
    }
}

TEST(KernelsTest, WriteAndAccumulateWhereTheMaskIsSet) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        const auto after = [seed](Op op) {
            Bench bench = random_bench(seed);
            run(math::best_instruction_set(), bench, op);
            return bench;
        };
        const Bench from = random_bench(seed);
        const Bench stored = after(Op::Store);
        const Bench truth = after(Op::StoreTruth);
        const Bench added = after(Op::AddWhere);
        const Bench largest = after(Op::KeepLargest);
        const Bench smallest = after(Op::KeepSmallest);
        for (std::size_t lane = 0; lane < kActive; ++lane) {
            const bool set = bit(from.mask, lane);
            const double old = from.out[lane];
            const double a = in(from, 0, lane);
            EXPECT_TRUE(same(stored.out[lane], set ? a : old));
            EXPECT_TRUE(same(added.out[lane], set ? old + a : old));
            EXPECT_EQ(bit(truth.truth_out, lane),
                      set ? bit(from.truths[0], lane) : bit(from.truth_out, lane));
            const bool none = from.out2[lane] == -1;
            const bool larger = set && (none || old < a);
            EXPECT_TRUE(same(largest.out[lane], larger ? a : old));
            EXPECT_TRUE(same(largest.out2[lane], larger ? in(from, 1, lane) : from.out2[lane]));
            const bool smaller = set && (none || a < old);
            EXPECT_TRUE(same(smallest.out[lane], smaller ? a : old));
            EXPECT_TRUE(same(smallest.out2[lane], smaller ? in(from, 1, lane) : from.out2[lane]));
        }
    }
}

TEST(KernelsTest, SelectTheLargestCandidates) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Bench bench = random_bench(seed);
        for (double& number : bench.numbers[0]) {
            number = number != number ? 0 : number;
        }
        const Bench from = bench;
        run(math::best_instruction_set(), bench, Op::SelectTop);
        for (std::size_t lane = 0; lane < kActive; ++lane) {
            for (std::size_t i = 0; i < kBlock; ++i) {
                double before = 0;  // candidates that come before this one
                for (std::size_t j = 0; j < kBlock; ++j) {
                    const double other = from.numbers[0][j * kLanes + lane];
                    const double own = from.numbers[0][i * kLanes + lane];
                    before +=
                        bit(from.truths[1], lane, j) && (other > own || (other == own && j < i))
                            ? 1
                            : 0;
                }
                EXPECT_EQ(bit(bench.truth_out, lane, i),
                          bit(from.truths[1], lane, i) && before < in(from, 2, lane));
            }
        }
    }
}

TEST(KernelsTest, SaturateAndCount) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Bench bench = random_bench(seed);
        run(math::best_instruction_set(), bench, Op::Saturate);
        std::int64_t count = 7;
        for (std::size_t lane = 0; lane < kActive; ++lane) {
            const double a = in(bench, 0, lane);
            const double low = in(bench, 1, lane);
            const double high = in(bench, 2, lane);
            const double expected = a < low ? low : (high < a ? high : a);
            EXPECT_TRUE(same(bench.out[lane], expected));
            count += (a < low || high < a) && lane < kActive && bit(bench.mask, lane) ? 1 : 0;
        }
        EXPECT_EQ(bench.counter, count);
    }
}

TEST(KernelsTest, StoreSaturatedAsTheThreeInstructionsDo) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        for (const std::uint32_t checks : {0U, 1U}) {
            Bench three = random_bench(seed);
            if (checks == 1) {
                run(math::best_instruction_set(), three, Op::CheckFinite, 5);
            }
            const std::vector<double> before = three.out;
            run(math::best_instruction_set(), three, Op::Saturate);
            Bench one = random_bench(seed);
            run(math::best_instruction_set(), one, Op::StoreSaturated, 5, checks);
            for (std::size_t lane = 0; lane < kActive; ++lane) {
                EXPECT_TRUE(
                    same(one.out[lane], bit(one.mask, lane) ? three.out[lane] : before[lane]));
            }
            EXPECT_EQ(one.counter, three.counter);
            EXPECT_EQ(one.chunk.fault.lane, three.chunk.fault.lane);
            EXPECT_EQ(one.chunk.fault.fault, three.chunk.fault.fault);
        }
    }
}

TEST(KernelsTest, CountHistoriesOfTheMaskAndNoOthers) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Bench tally = random_bench(seed);
        run(math::best_instruction_set(), tally, Op::Tally);
        Bench ever = random_bench(seed);
        run(math::best_instruction_set(), ever, Op::TallyEver);
        const Bench from = random_bench(seed);
        std::int64_t all = 7;
        std::int64_t fresh = 7;
        for (std::size_t lane = 0; lane < kActive; ++lane) {
            all += bit(from.mask, lane) ? 1 : 0;
            fresh += bit(from.mask, lane) && !bit(from.truth_out, lane) ? 1 : 0;
            EXPECT_EQ(bit(ever.truth_out, lane), bit(from.truth_out, lane) || bit(from.mask, lane));
        }
        EXPECT_EQ(tally.counter, all);
        EXPECT_EQ(ever.counter, fresh);
    }
}

void expect_same(const Bench& left, const Bench& right, const std::string& name) {
    for (std::size_t i = 0; i < left.out.size(); ++i) {
        ASSERT_TRUE(same(left.out[i], right.out[i]))
            << name << " " << left.out[i] << " " << right.out[i];
        ASSERT_TRUE(same(left.out2[i], right.out2[i])) << name;
    }
    EXPECT_EQ(left.truth_out, right.truth_out) << name;
    EXPECT_EQ(left.counter, right.counter) << name;
    EXPECT_EQ(left.chunk.fault.lane, right.chunk.fault.lane) << name;
}

/// Tells whether an instruction is one function for all sets, with tests of its own.
bool has_own_tests(Op op) {
    return op == Op::Impose || op == Op::NativeSet || op == Op::NativeNumbers || op == Op::VoteOdds;
}

TEST(KernelsTest, GiveTheSameBitsForEveryInstructionSet) {
    if (math::best_instruction_set() == InstructionSet::Portable) {
        GTEST_SKIP() << "this processor has the portable kernels only";
    }
    for (std::size_t number = 0; number < program::kOpCount; ++number) {
        const Op op = static_cast<Op>(number);
        if (kernels_for(InstructionSet::Portable)[number] == nullptr || has_own_tests(op)) {
            continue;
        }
        const bool families = op == Op::Quantile || op == Op::CheckParameters;
        const bool parameters = op == Op::Quantile || op == Op::QuantileTabled;
        const std::uint32_t details = families ? 11 : op == Op::QuantileTabled ? 3 : 1;
        for (std::uint32_t detail = 0; detail < details; ++detail) {
            for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
                Bench portable = parameters ? bench_of_parameters(seed) : random_bench(seed);
                if (op == Op::Quantile &&
                    detail == static_cast<std::uint32_t>(math::Family::Binomial)) {
                    portable.numbers[1].assign(kLanes, 12.0);
                }
                if (op == Op::Compete) {  // the slot is a scalar
                    portable.scalar[1] = true;
                    portable.numbers[1].assign(kLanes, static_cast<double>(seed % kBlock));
                }
                const Bench from = portable;
                run(InstructionSet::Portable, portable, op, detail, families ? detail : 1);
                for (const auto set : {InstructionSet::Avx2, InstructionSet::Avx512}) {
                    Bench wide = from;
                    if (math::runs(set)) {
                        run(set, wide, op, detail, families ? detail : 1);
                        expect_same(portable, wide, std::string(program::info(op).name));
                    }
                }
            }
        }
    }
}

/// Makes but a few lanes of a bench those in use.
void use_few_lanes(Bench& bench, std::uint64_t seed) {
    TestNoise random(seed);
    bench.groups.clear();
    for (std::size_t word = 0; word < kWords; ++word) {
        bench.active[word] &= random() & random() & random() & random() & random();
        for (std::size_t first = 0; first < kWordLanes; first += kGroupLanes) {
            if (((bench.active[word] >> first) & low_bits(kGroupLanes)) != 0) {
                bench.groups.push_back(static_cast<std::uint32_t>(word * kWordLanes + first));
            }
        }
    }
}

TEST(KernelsTest, GiveTheSameInLanesInUseWhicheverOthersAre) {
    for (std::size_t number = 0; number < program::kOpCount; ++number) {
        const Op op = static_cast<Op>(number);
        if (kernels_for(InstructionSet::Portable)[number] == nullptr || has_own_tests(op)) {
            continue;
        }
        const std::string name(program::info(op).name);
        const bool parameters = op == Op::Quantile || op == Op::QuantileTabled;
        for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
            Bench few = parameters ? bench_of_parameters(seed) : random_bench(seed);
            if (op == Op::Compete) {
                few.scalar[1] = true;
                few.numbers[1].assign(kLanes, static_cast<double>(seed % kBlock));
            }
            Bench all = few;
            use_few_lanes(few, seed);
            for (std::size_t word = 0; word < kWords; ++word) {
                all.mask[word] &= few.active[word];
            }
            run(math::best_instruction_set(), few, op);
            run(math::best_instruction_set(), all, op);
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                for (std::size_t i = 0; bit(few.active, lane) && i < kBlock; ++i) {
                    const std::size_t at = i * kLanes + lane;
                    ASSERT_TRUE(same(few.out[at], all.out[at])) << name;
                    ASSERT_TRUE(same(few.out2[at], all.out2[at])) << name;
                    ASSERT_EQ(bit(few.truth_out, lane, i), bit(all.truth_out, lane, i)) << name;
                }
            }
            EXPECT_EQ(few.counter, all.counter) << name;
            EXPECT_EQ(few.chunk.fault.lane, all.chunk.fault.lane) << name;
        }
    }
}

}  // namespace
}  // namespace jonbar::engine
