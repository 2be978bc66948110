#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "engine/impose_bench.h"
#include "math/densities.h"

namespace jonbar::engine {
namespace {

using program::Imposed;
using program::ImposedKind;

constexpr std::size_t kHistories = 16'384;

double indicator(bool holds) { return holds ? 1 : 0; }

// Happenings

SiteBench happening(double code, double p, bool altered = false,
                    Coupling coupling = Coupling::Gumbel) {
    Imposed imposed;
    imposed.kind = ImposedKind::Happening;
    imposed.coupling = coupling;
    SiteBench bench(imposed, 3, 1, kHistories, altered);
    bench.set(0, code);
    bench.set(2, p);
    return bench;
}

TEST(ImposeHappeningTest, WeighsBothResultsByTheirProbabilities) {
    for (const double p : {0.001, 0.3, 0.9}) {
        for (const double code : {1.0, -1.0, 0.5, -0.5, 2.0, 12.0, -3.0}) {
            SiteBench bench = happening(code, p);
            bench.run();
            const auto what = "p " + std::to_string(p) + " code " + std::to_string(code);
            const auto came = [&](std::size_t i) { return bench.result(i); };
            const auto stayed = [&](std::size_t i) { return 1 - bench.result(i); };
            bench.expect_mean(came, code == -1 ? 0 : p, what + " came");
            bench.expect_mean(stayed, code == 1 ? 0 : 1 - p, what + " stayed");
        }
    }
}

TEST(ImposeHappeningTest, LooksAheadWhileItWaits) {
    SiteBench bench = happening(4, 0.2);
    bench.run();
    for (std::size_t i = 0; i < kHistories; ++i) {
        const double ahead = 1 - std::pow(0.8, 3);
        EXPECT_NEAR(bench.look_ahead(i), bench.result(i) != 0 ? 0 : std::log(ahead), 1e-14);
    }
    // The last of its chances it takes; with the look-ahead of the wait before, the weights agree.
    SiteBench last = happening(1, 0.2);
    last.run();
    EXPECT_EQ(last.look_ahead(0), 0);
    EXPECT_EQ(last.result(0), 1);
}

TEST(ImposeHappeningTest, GivesNoWeightToWhatCannotBe) {
    SiteBench never = happening(1, 0);
    never.run();
    EXPECT_EQ(never.log_factor(5), -std::numeric_limits<double>::infinity());
    SiteBench surely = happening(-1, 1);
    surely.run();
    EXPECT_EQ(surely.log_factor(5), -std::numeric_limits<double>::infinity());
    SiteBench waits = happening(5, 0);  // it may yet become possible
    waits.run();
    EXPECT_EQ(waits.log_factor(5), 0);
    EXPECT_EQ(waits.result(5), 0);
}

TEST(ImposeHappeningTest, LeavesLanesAloneThatItDoesNotSpeakOf) {
    SiteBench bench = happening(0, 0.5);
    bench.run();
    EXPECT_EQ(bench.result(9), -7);
    EXPECT_EQ(bench.log_factor(9), 0);
    SiteBench unreached = happening(1, 0.5);
    unreached.leave_out(9, false);
    unreached.run();
    EXPECT_EQ(unreached.result(9), -7);
    EXPECT_EQ(unreached.result(10), 1);
    SiteBench elsewhere = happening(1, 0.5);
    elsewhere.set(1, 3);  // no such key
    elsewhere.run();
    EXPECT_EQ(elsewhere.result(9), -7);
}

TEST(ImposeHappeningTest, DecidesOtherWorldsByTheNoiseGivenTheResult) {
    for (const double code : {1.0, -1.0, 0.5, 6.0}) {
        for (const double other : {0.1, 0.25, 0.6, 1.0, 0.0}) {
            const double p = 0.25;
            SiteBench bench = happening(code, p, true);
            bench.set_altered(2, other);
            bench.run();
            const auto joint = [&](bool came, bool altered) {
                return [&bench, came, altered](std::size_t i) {
                    return indicator((bench.result(i) != 0) == came &&
                                     (bench.altered(i) != 0) == altered);
                };
            };
            const double both = std::min(p, other);
            const auto what = "code " + std::to_string(code) + " other " + std::to_string(other);
            if (code != -1) {
                bench.expect_mean(joint(true, true), both, what);
                bench.expect_mean(joint(true, false), p - both, what);
            }
            if (code != 1) {
                bench.expect_mean(joint(false, true), other - both, what);
                bench.expect_mean(joint(false, false), 1 - p - other + both, what);
            }
        }
    }
}

TEST(ImposeHappeningTest, GivesTheSameResultWithTheSameInputs) {
    for (const double code : {1.0, -1.0, 0.5, 6.0}) {
        SiteBench same = happening(code, 0.3, true);
        SiteBench nearly = happening(code, 0.3, true);  // decided by the noise, not copied
        nearly.set_altered(2, std::nextafter(0.3, 1));
        same.run();
        nearly.run();
        for (std::size_t i = 0; i < kHistories; ++i) {
            ASSERT_EQ(same.altered(i), same.result(i));
            ASSERT_EQ(nearly.altered(i), nearly.result(i));
        }
    }
}

TEST(ImposeHappeningTest, DrawsAnewWhereChoicesAreIndependent) {
    SiteBench bench = happening(1, 0.3, true, Coupling::Independent);
    bench.set_altered(2, 0.6);
    bench.run();
    bench.expect_mean([&](std::size_t i) { return bench.altered(i); }, 0.3 * 0.6, "forced");
    SiteBench unforced = happening(0, 0.3, true, Coupling::Independent);
    unforced.set_altered(2, 0.6);
    unforced.run();
    unforced.expect_mean([&](std::size_t i) { return unforced.altered(i); }, 0.6, "unforced");
    EXPECT_EQ(unforced.result(0), -7);
}

TEST(ImposeHappeningTest, LeavesOtherWorldsToTheirOwnNoiseWhereTheActualOneIsNotForced) {
    SiteBench bench = happening(1, 0.3, true);
    bench.set_altered(2, 0.6);
    bench.leave_out(3, false);  // the actual lane does not reach it
    bench.run();
    EXPECT_EQ(bench.altered(3), -7);
    EXPECT_NE(bench.altered(4), -7);
    SiteBench unforced = happening(0, 0.3, true);
    unforced.set_altered(2, 0.6);
    unforced.run();
    EXPECT_EQ(unforced.altered(4), -7);
}

// Choices

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
    SiteBench bench(imposed, 3 + 2 * kOptions, 1, kHistories, altered);
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
                    for (std::size_t h = 0; h < kHistories; ++h) {
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
                for (std::size_t i = 0; i < kHistories; ++i) {
                    ASSERT_EQ(same.altered(i), same.result(i));
                }
            }
            SiteBench nearly = choice(code, 0, worths, true);
            Offer moved = worths;
            moved[2] = std::nextafter(moved[2], 1e9);
            offer(nearly, moved, true);
            nearly.run();
            for (std::size_t i = 0; i < kHistories; ++i) {
                ASSERT_EQ(nearly.altered(i), nearly.result(i)) << worths[0] << ' ' << code;
            }
        }
    }
}

// Races

constexpr std::size_t kMembers = 3;
using Hazards = std::array<double, kMembers>;

SiteBench race(const std::array<double, kMembers>& codes, const Hazards& hazards,
               bool altered = false) {
    Imposed imposed;
    imposed.kind = ImposedKind::Race;
    imposed.slots = kMembers;
    SiteBench bench(imposed, 2 + 2 * kMembers, 1, kHistories, altered);
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
        for (std::size_t i = 0; i < kHistories; ++i) {
            ASSERT_EQ(nearly.altered(i), nearly.result(i));
        }
    }
}

// Draws

SiteBench draw(Distribution distribution, double value, const math::Parameters& parameters,
               bool altered = false) {
    Imposed imposed;
    imposed.kind = ImposedKind::Draw;
    imposed.distribution = distribution;
    SiteBench bench(imposed, 6, 1, kHistories, altered);
    bench.set(0, 1);
    bench.set(2, value);
    for (std::size_t i = 0; i < 3; ++i) {
        bench.set(3 + i, parameters[i]);
    }
    return bench;
}

TEST(ImposeDrawTest, TakesTheValueAndWeighsItsDensity) {
    SiteBench bench = draw(Distribution::Normal, 1.25, {0.5, 2, 0}, true);
    bench.set_altered(3, 1.5);
    bench.set_altered(4, 4);
    bench.run();
    const double z = 0.375;
    for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_EQ(bench.result(i), 1.25);
        EXPECT_NEAR(bench.log_factor(i), -0.5 * z * z - std::log(2 * std::sqrt(2 * M_PI)), 1e-15);
        EXPECT_NEAR(bench.altered(i), 1.5 + 4 * z, 1e-13);
    }
    SiteBench outside = draw(Distribution::Exponential, -1, {2, 0, 0});
    outside.run();
    EXPECT_EQ(outside.log_factor(0), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(outside.result(0), -7);
}

TEST(ImposeDrawTest, SpreadsTheNoiseOfAWholeNumberOverItsMass) {
    SiteBench bench = draw(Distribution::Poisson, 4, {3, 0, 0}, true);
    bench.set_altered(3, 5.5);
    bench.run();
    const auto cumulative = [](int count, double mean) {
        double sum = 0;
        for (int k = 0; k <= count; ++k) {
            sum += std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
        }
        return sum;
    };
    for (int count = 4; count < 12; ++count) {
        const double overlap = std::min(cumulative(4, 3), cumulative(count, 5.5)) -
                               std::max(cumulative(3, 3), cumulative(count - 1, 5.5));
        bench.expect_mean([&](std::size_t i) { return indicator(bench.altered(i) == count); },
                          std::max(overlap, 0.0), "count " + std::to_string(count));
    }
}

TEST(ImposeDrawTest, TakesTheActualValueWhereParametersAgree) {
    SiteBench bench = draw(Distribution::Gamma, 2.5, {3, 0.7, 9}, true);
    bench.set_altered(5, 11);    // no parameter of gamma
    bench.set_altered(2, -1e9);  // no record weighs on other worlds
    bench.run();
    for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_EQ(bench.altered(i), 2.5);
    }
}

}  // namespace
}  // namespace jonbar::engine
