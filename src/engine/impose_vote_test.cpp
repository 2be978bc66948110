#include <gtest/gtest.h>

#include <map>

#include "base/sanitized.h"
#include "engine/impose_bench.h"
#include "math/counts.h"
#include "math/densities.h"

namespace jonbar::engine {
namespace {

using program::Imposed;
using program::ImposedKind;

struct TestVoter {
    double yes = 0, abstain = 0, size = 1, weight = 1;
};

/// A vote of a test.
struct TestVote {
    std::string name;
    std::vector<TestVoter> voters;
    double bar = 0.5;
    bool abstain = false, of_cast = false, sized = false;
    double swing_mean = 0, swing_sd = 0;  // 0: no swing
    std::size_t histories = base::repeats(8192, 2048);
};

Imposed imposed_of(const TestVote& vote) {
    Imposed imposed;
    imposed.kind = ImposedKind::Vote;
    imposed.slots = static_cast<std::uint32_t>(vote.voters.size());
    imposed.distribution = Distribution::Normal;
    imposed.swing = vote.swing_sd > 0;
    imposed.of_cast = vote.of_cast;
    imposed.sized = vote.sized;
    imposed.abstain = vote.abstain;
    return imposed;
}

SiteBench bench_of(const TestVote& vote, double code, bool altered = false) {
    const std::size_t slots = vote.voters.size();
    SiteBench bench(imposed_of(vote), 6 + 5 * slots, 5, vote.histories, altered);
    bench.set(0, code);
    bench.set(2, vote.bar);
    bench.set(3, vote.swing_mean);
    bench.set(4, vote.swing_sd);
    for (std::size_t i = 0; i < slots; ++i) {
        bench.set(6 + i, 1);
        bench.set(6 + slots + i, vote.voters[i].yes);
        bench.set(6 + 2 * slots + i, vote.voters[i].abstain);
        bench.set(6 + 3 * slots + i, vote.voters[i].size);
        bench.set(6 + 4 * slots + i, vote.voters[i].weight);
    }
    return bench;
}

struct Shares {
    double yes, abstain, no;
};

Shares shares_of(const TestVote& vote, const TestVoter& voter, double swing) {
    const double yes = std::exp(voter.yes + swing);
    const double abstain = vote.abstain ? std::exp(voter.abstain) : 0;
    const double sum = yes + abstain + 1;
    return {yes / sum, abstain / sum, 1 / sum};
}

bool carries_plainly(const TestVote& vote, double yes, double abstained, double all) {
    const double counted = vote.of_cast ? all - abstained : all;
    return counted > 0 && yes > vote.bar * counted;
}

/// What is exactly so of a vote.
struct Exact {
    double carried = 0;      // its probability
    double yes_carried = 0;  // the mean of yes, 0 where it does not carry
    double yes_failed = 0;   // 0 where it does
};

using Counts = std::map<std::pair<double, double>, double>;  // of yes and abstained

void add_person(Counts& counts, const TestVote& vote, const TestVoter& voter, double swing) {
    const Shares shares = shares_of(vote, voter, swing);
    Counts next;
    for (const auto& [count, p] : counts) {
        next[{count.first + voter.weight, count.second}] += p * shares.yes;
        next[count] += p * shares.no;
        if (vote.abstain) {
            next[{count.first, count.second + voter.weight}] += p * shares.abstain;
        }
    }
    counts = std::move(next);
}

/// The exact law of a vote, by adding person after person at each of many swings.
Exact exact_of(const TestVote& vote) {
    const int swings = vote.swing_sd > 0 ? 200 : 1;
    Exact exact;
    double all = 0;
    for (const TestVoter& voter : vote.voters) {
        all += voter.size * voter.weight;
    }
    for (int i = 0; i < swings; ++i) {
        const double u = (i + 0.5) / swings;
        const double swing = vote.swing_sd > 0 ? math::quantile(math::Family::Normal, u,
                                                                {vote.swing_mean, vote.swing_sd, 0})
                                               : 0;
        Counts counts = {{{0, 0}, 1}};
        for (const TestVoter& voter : vote.voters) {
            for (double person = 0; person < voter.size; ++person) {
                add_person(counts, vote, voter, swing);
            }
        }
        for (const auto& [count, p] : counts) {
            const double share = p / swings;
            if (carries_plainly(vote, count.first, count.second, all)) {
                exact.carried += share;
                exact.yes_carried += share * count.first;
            } else {
                exact.yes_failed += share * count.first;
            }
        }
    }
    return exact;
}

std::vector<TestVoter> persons(std::size_t count, double yes, double step) {
    std::vector<TestVoter> voters;
    for (std::size_t i = 0; i < count; ++i) {
        voters.push_back({.yes = yes + step * static_cast<double>(i), .abstain = -0.4});
    }
    return voters;
}

std::vector<TestVoter> weighed(std::vector<TestVoter> voters, std::vector<double> weights) {
    for (std::size_t i = 0; i < voters.size(); ++i) {
        voters[i].weight = weights[i % weights.size()];
    }
    return voters;
}

std::vector<TestVoter> sized(std::vector<TestVoter> voters, std::vector<double> sizes) {
    for (std::size_t i = 0; i < voters.size(); ++i) {
        voters[i].size = sizes[i % sizes.size()];
    }
    return voters;
}

std::vector<TestVote> votes() {
    return {
        {.name = "a bureau", .voters = persons(7, -1.2, 0.3), .swing_sd = 0.7},
        {.name = "a bureau with two thirds",
         .voters = persons(9, -0.5, 0.1),
         .bar = 2.0 / 3,
         .swing_mean = 0.3,
         .swing_sd = 0.5},
        {.name = "a rare majority", .voters = persons(15, -3, 0.05)},
        {.name = "with abstention", .voters = persons(8, -0.8, 0.1), .abstain = true},
        {.name = "with abstention, of those cast",
         .voters = persons(8, -0.8, 0.1),
         .abstain = true,
         .of_cast = true,
         .swing_sd = 0.4},
        {.name = "two thirds of those cast",
         .voters = persons(6, 0, 0.1),
         .bar = 2.0 / 3,
         .abstain = true,
         .of_cast = true},
        {.name = "whole weights",
         .voters = weighed(persons(6, -1, 0.2), {3, 1, 2, 5}),
         .swing_sd = 0.5},
        {.name = "any weights", .voters = weighed(persons(9, -1, 0.1), {0.7, 1.3, 2.1})},
        {.name = "any weights, of those cast",
         .voters = weighed(persons(7, -1, 0.1), {0.7, 1.3, 2.1}),
         .bar = 0.55,
         .abstain = true,
         .of_cast = true,
         .swing_sd = 0.5},
        {.name = "a large hall", .voters = persons(250, -0.3, 0), .histories = 2048},
        {.name = "one group", .voters = sized(persons(1, -0.4, 0), {40}), .sized = true},
        {.name = "groups",
         .voters = sized(persons(4, -0.9, 0.1), {12, 5, 0, 9}),
         .sized = true,
         .swing_sd = 0.4},
        {.name = "groups that abstain",
         .voters = sized(persons(3, -0.6, 0.2), {9, 4, 6}),
         .abstain = true,
         .of_cast = true,
         .sized = true,
         .swing_sd = 0.3},
        {.name = "groups that abstain, of all",
         .voters = weighed(sized(persons(3, 0.2, 0.2), {7, 3, 5}), {1, 2}),
         .abstain = true,
         .sized = true},
    };
}

TEST(ImposeVoteTest, WeighsBothResultsByTheirProbabilities) {
    for (const TestVote& vote : votes()) {
        const Exact exact = exact_of(vote);
        for (const double code : {1.0, -1.0, 0.5, 3.0}) {
            SiteBench bench = bench_of(vote, code);
            bench.run();
            const auto what = vote.name + ", code " + std::to_string(code);
            const auto carried = [&](std::size_t i) { return bench.result(i); };
            const auto failed = [&](std::size_t i) { return 1 - bench.result(i); };
            // The exact value's swings are a rule of 200 points, good to a part in 10^4.
            if (code != -1) {
                bench.expect_mean(carried, exact.carried, what, 2e-5 * exact.carried);
                bench.expect_mean([&](std::size_t i) { return carried(i) * bench.result(i, 1); },
                                  exact.yes_carried, what + ", yes", 2e-5 * exact.yes_carried);
            }
            if (code != 1) {
                bench.expect_mean(failed, 1 - exact.carried, what, 2e-5);
                bench.expect_mean([&](std::size_t i) { return failed(i) * bench.result(i, 1); },
                                  exact.yes_failed, what + ", yes", 2e-5);
            }
        }
    }
}

TEST(ImposeVoteTest, ReachesTheResultInEveryLaneWithEvenWeights) {
    for (const TestVote& vote : votes()) {
        for (const double code : {1.0, -1.0}) {
            SiteBench bench = bench_of(vote, code);
            bench.run();
            for (std::size_t i = 0; i < vote.histories; ++i) {
                ASSERT_EQ(bench.result(i), code == 1 ? 1 : 0) << vote.name;
                ASSERT_GT(bench.log_factor(i), -std::numeric_limits<double>::infinity());
            }
            EXPECT_GT(bench.effective_share(), 0.3) << vote.name << ' ' << code;
        }
    }
}

TEST(ImposeVoteTest, CountsAsTheSiteDoes) {
    for (const TestVote& vote : votes()) {
        SiteBench bench = bench_of(vote, 0.5);
        bench.run();
        for (std::size_t i = 0; i < 100; ++i) {
            const double yes = bench.result(i, 1);
            const double abstained = bench.result(i, 2);
            const double all = bench.result(i, 4);
            EXPECT_EQ(bench.result(i, 3), vote.of_cast ? all - abstained : all);
            EXPECT_EQ(bench.result(i) != 0, carries_plainly(vote, yes, abstained, all));
        }
    }
}

/// The noise of a vote: of the swing, then two uniforms a voter.
bool plain_result(const TestVote& vote, const std::vector<double>& noise) {
    const double swing = vote.swing_sd > 0 ? math::quantile(math::Family::Normal, noise[0],
                                                            {vote.swing_mean, vote.swing_sd, 0})
                                           : 0;
    double yes = 0;
    double abstained = 0;
    double all = 0;
    for (std::size_t i = 0; i < vote.voters.size(); ++i) {
        const TestVoter& voter = vote.voters[i];
        const Shares shares = shares_of(vote, voter, swing);
        const double u = noise[1 + 2 * i];
        if (vote.sized) {
            const double said = math::binomial_quantile(u, voter.size, shares.yes);
            yes += voter.weight * said;
            abstained += vote.abstain ? voter.weight * math::binomial_quantile(
                                                           noise[2 + 2 * i], voter.size - said,
                                                           shares.abstain / (1 - shares.yes))
                                      : 0;
        } else {
            yes += u < shares.yes ? voter.weight : 0;
            abstained += u >= shares.yes && u < shares.yes + shares.abstain ? voter.weight : 0;
        }
        all += voter.weight * voter.size;
    }
    return carries_plainly(vote, yes, abstained, all);
}

TEST(ImposeVoteTest, DecidesOtherWorldsByTheNoiseGivenTheResult) {
    constexpr int kDraws = base::repeats(60'000, 12'000);
    for (const TestVote& vote : votes()) {
        TestVote other = vote;
        other.voters[0].yes += 2;
        other.swing_mean += vote.swing_sd > 0 ? 0.2 : 0;
        std::array<std::array<double, 2>, 2> table{};
        TestNoise random(41);
        std::vector<double> noise(1 + 2 * vote.voters.size());
        const int draws = vote.voters.size() > 100 ? kDraws / 10 : kDraws;
        for (int i = 0; i < draws; ++i) {
            for (double& u : noise) {
                u = uniform_of(random);
            }
            table[plain_result(vote, noise) ? 1 : 0][plain_result(other, noise) ? 1 : 0] +=
                1.0 / draws;
        }
        for (const double code : {1.0, -1.0, 0.5}) {
            SiteBench bench = bench_of(vote, code, true);
            const std::size_t slots = vote.voters.size();
            bench.set_altered(6 + slots, other.voters[0].yes);
            bench.set_altered(3, other.swing_mean);
            bench.run();
            for (int i = 0; i < 2; ++i) {
                for (int j = 0; j < 2; ++j) {
                    if (i == 0 ? code == 1 : code == -1) {
                        continue;
                    }
                    const double p =
                        table[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
                    // Of nothing seen, a thousandth of a draw's weight.
                    const double error = std::sqrt(std::max(p, 0.5 / draws) * (1 - p) / draws);
                    bench.expect_mean(
                        [&](std::size_t h) {
                            return bench.result(h) == i && bench.altered(h) == j ? 1.0 : 0.0;
                        },
                        p,
                        vote.name + ", code " + std::to_string(code) + ": " + std::to_string(i) +
                            " to " + std::to_string(j),
                        error);
                }
            }
        }
    }
}

TEST(ImposeVoteTest, GivesTheSameCountsWithTheSameInputs) {
    for (const TestVote& vote : votes()) {
        for (const bool nearly : {false, true}) {  // the latter is decided by the noise
            SiteBench bench = bench_of(vote, 0.5, true);
            const std::size_t slots = vote.voters.size();
            if (nearly) {
                bench.set_altered(6 + slots, std::nextafter(vote.voters[0].yes, 9));
            }
            bench.run();
            for (std::size_t h = 0; h < vote.histories; ++h) {
                for (std::size_t which = 0; which < 5; ++which) {
                    ASSERT_EQ(bench.altered(h, which), bench.result(h, which)) << vote.name;
                }
            }
        }
    }
}

TEST(ImposeVoteTest, AsksVotersOfTheOtherWorldAloneByTheirOwnNoise) {
    TestVote vote{.name = "", .voters = persons(3, 0.4, 0)};
    SiteBench bench = bench_of(vote, 1, true);
    for (std::size_t slot : {0U, 1U}) {
        bench.set_altered(6 + slot, 0);  // they leave, and in the actual world
    }
    bench.run();  // the one who is left decides
    SiteBench alone = bench_of(vote, 1, true);
    alone.set(6 + 2, 0);
    alone.set_altered(6 + 0, 0);
    alone.set_altered(6 + 1, 0);
    alone.set_altered(6 + 2, 1);  // only there
    alone.run();
    const double p = 1 / (1 + std::exp(-0.4));
    const double carried = p * p * p + 3 * p * p * (1 - p);
    bench.expect_mean([&](std::size_t h) { return bench.altered(h); },
                      p * p * p + 2 * p * p * (1 - p), "of those who carried it");
    alone.expect_mean([&](std::size_t h) { return alone.altered(h); }, p * p * p, "who was none");
    bench.expect_mean([](std::size_t) { return 1.0; }, carried, "carried");
}

TEST(ImposeVoteTest, GivesNoWeightToWhatCannotBe) {
    TestVote vote{.name = "", .voters = persons(3, 0, 0)};
    vote.bar = 1;
    SiteBench bench = bench_of(vote, 1);
    bench.run();
    EXPECT_EQ(bench.log_factor(3), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(bench.result(3), -7);
    SiteBench nobody = bench_of(vote, 1);
    for (std::size_t slot = 0; slot < 3; ++slot) {
        nobody.set(6 + slot, 0);
    }
    nobody.run();
    EXPECT_EQ(nobody.log_factor(3), -std::numeric_limits<double>::infinity());
    SiteBench refuses = bench_of(vote, -1);
    refuses.run();
    EXPECT_NEAR(refuses.log_factor(3), 0, 1e-14);
}

}  // namespace
}  // namespace jonbar::engine
