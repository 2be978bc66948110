#include "query/backtest.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "query/forecast.h"

namespace jonbar {
namespace {

/// A case of three contenders in which `led` came to lead, and foretold with probability `p`.
BacktestCase made(const std::string& led, double p, const std::string& lever,
                  const std::string& incumbent) {
    BacktestCase one;
    one.contenders = 3;
    one.lever = lever;
    one.incumbent = incumbent;
    FactForecast fact;
    fact.group = FactGroup::Leads;
    fact.about = "person";
    fact.values = {"anna", "boris", "clara", "nobody"};
    fact.labels = fact.values;
    fact.truth = led == "anna" ? 0 : led == "boris" ? 1 : led == "clara" ? 2 : 3;
    fact.prior.assign(4, (1 - p) / 3);
    fact.prior[fact.truth] = p;
    fact.prior_score = score_of(fact.prior, fact.truth);
    one.facts.push_back(fact);
    return one;
}

const ForecastScore& baseline(const FactForecast& fact, const std::string& name) {
    for (const BaselineScore& one : fact.baselines) {
        if (one.name == name) return one.score;
    }
    static const ForecastScore kNone;
    ADD_FAILURE() << "no baseline " << name;
    return kNone;
}

TEST(BacktestTest, ABaselineKnowsOnlyTheOtherCases) {
    std::vector<BacktestCase> cases = {
        made("anna", 0.5, "anna", "boris"),
        made("boris", 0.4, "boris", ""),
        made("nobody", 0.3, "clara", ""),
    };
    add_baselines(cases);
    // The lever: of the two others one came true, (1 + 1) ÷ (2 + 2).
    EXPECT_NEAR(baseline(cases[0].facts[0], "lever").probability, 0.5, 1e-15);
    // Of the first two both did, and the third's man did not: (2 + 1) ÷ (2 + 2), the rest shared.
    EXPECT_NEAR(baseline(cases[2].facts[0], "lever").probability, 0.25 / 3, 1e-15);
    // Who foretold nobody was right in the third.
    EXPECT_NEAR(baseline(cases[2].facts[0], "incumbent").probability, 1.0 / 4, 1e-15);
    EXPECT_NEAR(baseline(cases[0].facts[0], "uniform").probability, 0.25, 1e-15);
}

FactForecast fate(std::size_t truth) {
    FactForecast fact;
    fact.group = FactGroup::Fate;
    fact.about = "fate";
    fact.values = {"leads", "retired", "killed"};
    fact.labels = fact.values;
    fact.truth = truth;
    fact.prior.assign(3, 1.0 / 3);
    fact.prior_score = score_of(fact.prior, truth);
    return fact;
}

TEST(BacktestTest, FatesAreAsOftenAsInTheOtherCases) {
    std::vector<BacktestCase> cases(3);
    cases[0].facts = {fate(2), fate(2), fate(0)};
    cases[1].facts = {fate(2)};
    cases[2].facts = {fate(1)};
    add_baselines(cases);
    // Elsewhere killed came twice in four facts, of three values: (2 + 1) ÷ (4 + 3).
    EXPECT_NEAR(baseline(cases[1].facts[0], "frequency").probability, 3.0 / 7, 1e-15);
    EXPECT_NEAR(baseline(cases[0].facts[0], "frequency").probability, 2.0 / 5, 1e-15);
    EXPECT_NEAR(baseline(cases[2].facts[0], "frequency").probability, 1.0 / 7, 1e-15);
    EXPECT_NEAR(baseline(cases[2].facts[0], "uniform").probability, 1.0 / 3, 1e-15);
}

TEST(BacktestTest, MeansAndDifferencesByHand) {
    std::vector<BacktestCase> cases = {
        made("anna", 0.5, "anna", "boris"),
        made("boris", 0.25, "boris", ""),
        made("nobody", 0.125, "clara", ""),
    };
    add_baselines(cases);
    const std::vector<GroupSummary> groups = summarise(cases, 1);
    ASSERT_EQ(groups.size(), 1U);
    const MethodSummary& prior = groups[0].methods[0];
    EXPECT_EQ(prior.name, "prior");
    EXPECT_EQ(prior.cases, 3U);
    EXPECT_NEAR(prior.log_score.value, std::log(4), 1e-12);
    EXPECT_NEAR(prior.probability, 0.25, 1e-12);
    // The least mean of three resampled cases is that of the best one drawn thrice, and so on: one
    // resampling in 27 each.
    EXPECT_NEAR(prior.log_score.low, std::log(2), 1e-12);
    EXPECT_NEAR(prior.log_score.high, std::log(8), 1e-12);
    const MethodDifference& less = groups[0].differences[0];
    EXPECT_EQ(less.baseline, "uniform");
    EXPECT_NEAR(less.log_score.value, 0, 1e-12);
}

TEST(BacktestTest, AMethodIsComparedWhereBothAreThere) {
    std::vector<BacktestCase> cases = {made("anna", 0.5, "anna", "boris"),
                                       made("boris", 0.25, "boris", "")};
    cases[1].contenders.reset();
    add_baselines(cases);
    const std::vector<GroupSummary> groups = summarise(cases, 1);
    for (const MethodDifference& one : groups[0].differences) EXPECT_EQ(one.cases, 1U);
    EXPECT_EQ(groups[0].methods[0].cases, 2U);
}

}  // namespace
}  // namespace jonbar
