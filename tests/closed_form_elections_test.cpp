// Votes over several proposals against enumeration.

#include <functional>
#include <vector>

#include "tests/closed_form.h"

namespace jonbar {
namespace {

using Shares = std::vector<double>;

/// Calls visit(votes for each proposal, probability) for all that `voters` people may do, each by
/// shares of his own; the last share is that of abstaining.
void for_all_ballots(const std::vector<Shares>& voters,
                     const std::function<void(const std::vector<int>&, double)>& visit) {
    std::vector<int> votes(voters[0].size());
    const std::function<void(std::size_t, double)> go = [&](std::size_t voter, double p) {
        if (voter == voters.size()) {
            visit(votes, p);
            return;
        }
        for (std::size_t i = 0; i < votes.size(); ++i) {
            ++votes[i];
            go(voter + 1, p * voters[voter][i]);
            --votes[i];
        }
    };
    go(0, 1);
}

Shares softmax(const Shares& worths) {
    double sum = 0;
    for (const double worth : worths) sum += std::exp(worth);
    Shares shares;
    for (const double worth : worths) shares.push_back(std::exp(worth) / sum);
    return shares;
}

constexpr std::string_view kCouncil = R"(
    history "Council" from 1900-01 to 1900-03 by month
    kind person { warmth: real = 0 }
    person ann { warmth = 0.4 }
    person bob
    person cal { warmth = -0.3 }
    kind member { bent: real = 0 }
    member m1 { bent = 0.5 }
    member m2 { bent = -0.5 }
    member m3, m4, m5
)";

/// Worths of ann, bob, cal for each of the five members, and of abstaining.
std::vector<Shares> council(double abstain) {
    std::vector<Shares> voters;
    for (const double bent : {0.5, -0.5, 0.0, 0.0, 0.0}) {
        Shares worths = {0.4 * (1 + bent), 0 + bent, -0.3 * (1 + bent)};
        if (abstain > -100) worths.push_back(abstain);
        voters.push_back(worths);
    }
    return voters;
}

constexpr std::string_view kWorth = "worth if c == bob then m.bent else c.warmth * (1 + m.bent)";

std::vector<Shares> shares_of(const std::vector<Shares>& worths) {
    std::vector<Shares> shares;
    for (const Shares& one : worths) shares.push_back(softmax(one));
    return shares;
}

TEST(ElectionTest, ByMostIsWonByTheEarlierOfEquals) {
    const Answers answers = answer(std::string(kCouncil) + R"(
        vote chief at 1900-02 among member {
            for m: option c: person )" +
                                   std::string(kWorth) + R"(
            elected by most {} }
        outcome a = chief elected ann at end  outcome b = chief elected bob at end)");
    Shares wins(3);
    for_all_ballots(shares_of(council(-1000)), [&](const std::vector<int>& votes, double p) {
        std::size_t best = 0;
        for (std::size_t i = 1; i < 3; ++i) best = votes[i] > votes[best] ? i : best;
        wins[best] += p;
    });
    expect_yes(answers, "a", wins[0]);
    expect_yes(answers, "b", wins[1]);
}

TEST(ElectionTest, ByMoreThanAShareOfCastMayElectNobody) {
    const Answers answers = answer(std::string(kCouncil) + R"(
        var lost_it: bool = no
        vote chief at 1900-02 among member {
            for m: option c: person )" +
                                   std::string(kWorth) + R"( abstain worth -0.5
            elected by more than 1/2 of cast {}
            lost { lost_it = yes } }
        outcome a = chief elected ann at end  outcome lost = lost_it at end)");
    double ann = 0;
    double nobody = 0;
    for_all_ballots(shares_of(council(-0.5)), [&](const std::vector<int>& votes, double p) {
        const int cast = votes[0] + votes[1] + votes[2];
        ann += 2 * votes[0] > cast ? p : 0;
        nobody += 2 * std::max({votes[0], votes[1], votes[2]}) > cast ? 0 : p;
    });
    expect_yes(answers, "a", ann);
    expect_yes(answers, "lost", nobody);
}

/// The probabilities that each of three is elected by more than half, with a run-off.
Shares with_run_off(const std::vector<Shares>& worths) {
    Shares wins(3);
    for_all_ballots(shares_of(worths), [&](const std::vector<int>& votes, double p) {
        const int all = votes[0] + votes[1] + votes[2];
        std::size_t best = 0;
        for (std::size_t i = 1; i < 3; ++i) best = votes[i] > votes[best] ? i : best;
        if (2 * votes[best] > all) {
            wins[best] += p;
            return;
        }
        std::size_t next = best == 0 ? 1 : 0;
        for (std::size_t i = next + 1; i < 3; ++i)
            next = i != best && votes[i] > votes[next] ? i : next;
        const std::size_t low = std::min(best, next);
        const std::size_t high = std::max(best, next);
        std::vector<Shares> two;
        for (const Shares& one : worths) two.push_back(softmax({one[low], one[high]}));
        for_all_ballots(two, [&](const std::vector<int>& again, double q) {
            wins[again[1] > again[0] ? high : low] += p * q;
        });
    });
    return wins;
}

TEST(ElectionTest, ARunOffDecidesBetweenTheTwoBest) {
    const Answers answers = answer(std::string(kCouncil) + R"(
        vote chief at 1900-02 among member {
            for m: option c: person )" +
                                   std::string(kWorth) + R"(
            elected by more than 1/2 run-off {} }
        outcome a = chief elected ann at end  outcome b = chief elected bob at end
        outcome d = chief elected cal at end)");
    const Shares wins = with_run_off(council(-1000));
    expect_yes(answers, "a", wins[0]);
    expect_yes(answers, "b", wins[1]);
    expect_yes(answers, "d", wins[2]);
}

TEST(ElectionTest, AGroupDividesAsItsPeopleWould) {
    const Answers answers = answer(R"(
        history "Groups" from 1900-01 to 1900-01 by month
        kind bloc { }
        bloc all_of_them
        enum plan { peace, war, delay }
        vote motion at 1900-01 among bloc {
            for b size 9: option c: plan worth if c == peace then 0.3 else 0
            elected by more than 1/2 {} }
        outcome peace_won = motion elected peace at end
        outcome lead = margin(motion) at end)");
    const double p = std::exp(0.3) / (std::exp(0.3) + 2);
    expect_yes(answers, "peace_won", binomial_above(4.5, 9, p));
}

TEST(ElectionTest, ASwingMovesAllVotersTogether) {
    const Answers answers = answer(R"(
        history "Swing" from 1900-01 to 1900-01 by month
        kind bloc { }
        bloc all_of_them
        enum plan { peace, war }
        vote motion at 1900-01 among bloc swing normal(0, 0.5) {
            for b size 301: option c: plan worth if c == peace then 0.3 else 0
            elected by most {} }
        outcome peace_won = motion elected peace at end)");
    // The difference of two swings.
    const double p = mean_over_normal(0.5 * std::sqrt(2.0), [](double swing) {
        return binomial_above(150.5, 301, logistic_of(0.3 + swing));
    });
    expect_yes(answers, "peace_won", p);
}

}  // namespace
}  // namespace jonbar
