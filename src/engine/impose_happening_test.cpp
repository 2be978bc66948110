#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "engine/impose_bench.h"

namespace jonbar::engine {
namespace {

using program::Imposed;
using program::ImposedKind;

SiteBench happening(double code, double p, bool altered = false,
                    Coupling coupling = Coupling::Gumbel) {
    Imposed imposed;
    imposed.kind = ImposedKind::Happening;
    imposed.coupling = coupling;
    SiteBench bench(imposed, 3, 1, kBenchHistories, altered);
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
    for (std::size_t i = 0; i < kBenchHistories; ++i) {
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
        for (std::size_t i = 0; i < kBenchHistories; ++i) {
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

}  // namespace
}  // namespace jonbar::engine
