// Elections whose result is imposed: weights, and the noise that goes with the result, against
// elections that are held.

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "engine/impose_bench.h"

namespace jonbar::engine {
namespace {

using program::ElectionLayout;
using program::Imposed;
using program::ImposedKind;

using Worths = std::vector<std::vector<double>>;  // of each voter

struct TestElection {
    std::string name;
    Worths worths, altered;  // in the other world
    std::size_t wanted = 0;
    double size = 1;
    bool most = true, run_off = false, abstain = false, swing = false;
};

SiteBench bench_of(const TestElection& election, double code, bool holds) {
    const ElectionLayout at{.voters = static_cast<std::uint32_t>(election.worths.size()),
                            .slots = static_cast<std::uint32_t>(election.worths[0].size()),
                            .abstain = election.abstain,
                            .run_off = election.run_off};
    Imposed imposed;
    imposed.kind = ImposedKind::Election;
    imposed.slots = at.slots;
    imposed.key_stride = at.votes(true) + at.voters * (at.slots + 1);
    imposed.distribution = Distribution::Normal;
    imposed.swing = election.swing;
    imposed.sized = election.size != 1;
    imposed.abstain = at.abstain;
    imposed.voters = at.voters;
    imposed.holds = holds;
    imposed.most = election.most;
    imposed.run_off = at.run_off;
    SiteBench bench(imposed, at.in_count(), ElectionLayout::OutCount, 2048, true);
    bench.set(0, code);
    bench.set(ElectionLayout::kWanted, static_cast<double>(election.wanted));
    bench.set(ElectionLayout::kBar, 0.5);
    bench.set(ElectionLayout::kSwing + 1, 0.7);
    for (std::uint32_t slot = 0; slot < at.slots; ++slot) {
        bench.set(ElectionLayout::kThere + slot, 1);
    }
    for (std::uint32_t voter = 0; voter < at.voters; ++voter) {
        bench.set(at.is_voter() + voter, 1);
        bench.set(at.size() + voter, election.size);
        bench.set(at.weight() + voter, 1 + voter);
        bench.set(at.abstain_worth() + voter, -0.3);
        for (std::uint32_t slot = 0; slot < at.slots; ++slot) {
            const std::size_t input = at.worth() + voter * at.slots + slot;
            bench.set(input, election.worths[voter][slot]);
            bench.set_altered(input, election.altered[voter][slot]);
        }
    }
    return bench;
}

std::vector<TestElection> elections() {
    const Worths few = {{0, 0.5, -0.5}, {-1, 0.2, 0}, {0.3, 0.4, 0.1}, {-0.5, 1, 0.2}};
    const Worths moved = {{0.4, 0.5, -0.5}, {-1, 0, 0.6}, {0.3, -0.4, 0.1}, {0.1, 1, 0.2}};
    const Worths blocs = {{0, 0.3, 0.1}, {-0.2, 0.1, 0}};
    const Worths blocs_moved = {{0.15, 0.3, 0.1}, {-0.2, 0.2, 0}};
    return {
        {.name = "by most", .worths = few, .altered = moved},
        {.name = "majority", .worths = few, .altered = moved, .most = false},
        {.name = "run-off",
         .worths = few,
         .altered = moved,
         .wanted = 2,
         .most = false,
         .run_off = true,
         .abstain = true},
        {.name = "swing", .worths = few, .altered = moved, .swing = true},
        {.name = "groups", .worths = blocs, .altered = blocs_moved, .size = 6, .abstain = true},
        {.name = "groups that swing, run-off",
         .worths = blocs,
         .altered = blocs_moved,
         .wanted = 1,
         .size = 9,
         .most = false,
         .run_off = true,
         .swing = true},
    };
}

TEST(ImposedElectionTest, WeighsAndMovesAsElectionsThatAreHeld) {
    for (const TestElection& election : elections()) {
        SiteBench held = bench_of(election, 0, true);
        held.run();
        const auto count = static_cast<double>(held.histories());
        for (const double code : {1.0, -1.0, 0.5, 3.0}) {
            SiteBench forced = bench_of(election, code, false);
            forced.set_own(-1);
            forced.run();
            const auto wanted = static_cast<double>(election.wanted);
            const auto allowed = [&](double result) {
                return code == 1 ? result == wanted : code != -1 || result != wanted;
            };
            for (double result = -1; result < 3; ++result) {
                for (double altered = -1; altered < 3; ++altered) {
                    double share = 0;
                    for (std::size_t i = 0; i < held.histories(); ++i) {
                        share += indicator(held.result(i) == result && held.altered(i) == altered &&
                                           allowed(result)) /
                                 count;
                    }
                    forced.expect_mean(
                        [&](std::size_t i) {
                            return indicator(forced.result(i) == result &&
                                             forced.altered(i) == altered);
                        },
                        share,
                        election.name + ", code " + std::to_string(code) + ": " +
                            std::to_string(result) + " " + std::to_string(altered),
                        std::sqrt((share + 1 / count) / count));
                }
            }
        }
    }
}

TEST(ImposedElectionTest, GivesNearlyEqualWeightsWhereTheResultIsUnlikely) {
    TestElection election{.name = "unlikely", .worths = Worths(12, {-1, 0.5, 0.5}), .altered = {}};
    election.altered = election.worths;
    SiteBench forced = bench_of(election, 1, false);
    forced.run();
    EXPECT_GT(forced.effective_share(), 0.5);
    for (std::size_t i = 0; i < forced.histories(); ++i) {
        if (forced.log_factor(i) > -1000) {
            ASSERT_EQ(forced.result(i), 0);
            ASSERT_EQ(forced.altered(i), 0);
        }
    }
}

TEST(ImposedElectionTest, AnotherWorldThatChangesNothingOfWeightElectsTheSame) {
    for (TestElection election : elections()) {
        // Its worths are not those of the actual one, to the bit.
        election.altered = election.worths;
        election.altered[0][0] = std::nextafter(election.altered[0][0], 1);
        SiteBench forced = bench_of(election, 1, false);
        forced.set_own(-1);
        forced.run();
        std::size_t same = 0;
        std::size_t weighed = 0;
        for (std::size_t i = 0; i < forced.histories(); ++i) {
            if (forced.log_factor(i) > -1000) {
                ++weighed;
                same += forced.altered(i) == forced.result(i) ? 1U : 0U;
            }
        }
        EXPECT_EQ(same, weighed) << election.name;
        EXPECT_GT(weighed, forced.histories() / 2) << election.name;
    }
}

}  // namespace
}  // namespace jonbar::engine
