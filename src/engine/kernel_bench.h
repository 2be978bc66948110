#pragma once
// A bench for kernels under test: every operand an instruction can have, filled with numbers that
// arithmetic trips over.

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "engine/kernels.h"
#include "math/philox.h"

namespace jonbar::engine {

using math::InstructionSet;
using program::Op;

constexpr std::size_t kLanes = 192;
constexpr std::size_t kWords = kLanes / kWordLanes;
constexpr std::size_t kActive = 150;
constexpr std::size_t kBlock = 5;  // columns in a block

inline bool same(double left, double right) {
    return (left != left && right != right) || std::memcmp(&left, &right, sizeof(double)) == 0;
}

inline bool bit(const std::vector<Word>& bits, std::size_t lane, std::size_t column = 0) {
    return ((bits[column * kWords + lane / kWordLanes] >> (lane % kWordLanes)) & 1U) != 0;
}

/// Returns tables for details 0, 1 and 2: of beta, of gamma, and one that is left to the inversion.
inline std::vector<math::QuantileCurve> bench_curves() {
    static const math::QuantileTable kBeta(math::Family::Beta, {3, 7, 0});
    static const math::QuantileTable kGamma(math::Family::Gamma, {2, 5, 0});
    static const math::QuantileTable kNone(math::Family::Beta, {1e-3, 1e-3, 0});
    return {kBeta.curve(), kGamma.curve(), kNone.curve()};
}

/// Everything that one instruction reads and writes.
struct Bench {
    std::array<std::vector<double>, 4> numbers;  // a, b, c, d: blocks of columns
    std::array<std::vector<Word>, 3> truths;     // a, b, c as truths: blocks of columns
    std::array<bool, 4> scalar{};                // a number operand is numbers[i][0..3]
    std::vector<double> out, out2;
    std::vector<Word> truth_out, mask, active;
    std::vector<std::uint32_t> groups;
    std::vector<std::uint64_t> keys;
    std::int64_t counter = 7;
    std::vector<math::QuantileCurve> curves;
    Calendar calendar;
    ChunkState chunk;
};

/// Arbitrary words, the same for the same seed.
class TestNoise {
  public:
    explicit TestNoise(std::uint64_t seed) : seed_(seed) {}
    std::uint64_t operator()() {
        const std::uint64_t high = math::noise_word({seed_, 0, 0}, turn_);
        return high << 32U | math::noise_word({seed_, 0, 1}, turn_++);
    }

  private:
    std::uint64_t seed_;
    std::uint64_t turn_ = 0;
};

/// Numbers that arithmetic trips over, small whole ones, and others.
inline double random_number(TestNoise& random) {
    constexpr double kSpecial[] = {0.0,
                                   -0.0,
                                   1.0,
                                   -1.0,
                                   0.5,
                                   -0x1p-1074,
                                   0x1p-1022,
                                   1e308,
                                   -1e308,
                                   0x1p53,
                                   -0x1p53,
                                   std::numeric_limits<double>::infinity(),
                                   -std::numeric_limits<double>::infinity(),
                                   std::numeric_limits<double>::quiet_NaN()};
    const auto pick = random() % 8;
    const double u = static_cast<double>(random() >> 11U) * 0x1p-53;
    if (pick == 0) {
        return kSpecial[random() % std::size(kSpecial)];
    }
    if (pick <= 3) {
        return static_cast<double>(random() % 7) - 1;
    }
    return pick <= 5 ? u : (u - 0.5) * 200;
}

inline Bench random_bench(std::uint64_t seed) {
    TestNoise random(seed);
    Bench bench;
    for (auto& block : bench.numbers) {
        for (std::size_t i = 0; i < kBlock * kLanes; ++i) {
            block.push_back(random_number(random));
        }
    }
    for (auto& block : bench.truths) {
        for (std::size_t i = 0; i < kBlock * kWords; ++i) {
            block.push_back(random());
        }
    }
    for (std::size_t i = 0; i < 4; ++i) {
        bench.scalar[i] = random() % 4 == 0;
        if (bench.scalar[i]) {
            std::fill_n(bench.numbers[i].begin(), kScalarLanes, bench.numbers[i][0]);
        }
    }
    for (std::size_t i = 0; i < kBlock * kLanes; ++i) {
        bench.out.push_back(random_number(random));
        bench.out2.push_back(static_cast<double>(random() % 5) - 1);
    }
    for (std::size_t i = 0; i < kBlock * kWords; ++i) {
        bench.truth_out.push_back(random());
    }
    for (std::size_t word = 0; word < kWords; ++word) {
        bench.mask.push_back(random() % 3 == 0 ? random() & random() & random() & random()
                                               : random());
        bench.active.push_back(
            low_bits(kActive > word * kWordLanes ? kActive - word * kWordLanes : 0));
    }
    for (std::size_t lane = 0; lane < kLanes; lane += kGroupLanes) {
        bench.groups.push_back(static_cast<std::uint32_t>(lane));
    }
    bench.curves = bench_curves();
    for (int i = 0; i < 32; ++i) {
        bench.keys.push_back(random());
    }
    bench.calendar.unit = seed % 2 == 0 ? CalendarUnit::Month : CalendarUnit::Day;
    bench.chunk.first_history = random() >> (random() % 60);
    bench.chunk.noise_step = static_cast<std::uint32_t>(random());
    bench.chunk.step = 3;
    return bench;
}

/// Points an instruction's operands at a bench.
inline Operands operands_of(Bench& bench, Op op, std::uint32_t detail) {
    const auto& row = program::info(op);
    bench.chunk.active = bench.active.data();
    bench.chunk.groups = bench.groups.data();
    bench.chunk.group_count = bench.groups.size();
    bench.chunk.keys = bench.keys.data();
    bench.chunk.key_count = bench.keys.size();
    bench.chunk.curves = bench.curves.data();
    bench.chunk.calendar = &bench.calendar;
    Operands o;
    const auto at = [&](Slot slot) -> void*& { return o.places[static_cast<std::size_t>(slot)]; };
    const bool truth = !row.outs.empty() && (row.outs[0] == 't' || row.outs[0] == 'T');
    at(Slot::Out) = truth ? static_cast<void*>(bench.truth_out.data()) : bench.out.data();
    at(Slot::Out2) = bench.out2.data();
    at(Slot::Mask) = bench.mask.data();
    std::size_t input = 0;
    for (const char letter : row.inputs) {
        if (letter == '?') {
            continue;
        }
        void*& place = o.places[static_cast<std::size_t>(Slot::A) + input];
        if (letter == 'c') {
            at(Slot::Counter) = &bench.counter;
        } else if (letter == 'k') {
            place = bench.keys.data();
        } else if (letter == 't' || letter == 'T') {
            place = bench.truths[input].data();
            o.is_column[input] = true;
        } else {
            place = bench.numbers[input].data();
            o.is_column[input] = !bench.scalar[input] || letter != 'n';
        }
        ++input;
    }
    o.lanes = kLanes;
    o.words = kWords;
    o.count = kBlock;
    o.stride = 1;
    o.block_stride = truth || op == Op::GatherTruth ? kWords : kLanes;
    if (op == Op::SelectTop) {
        o.block_stride = kLanes;
    }
    o.detail = detail;
    o.chunk = &bench.chunk;
    return o;
}

inline void run(InstructionSet set, Bench& bench, Op op, std::uint32_t detail = 0,
                std::uint32_t stride = 1) {
    Operands operands = operands_of(bench, op, detail);
    operands.stride = stride;
    kernels_for(set)[static_cast<std::size_t>(op)](operands);
}

/// Returns the value of a number operand in a lane.
inline double in(const Bench& bench, std::size_t index, std::size_t lane) {
    return bench.numbers[index][bench.scalar[index] ? 0 : lane];
}

/// A bench whose a is in (0, 1) and whose b, c, d are parameters that every family takes.
inline Bench bench_of_parameters(std::uint64_t seed) {
    Bench bench = random_bench(seed);
    TestNoise random(seed);
    const auto uniform = [&random] {
        return (static_cast<double>(random() >> 12U) + 0.5) * 0x1p-52;
    };
    bench.scalar = {};
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        bench.numbers[0][lane] = uniform();
        bench.numbers[1][lane] = uniform();
        bench.numbers[2][lane] = bench.numbers[1][lane] + (1 - bench.numbers[1][lane]) * uniform();
        bench.numbers[3][lane] = bench.numbers[2][lane] + 1;
    }
    return bench;
}

}  // namespace jonbar::engine
