// Votes against binomial sums, enumeration and numerical integration.

#include <vector>

#include "tests/closed_form.h"

namespace jonbar {
namespace {

/// A vote of one bloc of `size` with a worth that gives p = 0.55, and what stands in the clauses.
std::string bloc(const std::string& swing, const std::string& size) {
    return R"(
        history "A bloc" from 1900-01 to 1900-01 by month
        kind bloc { }
        bloc all_of_them
        vote motion at 1900-01 among {b in bloc where yes} )" +
           swing + " { for m size " + size + R"(: yes worth log(0.55 / 0.45)
            carried by more than 1/2 of all { } }
        outcome carried_it = motion carried at end)";
}

TEST(VoteTest, ALargeBodyIsSureOfItself) {
    const double p = binomial_above(332.5, 665, 0.55);
    EXPECT_NEAR(p, 0.995, 0.0005);
    expect_yes(answer(bloc("", "665")), "carried_it", p);
}

TEST(VoteTest, ASwingMakesALargeBodyUnsure) {
    const double p = mean_over_normal(0.7, [](double swing) {
        return binomial_above(332.5, 665, logistic_of(std::log(0.55 / 0.45) + swing));
    });
    EXPECT_NEAR(p, 0.61, 0.005);
    expect_yes(answer(bloc("swing normal(0, 0.7)", "665")), "carried_it", p);
}

TEST(VoteTest, ABodyOfNineDecidesBinomially) {
    const Answers answers = answer(R"(
        history "Nine" from 1900-01 to 1900-01 by month
        kind member { warmth: real = 0 }
        member a1, a2, a3, a4, a5, a6, a7, a8, a9
        vote motion at 1900-01 among {m in member where yes} {
            for m: yes worth 0.4
            carried by more than 2/3 of all { } }
        outcome carried_it = motion carried at end
        outcome ahead = margin(motion) at end)");
    const double p = logistic_of(0.4);
    expect_yes(answers, "carried_it", binomial_above(6, 9, p));
    expect_moments(answers, "ahead", p - 2.0 / 3, std::sqrt(p * (1 - p) / 9));
}

TEST(VoteTest, WeightsCount) {
    const Answers answers = answer(R"(
        history "Weights" from 1900-01 to 1900-01 by month
        kind member { votes: real = 1  warmth: real = 0 }
        member a { votes = 4  warmth = 0.5 }
        member b { votes = 3  warmth = -0.25 }
        member c { votes = 2  warmth = 1 }
        member d { votes = 1.5 }
        vote motion at 1900-01 among {m in member where yes} {
            for m weight m.votes: yes worth m.warmth
            carried by more than 1/2 of all { } }
        outcome carried_it = motion carried at end)");
    const std::vector<double> weights = {4, 3, 2, 1.5};
    const std::vector<double> warmth = {0.5, -0.25, 1, 0};
    double carried = 0;
    for (unsigned vote = 0; vote < 16; ++vote) {
        double p = 1;
        double yes = 0;
        for (unsigned i = 0; i < 4; ++i) {
            const bool for_it = (vote >> i & 1U) != 0;
            p *= for_it ? logistic_of(warmth[i]) : logistic_of(-warmth[i]);
            yes += for_it ? weights[i] : 0;
        }
        carried += yes > 5.25 ? p : 0;
    }
    expect_yes(answers, "carried_it", carried);
}

/// The probability that yes > bar * cast, or of all, of n who vote yes, abstain or vote no.
double with_abstention(int n, double p_yes, double p_abstain, double bar, bool of_cast) {
    double carried = 0;
    for (int yes = 0; yes <= n; ++yes) {
        for (int abstain = 0; abstain + yes <= n; ++abstain) {
            const int counted = of_cast ? n - abstain : n;
            if (counted > 0 && yes > bar * counted) {
                carried +=
                    binomial(yes, n, p_yes) * binomial(abstain, n - yes, p_abstain / (1 - p_yes));
            }
        }
    }
    return carried;
}

TEST(VoteTest, AbstentionsCountOfAllButNotOfCast) {
    const Answers answers = answer(R"(
        history "Abstention" from 1900-01 to 1900-01 by month
        kind member { }
        member a, b, c, d, e, f, g
        kind bloc { }
        bloc left
        vote singly_all at 1900-01 among {m in member where yes} {
            for m: yes worth 0.3 abstain worth -0.5  carried by more than 1/2 of all { } }
        vote singly_cast at 1900-01 among {m in member where yes} {
            for m: yes worth 0.3 abstain worth -0.5  carried by more than 1/2 of cast { } }
        vote together_all at 1900-01 among {m in bloc where yes} {
            for m size 31: yes worth 0.3 abstain worth -0.5  carried by more than 1/2 of all { } }
        vote together_cast at 1900-01 among {m in bloc where yes} {
            for m size 31: yes worth 0.3 abstain worth -0.5  carried by more than 1/2 of cast { } }
        outcome one = singly_all carried at end
        outcome two = singly_cast carried at end
        outcome three = together_all carried at end
        outcome four = together_cast carried at end)");
    const double total = std::exp(0.3) + std::exp(-0.5) + 1;
    const double yes = std::exp(0.3) / total;
    const double abstain = std::exp(-0.5) / total;
    expect_yes(answers, "one", with_abstention(7, yes, abstain, 0.5, false));
    expect_yes(answers, "two", with_abstention(7, yes, abstain, 0.5, true));
    expect_yes(answers, "three", with_abstention(31, yes, abstain, 0.5, false));
    expect_yes(answers, "four", with_abstention(31, yes, abstain, 0.5, true));
}

TEST(VoteTest, RationalityScalesWorthsButNotTheSwing) {
    const Answers answers = answer(R"(
        history "Rationality" from 1900-01 to 1900-01 by month
        param rationality: real = 2
        kind member { }
        member a, b, c
        vote motion at 1900-01 among {m in member where yes} swing normal(0, 0.5) {
            for m: yes worth 0.2  carried by more than 1/2 of all { } }
        outcome carried_it = motion carried at end)");
    const double p = mean_over_normal(
        0.5, [](double swing) { return binomial_above(1.5, 3, logistic_of(0.4 + swing)); });
    expect_yes(answers, "carried_it", p);
}

}  // namespace
}  // namespace jonbar
