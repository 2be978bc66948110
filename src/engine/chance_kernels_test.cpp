#include <gtest/gtest.h>

#include <algorithm>

#include "engine/gumbel_inl.h"
#include "engine/kernel_bench.h"
#include "engine/logistic_chance_inl.h"
#include "math/chance.h"
#include "math/densities.h"
#include "math/distributions.h"
#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

/// A choice among options 0-4 of given worths in all lanes, by the kernel; returns the slots
/// chosen.
std::vector<double> choose(Bench bench, const std::vector<std::vector<double>>& worths,
                           std::uint32_t stride) {
    bench.scalar = {};
    bench.scalar[1] = true;
    bench.mask.assign(kWords, ~Word{0});
    bench.out2.assign(kLanes, -1.0);
    for (std::size_t slot = 0; slot < worths.size(); ++slot) {
        std::copy(worths[slot].begin(), worths[slot].end(), bench.numbers[0].begin());
        std::fill_n(bench.numbers[1].begin(), kScalarLanes, static_cast<double>(slot));
        Operands operands = operands_of(bench, Op::Compete, 0);
        operands.stride = stride;
        if (stride == 0) {
            operands.places[static_cast<std::size_t>(Slot::D)] = nullptr;
        }
        kernels_for(math::best_instruction_set())[static_cast<std::size_t>(Op::Compete)](operands);
    }
    return bench.out2;
}

/// Returns -log(-log(u)) of a slot's noise.
double gumbel_of(const Bench& bench, std::size_t key, std::size_t lane) {
    const auto word = math::noise_word({bench.keys[key], bench.chunk.noise_step, 0},
                                       bench.chunk.first_history + lane);
    return -math::log(-math::log((static_cast<double>(word) + 0.5) * 0x1p-32));
}

TEST(ChanceKernelsTest, ChooseTheOptionOfTheHighestScore) {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        Bench bench = random_bench(seed);
        const std::uint32_t stride = seed % 2 == 0 ? 0 : 5;
        TestNoise random(seed);
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            bench.numbers[3][lane] = static_cast<double>(random() % 3);
        }
        // Worths that differ at random, that make all scores nearly equal, and that make them
        // equal.
        std::vector<std::vector<double>> worths(5, std::vector<double>(kLanes));
        for (std::size_t slot = 0; slot < 5; ++slot) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                const auto moved = stride * static_cast<std::size_t>(bench.numbers[3][lane]);
                const double offset = static_cast<double>(random() % 7) - 3;
                worths[slot][lane] = seed % 3 == 0 ? offset
                                                   : 10 - gumbel_of(bench, slot + moved, lane) +
                                                         (seed % 3 == 1 ? offset * 1e-15 : 0);
            }
        }
        const auto chosen = choose(bench, worths, stride);
        for (std::size_t lane = 0; lane < kActive; ++lane) {
            const auto moved = stride * static_cast<std::size_t>(bench.numbers[3][lane]);
            std::size_t best = 0;
            for (std::size_t slot = 1; slot < 5; ++slot) {
                const auto score = [&](std::size_t of) {
                    return worths[of][lane] + gumbel_of(bench, of + moved, lane);
                };
                const auto second = [&](std::size_t of) {
                    return math::noise_word({bench.keys[of + moved], bench.chunk.noise_step, 1},
                                            bench.chunk.first_history + lane);
                };
                const bool wins = score(best) < score(slot) ||
                                  (score(best) == score(slot) && second(best) < second(slot));
                best = wins ? slot : best;
            }
            EXPECT_EQ(chosen[lane], static_cast<double>(best))
                << "seed " << seed << " lane " << lane;
        }
    }
}

TEST(ChanceKernelsTest, ApproximateGumbelsWithinTheirBound) {
    const auto error = [](std::uint32_t word) {
        using Int = Floats<math::Double2>::Int;
        const auto found =
            approximate_gumbel<math::Double2>(Int{} + static_cast<std::int32_t>(word));
        const double exact = math::log(-math::log((static_cast<double>(word) + 0.5) * 0x1p-32));
        return math::abs(static_cast<double>(found[0]) - exact);
    };
    double worst = 0;
    for (std::uint32_t i = 0; i < 4096; ++i) {
        worst = std::max({worst, error(i), error(~i), error(0x80000000U + i),
                          error(0x7fffffffU - i), error(0xC0000000U + i), error(0xC0000000U - i)});
    }
    for (std::uint64_t word = 0; word < 0x100000000U; word += 4099) {
        worst = std::max(worst, error(static_cast<std::uint32_t>(word)));
    }
    EXPECT_LT(worst, 4e-6);
    EXPECT_LT(2 * worst, kGumbelSlack);
}

TEST(ChanceKernelsTest, ApproximateExponentialsWithinTheirBound) {
    double worst = 0;
    for (double x = -80; x <= 80; x += 0.00037) {
        const auto found =
            approximate_exp<math::Double2>(Floats<math::Double2>::Float{} + static_cast<float>(x));
        worst = std::max(worst, math::abs(static_cast<double>(found[1]) / math::exp(x) - 1));
    }
    EXPECT_LT(worst, 1.3e-5);
    EXPECT_LT(2 * worst, static_cast<double>(kLogisticSlack));
}

// Arguments at which the approximation leaves the event open, in which it does not, and those that
// functions trip over.
TEST(ChanceKernelsTest, DecideByTheLogisticFunctionAsByItsValue) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    constexpr std::array<double, 9> kEdges = {0,    -0.0,       80,        -80, 745,
                                              -745, -kInfinity, kInfinity, kNaN};
    std::size_t happened = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Bench bench = random_bench(seed);
        TestNoise random(seed);
        bench.scalar = {};
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const double u = math::uniform_of_word<double>(math::noise_word(
                {bench.keys[0], bench.chunk.noise_step, 0}, bench.chunk.first_history + lane));
            const double away = static_cast<double>(random() >> 11U) * 0x1p-53 - 0.5;
            bench.numbers[2][lane] = lane % 3 == 0   ? kEdges[lane / 3 % kEdges.size()]
                                     : lane % 3 == 1 ? math::logit(u) + 1e-4 * away
                                                     : 40 * away;
        }
        for (const auto set :
             {InstructionSet::Portable, InstructionSet::Avx2, InstructionSet::Avx512}) {
            if (!math::runs(set)) continue;
            const auto after = [&](Op op, bool of_value) {
                Bench made = bench;
                for (double& number : made.numbers[2])
                    number = of_value ? math::logistic(number) : number;
                Operands operands = operands_of(made, op, 0);
                operands.places[static_cast<std::size_t>(Slot::B)] = nullptr;
                kernels_for(set)[static_cast<std::size_t>(op)](operands);
                return made.truth_out;
            };
            const std::vector<Word> expected = after(Op::Happens, true);
            const std::vector<Word> found = after(Op::HappensLogistic, false);
            for (std::size_t lane = 0; lane < kActive; ++lane) {
                if (!bit(bench.mask, lane)) continue;
                ASSERT_EQ(bit(found, lane), bit(expected, lane)) << bench.numbers[2][lane];
                happened += bit(found, lane) ? 1U : 0U;
            }
        }
    }
    EXPECT_GT(happened, 0U);
}

TEST(ChanceKernelsTest, DrawTheNoiseOfTheSite) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        for (const bool indexed : {false, true}) {
            const auto after = [&](Op op, std::uint32_t detail) {
                Bench bench = random_bench(seed);
                Operands operands = operands_of(bench, op, detail);
                operands.stride = 3;
                if (!indexed) {
                    operands.places[static_cast<std::size_t>(Slot::B)] = nullptr;
                }
                kernels_for(math::best_instruction_set())[static_cast<std::size_t>(op)](operands);
                return bench;
            };
            const Bench word = after(Op::DrawWord, 2);
            const Bench uniform = after(Op::DrawUniform, 4);
            const Bench happens = after(Op::Happens, 0);
            for (std::size_t lane = 0; lane < kActive; ++lane) {
                const double index = in(word, 1, lane);
                const bool meant = index >= 0 && index < kBlock && index == std::floor(index);
                if (indexed && !meant) {
                    continue;
                }
                const std::uint64_t key =
                    word.keys[indexed ? static_cast<std::size_t>(index) * 3 : 0];
                const std::uint64_t history = word.chunk.first_history + lane;
                const std::uint32_t step = word.chunk.noise_step;
                EXPECT_EQ(word.out[lane],
                          (math::noise_word({key, step, 2}, history) + 0.5) * 0x1p-32);
                EXPECT_EQ(uniform.out[lane], math::noise_uniform({key, step, 4}, history));
                if (bit(happens.mask, lane)) {
                    EXPECT_EQ(bit(happens.truth_out, lane),
                              math::fires({key, step, 0}, history, in(happens, 2, lane)));
                }
            }
        }
    }
}

TEST(ChanceKernelsTest, ConsultTheSecondWordOnATie) {
    Bench bench = random_bench(5);
    bench.scalar = {};
    bench.mask.assign(kWords, ~Word{0});
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const double first = math::noise_word({bench.keys[0], bench.chunk.noise_step, 0},
                                              bench.chunk.first_history + lane);
        bench.numbers[2][lane] = (first + 0.5) * 0x1p-32;
    }
    Operands operands = operands_of(bench, Op::Happens, 0);
    operands.places[static_cast<std::size_t>(Slot::B)] = nullptr;
    kernels_for(math::best_instruction_set())[static_cast<std::size_t>(Op::Happens)](operands);
    for (std::size_t lane = 0; lane < kActive; ++lane) {
        const auto second = math::noise_word({bench.keys[0], bench.chunk.noise_step, 1},
                                             bench.chunk.first_history + lane);
        EXPECT_EQ(bit(bench.truth_out, lane), second < 0x80000000U);
    }
}

TEST(ChanceKernelsTest, TransformUniformsByQuantiles) {
    for (std::uint32_t family = 0; family <= static_cast<std::uint32_t>(Distribution::Poisson);
         ++family) {
        const auto distribution = static_cast<math::Family>(family);
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            Bench bench = bench_of_parameters(seed);
            if (distribution == math::Family::Binomial) {
                for (double& trials : bench.numbers[1]) {
                    trials = std::floor(trials * 20);
                }
            }
            run(math::best_instruction_set(), bench, Op::Quantile, family);
            for (std::size_t lane = 0; lane < kActive; ++lane) {
                if (bit(bench.mask, lane)) {
                    math::Parameters parameters{};
                    for (int i = 0; i < math::parameter_count(distribution); ++i) {
                        const auto at = static_cast<std::size_t>(i);
                        parameters[at] = bench.numbers[at + 1][lane];
                    }
                    ASSERT_TRUE(
                        same(bench.out[lane],
                             math::quantile(distribution, bench.numbers[0][lane], parameters)))
                        << math::name_of(distribution);
                }
            }
        }
    }
}

TEST(ChanceKernelsTest, WeighNumbersByTheirDensities) {
    for (std::uint32_t family = 0; family <= static_cast<std::uint32_t>(Distribution::Poisson);
         ++family) {
        const auto distribution = static_cast<math::Family>(family);
        Bench bench = bench_of_parameters(family);
        for (std::size_t lane = 0; lane < kLanes; ++lane) {  // numbers within and outside
            bench.numbers[0][lane] = std::floor(bench.numbers[0][lane] * 16) / 4 - 1;
            if (distribution == math::Family::Binomial) {
                bench.numbers[1][lane] = std::floor(bench.numbers[1][lane] * 20);
            }
        }
        run(math::best_instruction_set(), bench, Op::LogDensity, family);
        for (std::size_t lane = 0; lane < kActive; ++lane) {
            math::Parameters parameters{};
            for (int i = 0; i < math::parameter_count(distribution); ++i) {
                const auto at = static_cast<std::size_t>(i);
                parameters[at] = bench.numbers[at + 1][lane];
            }
            if (bit(bench.mask, lane)) {
                ASSERT_TRUE(
                    same(bench.out[lane],
                         math::log_density(distribution, bench.numbers[0][lane], parameters)))
                    << math::name_of(distribution);
            }
        }
    }
}

TEST(ChanceKernelsTest, TransformUniformsByTables) {
    Bench bench = bench_of_parameters(3);
    bench.numbers[0][7] = 0x1p-65;
    bench.numbers[0][9] = 1 - 0x1p-53;
    const math::QuantileTable tables[] = {{math::Family::Beta, {3, 7, 0}},
                                          {math::Family::Gamma, {2, 5, 0}},
                                          {math::Family::Beta, {1e-3, 1e-3, 0}}};
    for (std::uint32_t detail = 0; detail < 3; ++detail) {
        run(math::best_instruction_set(), bench, Op::QuantileTabled, detail);
        for (std::size_t lane = 0; lane < kActive; ++lane) {
            if (bit(bench.mask, lane)) {
                ASSERT_TRUE(same(bench.out[lane], tables[detail].at(bench.numbers[0][lane])));
            }
        }
    }
}

/// Returns the lowest history of the mask in which `holds(a, b, c)` is not so.
template <class F>
std::size_t lowest_fault(const Bench& bench, F holds) {
    for (std::size_t lane = 0; lane < kActive; ++lane) {
        if (bit(bench.mask, lane) && !holds(lane)) {
            return lane;
        }
    }
    return FaultNote::kNoLane;
}

TEST(ChanceKernelsTest, NoteTheLowestFault) {
    using Holds = bool (*)(double);
    const std::vector<std::pair<Op, Holds>> checks = {
        {Op::CheckFinite, [](double a) { return std::isfinite(a); }},
        {Op::CheckNumber, [](double a) { return !std::isnan(a); }},
        {Op::CheckNonZero, [](double a) { return a != 0; }},
        {Op::CheckPositive, [](double a) { return a > 0; }},
        {Op::CheckNotNegative, [](double a) { return a >= 0; }},
        {Op::CheckUnit, [](double a) { return a >= 0 && a <= 1; }},
        {Op::CheckInsideUnit, [](double a) { return a > 0 && a < 1; }},
        {Op::CheckCount, [](double a) { return a >= 0 && std::floor(a) == a; }},
        {Op::CheckInteger, [](double a) { return std::fabs(a) <= 0x1p53; }},
    };
    for (const auto& [op, holds] : checks) {
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            Bench bench = random_bench(seed);
            TestNoise random(seed);
            for (double& number :
                 bench.numbers[0]) {  // mostly right, so that the fault is anywhere
                number = random() % 40 != 0 && !holds(number) ? 0.5 : number;
                number = op == Op::CheckCount && number == 0.5 ? 3 : number;
            }
            bench.scalar[0] = false;
            run(math::best_instruction_set(), bench, op, 9);
            const auto& values = bench.numbers[0];
            const auto check = holds;
            EXPECT_EQ(bench.chunk.fault.lane,
                      lowest_fault(bench, [&](std::size_t lane) { return check(values[lane]); }))
                << program::info(op).name;
            if (bench.chunk.fault.lane != FaultNote::kNoLane) {
                EXPECT_EQ(bench.chunk.fault.fault, 9U);
                EXPECT_EQ(bench.chunk.fault.step, 3);
            }
        }
    }
    Bench bench = random_bench(3);
    run(math::best_instruction_set(), bench, Op::CheckTrue);
    EXPECT_EQ(bench.chunk.fault.lane,
              lowest_fault(bench, [&](std::size_t lane) { return bit(bench.truths[0], lane); }));
}

TEST(ChanceKernelsTest, NoteParametersOutOfRange) {
    for (std::uint32_t family = 0; family <= static_cast<std::uint32_t>(Distribution::Poisson);
         ++family) {
        const auto distribution = static_cast<math::Family>(family);
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            Bench bench = random_bench(seed);
            run(math::best_instruction_set(), bench, Op::CheckParameters, 0, family);
            const auto holds = [&](std::size_t lane) {
                math::Parameters parameters{};
                for (int i = 0; i < math::parameter_count(distribution); ++i) {
                    const auto at = static_cast<std::size_t>(i);
                    parameters[at] = in(bench, at, lane);
                }
                return math::is_valid(distribution, parameters);
            };
            EXPECT_EQ(bench.chunk.fault.lane, lowest_fault(bench, holds))
                << math::name_of(distribution);
        }
    }
}

TEST(ChanceKernelsTest, KeepTheFirstFaultOfTheLowestLane) {
    Bench bench = random_bench(1);
    bench.mask.assign(kWords, ~Word{0});
    bench.scalar = {};
    bench.numbers[0].assign(kBlock * kLanes, 1.0);
    bench.numbers[0][70] = 0;
    run(math::best_instruction_set(), bench, Op::CheckNonZero, 1);
    EXPECT_EQ(bench.chunk.fault.fault, 1U);
    run(math::best_instruction_set(), bench, Op::CheckNonZero, 2);  // the same lane later
    EXPECT_EQ(bench.chunk.fault.fault, 1U);
    bench.numbers[0][69] = 0;
    run(math::best_instruction_set(), bench, Op::CheckNonZero, 3);
    EXPECT_EQ(bench.chunk.fault.fault, 3U);
    EXPECT_EQ(bench.chunk.fault.lane, 69U);
}

}  // namespace
}  // namespace jonbar::engine
