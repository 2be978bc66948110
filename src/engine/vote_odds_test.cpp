#include "engine/vote_odds.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace jonbar::engine {
namespace {

double share(double worth) { return 1 / (1 + std::exp(-worth)); }

/// Returns the probability that a vote carries, by going through all that the voters may do. Each
/// is one person.
double enumerated(const std::vector<Voter>& voters, double bar, const VoteForm& form,
                  double swing) {
    std::size_t results = 1;
    for (std::size_t i = 0; i < voters.size(); ++i) {
        results *= 3;
    }
    double sum = 0;
    for (std::size_t result = 0; result < results; ++result) {
        double p = 1;
        double yes = 0;
        double cast = 0;
        double all = 0;
        std::size_t left = result;
        for (const Voter& voter : voters) {
            const double e_yes = std::exp(voter.yes_worth + swing);
            const double e_abstain = form.abstain ? std::exp(voter.abstain_worth) : 0;
            const double total = e_yes + e_abstain + 1;
            const std::size_t does = left % 3;
            left /= 3;
            p *= (does == 0 ? e_yes : does == 1 ? e_abstain : 1) / total;
            yes += does == 0 ? voter.weight : 0;
            cast += does == 1 ? 0 : voter.weight;
            all += voter.weight;
        }
        const double counted = form.of_cast ? cast : all;
        sum += counted > 0 && yes > bar * counted ? p : 0;
    }
    return sum;
}

std::vector<Voter> some_voters(std::mt19937_64& random, std::size_t count, int weight_max) {
    std::vector<Voter> voters;
    for (std::size_t i = 0; i < count; ++i) {
        const auto number = [&](double low, double high) {
            return low + (high - low) * static_cast<double>(random() % 1000) / 1000;
        };
        voters.push_back(
            {.slot = i,
             .yes_worth = number(-2, 2),
             .abstain_worth = number(-2, 1),
             .size = 1,
             .weight = static_cast<double>(random() % static_cast<std::uint64_t>(weight_max) + 1)});
    }
    return voters;
}

TEST(VoteOddsTest, OfFewPeopleAreWhatEnumerationGives) {
    std::mt19937_64 random(4);
    for (int round = 0; round < 60; ++round) {
        const VoteForm form{.abstain = round % 2 == 1, .of_cast = round % 4 > 1, .sized = true};
        const double bar = std::vector<double>{0.5, 2.0 / 3, 0.4, 0.75, 0}[random() % 5];
        const std::vector<Voter> voters = some_voters(random, 1 + random() % 8, 5);
        EXPECT_NEAR(vote_odds(voters, bar, form, {}), enumerated(voters, bar, form, 0), 1e-12)
            << round;
    }
}

TEST(VoteOddsTest, OfBarsThatAreNoFractionAreExactWhereAllAreCounted) {
    std::mt19937_64 random(5);
    const std::vector<Voter> voters = some_voters(random, 8, 3);
    const VoteForm form{.abstain = true, .of_cast = false, .sized = true};
    EXPECT_NEAR(vote_odds(voters, 0.37123, form, {}), enumerated(voters, 0.37123, form, 0), 1e-12);
}

TEST(VoteOddsTest, OfAGroupAreThoseOfItsPeople) {
    const Voter group{.slot = 0, .yes_worth = 0.4, .abstain_worth = -1, .size = 7, .weight = 2};
    Voter person = group;
    person.size = 1;
    const std::vector<Voter> people(7, person);
    for (const bool abstain : {false, true}) {
        const VoteForm form{.abstain = abstain, .of_cast = true, .sized = true};
        EXPECT_EQ(vote_odds(std::vector{group}, 0.5, form, {}), vote_odds(people, 0.5, form, {}));
    }
}

TEST(VoteOddsTest, TakeTheMeanOverTheSwing) {
    std::mt19937_64 random(6);
    const std::vector<Voter> voters = some_voters(random, 5, 3);
    for (const double sd : {0.1, 0.7, 2.0}) {
        const VoteForm form{.sized = true};
        const Swing swing{.exists = true, .parameters = {0.2, sd, 0}};
        double mean = 0;
        constexpr int kPoints = 1000;
        for (int i = 0; i < kPoints; ++i) {
            const double z = -9 + 18 * (i + 0.5) / kPoints;
            mean += std::exp(-z * z / 2) / std::sqrt(2 * M_PI) * 18 / kPoints *
                    enumerated(voters, 0.5, form, 0.2 + sd * z);
        }
        EXPECT_NEAR(vote_odds(voters, 0.5, form, swing), mean, 2e-4) << sd;
    }
}

/// Returns the probability that of n people more than a share vote yes.
double binomial_above(double bar, int n, double p) {
    double sum = 0;
    for (int k = 0; k <= n; ++k) {
        sum += k > bar * n
                   ? std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                              k * std::log(p) + (n - k) * std::log1p(-p))
                   : 0;
    }
    return sum;
}

TEST(VoteOddsTest, OfALargeBodyAreNearlyBinomial) {
    const VoteForm form{.sized = true};
    for (const double worth : {-0.1, 0.0, 0.05, 0.2}) {
        const std::vector<Voter> body = {{.yes_worth = worth, .size = 665}};
        EXPECT_NEAR(vote_odds(body, 0.5, form, {}), binomial_above(0.5, 665, share(worth)), 2e-4);
        const std::vector<Voter> small = {{.yes_worth = worth, .size = 65}};
        EXPECT_NEAR(vote_odds(small, 0.6, form, {}), binomial_above(0.6, 65, share(worth)), 4e-3);
    }
}

TEST(VoteOddsTest, OfALargeBodyTakeTheMeanOverASwingFarWiderThanTheStep) {
    const VoteForm form{.sized = true};
    for (const double size : {665.0, 100'000.0}) {
        for (const double worth : {-1.5, -0.2, 0.2, 1.0}) {
            const std::vector<Voter> body = {{.yes_worth = worth, .size = size}};
            const Swing swing{.exists = true, .parameters = {0, 0.7, 0}};
            // The body is split where the swing is -worth; its own noise hardly moves that.
            const double sd = std::sqrt(0.49 + 4 / size);
            const double expected = 0.5 * std::erfc(-worth / sd / std::sqrt(2));
            EXPECT_NEAR(vote_odds(body, 0.5, form, swing), expected, 3e-3) << size << " " << worth;
        }
    }
}

TEST(VoteOddsTest, OfNobodyAreNone) {
    const VoteForm form{.sized = true};
    EXPECT_EQ(vote_odds({}, 0.5, form, {}), 0);
    const std::vector<Voter> nobody = {{.yes_worth = 5, .size = 0}};
    EXPECT_EQ(vote_odds(nobody, 0.5, form, {}), 0);
    EXPECT_EQ(vote_odds(nobody, -1, form, {}), 0);
    const std::vector<Voter> without_vote = {{.yes_worth = 5, .weight = 0}};
    EXPECT_EQ(vote_odds(without_vote, -1, form, {}), 0);
}

TEST(VoteOddsTest, OfTheCertainAreOneOrNone) {
    const VoteForm form{.sized = true};
    const std::vector<Voter> sure = {{.yes_worth = 1000, .size = 300}};
    EXPECT_EQ(vote_odds(sure, 0.5, form, {}), 1);
    const std::vector<Voter> against = {{.yes_worth = -1000, .size = 300}};
    EXPECT_EQ(vote_odds(against, 0.5, form, {}), 0);
    EXPECT_EQ(vote_odds(sure, 1, form, {}), 0);
}

TEST(VoteOddsTest, OfWeightsThatAreNotWholeAreForecast) {
    std::vector<Voter> voters;
    for (std::size_t i = 0; i < 30; ++i) {
        voters.push_back({.slot = i, .yes_worth = 0.2, .weight = 1 + 0.1 * static_cast<double>(i)});
    }
    const double odds = vote_odds(voters, 0.5, {.sized = true}, {});
    // A normal number, by hand.
    const double p = share(0.2);
    double mean = 0;
    double variance = 0;
    for (const Voter& voter : voters) {
        mean += (p - 0.5) * voter.weight;
        variance += p * (1 - p) * voter.weight * voter.weight;
    }
    EXPECT_NEAR(odds, 0.5 * std::erfc(-mean / std::sqrt(variance) / std::sqrt(2)), 1e-9);
}

TEST(VoteOddsTest, OfWhatIsNoVoteAreNoNumber) {
    const VoteForm form{.sized = true};
    const double nan = std::nan("");
    EXPECT_TRUE(std::isnan(vote_odds(std::vector<Voter>{{.yes_worth = nan}}, 0.5, form, {})));
    EXPECT_TRUE(std::isnan(vote_odds(std::vector<Voter>{{.size = -1}}, 0.5, form, {})));
    EXPECT_TRUE(std::isnan(vote_odds(std::vector<Voter>{{.size = 1.5}}, 0.5, form, {})));
    EXPECT_TRUE(std::isnan(vote_odds(std::vector<Voter>{{}}, nan, form, {})));
    EXPECT_TRUE(std::isnan(
        vote_odds(std::vector<Voter>{{}}, 0.5, form, {.exists = true, .parameters = {0, -1, 0}})));
}

}  // namespace
}  // namespace jonbar::engine
