#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "engine/impose_bench.h"

namespace jonbar::engine {
namespace {

using program::Imposed;
using program::ImposedKind;

constexpr std::size_t kOptions = 4;
using Offer = std::array<double, kOptions>;  // worths; NaN: not there
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

void offer(SiteBench& bench, const Offer& worths, bool altered) {
    for (std::size_t slot = 0; slot < kOptions; ++slot) {
        const auto put = [&](std::size_t input, double value) {
            altered ? bench.set_altered(input, value) : bench.set(input, value);
        };
        const bool there = worths[slot] == worths[slot];
        put(3 + slot, there ? 1 : 0);
        put(3 + kOptions + slot, there ? worths[slot] : 1e300);  // means nothing where it is not
    }
}

SiteBench choice(double code, double wanted, const Offer& worths, bool altered = false,
                 Coupling coupling = Coupling::Gumbel) {
    Imposed imposed;
    imposed.kind = ImposedKind::Choice;
    imposed.slots = kOptions;
    imposed.coupling = coupling;
    SiteBench bench(imposed, 3 + 2 * kOptions, 1, kBenchHistories, altered);
    bench.set(0, code);
    bench.set(2, wanted);
    offer(bench, worths, false);
    return bench;
}

std::array<double, kOptions> shares_of(const Offer& worths) {
    std::array<double, kOptions> shares{};
    double sum = 0;
    for (std::size_t i = 0; i < kOptions; ++i) {
        shares[i] = worths[i] == worths[i] ? std::exp(worths[i]) : 0;
        sum += shares[i];
    }
    for (double& share : shares) {
        share /= sum;
    }
    return shares;
}

TEST(ImposeChoiceTest, WeighsEveryOptionByItsProbability) {
    const Offer offers[] = {{0.5, -1, 2, 0}, {1, kNone, 3, -2}, {40, 0, -40, 38}};
    for (const Offer& worths : offers) {
        for (const double code : {1.0, -1.0, 0.5, 3.0}) {
            SiteBench bench = choice(code, 0, worths);
            bench.run();
            const auto shares = shares_of(worths);
            for (std::size_t slot = 0; slot < kOptions; ++slot) {
                const bool excluded = slot == 0 ? code == -1 : code == 1;
                bench.expect_mean(
                    [&](std::size_t i) {
                        return indicator(bench.result(i) == static_cast<double>(slot));
                    },
                    excluded ? 0 : shares[slot], "slot " + std::to_string(slot));
            }
        }
    }
}

TEST(ImposeChoiceTest, KeepsItsOwnResultWhereTheWantedOneCannotBe) {
    SiteBench bench = choice(1, 1, {0, kNone, 0, 0});
    bench.set_own(2);
    bench.run();
    EXPECT_EQ(bench.result(0), 2);
    EXPECT_EQ(bench.log_factor(0), -std::numeric_limits<double>::infinity());
    SiteBench alone = choice(-1, 1, {kNone, 0, kNone, kNone});
    alone.set_own(1);
    alone.run();
    EXPECT_EQ(alone.log_factor(0), -std::numeric_limits<double>::infinity());
    SiteBench nothing = choice(1, 1, {kNone, kNone, kNone, kNone});
    nothing.run();
    EXPECT_EQ(nothing.result(0), -7);
    EXPECT_EQ(nothing.log_factor(0), 0);
}

using Table = std::array<std::array<double, kOptions>, kOptions>;

/// The joint law of a choice in two worlds, by many plain choices with the same Gumbels.
Table plain_gumbel_table(const Offer& actual, const Offer& altered, int draws) {
    Table table{};
    TestNoise random(17);
    for (int i = 0; i < draws; ++i) {
        Offer gumbels;
        for (double& gumbel : gumbels) {
            gumbel = -std::log(-std::log(uniform_of(random)));
        }
        const auto best = [&](const Offer& worths) {
            std::size_t found = kOptions;
            for (std::size_t slot = 0; slot < kOptions; ++slot) {
                if (worths[slot] == worths[slot] &&
                    (found == kOptions ||
                     worths[found] + gumbels[found] < worths[slot] + gumbels[slot])) {
                    found = slot;
                }
            }
            return found;
        };
        table[best(actual)][best(altered)] += 1.0 / draws;
    }
    return table;
}

Table ordered_table(const Offer& actual, const Offer& altered) {
    Table table{};
    const auto left = shares_of(actual);
    const auto right = shares_of(altered);
    double from_left = 0;
    for (std::size_t i = 0; i < kOptions; ++i) {
        double from_right = 0;
        for (std::size_t j = 0; j < kOptions; ++j) {
            table[i][j] = std::max(std::min(from_left + left[i], from_right + right[j]) -
                                       std::max(from_left, from_right),
                                   0.0);
            from_right += right[j];
        }
        from_left += left[i];
    }
    return table;
}

Table independent_table(const Offer& actual, const Offer& altered) {
    Table table{};
    for (std::size_t i = 0; i < kOptions; ++i) {
        for (std::size_t j = 0; j < kOptions; ++j) {
            table[i][j] = shares_of(actual)[i] * shares_of(altered)[j];
        }
    }
    return table;
}

const Offer kActual = {0.4, -0.5, 1, 0};
const std::vector<Offer> kAltered = {
    {1.4, -0.5, 1, 0}, {0.4, -0.5, -2, 3}, {0.4, kNone, 1, 0}, {kNone, 2, kNone, 0}};

TEST(ImposeChoiceTest, DecidesOtherWorldsByGumbelsGivenTheResult) {
    constexpr int kDraws = 150'000;
    for (const Offer& altered : kAltered) {
        const Table table = plain_gumbel_table(kActual, altered, kDraws);
        for (const double code : {1.0, -1.0, 0.5, 4.0}) {
            SiteBench bench = choice(code, 2, kActual, true);
            offer(bench, altered, true);
            bench.run();
            for (std::size_t i = 0; i < kOptions; ++i) {
                for (std::size_t j = 0; j < kOptions; ++j) {
                    if (i == 2 ? code == -1 : code == 1) {
                        continue;
                    }
                    const double error = std::sqrt(table[i][j] * (1 - table[i][j]) / kDraws);
                    bench.expect_mean(
                        [&](std::size_t h) {
                            return indicator(bench.result(h) == static_cast<double>(i) &&
                                             bench.altered(h) == static_cast<double>(j));
                        },
                        table[i][j],
                        "code " + std::to_string(code) + ": " + std::to_string(i) + " to " +
                            std::to_string(j),
                        error);
                }
            }
        }
    }
}

TEST(ImposeChoiceTest, UsesGumbelsOfOptionsThatOnlyTheOtherWorldHas) {
    const Offer actual = {0.4, kNone, 1, 0};
    const Offer altered = {0.4, 0.7, 1, kNone};
    constexpr int kDraws = 150'000;
    const Table table = plain_gumbel_table(actual, altered, kDraws);
    SiteBench bench = choice(0.5, 0, actual, true);
    offer(bench, altered, true);
    bench.run();
    for (std::size_t i = 0; i < kOptions; ++i) {
        for (std::size_t j = 0; j < kOptions; ++j) {
            const double error = std::sqrt(table[i][j] * (1 - table[i][j]) / kDraws);
            bench.expect_mean(
                [&](std::size_t h) {
                    return indicator(bench.result(h) == static_cast<double>(i) &&
                                     bench.altered(h) == static_cast<double>(j));
                },
                table[i][j], std::to_string(i) + " to " + std::to_string(j), error);
        }
    }
}

TEST(ImposeChoiceTest, CouplesInOrderOrNotAtAllWhenAsked) {
    for (const Coupling coupling : {Coupling::Ordered, Coupling::Independent}) {
        for (const Offer& altered : kAltered) {
            const Table table = coupling == Coupling::Ordered ? ordered_table(kActual, altered)
                                                              : independent_table(kActual, altered);
            for (const double code : {1.0, -1.0, 0.5, 0.0}) {
                SiteBench bench = choice(code, 2, kActual, true, coupling);
                offer(bench, altered, true);
                if (code == 0) {  // the site's own results, as drawn by itself
                    TestNoise random(3);
                    const auto shares = shares_of(kActual);
                    for (std::size_t h = 0; h < kBenchHistories; ++h) {
                        double u = uniform_of(random);
                        std::size_t slot = 0;
                        while (slot + 1 < kOptions && u >= shares[slot]) {
                            u -= shares[slot++];
                        }
                        bench.set_own_of(h, false, static_cast<double>(slot));
                    }
                }
                bench.run();
                for (std::size_t i = 0; i < kOptions; ++i) {
                    for (std::size_t j = 0; j < kOptions; ++j) {
                        if (i == 2 ? code == -1 : code == 1) {
                            continue;
                        }
                        bench.expect_mean(
                            [&](std::size_t h) {
                                return indicator(bench.result(h) == static_cast<double>(i) &&
                                                 bench.altered(h) == static_cast<double>(j));
                            },
                            table[i][j],
                            "code " + std::to_string(code) + ": " + std::to_string(i) + " to " +
                                std::to_string(j));
                    }
                }
            }
        }
    }
}

TEST(ImposeChoiceTest, GivesTheSameResultWithTheSameInputs) {
    for (const Offer& worths : {kActual, Offer{700, -700, 699, kNone}, Offer{1e5, 0, 1e5, -1e5}}) {
        for (const double code : {1.0, -1.0, 0.5}) {
            for (const Coupling coupling :
                 {Coupling::Gumbel, Coupling::Ordered, Coupling::Independent}) {
                SiteBench same = choice(code, 0, worths, true, coupling);
                same.run();
                for (std::size_t i = 0; i < kBenchHistories; ++i) {
                    ASSERT_EQ(same.altered(i), same.result(i));
                }
            }
            SiteBench nearly = choice(code, 0, worths, true);
            Offer moved = worths;
            moved[2] = std::nextafter(moved[2], 1e9);
            offer(nearly, moved, true);
            nearly.run();
            for (std::size_t i = 0; i < kBenchHistories; ++i) {
                ASSERT_EQ(nearly.altered(i), nearly.result(i)) << worths[0] << ' ' << code;
            }
        }
    }
}

}  // namespace
}  // namespace jonbar::engine
