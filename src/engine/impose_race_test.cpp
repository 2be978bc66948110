#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "engine/impose_bench.h"

namespace jonbar::engine {
namespace {

using program::Imposed;
using program::ImposedKind;

constexpr std::size_t kMembers = 3;
using Hazards = std::array<double, kMembers>;

SiteBench race(const std::array<double, kMembers>& codes, const Hazards& hazards,
               bool altered = false) {
    Imposed imposed;
    imposed.kind = ImposedKind::Race;
    imposed.slots = kMembers;
    SiteBench bench(imposed, 2 + 2 * kMembers, 1, kBenchHistories, altered);
    for (std::size_t i = 0; i < kMembers; ++i) {
        bench.set(2 + i, hazards[i]);
        bench.set(2 + kMembers + i, codes[i]);
    }
    return bench;
}

TEST(ImposeRaceTest, WeighsEveryWinnerByItsProbability) {
    const std::vector<std::array<double, kMembers>> codes = {{1, 0, 0},   {0, -1, 0}, {-1, -1, -1},
                                                             {0, 0.5, 0}, {0, 5, 0},  {4, 0, 0.5},
                                                             {2, 1, 0},   {3, -1, 2}, {0.5, 7, -1}};
    for (const Hazards& hazards : {Hazards{0.2, 0.05, 0.6}, Hazards{3, 0, 2}}) {
        const double total = hazards[0] + hazards[1] + hazards[2];
        for (const auto& code : codes) {
            SiteBench bench = race(code, hazards);
            bench.run();
            const bool must = std::count(code.begin(), code.end(), 1.0) != 0;
            for (int winner = -1; winner < 3; ++winner) {
                double p = std::exp(-total);
                bool excluded = must;
                if (winner >= 0) {
                    const auto at = static_cast<std::size_t>(winner);
                    p = hazards[at] / total * -std::expm1(-total);
                    excluded = must ? code[at] != 1 : code[at] == -1;
                }
                bench.expect_mean(
                    [&](std::size_t i) { return indicator(bench.result(i) == winner); },
                    excluded ? 0 : p, "winner " + std::to_string(winner));
            }
        }
    }
}

TEST(ImposeRaceTest, LooksAheadForThoseThatWait) {
    SiteBench bench = race({3, 0, 0}, {0.2, 0.4, 0});
    bench.run();
    const double p = 0.2 / 0.6 * -std::expm1(-0.6);
    for (std::size_t i = 0; i < 1000; ++i) {
        EXPECT_NEAR(bench.look_ahead(i), bench.result(i) == 0 ? 0 : std::log(1 - (1 - p) * (1 - p)),
                    1e-13);
    }
}

TEST(ImposeRaceTest, DecidesOtherWorldsByTheTimesGivenTheWinner) {
    constexpr int kDraws = 150'000;
    const Hazards actual = {0.4, 0.3, 0.8};
    for (const Hazards& altered : {Hazards{0.4, 0, 0.8}, Hazards{0.1, 2, 0.8}, Hazards{2, 2, 2}}) {
        std::array<std::array<double, 4>, 4> table{};
        TestNoise random(29);
        for (int i = 0; i < kDraws; ++i) {
            Hazards waits;
            for (double& wait : waits) {
                wait = -std::log(uniform_of(random));
            }
            const auto winner = [&](const Hazards& hazards) {
                std::size_t found = 3;
                double first = 1;
                for (std::size_t k = 0; k < kMembers; ++k) {
                    if (hazards[k] > 0 && waits[k] / hazards[k] < first) {
                        first = waits[k] / hazards[k];
                        found = k;
                    }
                }
                return found;
            };
            table[winner(actual)][winner(altered)] += 1.0 / kDraws;
        }
        for (const auto& code : std::vector<Hazards>{{0, 1, 0}, {-1, -1, -1}, {0.5, 0, -1}}) {
            SiteBench bench = race(code, actual, true);
            for (std::size_t i = 0; i < kMembers; ++i) {
                bench.set_altered(2 + i, altered[i]);
            }
            bench.run();
            for (std::size_t i = 0; i < 4; ++i) {
                const bool must = code[1] == 1;
                if (i < 3 ? (must ? code[i] != 1 : code[i] == -1) : must) {
                    continue;
                }
                for (std::size_t j = 0; j < 4; ++j) {
                    const auto slot = [](std::size_t k) {
                        return k < 3 ? static_cast<double>(k) : -1.0;
                    };
                    const double error = std::sqrt(table[i][j] * (1 - table[i][j]) / kDraws);
                    bench.expect_mean(
                        [&](std::size_t h) {
                            return indicator(bench.result(h) == slot(i) &&
                                             bench.altered(h) == slot(j));
                        },
                        table[i][j], std::to_string(i) + " to " + std::to_string(j), error);
                }
            }
        }
    }
}

TEST(ImposeRaceTest, GivesTheSameResultWithTheSameInputs) {
    for (const auto& code : std::vector<Hazards>{{0, 1, 0}, {-1, -1, -1}, {0.5, 0, -1}}) {
        SiteBench nearly = race(code, {0.4, 3, 0.8}, true);
        nearly.set_altered(2, std::nextafter(0.4, 1));
        nearly.run();
        for (std::size_t i = 0; i < kBenchHistories; ++i) {
            ASSERT_EQ(nearly.altered(i), nearly.result(i));
        }
    }
}

}  // namespace
}  // namespace jonbar::engine
