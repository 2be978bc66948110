// Why and on what an outcome depends, against closed forms: scenario text in, answer out.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "jonbar/jonbar.h"

namespace jonbar {
namespace {

WhyAnswer why(const std::string& text, const std::string& outcome, WhyOptions options = {}) {
    options.outcome = outcome;
    options.sample.conditioning.particles = 16 * 1024;
    options.sample.conditioning.island_size = 1024;
    options.sample.histories = 16 * 512;
    return Scenario::compile("why.jon", text).why(options);
}

const CauseAnswer& cause(const WhyAnswer& answer, const std::string& name) {
    const auto found = std::find_if(answer.causes.begin(), answer.causes.end(),
                                    [&](const CauseAnswer& one) { return one.name == name; });
    EXPECT_NE(found, answer.causes.end()) << name;
    return *found;
}

void expect_holds(const Estimate& estimate, double truth) {
    EXPECT_LE(estimate.low, truth);
    EXPECT_GE(estimate.high, truth);
    EXPECT_LT(estimate.high - estimate.low, 0.15);
}

constexpr const char* kSquad = R"(
history "Firing squad" from 2000-01 to 2000-01 by month
var ordered: bool = no
var nervous: bool = no
var dead: bool = no
event order at 2000-01 chance 0.5 { ordered = yes }
event nerves at 2000-01 chance 0.5 { nervous = yes }
rule a_fires at 2000-01 when ordered or nervous { dead = yes }
rule b_fires at 2000-01 when ordered { dead = yes }
outcome dies = dead at end
observe dead at 2000-01
cause a "A fires" { absent: block a_fires }
cause b "B fires" { absent: block b_fires }
cause placebo { absent: set nervous = no at 2000-01 }
)";

// Pearl, Causality (2009), 7.1: court order with probability p = 1/2, A nervous with q = 1/2. Given
// death, the man would have lived had A not fired with q (1 - p) / (1 - (1 - p) (1 - q)) = 1/3.
TEST(WhyTest, FindsHowNecessaryARiflemanWas) {
    const WhyAnswer answer = why(kSquad, "dies");
    EXPECT_TRUE(answer.conditioned);
    expect_holds(cause(answer, "a").necessity, 1.0 / 3);
    EXPECT_EQ(cause(answer, "a").present, 1);
    // B fires in two of three such histories, and is never necessary: A fires whenever he does.
    EXPECT_NEAR(cause(answer, "b").present, 2.0 / 3, 0.06);
    EXPECT_EQ(cause(answer, "b").necessity.value, 0);
    // With nobody firing he lives; A alone kills in all of these histories, B in those with order.
    EXPECT_EQ(cause(answer, "a").sufficiency.value, 1);
    EXPECT_EQ(cause(answer, "b").sufficiency.value, 1);
    // Shapley: a third of the histories is A's alone, two thirds are shared.
    expect_holds(cause(answer, "a").shapley, 2.0 / 3);
    expect_holds(cause(answer, "b").shapley, 1.0 / 3);
}

// Setting `nervous` at the start of the month to what it was changes nothing.
TEST(WhyTest, GivesAPlaceboNothing) {
    const WhyAnswer answer = why(kSquad, "dies");
    const CauseAnswer& placebo = cause(answer, "placebo");
    EXPECT_EQ(placebo.present, 0);
    EXPECT_EQ(placebo.shapley.value, 0);
    EXPECT_EQ(placebo.shapley.low, 0);
    EXPECT_EQ(placebo.shapley.high, 0);
    EXPECT_FALSE(placebo.has_necessity);
}

// One left glove, two right ones (Shapley 1953 in every textbook): 2/3, 1/6, 1/6, without error.
TEST(WhyTest, SharesTheGloves) {
    const WhyAnswer answer = why(R"(
history "Gloves" from 2000-01 to 2000-01 by month
var left: bool = yes
var right_one: bool = yes
var right_two: bool = yes
outcome pair = left and (right_one or right_two) at end
cause l in left_hand { absent: set left = no at 2000-01 }
cause r1 in right_hand { absent: set right_one = no at 2000-01 }
cause r2 in right_hand { absent: set right_two = no at 2000-01 }
)",
                                 "pair");
    EXPECT_FALSE(answer.conditioned);
    EXPECT_NEAR(cause(answer, "l").shapley.value, 2.0 / 3, 1e-12);
    EXPECT_NEAR(cause(answer, "r1").shapley.value, 1.0 / 6, 1e-12);
    EXPECT_NEAR(cause(answer, "r2").shapley.value, 1.0 / 6, 1e-12);
    EXPECT_NEAR(cause(answer, "l").owen.value, 0.5, 1e-12);
    EXPECT_EQ(cause(answer, "l").necessity.value, 1);
    EXPECT_EQ(cause(answer, "r1").necessity.value, 0);
    EXPECT_EQ(answer.with_all.value, 1);
    EXPECT_EQ(answer.without_any.value, 0);
    EXPECT_EQ(answer.interactions.front().value.value, -1);  // r1 and r2 stand in for each other
}

constexpr const char* kTen = R"(
history "Ten helpers" from 2000-01 to 2000-12 by month
kind helper { here: bool = yes  worn: bool = no }
helper a, b, c, d, e, f, g, h, i, j
event tires(p: helper) hazard 0.5 per year { p.worn = yes }
outcome done = count(p in helper where p.here and not p.worn) > 4 at end
cause ca { absent: set a.here = no at 2000-01 }
cause cb { absent: set b.here = no at 2000-01 }
cause cc { absent: set c.here = no at 2000-01 }
cause cd { absent: set d.here = no at 2000-01 }
cause ce { absent: set e.here = no at 2000-01 }
cause cf { absent: set f.here = no at 2000-01 }
cause cg { absent: set g.here = no at 2000-01 }
cause ch { absent: set h.here = no at 2000-01 }
cause ci { absent: set i.here = no at 2000-01 }
cause cj { absent: set j.here = no at 2000-01 }
)";

// Ten alike: shares are equal and sum to the total effect (efficiency) in sampled orders too.
TEST(WhyTest, SharesOutWhatThereIsToShare) {
    const WhyAnswer answer = why(kTen, "done");
    EXPECT_FALSE(answer.exact);
    double sum = 0;
    for (const CauseAnswer& one : answer.causes) {
        sum += one.shapley.value;
        EXPECT_NEAR(one.shapley.value, answer.with_all.value / 10, 0.02) << one.name;
    }
    EXPECT_NEAR(sum, answer.with_all.value - answer.without_any.value, 1e-9);
    EXPECT_EQ(answer.without_any.value, 0);
    // Ten independent ones are left with probability exp(-1/2): P(at least 5 of 10).
    expect_holds(answer.with_all, 0.857);
}

TEST(WhyTest, DoesNotDependOnThreads) {
    WhyOptions options;
    options.sample.threads = 1;
    const WhyAnswer one = why(kTen, "done", options);
    options.sample.threads = 2;
    const WhyAnswer two = why(kTen, "done", options);
    ASSERT_EQ(one.causes.size(), two.causes.size());
    for (std::size_t i = 0; i < one.causes.size(); ++i) {
        EXPECT_EQ(one.causes[i].name, two.causes[i].name);
        EXPECT_EQ(one.causes[i].shapley.value, two.causes[i].shapley.value);
        EXPECT_EQ(one.causes[i].necessity.low, two.causes[i].necessity.low);
    }
    EXPECT_EQ(one.first_stays_first, two.first_stays_first);
}

TEST(WhyTest, KeepsNecessityWithinTheBoundsOfData) {
    WhyOptions options;
    options.bounds = true;
    const WhyAnswer answer = why(kSquad, "dies", options);
    ASSERT_EQ(answer.bounds.size(), 3U);
    for (const NecessityBounds& bounds : answer.bounds) {
        EXPECT_LE(bounds.low, bounds.necessity + 1e-12) << bounds.cause;
        EXPECT_GE(bounds.high, bounds.necessity - 1e-12) << bounds.cause;
    }
}

TEST(WhyTest, AsksAboutTheMostFrequentValueUnlessToldOtherwise) {
    const char* text = R"(
history "Two colours" from 2000-01 to 2000-01 by month
enum colour { red, green, blue }
var seen: colour = red
var other: colour = red
event turns at 2000-01 chance 0.7 { seen = green }
outcome shown = seen at end
cause turning { absent: block turns }
)";
    EXPECT_EQ(why(text, "shown").value, "green");
    WhyOptions red;
    red.value = "red";
    EXPECT_NEAR(why(text, "shown", red).with_all.value, 0.3, 0.03);
    WhyOptions unknown;
    unknown.value = "gren";
    try {
        why(text, "shown", unknown);
        FAIL();
    } catch (const QuestionError& error) {
        EXPECT_STREQ(
            error.what(),
            "outcome shown is never 'gren'; there are: red, green, blue (did you mean green?)");
    }
    EXPECT_THROW(why(text, "nothing"), QuestionError);
}

// The record cannot be met; that is for later, where the question itself makes no sense.
TEST(WhyTest, RefusesAWrongQuestionBeforeHistoriesAreDrawn) {
    const Scenario scenario = Scenario::compile("never.jon", R"(
history "Never" from 2000-01 to 2000-01 by month
var seen: bool = no
var size: real = 1
event comes at 2000-01 chance 0.5 { seen = yes }
outcome met = seen at end
outcome large = size at end
observe size > 2 at 2000-01
cause coming { absent: block comes }
)");
    WhyOptions options;
    options.outcome = "met";
    EXPECT_THROW(scenario.why(options), RecordError);
    options.outcome = "mett";
    EXPECT_THROW(scenario.why(options), QuestionError);
    options.outcome = "large";
    EXPECT_THROW(scenario.why(options), QuestionError);
    SensitivityOptions other;
    other.outcome = "met";
    other.value = "maybe";
    EXPECT_THROW(scenario.sensitivity(other), QuestionError);
}

TEST(SensitivityTest, FindsTheParamThatMatters) {
    const Scenario scenario = Scenario::compile("sensitivity.jon", R"(
history "Growth" from 2000-01 to 2000-01 by month
param rate: real ~ normal(0, 2)
param idle: real ~ normal(0, 1)
var size: real = 0
rule grows every month { draw jitter = normal(0, 1)  size = rate + jitter }
outcome grown = size at end
)");
    SensitivityOptions options;
    options.outcome = "grown";
    options.sample.histories = 16 * 1024;
    const SensitivityAnswer answer = scenario.sensitivity(options);
    ASSERT_EQ(answer.indices.size(), 2U);
    EXPECT_EQ(answer.indices[0].name, "rate");
    EXPECT_TRUE(answer.indices[0].param);
    EXPECT_NEAR(answer.indices[0].first_order.value, 0.8, 0.03);  // 4 of 4 + 1
    EXPECT_NEAR(answer.indices[0].total.value, 0.8, 0.03);
    EXPECT_NEAR(answer.indices[1].total.value, 0, 0.005);
    EXPECT_NEAR(answer.explained.value, 0.8, 0.03);
}

}  // namespace
}  // namespace jonbar
