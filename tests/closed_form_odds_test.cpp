// What actors expect of votes, held against closed forms and against the votes that are then held.

#include <vector>

#include "tests/closed_form.h"

namespace jonbar {
namespace {

double mean_of(const Answers& answers, std::string_view name) {
    return outcome_of(answers, name).mean.value;
}

TEST(OddsTest, AreTheShareOfVotesThatCarry) {
    const Answers answers = answer(R"(
        history "Odds" from 1900-01 to 1900-01 by month
        kind member { warmth: real ~ normal(0, 1)  votes: int = 1 }
        member a, b, c { votes = 3 }, d, e
        var threshold: real = 0.5
        vote motion(x: member) at 1900-01 among {m in member where m != x} swing normal(0.1, 0.6) {
            for m weight m.votes: yes worth m.warmth + x.warmth abstain worth -1
            carried by more than threshold of cast { } }
        var foreseen_a: real = 0   var foreseen_c: real = 0
        rule foresee every month before motion {
            foreseen_a = odds(motion(a))   foreseen_c = odds(motion(c))
        }
        outcome of_a = foreseen_a at end      outcome of_c = foreseen_c at end
        outcome carried_a = motion(a) carried at end
        outcome carried_c = motion(c) carried at end)",
                                   20'000);
    expect_yes(answers, "carried_a", mean_of(answers, "of_a"));
    expect_yes(answers, "carried_c", mean_of(answers, "of_c"));
}

TEST(OddsTest, OfALargeBodyAreTheShareOfVotesThatCarry) {
    const Answers answers = answer(R"(
        history "Odds" from 1900-01 to 1900-01 by month
        kind bloc { warmth: real ~ normal(0, 0.3)  people: int = 200 }
        bloc left, right { people = 333 }
        vote motion at 1900-01 among {b in bloc where yes} swing normal(0, 0.4) {
            for b size b.people: yes worth b.warmth
            carried by more than 1/2 of all { } }
        var foreseen: real = 0
        rule foresee every month before motion { foreseen = odds(motion) }
        outcome expected = foreseen at end
        outcome carried_it = motion carried at end)",
                                   20'000);
    expect_yes(answers, "carried_it", mean_of(answers, "expected"));
}

TEST(OddsTest, ReadTheStateAsItIsAndNotTheGate) {
    const Answers answers = answer(R"(
        history "Odds" from 1900-01 to 1900-03 by month
        kind member { leader: member? = none  warmth: real = 1 }
        member a { warmth = 2 }
        member b
        vote motion(x: member) at 1900-03 when x.leader is someone among {m in member where m == x} {
            for m: yes worth x.leader.warmth
            carried by more than 1/2 of all { } }
        vote nobodys at 1900-03 among {m in member where no} {
            for m: yes worth 3 carried by more than 1/2 of all { } }
        var early: real = -1   var late: real = -1
        var chosen: member? = none   var of_none: real = -1
        rule look every month {
            if now < 1900-02 { early = odds(motion(b)) }
            b.leader = a
            late = odds(motion(b))
        }
        outcome first = early at end
        outcome then_it_was = late at end
        outcome nobody = odds(nobodys) at end
        outcome mine = odds(motion(b)) at 1900-02)",
                                   100);
    EXPECT_DOUBLE_EQ(mean_of(answers, "first"), 0.5);  // of nobody warmth is 0
    EXPECT_NEAR(mean_of(answers, "then_it_was"), logistic_of(2), 1e-12);
    EXPECT_NEAR(mean_of(answers, "mine"), logistic_of(2), 1e-12);
    EXPECT_EQ(mean_of(answers, "nobody"), 0);
}

TEST(OddsTest, MayStandInWorthsOfAnotherVoteAndInDefinitions) {
    const Answers answers = answer(R"(
        history "Odds" from 1900-01 to 1900-01 by month
        param rationality: real = 2
        kind member { }
        member a, b, c
        vote first at 1900-01 among {m in member where yes} {
            for m: yes worth 0.2  carried by more than 1/2 of all { } }
        let fear(m: member) = odds(first) - 0.5
        vote second at 1900-01 when odds(first) > 0.5 among {m in member where yes} {
            for m: yes worth fear(m)  carried by more than 1/2 of all { } }
        decision speak every month by a {
            option yes_please worth odds(second) { }
            option no_thanks worth 0 { } }
        outcome carried_it = second carried at end
        outcome spoke = speak chose yes_please at end)");
    const double p = logistic_of(0.4);
    const double first = 3 * p * p * (1 - p) + p * p * p;
    const double q = logistic_of(2 * (first - 0.5));
    const double second = 3 * q * q * (1 - q) + q * q * q;
    expect_yes(answers, "carried_it", second);
    expect_yes(answers, "spoke", logistic_of(2 * second));
}

}  // namespace
}  // namespace jonbar
