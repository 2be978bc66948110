// Choices, picks and draws against their closed forms.

#include "tests/closed_form.h"

namespace jonbar {
namespace {

TEST(ChoiceTest, SharesAreLogit) {
    const Answers answers = answer(R"(
        history "Logit" from 1900-01 to 1900-01 by month
        kind person { }
        person ann
        enum what { nothing, one, two, three }
        var three_way: what = nothing
        decision of_two at 1900-01 by ann {
            option zeal worth 0.7 { }
            option calm worth -0.2 { }
        }
        decision of_three at 1900-01 by ann {
            option first worth 0.5 { three_way = one }
            option second worth -1 { three_way = two }
            option third worth 0 { three_way = three }
        }
        decision of_some at 1900-01 by ann {
            option here worth 1 { }
            option gone when no worth 5 { }
            option there worth 0 { }
        }
        outcome zealous = of_two chose zeal at end
        outcome taken = three_way at end
        outcome was_here = of_some chose here at end)");
    expect_yes(answers, "zealous", logistic_of(0.9));
    const double total = std::exp(0.5) + std::exp(-1.0) + 1;
    expect_share(answers, "taken", "one", std::exp(0.5) / total);
    expect_share(answers, "taken", "two", std::exp(-1.0) / total);
    expect_share(answers, "taken", "three", 1 / total);
    expect_yes(answers, "was_here", logistic_of(1));
}

TEST(ChoiceTest, OptionsOverEntitiesAreAlternativesAndSharedOnesAreOne) {
    const Answers answers = answer(R"(
        history "Targets" from 1900-01 to 1900-01 by month
        kind person { menace: real = 0  near: bool = yes }
        person ann { near = no }
        person bob { menace = 1 }
        person cyd
        person dee { menace = -0.5 }
        param rationality: real = 2
        decision strike at 1900-01 by ann {
            option at_one(x: person) when x.near worth x.menace { }
            option wait worth 0.25 { }
        }
        decision strike_shared at 1900-01 by ann {
            option at_one(x: person) when x.near worth shared (x.menace) { }
            option wait worth 0.25 { }
        }
        outcome bob_struck = strike chose at_one(bob) at end
        outcome waited = strike chose wait at end
        outcome ann_struck = strike chose at_one(ann) at end
        outcome bob_shared = strike_shared chose at_one(bob) at end
        outcome waited_shared = strike_shared chose wait at end)");
    const double sum = std::exp(2.0) + 1 + std::exp(-1.0);
    const double waits = std::exp(0.5);
    expect_yes(answers, "bob_struck", std::exp(2.0) / (sum + waits));
    expect_yes(answers, "waited", waits / (sum + waits));
    EXPECT_EQ(count_of(answers, "ann_struck", "yes"), 0);
    expect_yes(answers, "bob_shared", std::exp(2.0) / 3 / (sum / 3 + waits));
    expect_yes(answers, "waited_shared", waits / (sum / 3 + waits));
}

TEST(ChoiceTest, ARateIsLeftOnceInItsTimeWhateverTheStep) {
    const char* const body = R"(
        kind person { }
        person ann
        param rationality: real = 3
        event leaving { }
        decision leave every STEP by ann when not happened(leaving) {
            option stay worth rate 18 months { }
            option go worth 0 { fire leaving }
        }
        outcome gone = happened(leaving) at end)";
    for (const std::string step : {"month", "quarter", "year"}) {
        std::string text = body;
        text.replace(text.find("STEP"), 4, step);
        const std::string span = step == "year"      ? "from 1900 to 1900 by year"
                                 : step == "quarter" ? "from 1900-Q1 to 1900-Q4 by quarter"
                                                     : "from 1900-01 to 1900-12 by month";
        expect_yes(answer("history \"Rate\" " + span + text), "gone", 1 - std::exp(-12.0 / 18));
    }
}

TEST(PickTest, WithoutReplacementItFollowsTheWeightsOfThoseLeft) {
    const Answers answers = answer(R"(
        history "Picks" from 1900-01 to 1900-01 by month
        kind person { weight: real = 1  picked: bool = no }
        person ann { weight = 1 }
        person bob { weight = 2 }
        person cyd { weight = 3 }
        person dee { weight = 4 }
        person eva { weight = 0 }
        var one: person? = none
        var two: set of person = {}
        var none_left: person? = ann
        rule picks at 1900-01 {
            one = pick(p in person: p.weight)
            two = pick(2, p in person: p.weight)
            none_left = pick(p in person where p == eva: p.weight)
        }
        outcome first = one at end none "nobody"
        outcome ann_and_bob = ann in two and bob in two at end
        outcome dee_picked = dee in two at end
        outcome eva_picked = eva in two at end
        outcome number = count(two) at end
        outcome nobody_left = none_left is someone at end)");
    expect_share(answers, "first", "ann", 0.1);
    expect_share(answers, "first", "bob", 0.2);
    expect_share(answers, "first", "cyd", 0.3);
    expect_share(answers, "first", "dee", 0.4);
    expect_yes(answers, "ann_and_bob", 0.1 * 2 / 9 + 0.2 * 1 / 8);
    expect_yes(answers, "dee_picked", 0.4 + 0.1 * 4 / 9 + 0.2 * 4 / 8 + 0.3 * 4 / 7);
    EXPECT_EQ(count_of(answers, "eva_picked", "yes"), 0);
    EXPECT_EQ(count_of(answers, "nobody_left", "yes"), 0);
    EXPECT_EQ(outcome_of(answers, "number").least, 2);
    EXPECT_EQ(outcome_of(answers, "number").greatest, 2);
}

TEST(DrawTest, EitherTakesEachAlternativeByItsWeight) {
    const Answers answers = answer(R"(
        history "Either" from 1900-01 to 1900-01 by month
        enum account { one, two, three }
        param right: account = either { one: 1  two: 3  three: 1.5 }
        outcome which = right at end)");
    expect_share(answers, "which", "one", 1 / 5.5);
    expect_share(answers, "which", "two", 3 / 5.5);
    expect_share(answers, "which", "three", 1.5 / 5.5);
}

TEST(DrawTest, TwoPointFormsHaveTheirFifthAndNinetyFifthPercent) {
    struct Case {
        const char* name;
        double low, high;
    };
    for (const Case& one :
         {Case{"uniform", 0.2, 0.6}, Case{"normal", -1, 2.5}, Case{"lognormal", 0.01, 0.06},
          Case{"gamma", 0.3, 4}, Case{"beta", 0.1, 0.7}}) {
        const std::string low = std::to_string(one.low);
        const std::string high = std::to_string(one.high);
        const Answers answers =
            answer("history \"Points\" from 1900-01 to 1900-01 by month\nparam x: real ~ " +
                   std::string(one.name) + " " + low + " to " + high + "\noutcome below = x < " +
                   low + " at end\noutcome above = x > " + high + " at end");
        SCOPED_TRACE(one.name);
        expect_yes(answers, "below", 0.05);
        expect_yes(answers, "above", 0.05);
    }
    for (const std::string name : {"halfnormal", "exponential"}) {
        const Answers answers =
            answer("history \"Points\" from 1900-01 to 1900-01 by month\nparam x: real ~ " + name +
                   " to 1.4\noutcome below = x < 1.4 at end\noutcome negative = x < 0 at end");
        SCOPED_TRACE(name);
        expect_yes(answers, "below", 0.95);
        EXPECT_EQ(count_of(answers, "negative", "yes"), 0);
    }
}

TEST(DrawTest, DistributionsHaveTheirMoments) {
    const Answers answers = answer(R"(
        history "Moments" from 1900-01 to 1900-01 by month
        param u: real ~ uniform(-1, 3)
        param n: real ~ normal(2, 0.5)
        param l: real ~ lognormal(0.1, 0.4)
        param h: real ~ halfnormal(2)
        param b: real ~ beta(2, 3)
        param g: real ~ gamma(2.5, 0.8)
        param e: real ~ exponential(4)
        param t: real ~ triangular(0, 1, 4)
        param c: bool ~ bernoulli(0.3)
        param k: int ~ binomial(12, 0.4)
        param p: int ~ poisson(3.5)
        outcome ou = u at end  outcome on_ = n at end  outcome ol = l at end  outcome oh = h at end
        outcome ob = b at end  outcome og = g at end  outcome oe = e at end  outcome ot = t at end
        outcome oc = c at end  outcome ok = k at end  outcome op = p at end)");
    expect_moments(answers, "ou", 1, 4 / std::sqrt(12.0), 1.8);
    expect_moments(answers, "on_", 2, 0.5);
    const double factor = std::exp(0.16);
    expect_moments(answers, "ol", std::exp(0.1 + 0.08), std::exp(0.18) * std::sqrt(factor - 1), 7);
    expect_moments(answers, "oh", 2 * std::sqrt(2 / M_PI), 2 * std::sqrt(1 - 2 / M_PI), 3.9);
    expect_moments(answers, "ob", 0.4, 0.2, 2.4);
    expect_moments(answers, "og", 2, 0.8 * std::sqrt(2.5), 5.4);
    expect_moments(answers, "oe", 0.25, 0.25, 9);
    expect_moments(answers, "ot", 5.0 / 3, std::sqrt((16.0 + 1 - 4) / 18), 2.4);
    expect_yes(answers, "oc", 0.3);
    expect_moments(answers, "ok", 4.8, std::sqrt(12 * 0.4 * 0.6));
    expect_moments(answers, "op", 3.5, std::sqrt(3.5), 3.3);
}

}  // namespace
}  // namespace jonbar
